"""Texts for people that YAML cuts short: an unquoted `#` after a blank starts a comment."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from leadscore.schema.faults import Fault
from leadscore.schema.parts import part_name
from leadscore.schema.scalars import WrittenText

if TYPE_CHECKING:
    from collections.abc import Iterator

    from leadscore.schema.document import Document, Path

__all__ = ["find_cut_texts"]

_TEXTS: Final = ("name", "label", "ask", "reason")
_COMMENT: Final = re.compile(r" (#[^\s#].*?)(?:\s+#\s.*)?")
"""One that looks like a part of the text: one blank before the sign, none after it."""


def find_cut_texts(document: Document) -> Iterator[Fault]:
    """Yield the names, labels, questions and reasons of which a part is read as a comment."""
    for path, text in _texts(document.data, ()):
        place = document.value_place(path)
        line = document.lines[place.line - 1][place.column - 1 :]
        found = _COMMENT.fullmatch(line.removeprefix(text)) if line.startswith(text) else None
        if found is not None:
            owner = part_name(path, document.data)
            message = f'"{path[-1]}" ends before "{found[1].split()[0]}", as # starts a comment'
            hint = f'quote the text: "{text} {found[1]}"; if a comment is meant, put a blank after the #'
            yield Fault(path, f"{owner}: {message}" if owner != path[-1] else message, hint)


def _texts(value: Any, path: Path) -> Iterator[tuple[Path, str]]:
    """Yield every text for people that stands without quotes, with its path."""
    if isinstance(value, dict):
        for key, entry in value.items():
            yield from _texts(entry, (*path, str(key)))
    elif isinstance(value, list):
        for place, entry in enumerate(value):
            yield from _texts(entry, (*path, place))
    elif isinstance(value, WrittenText) and value.plain and path[-1] in _TEXTS:
        yield path, value
