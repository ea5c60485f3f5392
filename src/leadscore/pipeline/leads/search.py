"""Who is meant: a contact by its id or its e-mail address."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import polars as pl

from leadscore.columns import EMAIL, FILE, ID, KEY, LINE, REJECTED
from leadscore.errors import InputError, did_you_mean
from leadscore.rules.keys import email_key, join_key
from leadscore.steps import contacts, reject

if TYPE_CHECKING:
    from collections.abc import Sequence

    from leadscore.pipeline.inputs import Session

__all__ = ["Wanted", "find_wanted"]

_MOST_IDS: Final = 10
"""Ids that are shown of contacts which share an e-mail address."""
_MOST_NEAR: Final = 50
"""Ids and addresses that are held against one that nobody has."""
_LONGEST: Final = 60
"""Characters of a name for a contact that are held against others."""
_BETWEEN: Final = re.compile(r"[\s,;]+")
"""What people put between names."""


@dataclass(frozen=True)
class Wanted:
    """A lead that was asked for.

    Attributes:
        asked: What was asked: an id or an e-mail address.
        contact_id: The id of the contact, as it is shown.
    """

    asked: str
    contact_id: str


def find_wanted(session: Session, known: pl.DataFrame, who: Sequence[str]) -> tuple[Wanted, ...]:
    """Find the contacts that are meant, each once.

    Args:
        session: The run.
        known: The accepted contacts.
        who: Ids and e-mail addresses.

    Raises:
        InputError: Nobody has one of them, or several contacts share an address.
    """
    found, faults = dict[str, Wanted](), list[str]()
    for asked, ids in zip(who, _ids(known, who), strict=True):
        if len(ids) == 1:
            found.setdefault(ids[0], Wanted(asked, ids[0]))
        else:
            faults.append(_shared(asked, ids) if ids else _unknown(session, known, asked))
    if faults:
        raise InputError("\n".join(dict.fromkeys(faults)))
    return tuple(found.values())


def _ids(known: pl.DataFrame, who: Sequence[str]) -> list[list[str]]:
    """Return the ids of the contacts that each of these could be; an id goes before an address."""
    asked = pl.DataFrame({"asked": pl.Series(who, dtype=pl.String)})
    keys = asked.select(id=join_key(pl.col("asked")), email=email_key(pl.col("asked")))
    by_id = known.filter(pl.col(KEY).is_in(keys["id"].implode()))
    by_email = known.filter(pl.col(EMAIL).is_in(keys["email"].implode()))
    of_id = dict(by_id.select(KEY, ID).iter_rows())
    of_email: dict[str, list[str]] = {}
    for email, shown in by_email.select(EMAIL, ID).iter_rows():
        of_email.setdefault(email, []).append(shown)
    return [[of_id[key]] if key in of_id else of_email.get(email, []) for key, email in keys.iter_rows()]


def _shared(asked: str, ids: Sequence[str]) -> str:
    shown = ", ".join(ids[:_MOST_IDS]) + (", …" if len(ids) > _MOST_IDS else "")
    return f'{len(ids):,} contacts have the e-mail address "{asked}": {shown}\n  help: name the one that is meant by its id'


def _unknown(session: Session, known: pl.DataFrame, asked: str) -> str:
    rejected = _among_rejected(session, asked)
    if rejected:
        return rejected
    if several := _several(known, asked):
        return f'no contact has the id or e-mail address "{asked}"\n  help: {several}'
    near = did_you_mean(asked, _near(known, asked))
    help_ = f"{near} A" if near else "a"
    return f'no contact has the id or e-mail address "{asked}"\n  help: {help_} contact is named as the exports name it, by contact id or e-mail address'


def _several(known: pl.DataFrame, asked: str) -> str:
    """Return how to name several contacts, where one that there is stands among others; else nothing."""
    parts = _BETWEEN.split(asked.strip(" ,;"))
    if len(parts) == 1 or not any(_ids(known, parts)):
        return ""
    each = " ".join(f"-c {part}" for part in parts[:_MOST_IDS])
    return f"if several contacts are meant, give -c for each: {each}"


def _among_rejected(session: Session, asked: str) -> str:
    """Say where a record of this id or address was rejected; empty if there is none."""
    table, layout = session.inputs["contacts"].table, session.layout
    names = [file.name for file in table.files]
    left_out = table.frame.pipe(contacts.find_rejected, layout).collect(engine="streaming")
    reasons = reject.rejected_contacts(left_out, names, layout).lazy()
    id_, email = (pl.select(key(pl.lit(asked, pl.String))).item() for key in (join_key, email_key))
    cells = table.frame.select(
        FILE,
        LINE,
        is_it=(join_key(layout.cell("contact_id")) == id_)
        | (email_key(layout.cell("email"), layout.missing) == email),
    )
    rows = reasons.join(cells.filter("is_it"), on=[FILE, LINE], how="inner", validate="1:1").sort(FILE, LINE)
    first = rows.head(1).collect(engine="streaming")
    if first.is_empty():
        return ""
    row = first.row(0, named=True)
    return (
        f'"{asked}" is no accepted contact: {names[row[FILE]]}, line {row[LINE]:,}, was rejected: {row[REJECTED[4]]}\n'
        "  help: correct the export; a record that is rejected has no score"
    )


def _near(known: pl.DataFrame, asked: str) -> list[str]:
    """Return the ids and addresses that begin and end most like what was asked."""
    text = asked.strip().lower()[:_LONGEST]
    names = pl.concat([known[ID], known[EMAIL].alias(ID)]).drop_nulls().unique().to_frame("name")
    lower = pl.col("name").str.to_lowercase()
    begins = pl.sum_horizontal(lower.str.starts_with(text[:size]) for size in range(1, len(text) + 1))
    ends = pl.sum_horizontal(lower.str.ends_with(text[size:]) for size in range(len(text)))
    alike = names.with_columns(alike=begins + ends).filter(pl.col("alike") > 0)
    return alike.sort("alike", "name", descending=[True, False])["name"].head(_MOST_NEAR).to_list()
