"""Read an input: every record is well-formed or malformed, and none is lost."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from leadscore.columns import FILE
from leadscore.tables import refusals
from leadscore.tables.file import check_file
from leadscore.tables.header import find_header
from leadscore.tables.scan import read_file
from leadscore.tables.table import Table

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from leadscore.tables.header import Header

__all__ = ["read_table"]


def read_table(input: str, paths: Sequence[Path], scratch: Path) -> Table:  # noqa: A002 - the word of the documentation
    """Read all files of one input.

    Args:
        input: Which input it is, for messages.
        paths: Its files, at least one.
        scratch: A folder for repaired copies, which the caller removes when the table is not used any more.

    Returns:
        The records of all files, in the order given. For every file, records read = rows of the frame + malformed
        ones.

    Raises:
        InputError: A file cannot be read, is given twice, or does not have the columns of the others.
    """
    _check_files(input, paths)
    headers = [find_header(path) for path in paths]
    _check_headers(paths, headers)
    files = [read_file(path, header, scratch) for path, header in zip(paths, headers, strict=True)]
    return Table(
        input=input,
        files=tuple(file.source for file in files),
        header=headers[0].cells,
        frame=pl.concat([file.frame.with_columns(_index(place)) for place, file in enumerate(files)]),
        malformed=pl.concat([file.malformed for file in files]),
        spans=pl.concat([file.spans.with_columns(_index(place)) for place, file in enumerate(files)]),
    )


def _index(place: int) -> pl.Expr:
    return pl.lit(place, pl.Int32).alias(FILE)


def _check_files(input_: str, paths: Sequence[Path]) -> None:
    seen: dict[tuple[int, int], Path] = {}
    for path in paths:
        found = check_file(path)
        identity = (found.st_dev, found.st_ino)
        if identity in seen:
            raise refusals.twice(input_, seen[identity], path)
        seen[identity] = path


def _check_headers(paths: Sequence[Path], headers: Sequence[Header]) -> None:
    for path, header in zip(paths, headers, strict=True):
        if header.cells != headers[0].cells:
            raise refusals.headers_differ(paths[0], headers[0].cells, path, header.cells)
