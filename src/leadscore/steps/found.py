"""What was found out about the files themselves, where it is not what everybody expects."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from leadscore.results import Dialect, SourceFile
    from leadscore.tables.layout import Layout

__all__ = ["note_columns", "note_files"]

_DELIMITERS: Final = {";": "semicolons", "\t": "tabs", "|": "vertical bars"}
_MOST_SHOWN: Final = 4


def note_columns(layout: Layout) -> list[str]:
    """Say which columns were recognised under another name than their field's."""
    found = sorted(layout.recognised.items(), key=lambda item: layout.places[item[0]])
    if not found:
        return []
    shown = ", ".join(f'"{header}" as {field}' for field, header in found[:_MOST_SHOWN])
    more = f" and {len(found) - _MOST_SHOWN} more (all in run.json)" if len(found) > _MOST_SHOWN else ""
    looks = f" looks like {layout.system};" if layout.system else ":"
    return [f"{layout.file}{looks} read {' '.join(shown.split())}{more}"]


def note_files(files: Sequence[SourceFile]) -> list[str]:
    """Say how files are written that are not CSV in UTF-8 with commas, and what of them is no record."""
    notes = []
    for file in files:
        facts = [*_how(file.dialect), *_left_out(file.dialect)]
        if facts:
            notes.append(f"{file.name}: {'; '.join(facts)}")
    return notes


def _how(dialect: Dialect) -> Iterator[str]:
    unusual = [
        f"as {dialect.encoding}" if dialect.encoding not in {"", "UTF-8"} else "",
        f"with {_DELIMITERS[dialect.delimiter]}" if dialect.delimiter in _DELIMITERS else "",
    ]
    if any(unusual):
        yield f"read {' '.join(filter(None, unusual))}"
    if dialect.sheet:
        yield f'read the sheet "{dialect.sheet}"'


def _left_out(dialect: Dialect) -> Iterator[str]:
    if dialect.above:
        lines = "1 line" if dialect.above == 1 else f"{dialect.above} lines"
        yield f"left out {lines} above the header in line {dialect.header_line}"
    if dialect.below:
        lines = "1 line" if dialect.below == 1 else f"{dialect.below} lines"
        first = f', the first: "{dialect.footer}"' if dialect.footer else ""
        yield f"left out {lines} below the table{first}"
