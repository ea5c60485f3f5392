"""What was read of large inputs is kept beside them, so that the next run need not read them again.

It is keyed by what files are (where they lie, their size, when they were last changed) and by everything else that what is
kept depends on. A file that is touched, replaced, cut off or added to is another one. Files that changed only just now are
not kept, because they could change again without a trace. Nothing depends on it: it may be deleted at any time, and where it
cannot be written or read there is none.
"""

from __future__ import annotations

import json
import os
import shutil
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from tempfile import mkdtemp
from typing import TYPE_CHECKING, Any, Final

import polars as pl

from leadscore import __version__

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

__all__ = ["FOLDER", "Cache", "Kept", "Origin"]

FOLDER: Final = ".leadscore-cache"
"""Its name beside the contacts."""
LEAST_BYTES: Final = 16 << 20
"""Inputs that are smaller together are read in no time."""
MOST_BYTES: Final = 4 << 30
MOST_ENTRIES: Final = 24
"""What is kept at most; what was used longest ago goes first."""
_FORMAT: Final = 1
_FACTS: Final = "facts.json"
_NEW: Final = "new-"
_SETTLED: Final = 2_000_000_000
"""Nanoseconds for which a file must not have changed; some file systems count no finer."""
_ABANDONED: Final = 3_600_000_000_000
"""Nanoseconds after which what a killed run was about to keep is cleared away."""


@dataclass(frozen=True)
class Origin:
    """What some files were before they were read.

    Attributes:
        paths: The files.
        states: Of each its device, its number there, its size, and when it and its entry were last changed.
    """

    paths: tuple[Path, ...]
    states: tuple[tuple[int, ...], ...]

    @classmethod
    def of(cls, paths: Sequence[Path]) -> Origin:
        """Look at files.

        Raises:
            OSError: One is not there.
        """
        return cls(tuple(path.absolute() for path in paths), tuple(_state(path) for path in paths))

    @property
    def key(self) -> list[object]:
        """What tells these files from any others."""
        return [[str(path), *state] for path, state in zip(self.paths, self.states, strict=True)]

    @property
    def size(self) -> int:
        """Their bytes."""
        return sum(state[2] for state in self.states)

    def is_settled(self, now: int) -> bool:
        """Return whether they are still the same, and have been for a while.

        Args:
            now: The time by the clock of the file system, in nanoseconds.
        """
        with suppress(OSError):
            latest = max(max(state[3:]) for state in self.states)
            return tuple(_state(path) for path in self.paths) == self.states and now - latest >= _SETTLED
        return False


def _state(path: Path) -> tuple[int, ...]:
    found = path.stat()
    return (found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns)


@dataclass(frozen=True)
class Kept:
    """What was found.

    Attributes:
        facts: What was said of it.
        files: Its files, by name; they are of this run alone, whatever becomes of the cache.
    """

    facts: Any
    files: Mapping[str, Path]


@dataclass(frozen=True)
class Cache:
    """What is kept beside some inputs.

    Attributes:
        folder: Where it lies; it need not be there.
        scratch: A folder for the run, which lives as long as what is found is used.
    """

    folder: Path
    scratch: Path

    @classmethod
    def beside(cls, paths: Sequence[Path], scratch: Path) -> Cache | None:
        """Return where what is read of some files is kept: beside the first of them; None where they are small.

        Args:
            paths: The files.
            scratch: A folder for the run.
        """
        with suppress(OSError):
            if sum(path.stat().st_size for path in paths) >= LEAST_BYTES:
                return cls(paths[0].absolute().parent / FOLDER, scratch)
        return None

    def find(self, kind: str, origins: Sequence[Origin], about: Sequence[object]) -> Kept | None:
        """Return what was kept of files, if they are still the same; None if there is nothing.

        Args:
            kind: What it is.
            origins: The files that it was read from.
            about: All else that it depends on.
        """
        key = _key(kind, origins, about)
        place = self.folder / _name(kind, key)
        try:
            said = json.loads((place / _FACTS).read_text("utf-8"))
            if said["key"] != key:
                return None
            mine = Path(mkdtemp(prefix="kept-", dir=self.scratch))
            for name, size in said["files"].items():
                _link(place / name, mine / name)
                if (mine / name).stat().st_size != size:
                    return None
            os.utime(place / _FACTS)
            return Kept(said["facts"], {name: mine / name for name in said["files"]})
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            return None

    def keep(
        self,
        kind: str,
        origins: Sequence[Origin],
        about: Sequence[object],
        facts: object,
        files: Mapping[str, Path] | None = None,
    ) -> None:
        """Keep what was read of files, unless they have changed since, or only just before.

        Args:
            kind: What it is.
            origins: The files as they were before they were read.
            about: All else that it depends on.
            facts: What is said of it, as JSON can hold it.
            files: Its files, by name.
        """
        key = _key(kind, origins, about)
        with suppress(OSError):
            self.folder.mkdir(mode=0o700, exist_ok=True)
            new = Path(mkdtemp(prefix=_NEW, dir=self.folder))
            try:
                sizes = {}
                for name, path in (files or {}).items():
                    _link(path, new / name)
                    sizes[name] = path.stat().st_size
                text = json.dumps({"key": key, "facts": facts, "files": sizes})
                (new / _FACTS).write_text(text, "utf-8")
                now = (new / _FACTS).stat().st_mtime_ns
                if all(origin.is_settled(now) for origin in origins):
                    self._settle(new, self.folder / _name(kind, key), now)
            finally:
                shutil.rmtree(new, ignore_errors=True)

    def _settle(self, new: Path, place: Path, now: int) -> None:
        shutil.rmtree(place, ignore_errors=True)
        new.rename(place)
        self._bound(now)

    def _bound(self, now: int) -> None:
        """Clear away what was used longest ago, and what killed runs have left."""
        room, entries = MOST_BYTES, []
        for place in self.folder.iterdir():
            with suppress(OSError):
                if place.name.startswith(_NEW):
                    if now - place.stat().st_mtime_ns > _ABANDONED:
                        shutil.rmtree(place, ignore_errors=True)
                    continue
                size = sum(file.stat().st_size for file in place.iterdir())
                entries.append(((place / _FACTS).stat().st_mtime_ns, size, place))
        for number, (_, size, place) in enumerate(sorted(entries, reverse=True)):
            room -= size
            if room < 0 or number >= MOST_ENTRIES:
                shutil.rmtree(place, ignore_errors=True)


def _key(kind: str, origins: Sequence[Origin], about: Sequence[object]) -> list[object]:
    made = [_FORMAT, __version__, pl.__version__, kind]
    return json.loads(json.dumps([made, [origin.key for origin in origins], [str(one) for one in about]]))  # type: ignore[no-any-return]


def _name(kind: str, key: object) -> str:
    return f"{kind}-{sha256(json.dumps(key).encode()).hexdigest()[:24]}"


def _link(source: Path, place: Path) -> None:
    """Give a file a second name, or copy it where that cannot be."""
    try:
        os.link(source, place)
    except OSError:
        shutil.copyfile(source, place)
