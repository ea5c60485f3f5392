"""What is to be said about a rules file: in a terminal, for programs, and as annotations of a code review."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

from rich.cells import cell_len

from leadscore.report.health import health_lines, health_values
from leadscore.report.words import counted, harmless

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from leadscore.errors import Problem
    from leadscore.results.health import Health
    from leadscore.schema.inspection import Inspection, Remark, Size

__all__ = ["as_annotations", "as_json", "as_json_with_export", "closing", "excerpt", "in_words"]

_WIDTH: Final = 80
_CUT: Final = "…"
_LEVELS: Final = {"error": "error", "remark": "warning", "note": "notice"}
"""What GitHub calls a severity."""


def in_words(inspection: Inspection, health: Health | None = None) -> str:
    """Return everything that was found, with excerpts; the last line says how much that is.

    Args:
        inspection: What is to be said.
        health: How the rules fare with an export, if they were run on one.
    """
    blocks = ["\n".join(_block(remark, inspection)) for remark in inspection.remarks]
    table = ["\n".join(health_lines(health))] if health else []
    return "\n\n".join([*blocks, *table, closing(inspection)])


def _block(remark: Remark, inspection: Inspection) -> Iterator[str]:
    problem = remark.problem
    kind = "" if remark.severity == "error" else f"{remark.severity}: "
    yield harmless(f"{problem.file}:{problem.line}:{problem.column}: {kind}{problem.message}")
    if problem.file == inspection.file:
        yield from excerpt(problem, inspection.lines)
    for line in problem.help.splitlines():
        yield harmless(f"  help: {line}")


def excerpt(problem: Problem, lines: Sequence[str], width: int = _WIDTH) -> Iterator[str]:
    """Yield the line at which something is wrong, cut where it is wide, and below it a caret under the column.

    Args:
        problem: What is wrong, and where.
        lines: The lines of its file; nothing is shown of a line that is not among them, or blank.
        width: Columns of the terminal.
    """
    line = lines[problem.line - 1] if problem.line <= len(lines) else ""
    if not line.strip():
        return
    gutter = f"  {problem.line} | "
    text, before = _around(line, problem.column - 1, width - len(gutter) - 1)
    yield f"{gutter}{text}".rstrip()
    yield f"{' ' * (len(gutter) - 2)}| {' ' * before}^"


def _around(line: str, at: int, room: int) -> tuple[str, int]:
    """Return as much of a line around a character as there is room for, and how wide it is before it."""
    shown = [harmless(character) for character in line.rstrip()]
    widths = [cell_len(character) for character in shown]
    at = min(at, len(shown))
    if sum(widths) <= room:
        return "".join(shown), sum(widths[:at])
    first = _first(widths, at, room)
    last = first
    while last < len(shown) and sum(widths[first : last + 1]) <= room - 2 * len(_CUT):
        last += 1
    front, back = _CUT if first else "", _CUT if last < len(shown) else ""
    return f"{front}{''.join(shown[first:last])}{back}", len(front) + sum(widths[first:at])


def _first(widths: Sequence[int], at: int, room: int) -> int:
    """Return where an excerpt begins, so that two thirds of it stand before a character, or all that there is."""
    first = at
    while first and sum(widths[first - 1 : at]) <= room * 2 // 3:
        first -= 1
    while first and sum(widths[first - 1 :]) <= room - 2 * len(_CUT):
        first -= 1
    return first


def closing(inspection: Inspection) -> str:
    """Return the last line: how much was found, or what the file consists of."""
    counts = (
        (inspection.count("error"), "error", "errors"),
        (inspection.count("remark"), "remark", "remarks"),
        (inspection.count("note"), "note", "notes"),
    )
    found = ", ".join(counted(*count) for count in counts if count[0])
    if found or inspection.size is None:
        return harmless(f"{found} in {inspection.file}")
    return harmless(f"{inspection.file}: fine ({_contents(inspection.size)})")


def _contents(size: Size) -> str:
    rules = f"{counted(size.rules, 'rule', 'rules')} in {counted(size.scores, 'score', 'scores')}"
    others = ((size.stages, "stage", "stages"), (size.examples, "example", "examples"))
    return ", ".join([rules, *(counted(*other) for other in others if other[0])])


def as_json(inspection: Inspection) -> str:
    """Return everything that was found as a list of objects."""
    return _json(_found(inspection))


def as_json_with_export(inspection: Inspection, health: Health | None) -> str:
    """Return everything that was found, and how the rules fare with an export, as one object.

    Args:
        inspection: What is to be said.
        health: How the rules fare; None where they have errors or do not fit the export.
    """
    return _json({"findings": _found(inspection), **health_values(health)})


def _found(inspection: Inspection) -> list[dict[str, str | int]]:
    return [
        {
            "file": remark.problem.file,
            "line": remark.problem.line,
            "column": remark.problem.column,
            "severity": remark.severity,
            "code": remark.code,
            "message": remark.problem.message,
            "help": remark.problem.help,
        }
        for remark in inspection.remarks
    ]


def _json(value: object) -> str:
    text = json.dumps(value, ensure_ascii=False, indent=2)
    return "".join(one if one.isprintable() or one == "\n" else json.dumps(one)[1:-1] for one in text)


def as_annotations(inspection: Inspection) -> str:
    """Return everything that was found as commands of GitHub Actions, one a line; empty where there is nothing."""
    return "\n".join(map(_annotation, inspection.remarks))


def _annotation(remark: Remark) -> str:
    problem = remark.problem
    helps = [f"help: {line}" for line in problem.help.splitlines()]
    place = f"file={_property(problem.file)},line={problem.line},col={problem.column}"
    return f"::{_LEVELS[remark.severity]} {place}::{_escaped(chr(10).join([problem.message, *helps]))}"


def _property(text: str) -> str:
    return _escaped(text).replace(":", "%3A").replace(",", "%2C")


def _escaped(text: str) -> str:
    lines = text.replace("%", "%25").replace("\r", "%0D").split("\n")
    return "%0A".join(map(harmless, lines))
