"""Leads with the same value of a field, as `--by` names it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import polars as pl

from leadscore.columns import LEAD_GRADE, LEAD_LIGHT, LEAD_PERSONA, LEAD_STAGE, typed
from leadscore.errors import UsageError
from leadscore.rules.values import as_text
from leadscore.schema.fields import field_info
from leadscore.steps.type import Reading
from leadscore.tables.layout import column_list

if TYPE_CHECKING:
    from collections.abc import Sequence

    from leadscore.pipeline.inputs import Inputs, Session

__all__ = ["MISSING", "add_segments", "check_fields", "read_fields", "segment"]

MISSING: Final = "(missing)"
"""What leads without a value are called."""
_COMPUTED: Final = {
    "persona": LEAD_PERSONA,
    "stage": LEAD_STAGE,
    "grade": LEAD_GRADE,
    "light": LEAD_LIGHT,
    "email_domain": typed("text", "email_domain"),
    "free_mail": typed("flag", "free_mail"),
}
"""Fields that a run makes, and the columns that hold them."""


def segment(field: str) -> str:
    """Return the name of the column that holds a lead's value of a field."""
    return f"segment:{field}"


def read_fields(fields: Sequence[str], inputs: Inputs) -> tuple[Reading, ...]:
    """Return the columns that have to be read.

    Raises:
        UsageError: A field makes no segments, or its input is not there.
    """
    found = []
    for field in fields:
        info = field_info(field)
        if field in _COMPUTED:
            continue
        if info is None or info.kind is not None or info.column is None:
            raise UsageError(
                f'--by takes a column that sorts leads into few kinds; found "{field}"\n'
                f"  help: such as country, industry or company.industry, or one of {', '.join(_COMPUTED)}"
            )
        if info.input not in inputs.files:
            raise UsageError(
                f"--by {field} reads {info.input}, but none were given or found\n"
                f"  help: give them with --{info.input} FILE"
            )
        found.append(Reading(info.input, field, info.column, "text", alone=False))
    return tuple(found)


def check_fields(fields: Sequence[str], session: Session) -> None:
    """Check that the columns of fields are there.

    Raises:
        UsageError: One is not.
    """
    for field in fields:
        info = field_info(field)
        if field in _COMPUTED or info is None or info.column is None:
            continue
        layout = session.inputs[info.input].layout
        if not layout.has(info.column):
            raise UsageError(
                f"--by {field}: {layout.file} has no column {info.column}\n"
                f"  help: {column_list(layout, info.column)}"
            )


def add_segments(contacts: pl.DataFrame, fields: Sequence[str], session: Session) -> pl.DataFrame:
    """Add `segment:<field>` for each field, null where a lead has no value.

    Args:
        contacts: Scored contacts, with every column that the steps add.
        fields: The fields.
        session: The run.
    """
    return contacts.with_columns(_value(contacts, field, session).alias(segment(field)) for field in fields)


def _value(contacts: pl.DataFrame, field: str, session: Session) -> pl.Expr:
    if field in _COMPUTED:
        there = _COMPUTED[field] in contacts.columns
        return pl.col(_COMPUTED[field]).cast(pl.String) if there else pl.lit(None, pl.String)
    spelt = _spellings(field, session)
    return pl.col(typed("text", field)).replace_strict(
        spelt["key"], spelt["shown"], default=None, return_dtype=pl.String
    )


def _spellings(field: str, session: Session) -> pl.DataFrame:
    """Return one spelling of each value of a column, as values are the same whatever their case."""
    info = field_info(field)
    if info is None or info.column is None:
        raise ValueError(f"{field} is no column")
    one = session.inputs[info.input]
    cells = one.table.frame.select(
        key=as_text(one.layout.cell(info.column), one.layout.missing), shown=one.layout.shown(info.column)
    )
    return cells.drop_nulls().group_by("key").agg(pl.col("shown").min()).collect(engine="streaming")
