"""Texts of an export as YAML: whatever stands in them, they neither end a scalar nor leave a comment."""

from __future__ import annotations

import re
import textwrap
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

__all__ = ["comment", "entries", "flow_list", "flow_mapping", "one_line", "scalar"]

WIDTH: Final = 110
"""Characters of a line."""
_PLAIN: Final = re.compile(r"[A-Za-zÀ-ÖØ-öø-ɏ][A-Za-z0-9_À-ÖØ-öø-ɏ]*(?:[ -][A-Za-z0-9_À-ÖØ-öø-ɏ]+)*")
_BENT: Final = frozenset({"y", "n", "yes", "no", "on", "off", "true", "false", "null", "default"})
"""Words that some readers of YAML take for something else than text."""


def scalar(text: str) -> str:
    """Return a text as a scalar on one line that is read as this text by any reader of YAML."""
    if _PLAIN.fullmatch(text) and text.lower() not in _BENT:
        return text
    if not text.isprintable():
        return f'"{"".join(map(_escaped, text))}"'
    if '"' in text or "\\" in text:
        return "'" + text.replace("'", "''") + "'"
    return f'"{text}"'


def _escaped(character: str) -> str:
    if character in '"\\':
        return f"\\{character}"
    return character if character.isprintable() else f"\\U{ord(character):08x}"


def flow_mapping(pairs: Iterable[tuple[str, str]]) -> str:
    """Return a mapping on one line; names and values are YAML already."""
    return f"{{{', '.join(f'{name}: {value}' for name, value in pairs)}}}"


def flow_list(values: Iterable[str]) -> str:
    """Return a list on one line; values are YAML already."""
    return f"[{', '.join(values)}]"


def entries(key: str, opening: str, parts: Sequence[str], indent: int) -> list[str]:
    """Return a mapping or list behind its name, on as many lines as it takes.

    Args:
        key: The name.
        opening: `{` or `[`.
        parts: The entries, in YAML.
        indent: Blanks before the name.
    """
    first = f"{' ' * indent}{key}: {opening}"
    lines, line = list[str](), first
    for place, part in enumerate(parts):
        ending = "," if place + 1 < len(parts) else {"{": "}", "[": "]"}[opening]
        if len(line) + len(part) + 1 > WIDTH and line.strip() and line != first:
            lines.append(line.rstrip())
            line = " " * (indent + 2)
        line += f"{part}{ending} "
    return [*lines, line.rstrip()]


def comment(text: str, indent: int = 0) -> list[str]:
    """Return a text as the lines of a comment; what cannot be seen in it is a blank."""
    lead = f"{' ' * indent}# "
    return textwrap.wrap(
        one_line(text), WIDTH, initial_indent=lead, subsequent_indent=lead, break_on_hyphens=False
    )


def one_line(text: str, most: int = 10_000) -> str:
    """Return a text on one line, what cannot be seen in it as a blank, and cut off where it is too long."""
    seen = " ".join("".join(letter if letter.isprintable() else " " for letter in text).split())
    return seen if len(seen) <= most else f"{seen[: most - 1]}…"
