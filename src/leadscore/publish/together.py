"""Writes several CSV tables in one go over their rows: lines are made, written and hashed beside each other."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from hashlib import sha256
from typing import TYPE_CHECKING, BinaryIO

import polars as pl

from leadscore.publish.documents import Output
from leadscore.publish.tables import header_line

if TYPE_CHECKING:
    from collections.abc import Mapping
    from concurrent.futures import Future
    from pathlib import Path

    from leadscore.results import SlicedTables

__all__ = ["write_together"]


class _Sheet:
    """One file that is being written."""

    def __init__(self, file: BinaryIO, header: tuple[str, ...]) -> None:
        self._file = file
        self._digest = sha256()
        self.rows = 0
        self._write(header_line(header))

    @property
    def sha256(self) -> str:
        """The hash of what was written, in hexadecimal digits."""
        return self._digest.hexdigest()

    def add(self, lines: pl.Series) -> None:
        """Write lines."""
        if len(lines):
            text: bytes = lines.str.join("\n").cast(pl.Binary).item()
            self._write(text)
            self._write(b"\n")
            self.rows += len(lines)

    def _write(self, text: bytes) -> None:
        self._file.write(text)
        self._digest.update(text)


def write_together(tables: SlicedTables, folder: Path) -> list[Output]:
    """Write tables; while one slice is written, the next one is made.

    Args:
        tables: The tables.
        folder: The folder in which their paths are.

    Raises:
        OSError: A file cannot be written.
    """
    with ExitStack() as files:
        sheets = {
            path: _Sheet(files.enter_context((folder / path).open("xb")), header)
            for path, header in tables.headers.items()
        }
        with ThreadPoolExecutor(max_workers=1) as writer:
            before: Future[None] | None = None
            for lines in tables.slices():
                if before is not None:
                    before.result()
                before = writer.submit(_add, sheets, lines)
            if before is not None:
                before.result()
    return [Output(path, sheet.rows, sheet.sha256) for path, sheet in sheets.items()]


def _add(sheets: Mapping[str, _Sheet], lines: Mapping[str, pl.Series]) -> None:
    for path, some in lines.items():
        sheets[path].add(some)
