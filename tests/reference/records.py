"""RFC 4180, one character after another: what a record that starts somewhere in a text is."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Cut", "cut_at"]


@dataclass(frozen=True)
class Cut:
    """A well-formed record: what its cells mean, and over how many lines it goes."""

    cells: tuple[str, ...]
    lines: int


def cut_at(text: str, start: int, delimiter: str) -> Cut | None:
    """Return the record that starts at a place of a text, None if what stands there is none."""
    cells: list[str] = []
    at = start
    while True:
        cell = _quoted(text, at + 1) if text[at : at + 1] == '"' else _bare(text, at, delimiter)
        if cell is None:
            return None
        cells.append(cell[0])
        at = cell[1]
        if text[at : at + 1] != delimiter:
            break
        at += 1
    if text[at:] not in ("", "\r") and text[at : at + 1] != "\n" and text[at : at + 2] != "\r\n":
        return None
    return Cut(tuple(cells), 1 + text.count("\n", start, at))


def _quoted(text: str, at: int) -> tuple[str, int] | None:
    cell = ""
    while at < len(text):
        if text[at] == "\0":
            return None
        if text[at] != '"':
            cell += text[at]
            at += 1
        elif text[at + 1 : at + 2] == '"':
            cell += '"'
            at += 2
        else:
            return cell, at + 1
    return None


def _bare(text: str, at: int, delimiter: str) -> tuple[str, int] | None:
    start = at
    while at < len(text) and text[at] not in (delimiter, "\n", "\r"):
        if text[at] == "\0":
            return None
        at += 1
    return text[start:at], at
