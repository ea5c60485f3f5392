"""Values: none that YAML has changed, none that a field can never have, no two keys of a lookup that mean the same."""

from __future__ import annotations

import unicodedata
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from leadscore.errors import did_you_mean
from leadscore.schema.faults import Fault
from leadscore.schema.parts import value_at
from leadscore.schema.scalars import is_bent
from leadscore.schema.scores import DEFAULT_KEY, LookupRule
from leadscore.schema.types import as_scalar, describe

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from leadscore.schema.declared import Declared
    from leadscore.schema.document import Path
    from leadscore.schema.model import Rules
    from leadscore.schema.uses import FieldUse

__all__ = ["find_cell_faults", "find_lookup_faults", "find_value_faults", "normalised"]

_BLANKS: Final = " \t\r\n\u00a0"
_EQUALITY: Final = ("is", "in", "not_in")
_NONE_THERE: Final = {
    "persona": "personas",
    "light": "lights",
    "grade": "grade",
    "disqualified_by": "disqualify",
}


def find_value_faults(uses: Iterable[FieldUse], data: Any, declared: Declared) -> Iterator[Fault]:
    """Yield the values in conditions that cannot be meant.

    Args:
        uses: The fields that are read.
        data: The content in which their paths lead to what was written.
        declared: The names of the file.
    """
    for use in uses:
        possible = None if use.of_activity else declared.values_of(use.field)
        for path, value in _compared(use, data):
            if is_bent(value):
                yield _bent(value, path, use.what)
            elif possible is not None and isinstance(value, str):
                yield from _impossible(use, value, path, possible)


def _compared(use: FieldUse, data: Any) -> Iterator[tuple[Path, Any]]:
    """Yield what a field is held against for equality, each with its path."""
    if use.test is None or use.test.operator not in _EQUALITY:
        return
    written = value_at(data, use.path)
    path = (*use.path, use.test.operator) if isinstance(written, dict) else use.path
    if isinstance(use.test.operand, tuple):
        yield from (((*path, place), value) for place, value in enumerate(use.test.operand))
    else:
        yield path, use.test.operand


def _bent(value: Any, path: Path, owner: str, *, at_key: bool = False) -> Fault:
    message = f"{owner}: {value.source} is read as the number {_plain(value)}"
    return Fault(path, message, f'quote it: "{value.source}"', at_key=at_key)


def _plain(value: Any) -> str:
    return format(value, "f") if isinstance(value, Decimal) else str(int(value))


def _impossible(use: FieldUse, value: str, path: Path, possible: tuple[str, ...]) -> Iterator[Fault]:
    if normalised(value) in map(normalised, possible):
        return
    message = f'{use.what}: "{use.field}" is never {describe(value)}'
    if possible:
        yield Fault(
            path, message, did_you_mean(value, possible) or f"it is one of {', '.join(possible[:30])}"
        )
    else:
        yield Fault(path, message, f"the file has no `{_NONE_THERE[use.field]}`")


def normalised(text: str) -> str:
    """Return text as it is compared: in one form, in lower case, without blanks at both ends."""
    return unicodedata.normalize("NFC", text.strip(_BLANKS)).lower()


def find_lookup_faults(rules: Rules, data: Any, declared: Declared) -> Iterator[Fault]:
    """Yield the keys of lookups that YAML has changed, that cannot occur, or that mean the same as one before."""
    for score, model in rules.ruled.items():
        for place, rule in enumerate(model.rules):
            if isinstance(rule, LookupRule):
                path = ("scores", score, "rules", place, "points")
                yield from _lookup(rule, path, value_at(data, path), declared)


def _lookup(rule: LookupRule, path: Path, written: Any, declared: Declared) -> Iterator[Fault]:
    possible = declared.values_of(rule.lookup)
    first: dict[object, str] = {}
    for key in written:
        value = as_scalar(getattr(key, "value", key))
        one = first.setdefault(_meaning(value), str(key))
        wrong = _wrong_key(str(key), value, one, possible)
        if is_bent(value):
            yield _bent(value, (*path, str(key)), f'rule "{rule.id}"', at_key=True)
        elif wrong is not None:
            message, hint = wrong
            yield Fault((*path, str(key)), f'rule "{rule.id}": {message}', hint, at_key=True)


def _wrong_key(key: str, value: Any, first: str, possible: tuple[str, ...] | None) -> tuple[str, str] | None:
    """Return a message and a help where a key says nothing of its own."""
    if first != key:
        return f'the keys "{first}" and "{key}" mean the same', "remove one of the two"
    if key == DEFAULT_KEY:
        return None
    if _meaning(value) == DEFAULT_KEY:
        return f'"{key}" is not "{DEFAULT_KEY}"', f"write {DEFAULT_KEY}"
    if possible is None or normalised(key) in map(normalised, possible):
        return None
    return f'the value looked up is never "{key}"', did_you_mean(
        key, possible
    ) or f"it is one of {', '.join(possible)}"


def _meaning(value: Any) -> object:
    """Return what two keys that read the same cells have in common.

    A cell with 1 is both 1 and true, and numbers compare as exactly as cells are read, to fifteen digits.
    """
    if isinstance(value, str):
        return normalised(value)
    return value if isinstance(value, date) else float(value)


def find_cell_faults(rules: Rules) -> Iterator[Fault]:
    """Yield the cells of examples that are no single value."""
    for place, example in enumerate(rules.tests):
        path: Path = ("tests", place)
        rows = [(("contact",), example.contact), (("company",), example.company)]
        rows += [(("activities", number), row) for number, row in enumerate(example.activities)]  # type: ignore[misc]
        rows += [(("deals", number), row) for number, row in enumerate(example.deals)]  # type: ignore[misc]
        for where, row in rows:
            for field, cell in row.items():
                if isinstance(cell, list | dict):
                    message = f'example "{example.name}": a cell holds one value, found {describe(cell)}'
                    yield Fault((*path, *where, field), message)
