"""What examples came to, in a terminal or a pipe: one line each, and below a failure the lines that explain it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from rich.cells import cell_len
from rich.text import Text

from leadscore.report.text import counted, harmless

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rich.console import Console

    from leadscore.results.conditions import TestedPart
    from leadscore.results.examples import (
        Coverage,
        Decision,
        ExampleReport,
        ExampleResult,
        Failure,
        RuleLine,
        ScoreLines,
    )

__all__ = ["failure_lines", "render_coverage", "render_examples"]

_MARKS: Final = {"passed": ("✓", "green"), "failed": ("✗", "red")}
_WORDS: Final = {"passed": "ok", "failed": "FAILED"}
"""What stands in the place of marks where the output has none."""
_INDENT: Final = "  "
_LONGEST: Final = 60
"""Cells of a column beyond which the others are not moved."""


def render_examples(report: ExampleReport, console: Console, *, failures_only: bool = False) -> None:
    """Print the examples, and how many of them are met.

    Args:
        report: What is shown.
        console: Where to.
        failures_only: Whether nothing is said of the others.
    """
    for one in report.examples:
        if not failures_only or one.outcome == "failed":
            _print(console, _headline(one, marks=not console.options.ascii_only))
            for line in failure_lines(one.failure) if one.failure else ():
                _print(console, Text(f"    {line}"))
    if not failures_only:
        _print(console, Text(f"\n{_counts(report)}" if report.examples else _counts(report)))


def render_coverage(report: ExampleReport, console: Console) -> None:
    """Print what the examples touch of the rules, and what they do not."""
    _print(console, Text("\nTouched by some example", "bold"))
    width = max((len(one.kind) for one in report.coverage), default=0)
    for one in report.coverage:
        _print(console, Text(f"  {one.kind:{width}}  {one.touched:,} of {one.total:,}"))
    lines = [line for one in report.coverage for line in _untouched(one)]
    if lines:
        _print(console, Text("Not touched", "bold"))
        for line in _columns(lines):
            _print(console, Text(f"  {line}"))


def _untouched(one: Coverage) -> Iterator[tuple[str, ...]]:
    for part in one.untouched:
        yield one.kind.removesuffix("s"), part.name, part.place


def _print(console: Console, text: Text) -> None:
    console.print(text, soft_wrap=True, highlight=False)


def _headline(one: ExampleResult, *, marks: bool) -> Text:
    mark, style = _MARKS[one.outcome]
    line = Text.assemble((mark if marks else _WORDS[one.outcome], style), " ", harmless(one.name))
    if one.outcome == "failed":
        line.append(f"\n    {harmless(one.place)}, as of {one.as_of}")
    return line


def _counts(report: ExampleReport) -> str:
    numbers = {"passed": report.passed, "failed": report.failed}
    said = ", ".join(f"{number:,} {outcome}" for outcome, number in numbers.items() if number)
    return counted(len(report.examples), "example", "examples") + (f": {said}" if said else "")


def failure_lines(failure: Failure) -> list[str]:
    """Return what explains a failure, line by line."""
    lines = [f"no run would accept {harmless(reason)}" for reason in failure.rejected]
    lines += [f"nothing reads {harmless(key)}" for key in failure.unread]
    lines += [harmless(what) for what in failure.idle]
    if failure.expected:
        lines += ["expected", *_indented(_parts(failure.expected))]
    for decision in failure.decisions:
        lines += [f"{decision.what}: {decision.answer}", *_indented(_decision(decision))]
    for score in failure.scores:
        lines += [_score(score), *_indented(_rules(score))]
    return lines


def _indented(lines: Sequence[str]) -> list[str]:
    return [_INDENT + line for line in lines]


def _parts(parts: Sequence[TestedPart]) -> list[str]:
    """Return a condition: what is tested, what was found, what it comes to."""
    rows = [(_INDENT * part.depth + part.text, _found(part), part.answer) for part in parts]
    return _columns(rows)


def _found(part: TestedPart) -> str:
    return "" if part.actual is None else f"is {part.actual}"


def _decision(decision: Decision) -> list[str]:
    held = ["held back by `unless`", *_indented(_parts(decision.held_back))] if decision.held_back else []
    return [*_parts(decision.parts), *held]


def _score(score: ScoreLines) -> str:
    if not score.combines:
        return f"score.{score.score}: {score.shown}"
    parts = ", ".join(f"{name} with weight {weight}" for name, weight in score.combines)
    return f"score.{score.score}: {score.shown}, from {parts}"


def _rules(score: ScoreLines) -> list[str]:
    lines = _columns([(rule.points, rule.title + _counted(rule)) for rule in score.rules])
    return [*lines, f"nothing from {', '.join(map(harmless, score.silent))}"] if score.silent else lines


def _counted(rule: RuleLine) -> str:
    said = [] if rule.activities is None else [counted(rule.activities, "activity", "activities")]
    said += [f"{rule.before_decay} before decay"] if rule.before_decay else []
    return f" ({', '.join(said)})" if said else ""


def _columns(rows: Sequence[tuple[str, ...]]) -> list[str]:
    """Return rows as harmless lines whose cells stand below each other; very long ones stand out."""
    shown = [tuple(map(harmless, row)) for row in rows]
    widths = [
        max((cell_len(cell) for cell in cells if cell_len(cell) <= _LONGEST), default=0)
        for cells in zip(*shown, strict=True)
    ]
    return [
        "  ".join(
            cell + " " * (width - cell_len(cell)) for cell, width in zip(row, widths, strict=True)
        ).rstrip()
        for row in shown
    ]
