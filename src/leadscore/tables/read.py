"""Read an input: every record is well-formed or malformed, and none is lost."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import polars as pl

from leadscore.columns import FILE
from leadscore.schema.model import Source
from leadscore.tables import refusals
from leadscore.tables.cache import Origin
from leadscore.tables.columnar import columnar_header, read_columnar
from leadscore.tables.file import check_file
from leadscore.tables.parts import Part, find_parts
from leadscore.tables.scan import FileRecords, read_text
from leadscore.tables.table import Table
from leadscore.tables.text import peek_header

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from leadscore.tables.cache import Cache

__all__ = ["read_header", "read_table"]

_AS_IT_IS = Source()


def read_table(  # noqa: PLR0913 - what a file is read with
    input: str,  # noqa: A002 - the word of the documentation
    paths: Sequence[Path],
    scratch: Path,
    source: Source = _AS_IT_IS,
    *,
    hashed: bool = True,
    cache: Cache | None = None,
) -> Table:
    """Read all files of one input.

    Args:
        input: Which input it is, for messages.
        paths: Its files, at least one: texts, archives of texts, workbooks, Parquet files.
        scratch: A folder for copies, which the caller removes when the table is not used any more.
        source: What the rules say of how it is written.
        hashed: Whether the hashes of the files are needed; else they are empty.
        cache: What is kept beside the inputs; None for nothing.

    Returns:
        The records of all files, in the order given. For every file, records read = rows of the frame + malformed
        ones.

    Raises:
        InputError: A file cannot be read, is given twice, or does not have the columns of the others.
    """
    _check_files(input, paths)
    origin = Origin.of(paths)
    parts = [replace(part, hashed=hashed) for path in paths for part in find_parts(path)]
    files = [_read(part, source, scratch, cache) for part in parts]
    _check_headers(parts, [file.header for file in files])
    return Table(
        input=input,
        files=tuple(file.source for file in files),
        header=files[0].header,
        frame=pl.concat([file.frame.with_columns(_index(place)) for place, file in enumerate(files)]),
        malformed=pl.concat([file.malformed for file in files]),
        spans=pl.concat([file.spans.with_columns(_index(place)) for place, file in enumerate(files)]),
        texts=tuple(file.text for file in files),
        serials=any(part.kind == "workbook" for part in parts),
        lines=tuple(file.lines for file in files),
        origin=origin,
    )


def read_header(path: Path, source: Source = _AS_IT_IS) -> tuple[str, ...]:
    """Return the header cells of a file, as written, reading no more than its start.

    Args:
        path: The file; of an archive the first member speaks for all.
        source: What the rules say of how it is written.

    Raises:
        InputError: The file or its header cannot be read.
    """
    part = find_parts(path)[0]
    return columnar_header(part, source) if part.kind != "text" else peek_header(part, source).cells


def _read(part: Part, source: Source, scratch: Path, cache: Cache | None) -> FileRecords:
    return read_columnar(part, source) if part.kind != "text" else read_text(part, source, scratch, cache)


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


def _check_headers(parts: Sequence[Part], headers: Sequence[tuple[str, ...]]) -> None:
    for part, header in zip(parts, headers, strict=True):
        if header != headers[0]:
            raise refusals.headers_differ(parts[0].place, headers[0], part.place, header)
