"""A comparison of rules counts what two separate runs count, and mirrors itself, for generated rules and exports."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from hypothesis import given, note, settings
from hypothesis import strategies as st

from leadscore.pipeline import Inputs, Settings, score_inputs
from leadscore.pipeline.diff import compare_rules
from leadscore.rules.values import BLANKS
from leadscore.schema.load import parse_rules
from tests.properties.program import write_example
from tests.properties.strategies import examples
from tests.properties.yaml_text import yaml_text
from tests.written import tables_of

if TYPE_CHECKING:
    from leadscore.pipeline.diff import Comparison
    from leadscore.results import Summary
    from leadscore.results.movement import MovingStage, Shift
    from leadscore.schema import RulesFile
    from tests.properties.strategies import Example, Rules

Cells = dict[str, str | None]


@st.composite
def pairs(draw: st.DrawFn) -> tuple[Example, Rules]:
    """Draw a run, and other rules for the same exports."""
    example = draw(examples())
    sources = example.rules.get("sources", {})
    contacts = {**sources.get("contacts", {}), "optional": ["loyalty"]}
    other = draw(examples()).rules | {"sources": {**sources, "contacts": contacts}}
    return example, other


class Bench:
    """A folder with exports and two rules files."""

    def __init__(self, folder: Path, example: Example, other: Rules) -> None:
        note(yaml_text(example.rules))
        note(yaml_text(other))
        files = {name: (path,) for name, path in write_example(example, folder).items()}
        without = frozenset(name for name, table in example.tables().items() if table is None)
        self.inputs: Any = Inputs(files, without)  # type: ignore[arg-type]
        self.folder, self.example, self.runs = folder, example, 0
        self.one = parse_rules(yaml_text(example.rules), "one.yaml", folder)
        self.other = parse_rules(yaml_text(other), "other.yaml", folder)

    @property
    def settings(self) -> Settings:
        self.runs += 1
        scratch = self.folder / f"scratch{self.runs}"
        scratch.mkdir()
        return Settings(self.example.as_of, scratch)

    def diff(self, old: RulesFile, new: RulesFile) -> Comparison:
        return compare_rules(self.inputs, old, new, self.settings, ["country", "stage"])

    def score(self, rules: RulesFile) -> tuple[Summary, dict[str, Cells], dict[str, set[str | None]]]:
        run = score_inputs(self.inputs, rules, self.settings)
        tables = {table.path: table for table in tables_of(run)}
        back = tables["writeback.csv"]
        rows = [dict(zip(back.header[1:], row[1:], strict=True)) for row in back.rows.rows()]
        ids = [str(row[0]).strip(BLANKS) for row in back.rows.rows()]
        lists = {one.name: set(tables[one.path].rows["1"].to_list()) for one in run.summary.lists}
        if "handoff/waiting.csv" in tables:  # who waits for an owner belongs on the list all the same
            for names, who in tables["handoff/waiting.csv"].rows.select("2", "3").iter_rows():
                for name in names.split("; "):
                    lists[name].add(who)
        return run.summary, dict(zip(ids, rows, strict=True)), lists


def counts_of(summary: Summary) -> dict[str, int]:
    """Return who is where, those that are nowhere and disqualified too."""
    counts = {stage.name: stage.count for stage in summary.funnel}
    return {"": summary.stageless, **counts, "disqualified": summary.disqualified}


def flipped(shift: Shift) -> list[Any]:
    """Return what a shift is in the other direction."""
    ends = (shift.mean, shift.upper, shift.median, shift.lower)
    turned = [number and -number for number in ends]
    return [shift.leads, shift.moved, shift.down, shift.up, shift.same, shift.new, shift.old, *turned]


def figures(shift: Shift) -> list[Any]:
    """Return a shift in the order of `flipped`."""
    ends = (shift.mean, shift.lower, shift.median, shift.upper)
    return [shift.leads, shift.moved, shift.up, shift.down, shift.same, shift.old, shift.new, *ends]


def moves(found: Comparison) -> Counter[tuple[str, str]]:
    """Return how many leads go from where to where."""
    stages: tuple[MovingStage, ...] = found.movement.stages
    return Counter(
        {
            (before.name, after.name): number
            for before, row in zip(stages, found.movement.matrix, strict=True)
            for after, number in zip(stages, row, strict=True)
            if number
        }
    )


def records(found: Comparison) -> dict[str, Cells]:
    """Return the rows of the file by the contact's id, of which no generated one begins with a quote."""
    rows = (dict(zip(found.table.header, row, strict=True)) for row in found.table.rows.rows())
    return {str(row["contact_id"]).removeprefix("'"): row for row in rows}


@given(examples())
@settings(max_examples=15)
def test_the_same_rules_move_nobody(example: Example) -> None:
    with TemporaryDirectory() as folder:
        bench = Bench(Path(folder), example, example.rules)
        found = bench.diff(bench.one, bench.other)
    movement = found.movement
    assert (movement.moved, movement.changed, found.table.rows.height) == (0, 0, 0)
    assert (movement.only_old, movement.only_new) == (0, 0)
    assert all(before == after for before, after in moves(found))
    assert all(turn.old == turn.new and turn.became == turn.stopped for turn in movement.turns)
    assert all(not one.on and not one.off for one in movement.lists)
    assert movement.shift.same == movement.compared > 0


@given(pairs())
@settings(max_examples=25)
def test_a_comparison_counts_what_two_runs_count(pair: tuple[Example, Rules]) -> None:
    with TemporaryDirectory() as folder:
        bench = Bench(Path(folder), *pair)
        found = bench.diff(bench.one, bench.other)
        (old, was, old_lists), (new, is_, new_lists) = bench.score(bench.one), bench.score(bench.other)
    movement = found.movement
    for summary, side in ((old, "old"), (new, "new")):
        counts = counts_of(summary)
        told = {stage.name: getattr(stage, side) for stage in movement.stages}
        assert {name: number for name, number in told.items() if number} == {
            name: number for name, number in counts.items() if number
        }
        reached = {stage.name: stage.reached for stage in summary.funnel}
        assert all(
            getattr(turn, side) == reached.get(turn.stage, getattr(turn, side)) for turn in movement.turns
        )
    # NOTE: ids are the same to both here, as both read contacts alike.
    assert was.keys() == is_.keys()
    stages = Counter((row["lead_stage"] or "", is_[id_]["lead_stage"] or "") for id_, row in was.items())
    assert moves(found) == stages
    assert movement.compared == len(was)
    for one in movement.lists:
        before, after = old_lists.get(one.name), new_lists.get(one.name)
        assert (one.old, one.new) == (
            None if before is None else len(before),
            None if after is None else len(after),
        )
        assert (one.on, one.off) == (
            len((after or set()) - (before or set())),
            len((before or set()) - (after or set())),
        )
    rows = records(found)
    for id_, row in was.items():
        if row["lead_stage"] != is_[id_]["lead_stage"] or row["lead_score"] != is_[id_]["lead_score"]:
            assert (rows[id_]["stage_old"], rows[id_]["stage_new"]) == (
                row["lead_stage"],
                is_[id_]["lead_stage"],
            )
            assert (rows[id_]["score_old"], rows[id_]["score_new"]) == (
                row["lead_score"],
                is_[id_]["lead_score"],
            )
    unchanged = was.keys() - rows.keys()
    both = {"lead_grade", "lead_light", "lead_persona", "lead_disqualified_by"}
    for id_ in unchanged:
        common = (was[id_].keys() & is_[id_].keys()) & both
        assert {name: was[id_][name] for name in common} == {name: is_[id_][name] for name in common}


@given(pairs())
@settings(max_examples=15)
def test_a_comparison_mirrors_itself(pair: tuple[Example, Rules]) -> None:
    with TemporaryDirectory() as folder:
        bench = Bench(Path(folder), *pair)
        there, back = bench.diff(bench.one, bench.other), bench.diff(bench.other, bench.one)
    assert moves(there) == Counter(
        {(after, before): number for (before, after), number in moves(back).items()}
    )
    assert {one.name: (one.old, one.new, one.on, one.off) for one in there.movement.lists} == {
        one.name: (one.new, one.old, one.off, one.on) for one in back.movement.lists
    }
    assert figures(there.movement.shift) == flipped(back.movement.shift)
    turns = {turn.stage: turn for turn in back.movement.turns}
    for turn in there.movement.turns:
        if turn.stage in turns:
            other = turns[turn.stage]
            assert (turn.old, turn.new) == (other.new, other.old)
            assert (turn.became.count, turn.stopped.count) == (other.stopped.count, other.became.count)
    names = {"old": "new", "new": "old"}
    for id_, row in records(there).items():
        mirrored = records(back)[id_]
        for header, cell in row.items():
            stem, _, way = header.rpartition("_")
            if way in names:
                assert cell == mirrored[f"{stem}_{names[way]}"]
