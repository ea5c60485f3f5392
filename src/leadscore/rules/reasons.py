"""Why a contact has its scores, in words: the rules that gave or took most."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import polars as pl

from leadscore.rules.arithmetic import points_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

__all__ = ["BETWEEN", "place_of_rule", "reasons", "reasons_text", "top_rules"]

MOST: Final = 5
BETWEEN: Final = "; "
_KEY: Final = "key"
_TEXT: Final = "text"


def reasons(points: Sequence[pl.Series], titles: Sequence[str]) -> pl.Series:
    """Return labels with final points, by size, ties in file order, at most five; empty for none.

    Args:
        points: What each rule gives the contacts, in thousandths, in file order.
        titles: The labels of the rules.
    """
    texts = reasons_text(top_rules(points), titles)
    return texts.select(pl.concat_str(pl.all(), separator=BETWEEN, ignore_nulls=True)).to_series()


def top_rules(points: Sequence[pl.Series]) -> pl.DataFrame:
    """Return the rules that gave most, each as one sortable number: size, then place in the file, then sign.

    Args:
        points: What each rule gives the contacts, in thousandths, in file order.

    Returns:
        `0`, `1`, …: the first, the second, …; null where there are not so many.
    """
    last = len(points)
    # NOTE: no rule that gave points is 0; what has been pushed out of the first place by a larger one goes to the next.
    top: list[NDArray[np.int64]] = [np.zeros(len(points[0]), dtype=np.int64) for _ in range(MOST)]
    for place, given in enumerate(points):
        value = given.to_numpy()
        rest = np.where(value == 0, 0, (np.abs(value) * last + (last - 1 - place)) * 2 + (value > 0))
        for number, found in enumerate(top):
            top[number], rest = np.maximum(found, rest), np.minimum(found, rest)
    frame = pl.DataFrame({str(number): found for number, found in enumerate(top)})
    return frame.select(pl.when(pl.all() != 0).then(pl.all()))


def reasons_text(top: pl.DataFrame, titles: Sequence[str]) -> pl.DataFrame:
    """Return what is said of each of the rules that `top_rules` found, null where it found none.

    Args:
        top: What it returns.
        titles: The labels of the rules.
    """
    # NOTE: few different ones stand for many contacts, so each is put into words once.
    keys = pl.concat([column.alias(_KEY) for column in top.iter_columns()]).to_frame()
    each = keys.unique().drop_nulls().with_columns(_said(pl.col(_KEY), titles).alias(_TEXT))
    said = keys.join(each, on=_KEY, how="left", validate="m:1", maintain_order="left")[_TEXT]
    return pl.DataFrame(
        {name: said.slice(place * top.height, top.height) for place, name in enumerate(top.columns)}
    )


def place_of_rule(key: pl.Expr, rules: int) -> pl.Expr:
    """Return the place in the file of a rule that `top_rules` found, of so many rules."""
    return rules - 1 - (key // 2) % rules


def _said(key: pl.Expr, titles: Sequence[str]) -> pl.Expr:
    title = pl.lit(pl.Series(titles, dtype=pl.String)).gather(place_of_rule(key, len(titles)))
    sign = pl.when(key % 2 == 1).then(pl.lit("+")).otherwise(pl.lit("-"))
    return title + " " + sign + points_text(key // 2 // len(titles))
