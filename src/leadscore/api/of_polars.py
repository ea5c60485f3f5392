"""Frames of Polars."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import polars as pl

__all__ = ["Eager", "Lazy"]


class Eager:
    """Frames that are in memory."""

    def read(self, name: str, frame: pl.DataFrame) -> pl.DataFrame:  # noqa: ARG002 - as every kind
        """Return a frame as it is."""
        return frame

    def make(self, rows: pl.DataFrame) -> pl.DataFrame:
        """Return rows as they are."""
        return rows

    def add(self, frame: pl.DataFrame, rows: pl.Series, added: pl.DataFrame) -> pl.DataFrame:
        """Return some rows of a frame with further columns, in the place of those that are called like them."""
        kept = [column for column in frame.columns if column not in added.columns]
        return frame.select(kept)[rows].hstack(added)


class Lazy:
    """Frames that are not computed yet. What they become is computed, and only wrapped."""

    def read(self, name: str, frame: pl.LazyFrame) -> pl.LazyFrame:  # noqa: ARG002 - as every kind
        """Return a frame as it is."""
        return frame

    def make(self, rows: pl.DataFrame) -> pl.LazyFrame:
        """Return rows as a lazy frame."""
        return rows.lazy()

    def add(self, frame: pl.DataFrame, rows: pl.Series, added: pl.DataFrame) -> pl.LazyFrame:
        """Return some rows of a frame that was computed meanwhile, with further columns."""
        return Eager().add(frame, rows, added).lazy()
