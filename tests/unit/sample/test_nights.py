"""Night after night of one world: what accumulates, what changes, and what stays as it is."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING, Final, NamedTuple

import pytest

from leadscore.errors import OutputError, UsageError
from leadscore.sample import World, sheets, write, write_nights, write_sample
from tests.unit.sample.conftest import Export, read

if TYPE_CHECKING:
    from pathlib import Path

Row = dict[str, str]

LAST_DAY: Final = date(2026, 11, 1)
NAMES: Final = ("contacts", "activities", "deals", "companies", "costs")
STEPS: Final = ("first_contact", "needs_analysis", "presentation", "offer", "trial", "follow_up", "closing")
OF_SALES: Final = ("owner", "lead_status", "rejected_reason")
CHANGING: Final = (
    *OF_SALES,
    "lifecycle_stage",
    "marketing_consent",
    "referred_by",
    "need",
    "budget",
    "buying_role",
    "timeline",
    "nps",
)
ANSWERED: Final = ("referred_by", "need", "budget", "buying_role", "timeline", "nps", "owner")
NOTHING: Final = {"", "Select", "(No value)"}


class Night(NamedTuple):
    """An export and its day."""

    day: date
    export: Export


def load(folder: Path) -> Export:
    return Export(*[read(folder / f"{name}.csv") for name in NAMES])


def by_id(rows: list[Row], key: str = "contact_id") -> dict[str, Row]:
    return {row[key]: row for row in rows}


@pytest.fixture(scope="module", params=[1, 7, 23], ids="seed {}".format)
def nights(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> list[Night]:
    """Return every fifth of the last 61 nights of a world."""
    folder = tmp_path_factory.mktemp("world")
    write_nights(folder, World(300, request.param, LAST_DAY), as_of=LAST_DAY, nights=61)
    return [Night(date.fromisoformat(place.name), load(place)) for place in sorted(folder.iterdir())][::5]


@pytest.fixture(scope="module")
def pairs(nights: list[Night]) -> list[tuple[Night, Night]]:
    """Return each night with the next one."""
    return list(pairwise(nights))


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_the_last_night_is_the_sample_of_that_day(tmp_path: Path) -> None:
    write_sample(tmp_path / "one", contacts=300, seed=3, as_of=LAST_DAY)
    write_nights(tmp_path / "all", World(300, 3, LAST_DAY), as_of=LAST_DAY, nights=2)
    assert contents(tmp_path / "all/2026-11-01") == contents(tmp_path / "one")


def test_a_night_alone_is_the_night_among_others(tmp_path: Path) -> None:
    as_of = date(2026, 9, 10)
    write_sample(tmp_path / "one", contacts=200, seed=3, as_of=as_of, until=LAST_DAY)
    write_nights(tmp_path / "all", World(200, 3, LAST_DAY), as_of=date(2026, 9, 11), nights=3)
    assert sorted(path.name for path in (tmp_path / "all").iterdir()) == [
        f"2026-09-{day:02}" for day in (9, 10, 11)
    ]
    assert contents(tmp_path / "all/2026-09-10") == contents(tmp_path / "one")


def test_files_are_the_same_however_much_they_hold_in_memory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_nights(tmp_path / "one", World(60, 1, LAST_DAY), as_of=LAST_DAY, nights=2)
    monkeypatch.setattr(sheets, "_HELD", 0)
    write_nights(tmp_path / "two", World(60, 1, LAST_DAY), as_of=LAST_DAY, nights=2)
    for night in ("2026-10-31", "2026-11-01"):
        assert contents(tmp_path / "one" / night) == contents(tmp_path / "two" / night)


def test_a_smaller_world_is_the_beginning_of_a_larger_one(tmp_path: Path) -> None:
    for contacts in (60, 120):
        write_sample(
            tmp_path / f"{contacts}", contacts=contacts, seed=1, as_of=date(2026, 9, 1), until=LAST_DAY
        )
    small, large = contents(tmp_path / "60"), contents(tmp_path / "120")
    assert all(
        large[f"{name}.csv"].startswith(small[f"{name}.csv"]) for name in ("contacts", "activities", "deals")
    )


def test_contacts_come_and_never_vanish(pairs: list[tuple[Night, Night]]) -> None:
    for (_, before), (_, after) in pairs:
        known = [row["contact_id"] for row in before.contacts]
        assert [row["contact_id"] for row in after.contacts if row["contact_id"] in set(known)] == known
    assert len(pairs[0][0].export.contacts) < len(pairs[-1][1].export.contacts) == 300


def test_nobody_is_there_before_they_came(nights: list[Night]) -> None:
    for day, export in nights:
        assert all(row["created_at"] <= str(day) for row in export.contacts)
        newest = max(row["created_at"] for row in export.contacts)
        assert str(day - timedelta(days=30)) < newest


def test_activities_accumulate_and_the_new_ones_are_later(pairs: list[tuple[Night, Night]]) -> None:
    for (day, before), (_, after) in pairs:
        known, later = (Counter(tuple(row.values()) for row in one.activities) for one in (before, after))
        assert known <= later
        new = [occurred_at[:10] for _, _, occurred_at, *_ in (later - known).elements()]
        unknown = 1  # the visit of somebody who was deleted
        assert min(new) > str(day) or sum(one <= str(day) for one in new) <= unknown


def test_few_activities_lie_ahead_and_few_are_of_nobody(nights: list[Night]) -> None:
    for day, export in nights:
        known = by_id(export.contacts)
        ahead = [row for row in export.activities if row["occurred_at"][:10] > str(day)]
        strange = [row for row in export.activities if row["contact_id"] not in known]
        assert {row["type"] for row in ahead} <= {"webinar"}
        assert len(ahead) + len(strange) < len(export.activities) / 20
        assert max(row["occurred_at"][:10] for row in export.activities) <= str(day + timedelta(days=3))
    assert any(row["occurred_at"][:10] > str(day) for day, export in nights[:-1] for row in export.activities)


def test_deals_are_open_before_they_are_closed(pairs: list[tuple[Night, Night]]) -> None:
    closed = 0
    for (_, before), (day, after) in pairs:
        later = by_id(after.deals, "deal_id")
        for row in before.deals:
            now = later[row["deal_id"]]
            if row["stage"] in STEPS and now["stage"] in STEPS:
                assert STEPS.index(row["stage"]) <= STEPS.index(now["stage"])
                assert (row["closed_at"], now["closed_at"]) == ("", "")
            elif row["stage"] in STEPS:
                closed += 1
                assert now["stage"] in {"closed_won", "closed_lost"}
                assert now["closed_at"] <= str(day)
            else:
                assert row == now
            kept = ("deal_id", "contact_id", "amount", "created_at")
            assert [row[field] for field in kept] == [now[field] for field in kept]
    assert closed > 2


def test_a_deal_is_there_from_its_day_on(nights: list[Night]) -> None:
    for day, export in nights:
        assert all(max(row["created_at"], row["closed_at"]) <= str(day) for row in export.deals)
        assert {row["contact_id"] for row in export.deals} <= by_id(export.contacts).keys()


def test_who_somebody_is_stays(pairs: list[tuple[Night, Night]]) -> None:
    fixed = [field for field in pairs[0][0].export.contacts[0] if field not in CHANGING]
    assert "do_not_call" in fixed
    for (_, before), (_, after) in pairs:
        later = by_id(after.contacts)
        assert all(
            row[field] == later[row["contact_id"]][field] for row in before.contacts for field in fixed
        )


@pytest.mark.parametrize("field", ANSWERED)
def test_what_is_known_stays_known(nights: list[Night], field: str) -> None:
    first, last = (by_id(night.export.contacts) for night in (nights[0], nights[-1]))
    for _, export in nights:
        for row in export.contacts:
            assert row[field] in NOTHING or row[field] == last[row["contact_id"]][field]
    news = [id_ for id_, row in first.items() if row[field] != last[id_][field]]
    assert news or field == "referred_by"  # a few customers recommend somebody who is there already


@pytest.mark.parametrize("field", ["lead_status", "rejected_reason", "lifecycle_stage", "marketing_consent"])
def test_what_changes_in_time_does_so_for_a_few(pairs: list[tuple[Night, Night]], field: str) -> None:
    moved = []
    for (_, before), (_, after) in pairs:
        later = by_id(after.contacts)
        moved.append(sum(row[field] != later[row["contact_id"]][field] for row in before.contacts))
    assert sum(moved) > 0
    assert max(moved) < 300 / 5


def test_whoever_is_named_is_there(nights: list[Night]) -> None:
    for _, export in nights:
        known = by_id(export.contacts)
        assert {row["company_id"] for row in export.contacts} - {""} <= by_id(
            export.companies, "company_id"
        ).keys()
        for row in export.contacts:
            if row["referred_by"] and "@" not in row["referred_by"]:
                assert int(known[row["referred_by"]]["nps"]) >= 9


def test_companies_come_with_their_first_contact(pairs: list[tuple[Night, Night]]) -> None:
    for (_, before), (_, after) in pairs:
        assert {tuple(row.values()) for row in before.companies} <= {
            tuple(row.values()) for row in after.companies
        }
    assert len(pairs[0][0].export.companies) < len(pairs[-1][1].export.companies) == 100


def test_sales_answers_in_words_that_fit(nights: list[Night]) -> None:
    for _, export in nights:
        deals = {row["contact_id"] for row in export.deals}
        for row in export.contacts:
            assert row["lead_status"] in {"", "new", "accepted", "working", "rejected"}
            assert row["lead_status"] == "rejected" or not row["rejected_reason"]
            assert row["lifecycle_stage"] not in {"opportunity", "customer"} or row["contact_id"] in deals
            assert not row["nps"] or row["contact_id"] in deals


def test_costs_are_those_up_to_the_day(pairs: list[tuple[Night, Night]]) -> None:
    for (day, before), (_, after) in pairs:
        spent, later = (
            {(row["channel"], row["period"]): float(row["spend"]) for row in one.costs}
            for one in (before, after)
        )
        assert max(period for _, period in spent) <= str(day)[:7]
        assert all(amount <= later[key] for key, amount in spent.items())
        assert sum(spent.values()) < sum(later.values())


@pytest.mark.parametrize(
    ("as_of", "until", "message"),
    [
        (date(2026, 11, 2), LAST_DAY, "--until 2026-11-01 is before --as-of 2026-11-02\n  help: "),
        (
            date(2024, 11, 1),
            LAST_DAY,
            "a sample until 2026-11-01 begins on 2024-11-02; this would be an export of 1 ",
        ),
        (date(2, 1, 1), date(4, 1, 1), "begins on 0002-01-02; "),
        (date(2026, 1, 1), date.max, "take a date from"),
    ],
)
def test_days_of_no_world_are_refused(tmp_path: Path, as_of: date, until: date, message: str) -> None:
    with pytest.raises(UsageError, match=message):
        write_sample(tmp_path / "out", contacts=3, seed=1, as_of=as_of, until=until)
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("nights", [0, write.MOST_NIGHTS + 1])
def test_a_number_of_nights_is_refused(tmp_path: Path, nights: int) -> None:
    with pytest.raises(UsageError, match="ask for 1 to 366"):
        write_nights(tmp_path / "out", World(3, 1, LAST_DAY), as_of=LAST_DAY, nights=nights)


def test_the_first_night_may_be_the_first_day_of_the_world(tmp_path: Path) -> None:
    world = World(3, 1, LAST_DAY)
    files = write_nights(tmp_path, world, as_of=date(2024, 11, 3), nights=2)
    assert [night.contacts.path.parent.name for night in files] == ["2024-11-02", "2024-11-03"]
    with pytest.raises(UsageError, match="fewer --nights"):
        write_nights(tmp_path, world, as_of=date(2024, 11, 3), nights=3)


def test_nights_that_fail_leave_all_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    world = World(20, 1, LAST_DAY)
    write_nights(tmp_path, world, as_of=LAST_DAY, nights=2)
    before = [contents(place) for place in sorted(tmp_path.iterdir())]
    monkeypatch.setattr(write, "make_deals", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        write_nights(tmp_path, World(20, 2, LAST_DAY), as_of=LAST_DAY, nights=2)
    assert [contents(place) for place in sorted(tmp_path.iterdir())] == before


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "nights").mkdir()
    (tmp_path / "nights" / "2026-11-01").write_text("", "utf-8")
    with pytest.raises(OutputError, match="nights: the sample cannot be written here"):
        write_nights(tmp_path / "nights", World(3, 1, LAST_DAY), as_of=LAST_DAY, nights=2)
