"""Rows that are too many for memory lie beside the run, and are looked at some at a time."""

from __future__ import annotations

from collections import deque
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any, Final, TypeVar

import polars as pl

from leadscore.tables.aside import new_folder, write_aside

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from concurrent.futures import Future
    from pathlib import Path

__all__ = ["beside_each_other", "keep_aside", "keep_slices", "put_aside", "slices_of"]

_Given = TypeVar("_Given")
_Made = TypeVar("_Made")

_PLAIN: Final[dict[str, Any]] = {"compression": "uncompressed", "statistics": False}
"""Packing costs more than it saves: the files are read a few times, and soon removed."""
_GROUP: Final = 50_000
"""Rows that are read together at least."""
_AT_ONCE: Final = 2
"""Slices that are worked on beside each other; each takes as much memory again."""


def keep_aside(rows: pl.LazyFrame, scratch: Path) -> pl.LazyFrame:
    """Write rows to a temporary file as they are made, and return what reads them from there, in their order.

    Args:
        rows: The rows.
        scratch: A folder that is there as long as they are read.
    """
    return pl.scan_parquet(put_aside(rows, scratch), glob=False)


def put_aside(rows: pl.LazyFrame, scratch: Path) -> Path:
    """Write rows to a temporary file as they are made, in their order, and return the file."""
    place = _folder(scratch) / "rows.parquet"
    write_aside(rows, place, **_PLAIN, row_group_size=_GROUP, maintain_order=True)
    return place


def keep_slices(slices: Iterable[pl.DataFrame], scratch: Path) -> pl.LazyFrame:
    """Write slices of rows to temporary files, and return what reads all of them, in their order.

    Args:
        slices: The slices, at least one.
        scratch: A folder that is there as long as they are read.
    """
    folder = _folder(scratch)
    places = []
    for number, rows in enumerate(slices):
        places.append(folder / f"{number:06}.parquet")
        write_aside(rows, places[-1], **_PLAIN)
    return pl.scan_parquet(places, glob=False)


def slices_of(rows: pl.LazyFrame, height: int, most: int) -> Iterator[pl.LazyFrame]:
    """Yield rows some at a time, in their order.

    Args:
        rows: Rows in memory or in files that are read from where a slice begins.
        height: How many there are.
        most: How many a slice has at most.
    """
    for first in range(0, height, most):
        yield rows.slice(first, most)


def beside_each_other(work: Callable[[_Given], _Made], slices: Iterable[_Given]) -> Iterator[_Made]:
    """Yield what is made of slices, in their order, while the next ones are worked on.

    Args:
        work: What is done with each; much of a slice's work keeps but one core busy.
        slices: The slices.
    """
    with ThreadPoolExecutor(max_workers=_AT_ONCE) as workers:
        ahead: deque[Future[_Made]] = deque()
        for one in slices:
            ahead.append(workers.submit(work, one))
            if len(ahead) > _AT_ONCE:
                yield ahead.popleft().result()
        while ahead:
            yield ahead.popleft().result()


def _folder(scratch: Path) -> Path:
    return new_folder(scratch, "rows-")
