"""Lists of values that rules read from files of their own: `in_list: lists/competitors.txt`."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final, Protocol

from leadscore.errors import InputError, Problem, RulesError
from leadscore.schema.faults import Fault

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from leadscore.schema.uses import FieldUse

__all__ = ["ListFile", "ListFolder", "Lists", "read_list", "read_lists"]

MAX_LIST_SIZE: Final = 50_000_000
"""Bytes in a list file."""
MAX_PROBLEMS: Final = 10
"""Lines that are reported one by one."""
_BLANKS: Final = " \t\r\n\u00a0"
_SEPARATOR: Final = re.compile("[,;]")


@dataclass(frozen=True)
class ListFile:
    """A list of values that was read.

    Attributes:
        path: Where it lies.
        rows: How many values it has.
        sha256: Hash of its bytes, in hexadecimal digits.
        values: The values as written, without blanks at both ends.
    """

    path: Path
    rows: int
    sha256: str
    values: tuple[str, ...]


class ListFolder(Protocol):
    """A place where lists lie that is no folder of this computer, such as an earlier version of one."""

    def place(self, name: str) -> str:
        """Return how messages call a list of this name."""

    def read(self, name: str, most: int) -> bytes:
        """Return the content of a list.

        Args:
            name: The name that the rules use.
            most: How many bytes it may have.

        Raises:
            InputError: It is not there, or cannot be read.
        """


def read_list(path: Path) -> ListFile:
    """Read a list: one value a line; blank lines and lines starting with `#` are skipped.

    Raises:
        InputError: The file is not there or cannot be read.
        RulesError: Lines of it are wrong.
    """
    return _list_of(_read_bytes(path), path)


def _list_of(content: bytes, path: Path) -> ListFile:
    lines = _decode(content, path).split("\n")
    if problems := list(_wrong_lines(lines, path)):
        raise RulesError(problems)
    values = tuple(line.strip(_BLANKS) for line in lines if _is_value(line))
    return ListFile(path, len(values), hashlib.sha256(content).hexdigest(), values)


def _read_bytes(path: Path) -> bytes:
    try:
        if path.exists() and not path.is_file():
            raise InputError("it is not a regular file")
        if path.stat().st_size > MAX_LIST_SIZE:
            raise InputError(f"it is larger than {MAX_LIST_SIZE // 1_000_000} MB")
        return path.read_bytes()
    except FileNotFoundError:
        raise InputError("there is no such file") from None
    except (OSError, ValueError) as error:
        raise InputError(f"it cannot be read ({getattr(error, 'strerror', None) or error})") from None


def _decode(content: bytes, path: Path) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = content[: error.start].decode(errors="replace").split("\n")
        problem = Problem(
            str(path),
            len(before),
            len(before[-1]) + 1,
            "here stands a character that is not in UTF-8",
            'save the list as text in the encoding "UTF-8"',
        )
        raise RulesError([problem]) from None


def _is_value(line: str) -> bool:
    text = line.strip(_BLANKS)
    return bool(text) and not text.startswith("#")


def _wrong_lines(lines: list[str], path: Path) -> Iterator[Problem]:
    """Yield lines that look like several values, the first ones each and the rest as a number."""
    found = 0
    for number, line in enumerate(lines, start=1):
        separator = _SEPARATOR.search(line) if _is_value(line) else None
        if separator is None:
            continue
        found += 1
        if found <= MAX_PROBLEMS:
            message = f'a list has one value a line, and this line has a "{separator[0]}"'
            yield Problem(
                str(path), number, separator.start() + 1, message, "put each value on a line of its own"
            )
            last = Problem(str(path), number, len(line) + 1, "")
    if found > MAX_PROBLEMS:
        yield Problem(
            last.file, last.line, last.column, f"{found - MAX_PROBLEMS:,} more lines like this one follow"
        )


@dataclass(frozen=True)
class Lists:
    """All lists that a rules file names.

    Attributes:
        files: Those that could be read, by the name that the rules use.
        faults: What is wrong with naming them.
        problems: What is wrong inside of them.
    """

    files: dict[str, ListFile] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def read_lists(uses: Iterable[FieldUse], folder: Path | ListFolder | None) -> Lists:
    """Read every list that is named, once.

    Args:
        uses: The fields that are read, those tested with `in_list` among them.
        folder: Where the lists lie; None where there can be none.
    """
    lists = Lists()
    named: dict[str, FieldUse] = {}
    for use in uses:
        if use.test is not None and use.test.operator == "in_list":
            named.setdefault(str(use.test.operand), use)
    for name, use in named.items():
        try:
            lists.files[name] = _file(name, folder)
        except RulesError as error:
            lists.problems.extend(error.problems)
        except InputError as error:
            lists.faults.append(_unusable(name, use, folder, error))
    return lists


def _file(name: str, folder: Path | ListFolder | None) -> ListFile:
    if folder is None:
        raise InputError("these rules lie in no folder")
    if isinstance(folder, Path):
        return read_list(folder / name)
    return _list_of(folder.read(name, MAX_LIST_SIZE), Path(folder.place(name)))


def _unusable(name: str, use: FieldUse, folder: Path | ListFolder | None, error: InputError) -> Fault:
    place = folder / name if isinstance(folder, Path) else folder and folder.place(name)
    where = f"it was looked for at {place}; " if place is not None else ""
    message = f'{use.what}: the list "{name}" cannot be used: {error}'
    return Fault((*use.path, "in_list"), message, f"{where}the path of a list is relative to the rules file")
