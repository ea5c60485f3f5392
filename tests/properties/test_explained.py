"""What is explained adds up to what is written, and decides what was decided, for generated rules and exports."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from hypothesis import given, note, settings
from rich.cells import cell_len
from rich.console import Console

from leadscore.columns import ID, LEAD_DISQUALIFIED_BY, LEAD_PERSONA, LEAD_STAGE, lead, lead_high, lead_low
from leadscore.pipeline import Inputs, Settings
from leadscore.pipeline.explain import explain_leads
from leadscore.pipeline.inputs import open_session
from leadscore.pipeline.leads import Wanted
from leadscore.pipeline.scored import score_contacts
from leadscore.report.explanation import render_explanation
from leadscore.results.explanation import RuledScore
from leadscore.rules.lists import compile_lists
from leadscore.schema.load import load_rules
from tests.properties.program import write_example
from tests.properties.strategies import examples
from tests.properties.yaml_text import yaml_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    import polars as pl

    from leadscore.pipeline.scored import Scored
    from leadscore.results.explanation import (
        Explanation,
        LeadExplanation,
        RulePoints,
        ScoreExplanation,
        Verdict,
    )
    from tests.properties.strategies import Example


@dataclass(frozen=True)
class Explained:
    """A run of generated exports, and what explains all of its contacts."""

    scored: Scored
    explanation: Explanation


def explained(example: Example, folder: Path) -> Explained:
    files = {name: (path,) for name, path in write_example(example, folder).items()}
    without = frozenset(name for name, table in example.tables().items() if table is None)
    session = open_session(
        Inputs(files, without),  # type: ignore[arg-type]  # the names of inputs
        load_rules(folder / "rules.yaml"),
        Settings(example.as_of, folder),
    )
    scored = score_contacts(session)
    return Explained(scored, explain_leads(scored, [Wanted(id_, id_) for id_ in scored.contacts[ID]]))


@settings(max_examples=25)
@given(examples())
def test_an_explanation_adds_up_and_agrees_with_the_run(example: Example) -> None:
    note(yaml_text(example.rules))
    with TemporaryDirectory() as folder:
        found = explained(example, Path(folder))
    rows = found.scored.contacts.to_dicts()
    for one, row in zip(found.explanation.leads, rows, strict=True):
        assert_adds_up(one)
        assert_is_written(one, row, found.scored.session.rules.model.main_score)
        assert_decides(one, row)
    assert_lists(found)
    assert_can_be_shown(found.explanation)


def assert_adds_up(one: LeadExplanation) -> None:
    for score in one.scores:
        if isinstance(score, RuledScore):
            lost = score.lost_to_limit + sum(group.lost_to_limit for group in score.groups)
            assert sum(rule.points for rule in score.rules) - lost == score.points
            assert_behind(score.rules)
        else:
            assert sum(part.points for part in score.combines) + score.rounding == score.shown


def assert_behind(rules: Sequence[RulePoints]) -> None:
    for rule in rules:
        kept = rule.before - rule.lost_to_decay
        assert kept - rule.lost_to_cap == rule.points
        found = rule.activities
        if found is not None:
            assert sum(one.points for one in found.newest) + found.others_points + found.rounding == kept
            assert abs(found.rounding) <= Decimal("0.003")
            counted = len(found.newest) + found.others
            assert counted * found.each == rule.before
            assert counted == (1 if found.count == "once" else found.found)
            assert [one.age for one in found.newest] == sorted(one.age for one in found.newest)
        elif rule.kind == "activity":
            assert not rule.gave
            assert rule.why


def assert_is_written(one: LeadExplanation, row: dict[str, object], main: str) -> None:
    def shown(score: ScoreExplanation) -> tuple[str, str, str]:
        return str(score.shown), str(score.low), str(score.high)

    for score in one.scores:
        assert shown(score) == tuple(row[name(score.score, main)] for name in (lead, lead_low, lead_high))


def assert_decides(one: LeadExplanation, row: dict[str, object]) -> None:
    out = row[LEAD_DISQUALIFIED_BY]
    assert _first(one.disqualifications) == out
    assert _first(one.personas) == row[LEAD_PERSONA]
    if out is None:
        assert _first(tuple(reversed(one.stages))) == row[LEAD_STAGE]
    chosen = [stage.name for stage in one.stages if stage.chosen]
    assert chosen == ([] if out is not None or row[LEAD_STAGE] is None else [row[LEAD_STAGE]])
    assert one.standing.grade == "".join(mark.mark for mark in one.grade)


def _first(verdicts: Sequence[Verdict]) -> str | None:
    return next((one.name for one in verdicts if one.answer == "yes"), None)


def assert_lists(found: Explained) -> None:
    contacts: pl.DataFrame = found.scored.contacts
    for place, wanted in enumerate(compile_lists(found.scored.session.rules)):
        on = contacts.filter(wanted.on)[ID].to_list()
        verdicts = [(one.who.contact_id, one.lists[place]) for one in found.explanation.leads]
        assert [id_ for id_, one in verdicts if one.chosen] == on
        assert [id_ for id_, one in verdicts if one.answer == "yes"] == on


def assert_can_be_shown(explanation: Explanation) -> None:
    console = Console(file=StringIO(), width=80, _environ={})
    render_explanation(explanation, console)
    assert isinstance(console.file, StringIO)
    lines = console.file.getvalue().splitlines()
    assert all(cell_len(line) <= 80 for line in lines)
    assert all(character.isprintable() for line in lines for character in line)
