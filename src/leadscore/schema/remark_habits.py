"""Habits: values that are right as they stand, and are hardly meant so."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from leadscore.schema.check_values import normalised
from leadscore.schema.faults import Fault
from leadscore.schema.operators import kind_of
from leadscore.schema.parts import part_name, value_at
from leadscore.schema.scalars import Key, WrittenDecimal, WrittenText
from leadscore.schema.scores import DEFAULT_KEY, LookupRule
from leadscore.schema.signs import comparison_meant
from leadscore.schema.types import describe

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from leadscore.schema.document import Path
    from leadscore.schema.model import Rules
    from leadscore.schema.uses import FieldUse

__all__ = ["find_number_habits", "find_quote_habits", "find_value_habits"]

_THOUSANDS: Final = re.compile(r"[-+]?[1-9][0-9]{0,2}\.[0-9]{2}0")
_NUMBER: Final = re.compile(r"[-+]?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?")
_LOCAL_NUMBER: Final = re.compile(r"[-+]?(?:[0-9]+,[0-9]+|[0-9]{1,3}(?:[.,_'’][0-9]{3})+(?:[.,][0-9]+)?)")
_LOCAL_DATE: Final = re.compile(r"([0-9]{1,2})\.([0-9]{1,2})\.([0-9]{4})")
_DATE: Final = re.compile(
    r"[0-9]{1,2}[./-][0-9]{1,2}[./-](?:[0-9]{4}|[0-9]{2})|[0-9]{4}[./-][0-9]{1,2}[./-][0-9]{1,2}"
)
_RIGHT_DATE: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_DOMAIN: Final = re.compile(r"[A-Za-z0-9-]+\.(?:com|net|org|edu|gov|de|at|ch|eu|fr|uk|io|co|example)\b")
_CURLY: Final = tuple("“”„‟«»‹›‘’‚‛")
_FLAGS: Final = dict.fromkeys(("yes", "ja", "wahr", "on"), "true") | dict.fromkeys(
    ("no", "nein", "falsch", "off"), "false"
)
_KNOWN_KINDS: Final = {
    "employees": "number",
    "revenue": "number",
    "amount": "number",
    "marketing_consent": "flag",
    "do_not_call": "flag",
}
"""What columns hold that mean the same everywhere."""
_EQUALITY: Final = ("is", "in", "not_in")


def find_number_habits(data: Any) -> Iterator[Fault]:
    """Yield the numbers whose point may be meant to set thousands apart.

    Args:
        data: The content of the file.
    """
    for path, value, at_key in _scalars(data, ()):
        if isinstance(value, WrittenDecimal) and _THOUSANDS.fullmatch(value.source):
            whole, plain = value.source.replace(".", ""), f"{Decimal(value).normalize():f}"
            message = f"{_owner(path, data)}{value.source} is the number {plain}, as the point stands before decimals"
            hint = f"if thousands are meant, write {whole}; if not, write {plain}"
            yield Fault(path, message, hint, at_key=at_key, code="thousands-point")


def find_quote_habits(data: Any) -> Iterator[Fault]:
    """Yield the texts in quotes that YAML takes for letters.

    Args:
        data: The content of the file.
    """
    for path, value, at_key in _scalars(data, ()):
        if isinstance(value, WrittenText) and value.plain and value[:1] in _CURLY and value[-1:] in _CURLY:
            message = (
                f"{_owner(path, data)}the quotes of {value} are part of the text, as they are not straight"
            )
            yield Fault(path, message, f'write "{value[1:-1]}"', at_key=at_key, code="curly-quotes")


def _owner(path: Path, data: Any) -> str:
    return f"{part_name(path, data)}: "


def _scalars(value: Any, path: Path) -> Iterator[tuple[Path, Any, bool]]:
    """Yield every scalar with its path, and whether it is a key."""
    if isinstance(value, dict):
        for key, entry in value.items():
            if isinstance(key, Key):
                yield (*path, str(key)), key.value, True
            yield from _scalars(entry, (*path, str(key)))
    elif isinstance(value, list):
        for place, entry in enumerate(value):
            yield from _scalars(entry, (*path, place))
    else:
        yield path, value, False


@dataclass(frozen=True)
class _Compared:
    """A text that a field is held against for equality, and where it stands.

    Attributes:
        use: The field.
        text: The text.
        plain: Whether it stands without quotes.
        path: Its place.
        at_key: Whether it is a key, that of a lookup.
    """

    use: FieldUse
    text: str
    plain: bool
    path: Path
    at_key: bool = False

    def fault(self, message: str, hint: str, code: str) -> Fault:
        return Fault(self.path, f"{self.use.what}: {message}", hint, at_key=self.at_key, code=code)


def find_value_habits(uses: Iterable[FieldUse], rules: Rules, data: Any) -> Iterator[Fault]:
    """Yield the values of conditions and lookups that compare otherwise than they look.

    Args:
        uses: The fields that are read.
        rules: The rules.
        data: The content in which the paths of both lead to what was written.
    """
    listed = tuple(uses)
    kinds = _kinds(listed)
    for use in listed:
        for compared in _compared(use, rules, data):
            fault = _as_number(compared, kinds) or _as_date(compared) or _as_flag(compared, kinds)
            if fault is not None:
                yield fault
        yield from _repeated(use, data)
        yield from _short_text(use, data)
        yield from _open_dot(use)


_Kinds = dict[tuple[bool, str, str], set[Any]]
"""The places at which a field is read as a kind; whether it is an activity's, its name, the kind."""


def _kinds(uses: Iterable[FieldUse]) -> _Kinds:
    found: _Kinds = {}
    for use in uses:
        for kind in use.kinds:
            found.setdefault((use.of_activity, use.field, kind), set()).add(use.path)
    return found


def _is_read_as(kind: str, use: FieldUse, kinds: _Kinds) -> bool:
    """Tell whether a field is read as a kind elsewhere, or known to be of it."""
    elsewhere = kinds.get((use.of_activity, use.field, kind), set()) - {use.path}
    return bool(elsewhere) or _KNOWN_KINDS.get(use.field.rpartition(".")[2]) == kind


def _compared(use: FieldUse, rules: Rules, data: Any) -> Iterator[_Compared]:
    if use.test is None:
        yield from _looked_up(use, rules, data)
    elif use.test.operator in _EQUALITY:
        written = value_at(data, use.path)
        path = (*use.path, use.test.operator) if isinstance(written, dict) else use.path
        several, operand = isinstance(use.test.operand, tuple), use.test.operand
        for place, value in enumerate(operand if isinstance(operand, tuple) else (operand,)):
            if isinstance(value, WrittenText):
                yield _Compared(use, value, value.plain, (*path, place) if several else path)


def _looked_up(use: FieldUse, rules: Rules, data: Any) -> Iterator[_Compared]:
    if use.path[0] != "scores" or use.path[-1] != "lookup":
        return
    path = (*use.path[:-1], "points")
    rule = rules.ruled[str(use.path[1])].rules[int(use.path[3])]
    for key in value_at(data, path) if isinstance(rule, LookupRule) else ():
        if isinstance(key, Key) and isinstance(key.value, str) and key != DEFAULT_KEY:
            yield _Compared(use, str(key), key.plain, (*path, str(key)), at_key=True)


def _as_number(compared: _Compared, kinds: _Kinds) -> Fault | None:
    text, field = compared.text.strip(), compared.use.field
    message = f'"{field}" is compared with the text {describe(compared.text)}, not with a number'
    meant = comparison_meant(text)
    if meant and compared.plain and not compared.at_key:
        return compared.fault(message, f"write {{{meant}}}", "number-as-text")
    if _LOCAL_NUMBER.fullmatch(text) and (compared.plain or _is_read_as("number", compared.use, kinds)):
        hint = "write a number with a point before its decimals and nothing between thousands, such as 1234.5"
        return compared.fault(message, hint, "number-as-text")
    if _NUMBER.fullmatch(text) and _is_read_as("number", compared.use, kinds):
        return compared.fault(message, f"write {text} without quotes", "number-as-text")
    return None


def _as_date(compared: _Compared) -> Fault | None:
    text = compared.text.strip()
    if not _DATE.fullmatch(text) or _RIGHT_DATE.fullmatch(text):
        return None
    german = _LOCAL_DATE.fullmatch(text)
    form = f"{german[3]}-{german[2]:0>2}-{german[1]:0>2}" if german else "2026-11-01"
    message = f'"{compared.use.field}" is compared with the text {describe(compared.text)}, not with a date'
    hint = f"write {form}" if german else f"write a date like {form}: year, month, day"
    return compared.fault(message, hint, "date-as-text")


def _as_flag(compared: _Compared, kinds: _Kinds) -> Fault | None:
    word = _FLAGS.get(compared.text.strip().lower())
    if word is None or not _is_read_as("flag", compared.use, kinds):
        return None
    message = f'"{compared.use.field}" is compared with the text {describe(compared.text)}, which finds this word alone'
    others = "yes, ja, true and 1" if word == "true" else "no, nein, false and 0"
    return compared.fault(message, f"write {word}, which finds {others}", "word-for-flag")


def _repeated(use: FieldUse, data: Any) -> Iterator[Fault]:
    if use.test is None or use.test.operator not in _EQUALITY or not isinstance(use.test.operand, tuple):
        return
    written = value_at(data, use.path)
    path = (*use.path, use.test.operator) if isinstance(written, dict) else use.path
    first: dict[Any, int] = {}
    for place, value in enumerate(use.test.operand):
        meant = (kind_of(value), normalised(value) if isinstance(value, str) else value)
        if first.setdefault(meant, place) != place:
            hint = "remove one of the two"
            if use.test.operand[place - 1] == value and isinstance(value, int):
                hint = f"if one number with decimals is meant, write a point: {describe(value)}.{describe(value)}"
            message = f"{use.what}: {describe(value)} is in this list twice"
            yield Fault((*path, place), message, hint, code="listed-twice")


def _short_text(use: FieldUse, data: Any) -> Iterator[Fault]:
    if use.test is None or use.test.operator != "contains" or not isinstance(use.test.operand, tuple):
        return
    several = isinstance(value_at(data, (*use.path, "contains")), list)
    for place, text in enumerate(use.test.operand):
        if isinstance(text, str) and len(text.strip()) == 1 and text.strip().isalpha():
            path = (*use.path, "contains", place) if several else (*use.path, "contains")
            message = f"{use.what}: nearly every text contains {describe(text)}"
            hint = "for a word of its own, write has_word; for the beginning, starts_with"
            yield Fault(path, message, hint, code="one-letter")


def _open_dot(use: FieldUse) -> Iterator[Fault]:
    if use.test is None or use.test.operator != "matches":
        return
    found = _DOMAIN.search(str(use.test.operand))
    if found is not None:
        closed = found[0].replace(".", r"\.")
        message = f'{use.what}: in a regular expression the "." of {found[0]} stands for any character'
        hint = f"write {closed} in single quotes, or use contains, ends_with or is"
        yield Fault((*use.path, "matches"), message, hint, code="open-dot")
