"""The ledger adds up to the thousandth and has the points of the row-by-row specification, for generated rules and exports."""

from __future__ import annotations

from fractions import Fraction
from itertools import groupby
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import polars as pl
from hypothesis import given, note

from tests.properties.program import run_program, run_reference
from tests.properties.strategies import examples
from tests.properties.yaml_text import yaml_text
from tests.reference.arithmetic import exact, round_half_away, thousandths

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.properties.strategies import Example

Line = dict[str, Any]


@given(examples())
def test_the_ledger_adds_up_and_has_the_points_of_the_reference(example: Example) -> None:
    note(yaml_text(example.rules))
    with TemporaryDirectory() as folder:
        out = run_program(example, Path(folder), "--ledger")
        lines = pl.read_parquet(out / "ledger.parquet", memory_map=False).to_dicts()
    given_points = {
        (line["contact_id"], line["line"]): line["points"] for line in lines if line["kind"] == "rule"
    }
    contacts = list(dict.fromkeys(line["contact_id"] for line in lines))
    expected = run_reference(example).points
    assert given_points == {
        (contact, rule): points
        for contact, own in zip(contacts, expected, strict=True)
        for rule, points in own.items()
    }
    for (_, name), own in groupby(lines, lambda line: (line["contact_id"], line["score"])):
        assert adds_up(example.rules["scores"][name], list(own))


def adds_up(score: dict[str, Any], lines: Sequence[Line]) -> bool:
    """Return whether the lines of one contact and score lead to its points, and its points to what is shown."""
    *before, last = lines
    by_kind = {kind: [line for line in before if line["kind"] == kind] for kind in ("rule", "group", "part")}
    if "rules" in score:
        kept = sum(line["before"] - line["lost_to_decay"] - line["lost_to_cap"] for line in by_kind["rule"])
        lost = sum(line["lost_to_limit"] for line in [*by_kind["group"], last])
        full = thousandths(score.get("full_at", 100))
        shown = round_half_away(Fraction(last["points"] * 1000, full))
        return bool(kept - lost == last["points"] and last["shown"] == shown)
    weights = {part: exact(weight) for part, weight in score["combine"].items()}
    mean = sum(line["shown"] * weights[line["line"]] for line in by_kind["part"]) / sum(weights.values())
    return bool(
        sum(line["points"] for line in before) == last["points"] == 100 * last["shown"]
        and last["shown"] == round_half_away(mean)
    )
