"""Ninety nights of five thousand leads: what happens to a few of them, and what must hold for all."""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import polars as pl
import pytest

from leadscore.sample import World, write_nights
from tests.cli.processes import Loaded, loaded
from tests.cli.quarter.people import NIGHTS, add_people, day_of
from tests.cli.shell import hashes

if TYPE_CHECKING:
    from collections.abc import Iterator

LEADS: Final = 5_000
RULES: Final = Path(__file__).parent / "quarter" / "rules.yaml"
LISTS: Final = ("mql", "sql")
STAGES: Final = ("lead", "mql", "sal", "sql", "opportunity", "customer", "evangelist")
MIN_DAYS: Final = {"mql": 5, "sal": 2, "sql": 3}
CAPACITY: Final = {"anna": (10, 60), "carl": (10, 60), "ben": (8, 40)}
"""New leads a day and open leads, by owner."""


@dataclass(frozen=True)
class Quarter:
    """What ninety nights left.

    Attributes:
        place: Where exports, results and history lie.
        summaries: The summary of each night.
        listed: Who was on which list on which night: night, list, contact, owner, since, new.
        history: The hash of every file of the history after the last night.
    """

    place: Path
    summaries: list[dict[str, Any]]
    listed: pl.DataFrame
    history: dict[str, str]

    def last(self, table: str) -> pl.DataFrame:
        """Return a table as it is after the last night."""
        return pl.read_parquet(max((self.place / "history" / table).iterdir()))

    @property
    def transitions(self) -> pl.DataFrame:
        """All transitions, oldest first."""
        files = sorted((self.place / "history" / "transitions").iterdir())
        return pl.concat(map(pl.read_parquet, files))

    def path(self, who: str) -> list[tuple[int, str | None, str | None, str]]:
        """Return the transitions of a lead: the night, from, to, and why."""
        own = self.transitions.filter(pl.col("contact_id") == who)
        return own.select(_night_of("as_of"), "from", "to", "reason").rows()

    def handed_over(self, who: str) -> list[tuple[str, int, bool, str | None, int | None, str | None]]:
        """Return the hand-offs of a lead: list, night, whether the first, answer, night of that, and why."""
        own = self.last("handoffs").filter(pl.col("contact_id") == who).sort("since")
        return own.select(
            "list", _night_of("since"), "first", "answer", _night_of("answered_on"), "reason"
        ).rows()


def _night_of(day: str) -> pl.Expr:
    return (pl.col(day) - pl.lit(day_of(0))).dt.total_days().alias(day)


def _night(runs: Loaded, place: Path, night: int, *options: str) -> None:
    """Score the export of one night."""
    export, day = f"nights/{day_of(night)}/contacts.csv", day_of(night).isoformat()
    more = ("-r", str(RULES), "--history", "history", "-o", "out", "-q", *options)
    ended = runs.run(place, "score", export, "--as-of", day, *more)
    assert (ended.code, ended.err) == (0, ""), day


def _listed(place: Path, night: int) -> pl.DataFrame:
    columns = ("contact_id", "owner", "handoff_since", "handoff_new")
    lists = {name: pl.read_csv(place / f"out/handoff/{name}.csv", infer_schema=False) for name in LISTS}
    return pl.concat(
        leads.select(pl.lit(night).alias("night"), pl.lit(name).alias("list"), *columns)
        for name, leads in lists.items()
    )


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Loaded]:
    with loaded(tmp_path_factory.mktemp("scratch")) as process:
        yield process


@pytest.fixture(scope="module")
def quarter(tmp_path_factory: pytest.TempPathFactory, runs: Loaded) -> Iterator[Quarter]:
    place = tmp_path_factory.mktemp("quarter")
    write_nights(
        place / "nights", World(LEADS, 1, day_of(NIGHTS - 1)), as_of=day_of(NIGHTS - 1), nights=NIGHTS
    )
    summaries, listed = [], []
    for night in range(NIGHTS):
        add_people(place / "nights" / day_of(night).isoformat(), night)
        _night(runs, place, night)
        summaries.append(json.loads((place / "out/summary.json").read_text(encoding="utf-8")))
        listed.append(_listed(place, night))
    yield Quarter(place, summaries, pl.concat(listed), hashes(place / "history"))
    shutil.rmtree(place)


def test_ada_is_rejected_comes_again_and_goes_all_the_way(quarter: Quarter) -> None:
    assert quarter.path("ada") == [
        (1, None, "lead", "enter"),
        (2, "lead", "mql", "enter"),
        (9, "mql", "lead", "recycle:rejected"),
        (30, "lead", "mql", "enter"),
        (32, "mql", "sal", "enter"),
        (36, "sal", "sql", "enter"),
        (45, "sql", "opportunity", "enter"),
        (60, "opportunity", "customer", "enter"),
        (75, "customer", "evangelist", "enter"),
    ]


def test_ada_is_new_on_each_list_once(quarter: Quarter) -> None:
    handed = quarter.handed_over("ada")
    assert [(list_, first, answer, night, why) for list_, _, first, answer, night, why in handed] == [
        ("mql", True, "rejected", 9, "no budget"),
        ("mql", False, "accepted", 32, None),
        ("sql", True, "accepted", 32, None),
    ]
    assert handed[1][1] == 30
    assert quarter.listed.filter(pl.col("contact_id") == "ada")["owner"].n_unique() == 1


def test_bo_is_taken_by_silence_and_taken_out_later(quarter: Quarter) -> None:
    assert [(night, to, why) for night, _, to, why in quarter.path("bo")] == [
        (0, "lead", "enter"),
        (6, "sql", "enter"),
        (40, "disqualified", "disqualify:student"),
    ]
    ((list_, since, _, answer, answered, _),) = quarter.handed_over("bo")
    assert (list_, answer) == ("sql", "silence")
    assert answered is not None
    assert 7 <= answered - since <= 9


def test_cy_is_missing_for_two_nights_and_goes_on(quarter: Quarter) -> None:
    assert [(night, to) for night, _, to, _ in quarter.path("cy")][:2] == [(0, "lead"), (61, "mql")]
    own = quarter.listed.filter(pl.col("contact_id") == "cy").sort("night")
    assert own["handoff_since"].n_unique() == 1
    assert own["handoff_new"].to_list().count("true") == 1
    assert not {68, 69} & set(own["night"])
    assert {67, 70} <= set(own["night"])


def test_di_is_rejected_once_and_stays_away(quarter: Quarter) -> None:
    assert [(night, to, why) for night, _, to, why in quarter.path("di")] == [
        (0, "lead", "enter"),
        (20, "sql", "enter"),
        (21, "lead", "recycle:rejected"),
    ]


def test_no_lead_is_new_on_a_list_twice(quarter: Quarter) -> None:
    new = quarter.listed.filter(pl.col("handoff_new") == "true")
    assert new.height > 500
    assert new.select("list", "contact_id").is_duplicated().sum() == 0
    first = quarter.listed.group_by("list", "contact_id").agg(pl.col("night").min())
    assert new.join(first, on=["list", "contact_id", "night"], how="anti").is_empty()


def test_no_owner_is_above_capacity(quarter: Quarter) -> None:
    full = 0
    for night, summary in enumerate(quarter.summaries):
        for owner in summary["handoffs"]["owners"]:
            per_day, most = CAPACITY[owner["owner"]]
            assert owner["new"] <= per_day, (night, owner)
            assert owner["open"] <= most, (night, owner)
            full += owner["new"] == per_day
    assert full > 10  # so that the limits were felt


def test_nobody_falls_within_the_days_of_a_stage_but_by_rejection_or_disqualification(
    quarter: Quarter,
) -> None:
    order = pl.Enum(STAGES)
    moves = quarter.transitions.sort("contact_id", "as_of")
    entered = pl.col("as_of").shift().over("contact_id")
    fell = moves.with_columns(days=(pl.col("as_of") - entered).dt.total_days()).filter(
        pl.col("from").is_in(STAGES),
        pl.col("to").is_in(STAGES),
        ~pl.col("reason").str.contains(":"),
    )
    fell = fell.filter(pl.col("to").cast(order).to_physical() < pl.col("from").cast(order).to_physical())
    least = fell.with_columns(pl.col("from").replace_strict(MIN_DAYS, default=0).alias("least"))
    assert fell.filter(pl.col("from").is_in(list(MIN_DAYS))).height > 100
    assert least.filter(pl.col("days") < pl.col("least")).is_empty()


def test_transitions_replay_to_the_current_state(quarter: Quarter) -> None:
    moves = quarter.transitions.sort("contact_id", "as_of")
    linked = moves.with_columns(before=pl.col("to").shift().over("contact_id"))
    assert linked.filter(pl.col("from").ne_missing(pl.col("before"))).is_empty()
    last = moves.group_by("contact_id", maintain_order=True).last()
    replayed = last.select("contact_id", pl.col("to").alias("stage"), pl.col("as_of").alias("since"))
    state = quarter.last("state").select("contact_id", "stage", "since").sort("contact_id")
    assert replayed.sort("contact_id").equals(state)


def test_the_ninety_nights_again_give_the_same_history(quarter: Quarter, runs: Loaded) -> None:
    for night in range(NIGHTS):
        _night(runs, quarter.place, night, *(["--rebuild"] if night == 0 else []))
    assert hashes(quarter.place / "history") == quarter.history
