"""What exports of a CRM do beside their dialect: they are wide, they overlap, they name people and not ids."""

from __future__ import annotations

import csv
import io
from datetime import date
from typing import TYPE_CHECKING

import pytest

from leadscore.pipeline import Inputs, Settings, score_inputs
from leadscore.schema.load import parse_rules
from tests.cli.shell import leadscore
from tests.matrix.dialects import Dialect, write_text
from tests.matrix.hubspot import HUBSPOT
from tests.matrix.layout import CLEAN
from tests.matrix.neutral import AS_OF
from tests.matrix.pipedrive import PIPEDRIVE
from tests.matrix.runs import INPUTS, records, result, rules_of, score, tables, write_all
from tests.matrix.salesforce import SALESFORCE_DE
from tests.matrix.zoho import ZOHO

if TYPE_CHECKING:
    from pathlib import Path

    from leadscore.pipeline import Run
    from leadscore.schema.model import InputName
    from tests.matrix.dialects import Rows
    from tests.matrix.layout import Layout

Lists = dict[str, list[dict[str, str]]]

MARKS = """version: 1
timezone: Europe/Berlin
scores:
  fit: {rules: [{id: boss, when: {job_title: {has_word: ceo}}, points: 10}]}
  engagement:
    decay: {half_life: 30d}
    rules:
      - {id: clicks, label: Clicked, activity: email_click, points: 30}
      - {id: opens, label: Opened, activity: email_open, points: 10}
      - {id: visits, label: Visited, activity: page_view, within_last: 90d, points: 20}
      - {id: quiet, label: Gone quiet, quiet_for: 60d, points: -5}
  total: {combine: {fit: 1, engagement: 3}}
"""
EVENTS = """sources:
  contacts:
    events:
      last_marketing_email_click_date: email_click
      last_marketing_email_open_date: email_open
      time_last_seen: page_view
"""
WIDE = [
    [
        "Record ID",
        "Email",
        "Job Title",
        "Last marketing email open date",
        "Last marketing email click date",
        "Time Last Seen",
    ],
    ["104857600101", "a@a.example", "CEO", "2026-10-02 10:00", "2026-10-30 23:59", ""],
    ["104857600102", "b@b.example", "CTO", "2026-06-02 10:00", "", "2026-06-30 00:10"],
    ["104857600103", "c@c.example", "", "", "", ""],
    ["104857600104", "d@d.example", "CEO", "2026-10-31 00:00", "2026-10-31 12:00", "2026-11-01 08:00"],
]
TYPES = {3: "email_open", 4: "email_click", 5: "page_view"}


def run(folder: Path, rules: str, contacts: Rows, activities: Rows | None = None) -> Run:
    """Score tables with rules; inputs that are not given are meant to be absent."""
    written = {"contacts": contacts} | ({} if activities is None else {"activities": activities})
    files: dict[InputName, tuple[Path, ...]] = {
        name: (write_text(folder / f"{name}.csv", written[name], Dialect(quoted=True)),)
        for name in INPUTS
        if name in written
    }
    absent: frozenset[InputName] = frozenset(name for name in INPUTS if name not in written)
    settings = Settings(AS_OF, folder)
    return score_inputs(Inputs(files, absent), parse_rules(rules, "rules.yaml", None), settings)


def test_a_wide_export_gives_the_scores_of_the_equal_long_one(tmp_path: Path) -> None:
    long = [row[:3] for row in WIDE]
    activities = [["Recipient", "Event type", "Event date"]]
    activities += [[row[1], TYPES[place], row[place]] for row in WIDE[1:] for place in TYPES if row[place]]

    wide = tables(run(tmp_path, MARKS + EVENTS, contacts=WIDE))["writeback.csv"]

    assert wide == tables(run(tmp_path, MARKS, contacts=long, activities=activities))["writeback.csv"]
    assert len({row["lead_engagement"] for row in wide}) == 3


@pytest.mark.parametrize(
    "layout", [CLEAN, HUBSPOT, SALESFORCE_DE, PIPEDRIVE, ZOHO], ids=lambda layout: layout.name
)
def test_overlapping_nightly_logs_with_ids_equal_their_union(layout: Layout, tmp_path: Path) -> None:
    """One night is written otherwise than the others."""
    files = write_all(tmp_path, layout, layout.dialect)
    union = result(score(tmp_path, layout, files), layout)
    header, rows = [*layout.columns["activities"]], records(layout, "activities")
    nights = [rows[:9], rows[4:15], rows[12:]]
    written = [Dialect(), Dialect("utf-16-le", ";", "\r\n"), Dialect(quoted=True)]
    paths = tuple(
        write_text(
            tmp_path / f"night{number}.csv",
            [*map(list, layout.above), header, *night, *map(list, layout.below)],
            dialect,
        )
        for number, (night, dialect) in enumerate(zip(nights, written, strict=True))
    )

    found = result(score(tmp_path, layout, {**files, "activities": paths}), layout)

    assert (found.leads, found.lists) == (union.leads, union.lists)
    read, *fates, repeated, rejected = union.records["activities"]
    assert found.records["activities"] == (read + 8, *fates, repeated + 8, rejected)


NAMES = [
    ["ID", "Name", "Organization", "Email - Work", "Job title"],
    ["1", "Anna Müller", "Acme", "anna@acme.example", "CEO"],
    ["2", "Anna Müller", "Baker", "anna@baker.example", "CEO"],
    ["3", "Ben Weiß", "Acme", "ben@acme.example", "CEO"],
    ["4", "ben  weiß ", "ACME", "ben2@acme.example", "CEO"],
    ["5", "Carl", "", "carl@acme.example", "CEO"],
]


def clicks(*people: tuple[str, str]) -> Rows:
    header = ["ID", "Type", "Due date", "Contact person", "Organization"]
    return [header, *(["", "email_click", "2026-10-31", name, company] for name, company in people)]


def engaged(found: Run) -> list[str | None]:
    return [row["lead_engagement"] for row in tables(found)["writeback.csv"]]


def test_one_name_in_two_companies_is_two_people(tmp_path: Path) -> None:
    found = run(
        tmp_path, MARKS, contacts=NAMES, activities=clicks(("Anna Müller", "Baker"), ("anna müller", "baker"))
    )
    first, second, *others = engaged(found)
    assert first == "0.0"
    assert second == "58.6"
    assert set(others) == {"0.0"}


@pytest.mark.parametrize(
    "named",
    [
        ("Ben Weiß", "Acme"),
        ("BEN WEISS", "Acme"),
        ("Anna Müller", ""),
        ("Anna Müller", "Other"),
        ("Carl", ""),
        ("", "Acme"),
    ],
    ids=["two-of-that-name", "another-spelling", "no-company", "other-company", "company-unknown", "no-name"],
)
def test_a_join_by_name_never_guesses(tmp_path: Path, named: tuple[str, str]) -> None:
    found = run(tmp_path, MARKS, contacts=NAMES, activities=clicks(named, ("Anna Müller", "Acme")))
    first, *others = engaged(found)
    assert first == "29.3"
    assert set(others) == {"0.0"}
    (account,) = (one for one in found.summary.inputs if one.input == "activities")
    assert (account.used, account.unknown_contact + account.rejected) == (1, 1)


def test_a_name_alone_finds_nobody_where_two_have_it(tmp_path: Path) -> None:
    """Logs without companies know people by name alone."""
    activities = [["Regarding", "Activity Type", "Start Date"]]
    activities += [[name, "email_click", "2026-10-31"] for name in ("Anna Müller", "Ben Weiß", "Carl")]
    found = run(tmp_path, MARKS, contacts=NAMES, activities=activities)
    assert engaged(found) == ["0.0", "0.0", "0.0", "0.0", "29.3"]


@pytest.fixture(scope="module")
def clean_lists(tmp_path_factory: pytest.TempPathFactory) -> Lists:
    """Return the hand-off lists of the clean files."""
    return lists_of(tmp_path_factory.mktemp("clean"), CLEAN)


@pytest.mark.parametrize("layout", [HUBSPOT, SALESFORCE_DE, PIPEDRIVE], ids=lambda layout: layout.name)
def test_the_command_line_scores_a_layout_as_it_is(
    layout: Layout, tmp_path: Path, clean_lists: Lists
) -> None:
    assert lists_of(tmp_path, layout) == clean_lists
    assert all(clean_lists.values())


def lists_of(folder: Path, layout: Layout) -> Lists:
    """Return what the command line writes of the leads on each hand-off list, ids and names aside."""
    write_all(folder, layout, layout.dialect)
    (folder / "rules.yaml").write_text(rules_of(layout), encoding="utf-8")
    options = ("--as-of", AS_OF.isoformat(), "--max-rejected", "1", "-q")
    answer = leadscore(folder, "score", "contacts.csv", *options)
    assert (answer.code, answer.out) == (0, ""), answer.err
    found = {}
    for path in sorted((folder / "leadscore-out" / "handoff").glob("*.csv")):
        rows = _read(path)
        own = {"contact_id", "first_name", "last_name", "owner"}
        found[path.name] = [{name: cell for name, cell in row.items() if name not in own} for row in rows]
    return found


def _read(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8"), newline="")))


def test_the_day_is_the_one_of_the_rules(tmp_path: Path) -> None:
    """Times of one instant, as systems in several zones write them, belong to one day."""
    ways = (
        "2026-10-25 00:30",
        "2026-10-24T22:30:00.000Z",
        "2026-10-24T18:30:00-04:00",
        "25.10.2026 00:30",
        "1792881000000",
    )
    activities = [
        ["contact_id", "type", "occurred_at"],
        *([str(n), "email_click", way] for n, way in enumerate(ways, 1)),
    ]
    contacts = [["contact_id", "job_title"], *([str(n), ""] for n in range(1, len(ways) + 1))]
    found = run(tmp_path, MARKS, contacts=contacts, activities=activities)
    assert len(set(engaged(found))) == 1
    assert (AS_OF - date(2026, 10, 25)).days == 7
