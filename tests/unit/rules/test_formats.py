from __future__ import annotations

import polars as pl

from leadscore.rules.formats import Vote, read_rest, vote


def test_what_two_readings_say() -> None:
    frame = pl.DataFrame({"first": [1, 1, None, 1, None], "second": [1, None, 2, 2, None]})
    said = frame.select(vote(pl.col("first"), pl.col("second")).alias("vote"))
    assert said.schema == {"vote": pl.Int8}
    assert said["vote"].to_list() == [Vote.NOTHING, Vote.FIRST, Vote.SECOND, Vote.OPEN, Vote.NOTHING]


def test_only_what_is_left_is_read_again() -> None:
    seen: list[str] = []

    def rest(texts: pl.Series) -> pl.Series:
        seen.extend(texts)
        return texts.str.len_bytes().cast(pl.Int64)

    texts = pl.Series(["1", None, "odd", "", "2", "odder"])
    read = read_rest(texts, lambda text: text.cast(pl.Int64, strict=False), rest)
    assert read.to_list() == [1, None, 3, None, 2, 5]
    assert seen == ["odd", "odder"]
    assert read_rest(texts.head(1), lambda text: text.cast(pl.Int64), rest).to_list() == [1]
