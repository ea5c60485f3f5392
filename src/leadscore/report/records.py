"""What became of everything that was read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from rich.text import Text

from leadscore.report.layout import aside, grid, heading
from leadscore.report.text import amount, counted, shown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.console import RenderableType

    from leadscore.results import Accounting, Published, Summary

__all__ = ["records", "rejected", "unreadable"]

_MEANING: Final = {
    "later": "after the as-of date",
    "unmatched": "contact unknown",
    "repeated": "seen before",
}
"""What is only told where there is such a record."""
_KINDS: Final = {"number": "a number", "flag": "yes or no", "day": "a date"}


def records(summary: Summary) -> Iterator[RenderableType]:
    """Show how many records of every input were read, and what became of them."""
    fates = [_fates(one) for one in summary.inputs]
    told = [name for name in _MEANING if any(fate[name] for fate in fates)]
    columns = ("read", "used", *told, "rejected")
    table = grid()
    table.add_column(no_wrap=True)
    for _ in columns:
        table.add_column(justify="right", no_wrap=True)
    table.add_row(heading("Records"), *(Text(name, "dim") for name in columns))
    for one, fate in zip(summary.inputs, fates, strict=True):
        numbers = [amount(fate[name]) for name in columns]
        table.add_row(shown(f"  {one.input}"), *numbers)
    yield table
    if told:
        yield aside("; ".join(f"{name}: {_MEANING[name]}" for name in told))
    yield aside(f"read from {', '.join(map(_files, summary.inputs))}")


def unreadable(summary: Summary) -> Iterator[RenderableType]:
    """Show which cells could not be read as what the rules need."""
    if not summary.unreadable:
        return
    table = grid()
    table.add_column(justify="right", no_wrap=True)
    for one in summary.unreadable:
        examples = f", such as {', '.join(one.examples)}" if one.examples else ""
        text = f"{one.input}, {one.column}: not {_KINDS.get(one.kind, one.kind)}{examples}"
        table.add_row(Text.assemble("  ", amount(one.count)), shown(text))
    yield heading("Cells that could not be read", "they count as missing")
    yield table


def rejected(summary: Summary, published: Published | None) -> Iterator[RenderableType]:
    """Show the first records that were rejected, and where all of them are."""
    if not summary.rejected:
        return
    table = grid()
    table.add_column(no_wrap=True)
    for one in summary.rejected:
        table.add_row(shown(f"  {one.place}"), shown(one.reason))
    yield heading(
        "Rejected records", "the first here, all in rejected.csv" if published else "the first here"
    )
    yield table


def _files(one: Accounting) -> str:
    """Return the name of an input's file, or how many it has."""
    return one.files[0] if len(one.files) == 1 else counted(len(one.files), "file", f"files of {one.input}")


def _fates(one: Accounting) -> dict[str, int]:
    return {
        "read": one.read,
        "used": one.used,
        "later": one.later,
        "unmatched": one.unknown_contact,
        "repeated": one.repeated,
        "rejected": one.rejected,
    }
