from __future__ import annotations

import polars as pl
import pytest

from leadscore.rules.distinct import coded, each_once, read_each_once


def _read_counting(seen: list[int]) -> pl.Expr:
    def count(texts: pl.Series) -> pl.Series:
        seen.append(texts.len())
        return texts.str.to_uppercase()

    return each_once(pl.col("a"), lambda text: text.map_batches(count, return_dtype=pl.String), pl.String)


def test_texts_that_repeat_are_read_once() -> None:
    seen: list[int] = []
    texts = pl.Series("a", ["x", "y", None, "ß"] * 500)
    found = texts.to_frame().select(_read_counting(seen))["a"]
    assert found.to_list() == ["X", "Y", None, "SS"] * 500
    assert max(seen) == 3


def test_texts_that_do_not_repeat_are_read_one_by_one() -> None:
    seen: list[int] = []
    texts = pl.Series("a", [f"t{number}" for number in range(2_000)])
    found = texts.to_frame().select(_read_counting(seen))["a"]
    assert found.to_list() == [f"T{number}" for number in range(2_000)]
    assert max(seen) == 2_000


@pytest.mark.parametrize("rows", [0, 1, 99, 100, 101, 5_000])
def test_nothing_but_nothing_stays_nothing(rows: int) -> None:
    texts = pl.Series("a", [None] * rows, dtype=pl.String)
    found = read_each_once(texts, lambda text: text.str.len_chars())
    assert found.to_list() == [None] * rows


def test_numbers_of_texts_look_them_up() -> None:
    texts = pl.Series("a", ["b", None, "a", "b"])
    codes, words = coded(texts)
    assert words.gather(codes).to_list() == texts.to_list()
    assert words.len() == 2
