"""Numbers as people and programs write them become text that arithmetic reads, such as `-1234.56`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal

import polars as pl

from leadscore.rules.formats import Vote, read_rest, select_one, vote

if TYPE_CHECKING:
    from leadscore.rules.formats import Format

__all__ = ["canonical_number", "number_votes"]

Separator = Literal[".", ","]

_WHOLE: Final = r"^[+-]?[0-9]+$"
_POINT: Final = r"^[+-]?[0-9]+(?:\.[0-9]+)?$"
_POINT_FOR_SURE: Final = r"^[+-]?(?:[0-9]+(?:\.(?:[0-9]{1,2}|[0-9]{4,}))?|(?:0[0-9]*|[0-9]{4,})\.[0-9]{3})$"
"""As `_POINT`, but for what could be thousands: up to three digits, a point, and three more."""
_PLAIN: Final = {".": _POINT, ",": _WHOLE, None: _POINT_FOR_SURE}
"""By decimal separator: what is read as it stands."""

_BLANKS: Final = " \u00a0\u2009\u202f"
_CODES: Final = (
    "eur|euro|usd|chf|sfr|gbp|jpy|cad|aud|nzd|sek|nok|dkk|isk|pln|czk|huf|ron|bgn|try|uah|rub|inr|cny|hkd|sgd|krw|thb|brl"
    "|mxn|zar|aed|ils"
)
_BEFORE: Final = rf"(?:(?:us|ca|au|nz|hk|a|c|r|s)?\p{{Sc}}|{_CODES})"
_AMOUNT: Final = rf"[0-9.,][0-9.,'’{_BLANKS}]*"
_DRESSED: Final = (
    rf"^(?:(?P<sign>[+-])[{_BLANKS}]?(?:{_BEFORE}[{_BLANKS}]?)?|{_BEFORE}[{_BLANKS}]?(?P<inner>[+-])?)?"
    rf"(?P<amount>{_AMOUNT}?)[{_BLANKS}]?(?:\p{{Sc}}|{_CODES}|%)?$"
)
"""An amount with a sign, a currency before or after it, or a per cent sign."""
_BETWEEN: Final = r"^(.*?[0-9][^0-9]*?) ?(?:[-–—]| to | bis ) ?(.*[0-9].*)$"
_FROM: Final = r"^(?:(?:>=?|≥) ?(.*[0-9].*)|(.*[0-9].*?) ?\+)$"
_UP_TO: Final = r"^(?:<=?|≤) ?(.*[0-9].*)$"


def canonical_number(text: pl.Expr, format_: Format) -> pl.Expr:
    """Return written numbers as an optional sign, digits, and a point with digits; null where they cannot be read.

    Args:
        text: Trimmed cells.
        format_: How the numbers of the column are written.
    """
    return text.map_batches(
        lambda texts: _canonical(texts, format_), return_dtype=pl.String, is_elementwise=True
    )


def _canonical(texts: pl.Series, format_: Format) -> pl.Series:
    shape = _PLAIN[format_.decimal]
    return read_rest(
        texts,
        lambda text: pl.when(text.str.contains(shape)).then(text),
        lambda odd: select_one(odd, _odd(pl.col("text"), format_)),
    )


def _odd(text: pl.Expr, format_: Format) -> pl.Expr:
    if format_.decimal is not None:
        return _read(text, format_.decimal, format_)
    point, comma = _read(text, ".", format_), _read(text, ",", format_)
    return pl.when(vote(point, comma).is_in([Vote.NOTHING, Vote.FIRST])).then(point)


def number_votes(text: pl.Expr, format_: Format) -> pl.Expr:
    """Return what each written number says of its column: `FIRST` is a decimal point, `SECOND` a decimal comma.

    Args:
        text: Trimmed cells.
        format_: Which end of a range counts; its `decimal` plays no part.
    """
    return text.map_batches(lambda texts: _votes(texts, format_), return_dtype=pl.Int8, is_elementwise=True)


def _votes(texts: pl.Series, format_: Format) -> pl.Series:
    def quick(text: pl.Expr) -> pl.Expr:
        nothing, point = pl.lit(Vote.NOTHING, pl.Int8), pl.lit(Vote.FIRST, pl.Int8)
        whole = pl.when(text.str.contains(_WHOLE)).then(nothing)
        return whole.when(text.str.contains(_POINT_FOR_SURE)).then(point)

    def rest(odd: pl.Series) -> pl.Series:
        cell = pl.col("text")
        return select_one(odd, vote(_read(cell, ".", format_), _read(cell, ",", format_)))

    return read_rest(texts, quick, rest)


def _read(text: pl.Expr, decimal: Separator, format_: Format) -> pl.Expr:
    """Return the canonical numbers of cells whose decimal separator is known."""
    lower = text.str.to_lowercase().str.replace_all("−", "-", literal=True)
    single = _read_single(lower, decimal)
    if format_.ranges is None:
        return single
    low, high = (_read_single(lower.str.extract(_BETWEEN, end), decimal) for end in (1, 2))
    if format_.ranges == "lower":
        least = pl.coalesce(lower.str.extract(_FROM, 1), lower.str.extract(_FROM, 2))
        return pl.coalesce(single, pl.when(high.is_not_null()).then(low), _read_single(least, decimal))
    most = _read_single(lower.str.extract(_UP_TO, 1), decimal)
    return pl.coalesce(single, pl.when(low.is_not_null()).then(high), most)


def _read_single(lower: pl.Expr, decimal: Separator) -> pl.Expr:
    signed = lower.str.replace(r"^\(([^-+()]+)\)$", "-${1}")
    bare = signed.str.replace(_DRESSED, "${sign}${inner}${amount}")
    thousands = "." if decimal == "," else ","
    groups = "|".join(f"(?:[{mark}][0-9]{{3}})+" for mark in (thousands, "'’", _BLANKS))
    whole = rf"[0-9]+|[1-9][0-9]{{0,2}}(?:{groups})"
    shape = rf"^[+-]?(?:(?:{whole})(?:[{decimal}][0-9]+)?|[{decimal}][0-9]+)$"
    digits = bare.str.replace_all(rf"[{thousands}'’{_BLANKS}]", "").str.replace(decimal, ".", literal=True)
    return pl.when(bare.str.contains(shape)).then(digits.str.replace(r"^([+-]?)\.", "${1}0."))
