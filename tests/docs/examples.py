"""The examples of the reference: what stands in `docs/rules.md` as rules and as tables, each as cases to run."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from textwrap import indent
from typing import TYPE_CHECKING, Final

import yaml

from leadscore.schema.model import Rules

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT: Final = Path(__file__).parents[2]
REFERENCE: Final = ROOT / "docs" / "rules.md"
ARROW: Final = "→ "

_BLOCK: Final = re.compile(
    r"^```(?P<kind>\w+)(?: (?P<file>\S+))?\n(?P<text>.*?)^```$|^(?P<table>(?:\|[^\n]*\n){2,})",
    re.MULTILINE | re.DOTALL,
)
_EVERYBODY_50: Final = (
    "scores: {total: {rules: [{id: there, when: {contact_id: {known: true}}, points: 50}]}}\n"
)


@dataclass(frozen=True)
class Example:
    """Rules, contacts, and what becomes of them.

    Attributes:
        line: Where it stands in the reference.
        rules: A whole rules file.
        header: Cells of the table's header; those with an arrow are results.
        rows: Its other lines, one for each contact.
        messages: Lines that the program must print instead, if the rules are wrong.
    """

    line: int
    rules: str
    header: tuple[str, ...] = ("country",)
    rows: tuple[tuple[str, ...], ...] = (("DE",),)
    messages: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Part:
    line: int
    kind: str
    file: str
    text: str


def _parts(text: str) -> list[_Part]:
    return [
        _Part(
            text.count("\n", 0, match.start()) + 1,
            match["kind"] or "table",
            match["file"] or "",
            match["text"] or match["table"],
        )
        for match in _BLOCK.finditer(text)
    ]


def files(text: str) -> dict[str, str]:
    """Return the files whose content the reference shows, by name."""
    return {part.file: part.text for part in _parts(text) if part.file}


def examples(text: str) -> list[Example]:
    """Return every example of the reference, in order."""
    return list(_examples(_parts(text)))


def _examples(parts: list[_Part]) -> Iterator[Example]:
    for place, part in enumerate(parts):
        after = parts[place + 1] if place + 1 < len(parts) else part
        if part.kind == "yaml" and after.kind == "table":
            header, *rows = [tuple(_spans(cell)[0] for cell in line) for line in _cells(after.text)]
            yield Example(part.line, _whole(part.text), header, tuple(rows))
        elif part.kind == "yaml":
            yield Example(part.line, _whole(part.text), messages=tuple(after.text.splitlines()))
        elif part.kind == "table":
            yield from _cases(part)


def _cells(table: str) -> list[tuple[str, ...]]:
    """Return the cells of a table, without the line below its header."""
    lines = [line.strip().strip("|").split("|") for line in table.splitlines()]
    return [tuple(cell.strip() for cell in line) for line in (lines[0], *lines[2:])]


def _spans(cell: str) -> list[str]:
    """Return what a cell shows as code, each span as it stands; a cell without any code is one span."""
    return re.findall("`([^`]*)`", cell.replace("*empty*", "``")) or [cell]


def _whole(text: str) -> str:
    """Complete a part of a rules file."""
    if text.startswith("- "):
        text = f"scores:\n  total:\n    min: -100\n    rules:\n{indent(text, ' ' * 6)}"
    elif re.split(r"\W", text)[0] not in Rules.model_fields:
        return _whole(f"- id: holds\n  points: 100\n  when:\n{indent(text, ' ' * 4)}")
    elif "\nscores:" not in f"\n{text}":
        text += _EVERYBODY_50
    return text if text.startswith("version:") else f"version: 1\n{text}"


def _cases(part: _Part) -> Iterator[Example]:
    """Yield an example for each line of a table that gives a test, and cells of which it is true or false."""
    header, *lines = _cells(part.text)
    of_activities = any("`occurred_at`" in line for line in lines)
    for number, line in enumerate(lines if "Example" in header else (), start=part.line + 2):
        test, *answers = _spans(line[2])[0], *zip(header[3:], line[3:], strict=True)
        cells = {cell: title.split()[0].lower() for title, spans in answers for cell in _spans(spans)}
        yield _of_activity(number, test, cells) if of_activities else _of_contact(number, test, cells)


def _of_contact(line: int, test: str, cells: dict[str, str]) -> Example:
    field = next(iter(yaml.safe_load(test)))
    if "known" not in test and field != "contact_id":
        cells = {**cells, "": "unknown"}
    column = "email" if field == "email_domain" else field
    return Example(line, _whole(test + "\n"), (column, f"{ARROW}answer"), tuple(cells.items()))


def _of_activity(line: int, test: str, cells: dict[str, str]) -> Example:
    field = next(iter(yaml.safe_load(test)))
    rules = _whole(f"- {{id: holds, activity: page_view, where: {test}, points: 100}}\n")
    rows = tuple((f"page_view 1d {field}={cell}", "100") for cell in cells)
    return Example(line, rules, ("activities.csv", f"{ARROW}points"), rows)
