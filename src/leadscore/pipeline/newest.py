"""Which of several nights of one export is the newest: their names say so."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final

from leadscore.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

__all__ = ["newest_files"]

_DATES: Final = (
    re.compile(
        r"(?<![0-9])(?P<year>(?:19|20)[0-9]{2})([-_.]?)(?P<month>[0-9]{2})\2(?P<day>[0-9]{2})(?![0-9])"
    ),
    re.compile(r"(?<![0-9])(?P<day>[0-9]{1,2})\.(?P<month>[0-9]{1,2})\.(?P<year>(?:19|20)[0-9]{2})(?![0-9])"),
)
_SUFFIX: Final = re.compile(r"\.[A-Za-z]+(?:\.gz)?$")
_AGAIN: Final = re.compile(r"^(?:-| ?\()([0-9]{1,4})\)?$")
"""What a system or a browser puts after the date of a second export of one day: `-2`, ` (1)`."""
_PART: Final = re.compile(r"_[0-9]{1,3}(?![0-9])|[-_ ]?part[-_ ]?[0-9]{1,3}(?![0-9])", re.IGNORECASE)
"""The number of a file that is one of several parts: `_001`, `part2`."""


@dataclass(frozen=True)
class _Named:
    """What a file's name says of it.

    Attributes:
        path: The file.
        day: The date in its name.
        again: The number of its export on that day; 0 for the first.
        rest: Its name without date, number and part.
    """

    path: Path
    day: date
    again: int
    rest: str


def newest_files(paths: Sequence[Path]) -> tuple[Path, ...]:
    """Return the file with the latest date in its name, or all parts of that export.

    Args:
        paths: Several nights of one export.

    Raises:
        UsageError: A name has no date, or several files have the latest one and are not parts of one export.
    """
    if len(paths) < 2:
        return tuple(paths)
    named = [_read_name(path) for path in paths]
    latest = max((one.day, one.again) for one in named)
    newest = [one for one in named if (one.day, one.again) == latest]
    other = next((one for one in newest[1:] if not _are_parts(newest[0], one)), None)
    if other is not None:
        raise UsageError(
            f"--newest cannot choose between {newest[0].path} and {other.path}: both are of {latest[0]}\n"
            "  help: name the one that is meant"
        )
    return tuple(one.path for one in newest)


def _are_parts(one: _Named, other: _Named) -> bool:
    same_place = one.path.parent == other.path.parent
    return same_place and one.rest == other.rest and one.path.suffix == other.path.suffix


def _read_name(path: Path) -> _Named:
    name = _SUFFIX.sub("", path.name)
    found = max(_dates(name), key=lambda match: match[1].end(), default=None)
    if found is None:
        raise UsageError(
            f"--newest goes by the dates in file names, and {path} has none\n"
            "  help: dates look like 2026-11-01, 2026_11_01, 20261101 or 01.11.2026; or name the one file that is meant"
        )
    day, match = found
    rest = name[match.end() :]
    again = _AGAIN.match(rest)
    rest = "" if again else rest
    return _Named(path, day, int(again[1]) if again else 0, _PART.sub("", f"{name[: match.start()]}*{rest}"))


def _dates(name: str) -> Iterator[tuple[date, re.Match[str]]]:
    """Yield every date in a name, with where it stands."""
    for pattern in _DATES:
        for match in pattern.finditer(name):
            try:
                yield date(int(match["year"]), int(match["month"]), int(match["day"])), match
            except ValueError:
                continue
