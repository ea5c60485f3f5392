"""Keys: what ids, addresses and names are compared by. What is written stays as it was exported.

Most ids are compared exactly. Some are one record in two forms:

- `zcrm_4876876000000521001` and `4876876000000521001` (Zoho), `l:123` and `123` (lead forms)
- `001D000000IqhSLIAZ` and `001D000000IqhSL` (Salesforce): the last three characters of 18 say which of the others are
  capitals
- `{6F9619FF-8B86-D011-B42D-00CF4FC964FF}` and the same in lower case without braces (GUID)

Only cells that may be one of these forms pay for it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import polars as pl

from leadscore.rules.values import BLANKS, as_text, trimmed

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

__all__ = [
    "TOTAL_WORDS",
    "company_key",
    "email_key",
    "first_id",
    "has_several_ids",
    "is_guid",
    "is_rounded",
    "is_total",
    "join_key",
    "known_key",
    "may_be_id",
    "may_hold",
    "name_key",
]

_GUID: Final = r"[0-9A-Fa-f]{8}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{12}"
_PREFIXED: Final = r"^(?:zcrm_|l:)([0-9]+)$"
_LONG: Final = r"^[0-9A-Za-z]{15}[A-Z0-5]{3}$"
_OTHER_FORMS: Final = rf"^(?:\{{{_GUID}\}}|{_GUID}|(?:zcrm_|l:)[0-9]+|[0-9A-Za-z]{{15}}[A-Z0-5]{{3}})$"
_ROUNDED: Final = r"^[0-9](?:[.,][0-9]+)?[Ee]\+[0-9]{1,3}$"
TOTAL_WORDS: Final = (
    "grand totals?|sub-?totals?|totals?|gesamtsumme|gesamtergebnis|gesamt|zwischensumme|summe|insgesamt"
)
"""A regular expression of what rows that add up others begin with."""
_TOTAL: Final = rf"(?i)^(?:{TOTAL_WORDS})(?:\s*[:(].*)?$"
_SEVERAL_ADDRESSES: Final = "[,;]"
_ODD_NAME: Final = r"[^\S ]|  |,"

_CHECKS: Final = "ABCDEFGHIJKLMNOPQRSTUVWXYZ012345"
"""The check character of five characters of an id, by the number whose bits say which of them are capitals."""
_LOW_BITS: Final = sum(1 << 8 * place for place in range(5))
_TOGETHER: Final = sum(1 << 28 - 7 * place for place in range(5))
"""Multiplying by this brings the lowest bits of five bytes together, from bit 28 on."""


def join_key(cell: pl.Expr) -> pl.Expr:
    """Return the key under which ids are compared: trimmed, and the same for every form of one id."""
    return _changed(trimmed(cell), _OTHER_FORMS, _one_form)


def known_key(cell: pl.Expr) -> pl.Expr:
    """Return the key under which ids are compared, null where a spreadsheet has rounded the id."""
    return pl.when(~is_rounded(cell)).then(join_key(cell))


def _one_form(text: pl.Expr) -> pl.Expr:
    digits = text.str.extract(_PREFIXED)
    guid = text.str.contains("-", literal=True)
    other = pl.when(guid).then(text.str.strip_chars("{}").str.to_lowercase()).otherwise(text)
    return _changed(pl.coalesce(digits, other), _LONG, _short_form)


def _short_form(text: pl.Expr) -> pl.Expr:
    """Return the first 15 of 18 characters if the last three are their check, else all."""
    check = pl.concat_str(_check(text.str.slice(start, 8)) for start in (0, 5, 10))
    return pl.when(text.str.tail(3) == check).then(text.str.head(15)).otherwise(text)


def _check(eight: pl.Expr) -> pl.Expr:
    """Return the check character of the first five of eight ASCII characters.

    They are read as one number. Of letters and digits, capitals alone have bit 6 and not bit 5.
    """
    number = eight.cast(pl.Binary).bin.reinterpret(dtype=pl.UInt64, endianness="little")
    capitals = (number // 64) & ~(number // 32) & _LOW_BITS
    return pl.lit(pl.Series(list(_CHECKS))).gather((capitals * _TOGETHER) // (1 << 28) & 31)


def may_be_id(cells: pl.Series, keys: Sequence[str]) -> pl.Series:
    """Return which cells may be, or begin with, an id with one of these keys; the others are not, in whatever form.

    NOTE: another form of an id is longer than its key, but for a GUID in capitals; most cells are passed over by that.
    """
    if not keys or any(is_guid(key) for key in keys):
        return may_hold(cells, keys)
    exact = _is_one(cells, keys)
    longer = (cells.str.len_bytes() > min(len(key.encode()) for key in keys)).arg_true()
    if longer.is_empty():
        return exact
    return exact.scatter(longer, may_hold(cells.gather(longer), keys).fill_null(value=False))


def may_hold(cells: pl.Series, texts: Sequence[str]) -> pl.Series:
    """Return which cells may hold one of these normalised texts; the others do not.

    NOTE: what is not ASCII may become anything once it is normalised.
    """
    if not texts:
        return pl.zeros(len(cells), dtype=pl.Boolean, eager=True)
    found = cells.str.contains_any(list(texts), ascii_case_insensitive=True)
    return found | (cells.str.len_bytes() != cells.str.len_chars())


def _is_one(cells: pl.Series, keys: Sequence[str]) -> pl.Series:
    return (cells == keys[0] if len(keys) == 1 else cells.is_in(list(keys))).fill_null(value=False)


def is_guid(key: str) -> bool:
    """Return whether a key is that of a GUID, which may be written in capitals; no other id may."""
    return re.fullmatch(_GUID, key) is not None


def is_rounded(cell: pl.Expr) -> pl.Expr:
    """Return whether a spreadsheet has rounded an id, as in `1.23457E+11`: it then identifies nobody."""
    return trimmed(cell).str.contains(_ROUNDED)


def is_total(cell: pl.Expr) -> pl.Expr:
    """Return whether a cell that should hold an id says that its row adds up others, as `Total` or `Summe (12)` do."""
    return trimmed(cell).str.contains(_TOTAL)


def has_several_ids(cell: pl.Expr) -> pl.Expr:
    """Return whether a cell holds several ids, as in `8001;8002`."""
    return cell.str.contains(";", literal=True)


def first_id(cell: pl.Expr) -> pl.Expr:
    """Return the first of the ids in a cell."""
    return _changed(cell, ";", lambda text: text.str.strip_chars_start(BLANKS + ";").str.extract("^([^;]*)"))


def email_key(cell: pl.Expr, missing: tuple[str, ...] = ()) -> pl.Expr:
    """Return the first e-mail address in a cell, normalised; null where the cell stands for nothing.

    Args:
        cell: String column: an address, or several with `,` or `;` between them.
        missing: Normalised texts that mean nothing in this input.
    """
    return _changed(as_text(cell, missing), _SEVERAL_ADDRESSES, _first_address)


def _first_address(text: pl.Expr) -> pl.Expr:
    address = text.str.strip_chars_start(BLANKS + ",;").str.extract("^([^,;]+)").str.strip_chars(BLANKS)
    return pl.when(address != "").then(address)


def name_key(cell: pl.Expr, missing: tuple[str, ...] = ()) -> pl.Expr:
    """Return a person's name as names are compared: as text, blanks collapsed, `Last, First` turned round."""
    return _changed(as_text(cell, missing), _ODD_NAME, _plain_name)


def _plain_name(text: pl.Expr) -> pl.Expr:
    return _collapsed(_collapsed(text).str.replace(r"^([^,]+), ?([^,]+)$", "${2} ${1}"))


def company_key(cell: pl.Expr, missing: tuple[str, ...] = ()) -> pl.Expr:
    """Return a company's name as names are compared: as text, blanks collapsed."""
    return _changed(as_text(cell, missing), _ODD_NAME, _collapsed)


def _collapsed(text: pl.Expr) -> pl.Expr:
    return text.str.replace_all(r"\s+", " ").str.strip_chars(" ")


def _changed(text: pl.Expr, odd: str, change: Callable[[pl.Expr], pl.Expr]) -> pl.Expr:
    """Return a text, changed where it matches a pattern; the others pay for no more than that."""

    def change_odd(texts: pl.Series) -> pl.Series:
        places = texts.str.contains(odd).fill_null(value=False).arg_true()
        if places.is_empty():
            return texts
        changed = texts.gather(places).to_frame("text").select(change(pl.col("text"))).to_series()
        return texts.scatter(places, changed)

    return text.map_batches(change_odd, return_dtype=pl.String, is_elementwise=True)
