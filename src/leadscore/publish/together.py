"""Writes several CSV tables in one go over their rows: lines are made, written and hashed beside each other."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from hashlib import sha256
from typing import TYPE_CHECKING, BinaryIO, Final

from leadscore.publish.documents import Output
from leadscore.publish.tables import header_line
from leadscore.tables.aside import told_as_the_system_does

if TYPE_CHECKING:
    from collections.abc import Mapping
    from concurrent.futures import Future
    from pathlib import Path

    import polars as pl

    from leadscore.results import SlicedTables

__all__ = ["write_together"]

_BUFFER: Final = 1 << 18
"""Bytes that are hashed at once: few enough to stay where they were read to."""


class _Sheet:
    """One file that is being written, and read again behind that for its hash."""

    def __init__(self, file: BinaryIO, written: BinaryIO, header: tuple[str, ...]) -> None:
        self._file = file
        self._written = written
        self._digest = sha256()
        self.rows = 0
        file.write(header_line(header))
        file.flush()

    @property
    def sha256(self) -> str:
        """The hash of what was written, in hexadecimal digits."""
        self._read_on()
        return self._digest.hexdigest()

    def add(self, lines: pl.Series) -> None:
        """Write lines."""
        if len(lines):
            with told_as_the_system_does():
                lines.to_frame().write_csv(self._file, include_header=False, quote_style="never")
            self.rows += len(lines)
            self._read_on()

    def _read_on(self) -> None:
        while part := self._written.read(_BUFFER):
            self._digest.update(part)


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
            path: _Sheet(
                files.enter_context((folder / path).open("xb")),
                files.enter_context((folder / path).open("rb", buffering=0)),
                header,
            )
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
