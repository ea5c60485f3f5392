"""What checks say of generated rules is true of every contact of generated exports."""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, Final

from hypothesis import given, note

from leadscore.schema.inspection import inspect_rules
from leadscore.schema.load import load_rules
from leadscore.schema.reach import rule_reach, score_reaches
from tests.properties.pools import LISTS
from tests.properties.program import run_reference
from tests.properties.strategies import examples
from tests.properties.yaml_text import yaml_text

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from leadscore.schema import Rules
    from leadscore.schema.inspection import Inspection
    from tests.properties.strategies import Example
    from tests.reference.run import Outcome

Cells = dict[str, str]

_NAME: Final = re.compile('"([^"]*)"')
_NEVER: Final[Mapping[str, Callable[[str, str, Cells], bool]]] = {
    "never-entered": lambda name, _, row: row["lead_stage"] == name,
    "stage-shadowed": lambda name, _, row: row["lead_stage"] == name,
    "persona-shadowed": lambda name, _, row: row["lead_persona"] == name,
    "never-shown": lambda _, message, row: row["lead_light"] == message.split()[1],
    "mark-never-given": lambda name, _, row: name in row["lead_grade"],
}
"""By code: whether a contact is what nobody can be."""


def looked_through(example: Example) -> tuple[Rules, Inspection]:
    """Return the rules of an example, and what there is to say about them."""
    with TemporaryDirectory() as folder:
        for name, text in {**LISTS, "rules.yaml": yaml_text(example.rules)}.items():
            (Path(folder) / name).parent.mkdir(exist_ok=True)
            (Path(folder) / name).write_text(text, encoding="utf-8")
        path = Path(folder) / "rules.yaml"
        return load_rules(path).rules, inspect_rules(path)


@given(examples())
def test_nobody_is_what_nobody_can_be(example: Example) -> None:
    note(yaml_text(example.rules))
    _, inspection = looked_through(example)
    outcome = run_reference(example)
    for remark in inspection.remarks:
        message = remark.problem.message
        names = _NAME.findall(message)
        is_so = _NEVER.get(remark.code)
        if is_so is not None:
            assert not [row for row in outcome.rows if is_so(names[0] if names else "", message, row)], (
                message
            )
        elif remark.code in {"never-applies", "always-empty"}:
            assert not _affected(message, names[0], outcome), message


_COLUMNS: Final = {
    "persona": "lead_persona",
    "disqualification": "lead_disqualified_by",
    "track": "lead_track",
}
"""By the kind of a part of the rules: where its name stands if it applies."""


def _affected(message: str, name: str, outcome: Outcome) -> list[Any]:
    kind = message.partition(" ")[0]
    if kind == "list":
        return outcome.lists[name]
    if kind == "entry":  # of owners: which one a lead got its owner by is not written anywhere
        return []
    return [row for row in outcome.rows if row[_COLUMNS[kind]] == name]


@given(examples())
def test_nobody_is_beyond_what_rules_and_scores_can_reach(example: Example) -> None:
    note(yaml_text(example.rules))
    rules, _ = looked_through(example)
    outcome = run_reference(example)
    reaches = score_reaches(rules)
    of_rules = {rule.id: rule_reach(rule) for score in rules.ruled.values() for rule in score.rules}
    for row, points in zip(outcome.rows, outcome.points, strict=True):
        for name, reach in reaches.items():
            column = "lead_score" if name == rules.main_score else f"lead_{name}"
            for end in ("", "_low", "_high"):
                assert reach.low is not None
                assert reach.high is not None
                assert reach.low <= Decimal(row[f"{column}{end}"]) * 10 <= reach.high
        for rule, given_points in points.items():
            low, high = of_rules[rule].low, of_rules[rule].high
            assert low is None or low <= given_points
            assert high is None or given_points <= high
