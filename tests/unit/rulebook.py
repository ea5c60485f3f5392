"""Small rules files, read and compiled as a run does it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Final

from leadscore.rules.compile import CompiledRules, compile_rules
from leadscore.schema.load import parse_rules

if TYPE_CHECKING:
    import polars as pl

AS_OF: Final = date(2026, 11, 1)

_SCORES: Final = "scores: {fit: {rules: [{id: any_rule, when: {x: 1}, points: 1}]}}"


def compiled(text: str) -> CompiledRules:
    """Return the rules, with a score where the text has none."""
    scores = "" if "scores:" in text else _SCORES
    return compile_rules(parse_rules(f"version: 1\n{text}\n{scores}\n", "rules.yaml", None).rules, {}, AS_OF)


def ruled(*rules: str, score: str = "") -> CompiledRules:
    """Return rules with one score, `fit`, of these rules, each in YAML on one line."""
    return compiled(f"scores: {{fit: {{{score + ', ' if score else ''}rules: [{', '.join(rules)}]}}}}")


def only(frame: pl.LazyFrame | pl.DataFrame, column: str) -> list[object]:
    """Return the values of one column."""
    return frame.lazy().select(column).collect()[column].to_list()
