"""What pydantic finds wrong, in the words of the rules language."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from leadscore.errors import did_you_mean
from leadscore.schema.faults import Fault
from leadscore.schema.parts import part_name, part_path
from leadscore.schema.types import describe

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pydantic_core import ErrorDetails

    from leadscore.schema.document import Path

__all__ = ["explain", "is_missing", "path_of"]

_KEY_MARK: Final = "[key]"
"""What pydantic ends a path with where the key is wrong, not the value."""
_LITERAL: Final = re.compile(r"'((?:[^'\\]|\\.)*)'")
_NEEDED: Final = {
    "bool_type": "true or false",
    "int_type": "a whole number",
    "float_type": "a number",
    "float_parsing": "a number",
    "dict_type": "written {{name: value}}",
    "list_type": "a list, each entry on a line of its own with a dash",
    "string_type": "text",
    "greater_than_equal": "at least {ge}",
    "greater_than": "above {gt:g}",
    "less_than_equal": "at most {le}",
}
"""What a value has to be, by pydantic's type of error."""
_WORDS_FOR_FLAGS: Final = {"yes": "true", "on": "true", "no": "false", "off": "false"}
_FIRST_LINES: Final = {
    "version": "add the line version: 1",
    "scores": "add scores: with a score that has rules",
}


def is_missing(error: ErrorDetails) -> bool:
    """Tell whether a required key is missing."""
    return error["type"] == "missing"


def path_of(error: ErrorDetails) -> Path:
    """Return the path of an error in the data; that of a missing key ends with the key."""
    where = error["loc"]
    return where[:-1] if _is_about_key(error) else where


def _is_about_key(error: ErrorDetails) -> bool:
    return error["loc"][-1:] == (_KEY_MARK,)


def explain(error: ErrorDetails, path: Path, data: Any) -> Fault:
    """Return what to tell about one error of pydantic.

    Args:
        error: The error.
        path: Its path in the file.
        data: The whole file.
    """
    owner = part_name(path, data)
    if is_missing(error):
        return _missing(path, data)
    if error["type"] == "unknown":
        owner = part_name(path[:-1], data)
        return Fault(
            path, f"{_message(error)} in {owner}" if owner else _message(error), _help(error), at_key=True
        )
    at_key = error["type"] == "key" or _is_about_key(error)
    message = _message(error) if "message" in _context(error) else _standard(error, path)
    return Fault(path, f"{owner}: {message}" if owner else message, _help(error), at_key=at_key)


def _context(error: ErrorDetails) -> Mapping[str, Any]:
    return error.get("ctx") or {}


def _message(error: ErrorDetails) -> str:
    return str(_context(error)["message"])


def _missing(path: Path, data: Any) -> Fault:
    mapping, key = path[:-1], path[-1]
    if not mapping:
        return Fault((), f'the file has no "{key}"', _FIRST_LINES.get(str(key), ""))
    owner = part_name(mapping, data)
    own = part_path(mapping) == mapping
    return Fault(mapping, f'{owner} has no "{key}"' if own else f'{owner}: "{key}" is missing here')


def _standard(error: ErrorDetails, path: Path) -> str:
    found = describe(error["input"])
    name = f'"{next((step for step in reversed(path) if isinstance(step, str)), "")}"'
    needed = _NEEDED.get(error["type"], "")
    if error["type"] == "literal_error":
        allowed = ", ".join(one if one.isidentifier() else f'"{one}"' for one in _allowed(error))
        return (
            f"{name} is none of {allowed}"
            if _is_about_key(error)
            else f"{name} is one of {allowed}; found {found}"
        )
    if error["type"] == "too_short":
        return f"{name} is empty"
    if not needed:
        return f"{name}: {error['msg']}, found {found}"
    return f"{name} is {needed.format(**_context(error))}, found {found}"


def _allowed(error: ErrorDetails) -> list[str]:
    return _LITERAL.findall(str(_context(error).get("expected", "")))


def _help(error: ErrorDetails) -> str:
    found = error["input"]
    if "message" in _context(error):
        return str(_context(error)["help"])
    if error["type"] == "literal_error" and isinstance(found, str):
        return did_you_mean(found, _allowed(error))
    if error["type"] == "bool_type" and isinstance(found, str):
        word = _WORDS_FOR_FLAGS.get(found.lower(), "")
        return f"write {word}" if word else ""
    return ""
