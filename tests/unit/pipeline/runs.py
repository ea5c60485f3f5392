"""Small runs, from the text of rules and exports to the tables that would be written."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Final

from leadscore.pipeline import Inputs, Run, Settings, score_inputs
from leadscore.pipeline.starter import starter_rules
from leadscore.schema.load import parse_rules
from tests.written import tables_of

if TYPE_CHECKING:
    from pathlib import Path

    from leadscore.results import Accounting
    from leadscore.schema.load import RulesFile
    from leadscore.schema.model import InputName

Texts = dict["InputName", str | list[str]]
"""The text of each input, or of its files."""

OTHERS: Final[tuple[InputName, ...]] = ("activities", "deals", "companies")
PLAIN: Final = "version: 1\nscores: {fit: {rules: [{id: any_rule, when: {x: 1}, points: 1}]}}\n"


def run(folder: Path, texts: Texts, rules: str = PLAIN) -> Run:
    """Score exports with rules; inputs that are not given are meant to be absent."""
    return _score(folder, texts, parse_rules(rules, "rules.yaml", folder), adapt=False)


def run_starter(folder: Path, texts: Texts) -> Run:
    """Score exports with the starter rules."""
    return _score(folder, texts, starter_rules(), adapt=True)


def _score(folder: Path, texts: Texts, file: RulesFile, *, adapt: bool) -> Run:
    files = {name: _written(folder, name, text) for name, text in texts.items()}
    without = frozenset(name for name in OTHERS if name not in texts and not adapt)
    return score_inputs(Inputs(files, without), file, Settings(date(2026, 11, 1), folder, adapt=adapt))


def _written(folder: Path, name: str, text: str | list[str]) -> tuple[Path, ...]:
    texts = [text] if isinstance(text, str) else text
    paths = [folder / f"{name}{place or ''}.csv" for place in range(len(texts))]
    for path, one in zip(paths, texts, strict=True):
        path.write_text(one, encoding="utf-8", newline="")
    return tuple(paths)


def account(found: Run, name: InputName) -> Accounting:
    """Return what became of the records of one input."""
    return next(one for one in found.summary.inputs if one.input == name)


def rows(found: Run, path: str) -> list[dict[str, str | None]]:
    """Return the rows of a table by header cell."""
    table = next(one for one in tables_of(found) if one.path == path)
    return [dict(zip(table.header, row, strict=True)) for row in table.rows.rows()]


def column(found: Run, name: str, path: str = "scored.csv") -> list[str | None]:
    """Return one column of a table."""
    return [row[name] for row in rows(found, path)]
