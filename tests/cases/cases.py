"""The cases beside this file: cells, a test, and what comes out."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import polars as pl

from leadscore.columns import own
from leadscore.pipeline.formats import columns_read, decide_formats
from leadscore.rules.compile import compile_rules
from leadscore.schema.document import load_document
from leadscore.schema.load import parse_rules
from leadscore.schema.model import Source
from leadscore.schema.scores import WhenRule
from leadscore.steps.type import add_typed, readings
from leadscore.tables.layout import lay_out

if TYPE_CHECKING:
    from collections.abc import Iterator

    from leadscore.rules.compile import CompiledRules

FOLDER: Final = Path(__file__).parent
FILES: Final = tuple(sorted(FOLDER.glob("*.yml")))

_AS_OF: Final = date(2026, 11, 1)
_FIELD: Final = "value"
_OUTCOMES: Final = {True: "match", False: "no", None: "unknown"}
_RULES: Final = """
version: 1
timezone: Europe/Berlin
scores: {{only: {{rules: [{{id: case, when: {condition}, points: 1}}]}}}}
"""


@dataclass(frozen=True)
class Case:
    """One case.

    Attributes:
        operator: The file's name: an operator, or `all`, `any`, `not`.
        line: Where it stands in the file.
        cells: The cells of one contact by field.
        condition: The condition, as a rules file writes it.
        expect: `match`, `no` or `unknown`.
    """

    operator: str
    line: int
    cells: dict[str, str]
    condition: str
    expect: str

    def __str__(self) -> str:
        """Return where the case stands, and its cells."""
        return f"{self.operator}.yml:{self.line} {list(self.cells.values())}"


def read_cases(path: Path) -> Iterator[Case]:
    """Yield the cases of one file, one for each cell in a list of them."""
    document = load_document("cases:\n" + path.read_text(encoding="utf-8"), path.name)
    assert not document.problems, document.problems
    (cases,) = (document.data or {}).values()
    for place, entry in enumerate(cases):
        line = document.key_place(("cases", place)).line - 1
        given, test = entry["given"], entry["test"]
        whole = isinstance(given, dict)
        for cell in given if isinstance(given, list) else [given]:
            cells = dict(cell) if whole else {_FIELD: cell.replace("␍", "\r")}
            yield Case(path.stem, line, cells, _flow(test if whole else {_FIELD: test}), entry["expect"])


def _flow(value: Any) -> str:
    """Write what the loader has read as YAML on one line."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {_flow(entry)}" for key, entry in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_flow, value)) + "]"
    quoted = isinstance(value, bool | str)
    return json.dumps(value, ensure_ascii=False) if quoted else str(value.source)


def outcome(case: Case) -> str:
    """Return what the program says: the condition as part of a rules file, compiled, on a frame of one contact."""
    file = parse_rules(_RULES.format(condition=case.condition), "rules.yaml", FOLDER)
    compiled = compile_rules(file.rules, {name: used.values for name, used in file.lists.items()}, _AS_OF)
    answers = _contact(case, compiled).select(answer=_condition(compiled)).collect()
    return _OUTCOMES[answers["answer"].item()]


def _condition(compiled: CompiledRules) -> pl.Expr:
    (rule,) = compiled.model.ruled["only"].rules
    assert isinstance(rule, WhenRule)
    return compiled.conditions.compile(rule.when)


def _contact(case: Case, compiled: CompiledRules) -> pl.LazyFrame:
    frame = pl.LazyFrame({own(place): [cell] for place, cell in enumerate(case.cells.values())})
    wanted = readings(compiled.model)
    source = Source(decimal=".", dates="day_first")
    laid_out = lay_out("contacts", "contacts.csv", tuple(case.cells), source, ())
    columns = columns_read("contacts", wanted, compiled.model, laid_out)
    layout = decide_formats(frame, columns, laid_out, source)
    return frame.pipe(add_typed, wanted, layout, compiled.model.timezone)
