"""Fields: each exists, is known when it is read, and is compared with something that it can be."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from leadscore.errors import did_you_mean
from leadscore.schema.faults import Fault
from leadscore.schema.fields import COMPUTED, EXPECTED_ONLY, FAMILIES, FieldInfo, Step, field_info, field_name
from leadscore.schema.operators import kind_of
from leadscore.schema.signs import comparison_meant
from leadscore.schema.types import describe

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from leadscore.columns import Kind
    from leadscore.schema.declared import Declared
    from leadscore.schema.document import Path
    from leadscore.schema.model import InputName, Rules, Source
    from leadscore.schema.operators import Operand
    from leadscore.schema.uses import FieldUse

__all__ = ["find_field_faults", "find_source_faults", "info_of"]

_KIND_NAMES: Final[Mapping[Kind, str]] = {
    "text": "text",
    "number": "a number",
    "flag": "true or false",
    "day": "a date",
}
_READ_BY: Final = {
    Step.CONTACT: "the questions",
    Step.PERSONA: "personas",
    Step.SCORE: "the rules of scores",
    Step.LIGHT: "lights",
    Step.DISQUALIFY: "disqualifications",
    Step.STAGE: "stages and disqualifications",
}
_ORDER: Final = "one after the other are computed: personas, scores, grade, lights, stages, lists"
_NO_NAME: Final = "is not how a column is named here: lower case, with _ for blanks and signs"
_NO: Final = ("no", "nein", "off", "falsch", "n", "0")
_EQUALITY: Final = ("is", "in", "not_in")


def info_of(use: FieldUse) -> FieldInfo | None:
    """Return what a field stands for where it is read, None where no such field can exist."""
    if use.of_activity:
        return None if "." in use.field else FieldInfo(use.field, None, Step.CONTACT, "activities", use.field)
    if use.path[0] == "tests" and use.field in EXPECTED_ONLY:
        return FieldInfo(use.field, "text", Step.STAGE, "contacts")
    return field_info(use.field)


def find_field_faults(uses: Iterable[FieldUse], declared: Declared) -> Iterator[Fault]:
    """Yield the first thing that is wrong with each field that is read."""
    for use in uses:
        if use.path[0] == "sources":  # which has checks of its own
            continue
        info = info_of(use)
        fault = _unknown_field(use, declared) if info is None else _fault(use, info, declared)
        if fault is not None:
            yield fault


def _fault(use: FieldUse, info: FieldInfo, declared: Declared) -> Fault | None:
    return (
        _badly_written(use, info)
        or _undeclared(use, declared)
        or _too_early(use, info)
        or _equality(use)
        or _wrong_kind(use, info)
    )


def _at(use: FieldUse, message: str, hint: str) -> Fault:
    """Place a fault at the field's name: the key of a test, the value beside `band` and the like."""
    return Fault(use.path, message, hint, at_key=use.test is not None)


def _unknown_field(use: FieldUse, declared: Declared) -> Fault:
    message = f'unknown field "{use.field}" in {use.what}'
    if use.of_activity:
        return _at(use, f"{message}: `where` sees the activity's own columns only", "")
    family, _, member = use.field.partition(".")
    families = [known.rstrip(".") for known in FAMILIES]
    if family in families:
        return _at(use, message, _member_help(family, member, declared))
    close = did_you_mean(family, families).removeprefix('did you mean "').removesuffix('"?')
    if close:
        return _at(use, message, f'did you mean "{close}.{member}"?')
    dotted = ", ".join(f"{known}.…" for known in families)
    return _at(use, message, f'is it the column "{field_name(use.field)}"? With a dot there are: {dotted}')


def _member_help(family: str, member: str, declared: Declared) -> str:
    known = _members(family, declared)
    if close := did_you_mean(member, known):
        return close.replace('"', f'"{family}.', 1)
    if not known:
        return "no score has one: write scores: {<score>: {momentum: 7d, …}}"
    return f"there are: {', '.join(f'{family}.{name}' for name in known)}"


def _members(family: str, declared: Declared) -> list[str]:
    match family:
        case "score":
            return list(declared.scores)
        case "momentum":
            return list(declared.momentums)
        case "rule":
            return [rule.text for rule in declared.rules]
        case "deals" | "qualification":
            return [name.removeprefix(f"{family}.") for name in COMPUTED if name.startswith(f"{family}.")]
        case _:
            return ["…"]


def _badly_written(use: FieldUse, info: FieldInfo) -> Fault | None:
    column = info.column
    if column is None or use.field in COMPUTED or column == field_name(column):
        return None
    message = f'"{use.field}" in {use.what} {_NO_NAME}'
    right = use.field.removesuffix(column) + field_name(column)
    return _at(use, message, f'did you mean "{right}"?' if field_name(column) else "")


def _undeclared(use: FieldUse, declared: Declared) -> Fault | None:
    family, _, name = use.field.partition(".")
    if family not in {"score", "momentum", "rule"} or not declared.is_sure("scores"):
        return None
    if name in _members(family, declared):
        return None
    if family == "momentum" and name in declared.scores:
        message = f'"{use.field}" in {use.what}: score "{name}" does not say over which time it is'
        return _at(use, message, f"write scores: {{{name}: {{momentum: 7d, …}}}}")
    return _at(use, f'unknown field "{use.field}" in {use.what}', _member_help(family, name, declared))


def _too_early(use: FieldUse, info: FieldInfo) -> Fault | None:
    if use.field == "qualification.answered" and use.step == Step.CONTACT:
        return _at(use, f'"{use.field}" counts the questions, so {use.what} cannot use it', "name a column")
    if info.known_from < use.step or info.known_from == use.step == Step.CONTACT:
        return None
    message = f'"{use.field}" is computed after {_READ_BY[use.step]}, so {use.what} cannot use it'
    return _at(use, message, _ORDER)


def _equality(use: FieldUse) -> Fault | None:
    if use.test is None or use.test.operator not in _EQUALITY:
        return None
    if not use.field.startswith(("score.", "rule.")):
        return None
    message = f'"{use.field}" in {use.what} is compared with one exact value, which it will hardly ever be'
    return _at(use, message, f"write {use.field}: {_range(use.test.operand)}")


def _range(operand: Operand, least: int = 60) -> str:
    meant = comparison_meant(operand) if isinstance(operand, str) else ""
    if meant and not meant.startswith("is:"):
        return f"{{{meant}}}"
    values = operand if isinstance(operand, tuple) else (operand,)
    numbers = [value for value in values if kind_of(value) == "number"]
    if len(numbers) > 1:
        return f"{{between: [{min(numbers)}, {max(numbers)}]}}"
    return f"{{at_least: {numbers[0] if numbers else least}}}"


def _wrong_kind(use: FieldUse, info: FieldInfo) -> Fault | None:
    if info.kind is None or (use.test is not None and use.test.operator == "known"):
        return None
    wrong = next((kind for kind in use.kinds if kind != info.kind), None)
    if wrong is None:
        return None
    if use.step == Step.CONTACT:
        return _at(use, f'{use.what} is answered by a column, not by "{use.field}"', "name a column")
    message = f'"{use.field}" in {use.what} is {_KIND_NAMES[info.kind]}, and {_compared_with(use, wrong)}'
    return _at(use, message, _right_test(use, info.kind))


def _compared_with(use: FieldUse, wrong: Kind) -> str:
    if use.test is None or use.test.operator not in _EQUALITY:
        how = f"`{use.test.operator}`" if use.test else "this rule"
        return f"{how} needs {_KIND_NAMES[wrong]}"
    operand = use.test.operand
    return f"is compared with {describe(operand) if not isinstance(operand, tuple) else _KIND_NAMES[wrong]}"


def _right_test(use: FieldUse, kind: Kind) -> str:
    if use.test is None:
        return "name a field that can be read as that"
    if kind == "number":
        return f"write {use.field}: {_range(use.test.operand, least=1)}"
    if kind == "flag":
        return f"write {use.field}: {_flag_meant(use.test.operand)}"
    return f'compare it with text in quotes: {use.field}: "…"'


def _flag_meant(operand: Operand) -> str:
    """Return the boolean that a word in its place stands for."""
    return "false" if str(operand).strip().lower() in _NO else "true"


def find_source_faults(rules: Rules) -> Iterator[Fault]:
    """Yield the fields under `sources` that are not written like field names."""
    for name, source in rules.sources.items():
        path: Path = ("sources", name)
        columns = [(field, (*path, "columns", field)) for field in source.columns]
        optional = [(field, (*path, "optional", place)) for place, field in enumerate(source.optional)]
        events = [(field, (*path, "events", field)) for field in source.events]
        for field, where in (*columns, *optional, *events):
            if field != field_name(field):
                hint = f'did you mean "{field_name(field)}"?' if field_name(field) else ""
                yield Fault(where, f'"{field}" in sources.{name} {_NO_NAME}', hint, at_key=True)
        yield from _event_faults(name, source)


def _event_faults(name: InputName, source: Source) -> Iterator[Fault]:
    """Yield what is wrong with `events` besides how fields are written."""
    path: Path = ("sources", name, "events")
    if source.events and name != "contacts":
        message = f"`events` turns columns of contacts into activities, and this is sources.{name}"
        yield Fault(path, message, "put it under sources: {contacts: …}", at_key=True)
    for field in source.events:
        if field in COMPUTED:
            message = f'"{field}" in sources.{name}.events is computed, and an event is a column'
            hint = f'if a column has this name, give it another: sources: {{{name}: {{columns: {{{field}_day: "{field}"}}}}}}'
            yield Fault((*path, field), message, hint, at_key=True)
