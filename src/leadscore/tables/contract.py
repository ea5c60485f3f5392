"""The inputs are a contract: what the rules read must be there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from leadscore.crm.headers import FIELDS, recognise
from leadscore.errors import InputError, Problem, RulesError, did_you_mean
from leadscore.schema.fields import COMPUTED, Step, field_info
from leadscore.schema.uses import field_uses, inputs_needed
from leadscore.tables.layout import Layout, check_unambiguous, column_list, unmapped_headers

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from leadscore.schema.load import RulesFile
    from leadscore.schema.model import InputName, Rules
    from leadscore.schema.uses import FieldUse

__all__ = [
    "ALWAYS_READ",
    "KEYS",
    "REQUIRED",
    "STATES",
    "AbsentColumn",
    "absent_columns",
    "check_columns",
    "check_columns_read",
    "check_contract",
    "check_deal_column",
    "check_sources",
]

REQUIRED: Final[Mapping[str, tuple[str, ...]]] = {
    "contacts": ("contact_id",),
    "activities": ("type", "occurred_at"),
    "costs": ("channel", "period", "spend"),
}
"""Columns without which an input cannot be read."""

STATES: Final[Mapping[str, tuple[str, ...]]] = {"deals": ("stage", "status")}
"""Columns that say how far something is, of which an input needs at least one."""

KEYS: Final[Mapping[str, tuple[str, ...]]] = {
    "activities": ("contact_id", "email", "contact_name"),
    "deals": ("contact_id", "email", "contact_name"),
    "companies": ("company_id", "domain"),
}
"""Columns of which an input needs at least one."""

ALWAYS_READ: Final[Mapping[str, tuple[str, ...]]] = {
    "contacts": (
        *("contact_id", "email", "full_name", "first_name", "last_name", "company", "company_id"),
        *("job_title", "phone", "country", "owner", "referred_by"),
    ),
    "activities": tuple(field for field in FIELDS["activities"] if field != "url"),
    "deals": FIELDS["deals"],
    "companies": ("company_id", "domain"),
    "costs": FIELDS["costs"],
}
"""Columns that a run reads whatever the rules say."""


class AbsentColumn(NamedTuple):
    """A column that the rules read and an input does not have."""

    use: FieldUse
    layout: Layout
    column: str


def check_columns(layout: Layout) -> None:
    """Check that an input has the columns without which it cannot be read, and none of those that it reads twice.

    Raises:
        InputError: One is missing, or two columns could be it.
    """
    check_unambiguous(layout, ALWAYS_READ[layout.input])
    for field in REQUIRED.get(layout.input, ()):
        if not layout.has(field):
            raise _no_column(layout, field)
    for some in (STATES.get(layout.input, ()), KEYS.get(layout.input, ())):
        if some and not any(layout.has(field) for field in some):
            raise _no_column(layout, " or ".join(some), some[0])


def _no_column(layout: Layout, wanted: str, field: str = "") -> InputError:
    key = field or wanted
    return InputError(
        f"{layout.file} has no column {wanted}, which {layout.input} need\n"
        f'  help: say which column it is, in the rules file: sources: {{{layout.input}: {{columns: {{{key}: "…"}}}}}}\n'
        f"  {column_list(layout, key)}"
    )


def check_columns_read(rules: Rules, layouts: Mapping[InputName, Layout]) -> None:
    """Check that no two columns could be one that the rules read.

    Raises:
        InputError: Two could.
    """
    for use in field_uses(rules):
        for layout, column in _columns_read(use, layouts):
            check_unambiguous(layout, (column,))


def check_sources(file: RulesFile, name: InputName, title: str, header: tuple[str, ...]) -> None:
    """Check that every header that `sources.<input>.columns` names exists.

    Raises:
        RulesError: Some do not.
    """
    wrong = unmapped_headers(header, file.rules.source(name))
    if wrong:
        raise RulesError(
            _problem(
                file,
                ("sources", name, "columns", field),
                f'{title} has no column "{text}"',
                f"it has: {', '.join(header)}",
            )
            for field, text in wrong.items()
        )


def check_contract(
    file: RulesFile, layouts: Mapping[InputName, Layout], without: Collection[InputName]
) -> None:
    """Check that every input and column that the rules use is there, or declared not to be.

    Args:
        file: The rules.
        layouts: The inputs that are there.
        without: Inputs that the user says are meant to be absent.

    Raises:
        RulesError: Something is not there.
    """
    problems = [*_missing_inputs(file, layouts, without), *_missing_columns(file, layouts)]
    if problems:
        raise RulesError(dict.fromkeys(problems))


def _missing_inputs(
    file: RulesFile, layouts: Mapping[InputName, Layout], without: Collection[InputName]
) -> Iterator[Problem]:
    for name, use in inputs_needed(file.rules).items():
        if name not in layouts and name not in without:
            help_ = f"give them with --{name} FILE, or say --without {name} if that is meant"
            yield _problem(
                file,
                use.path,
                f"{use.what} reads {name}, but no {name} were given or found",
                help_,
            )


def _missing_columns(file: RulesFile, layouts: Mapping[InputName, Layout]) -> Iterator[Problem]:
    for use, layout, column in absent_columns(file.rules, layouts):
        optional = f"if it may be absent, list it: sources: {{{layout.input}: {{optional: [{column}]}}}}"
        message = f'{use.what} reads "{use.field}", but {layout.file} has no column "{column}"'
        yield _problem(file, use.path, message, f"{_known(file.rules, use, layout, column)}\n{optional}")


def _known(rules: Rules, use: FieldUse, layout: Layout, column: str) -> str:
    """Return which columns there are, after what one that is not there may be meant to be."""
    bare = use.field == column and not use.of_activity
    meant = _other_name(layout, column) or (_declared(rules, use) if bare else "")
    computed = [name for name, info in COMPUTED.items() if bare and info.known_from < use.step]
    names = [name for name in layout.places if name]
    hint = f'did you mean "{meant}"?' if meant else did_you_mean(column, [*names, *computed])
    return " ".join(part for part in (hint, column_list(layout)) if part)


def _other_name(layout: Layout, column: str) -> str:
    """Return the field of the input whose header this is in some system; empty if there is none."""
    fields = recognise(layout.input, [column]).candidates
    return next((field for field in fields if layout.has(field)), "")


def _declared(rules: Rules, use: FieldUse) -> str:
    """Return the field of a score or rule that is written as a column; empty if there is none."""
    if use.step <= Step.SCORE:
        return ""
    if use.field in rules.scores:
        return f"score.{use.field}"
    is_rule = any(rule.id == use.field for score in rules.ruled.values() for rule in score.rules)
    return f"rule.{use.field}" if is_rule else ""


def absent_columns(rules: Rules, layouts: Mapping[InputName, Layout]) -> Iterator[AbsentColumn]:
    """Yield the uses of columns that an input which is there does not have."""
    for use in field_uses(rules):
        for layout, column in _columns_read(use, layouts):
            if not layout.has(column) and column not in layout.optional:
                yield AbsentColumn(use, layout, column)


def _columns_read(use: FieldUse, layouts: Mapping[InputName, Layout]) -> Iterator[tuple[Layout, str]]:
    if use.of_activity:
        if "activities" in layouts:
            yield layouts["activities"], use.field
        return
    info = field_info(use.field)
    if info is not None and info.column is not None and info.input in layouts:
        yield layouts[info.input], info.column


def check_deal_column(file: RulesFile, layout: Layout) -> None:
    """Check that deals have the column that `deals` names.

    Raises:
        InputError: Two columns could be it.
        RulesError: They have not, and nothing says that they may lack it.
    """
    column = file.rules.deals.column if file.rules.deals else None
    if column is None:
        return
    check_unambiguous(layout, (column,))
    if layout.has(column) or column in layout.optional:
        return
    optional = f"if it may be absent, list it: sources: {{deals: {{optional: [{column}]}}}}"
    message = f'deals reads "{column}", but {layout.file} has no column "{column}"'
    raise RulesError(
        [_problem(file, ("deals", "column"), message, f"{column_list(layout, column)}\n{optional}")]
    )


def _problem(file: RulesFile, path: tuple[str | int, ...], message: str, help_: str) -> Problem:
    place = file.place(path)
    return Problem(file.file, place.line, place.column, message, help_)
