"""What was read of large inputs is kept beside them, so that the next run need not read them again.

It is keyed by what files are (where they lie, their size, when they were last changed), by the modules that read them, and by
everything else that what is kept depends on. A file that is touched, replaced, cut off or added to is another one. Of files
that changed only just before the run, or in the course of it, nothing is kept, because they could change again without a
trace. Nothing depends on it: it may be deleted at any time, and where it cannot be written or read there is none.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import stat
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cache
from hashlib import sha256
from pathlib import Path
from tempfile import NamedTemporaryFile, mkdtemp
from typing import TYPE_CHECKING, Any, Final

import polars as pl

import leadscore
from leadscore.tables import refusals

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

__all__ = ["FOLDER", "Cache", "Kept", "KeptBy", "Origin", "remember"]

FOLDER: Final = ".leadscore-cache"
"""Its name beside the contacts."""
LEAST_BYTES: Final = 16 << 20
"""Inputs that are smaller together are read in no time."""
MOST_BYTES: Final = 4 << 30
MOST_ENTRIES: Final = 48
"""What is kept at most; what was used longest ago goes first."""
_FORMAT: Final = 2
_FACTS: Final = "facts.json"
_NEW: Final = "new-"
_ENTRY: Final = re.compile(r"[a-z]+-[0-9a-f]{24}")
"""What entries are called; nothing else in the folder is cleared away."""
_SETTLED: Final = 2_000_000_000
"""Nanoseconds before a run in which a file must not have changed; some file systems count no finer."""
_FOLDER_MODE: Final = 0o700
_FILE_MODE: Final = 0o600
"""Entries hold personal data."""
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
            InputError: One is not there any more.
        """
        states = []
        for path in paths:
            try:
                states.append(_state(path))
            except OSError as error:
                raise refusals.unreadable(path, error) from error
        return cls(tuple(path.absolute() for path in paths), tuple(states))

    @property
    def key(self) -> list[object]:
        """What tells these files from any others."""
        return [[str(path), *state] for path, state in zip(self.paths, self.states, strict=True)]

    def is_settled(self, began: int) -> bool:
        """Return whether they are still the same, and had been for a while when the run began.

        Args:
            began: When that was, in nanoseconds by the clock of the file system.
        """
        with suppress(OSError):
            latest = max(max(state[3:]) for state in self.states)
            return tuple(_state(path) for path in self.paths) == self.states and began - latest >= _SETTLED
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
        began: When the run began, in nanoseconds by the clock of the file system that the scratch folder is in.
    """

    folder: Path
    scratch: Path
    began: int = field(init=False)

    def __post_init__(self) -> None:  # noqa: D105 - says when it was made
        object.__setattr__(self, "began", _time_in(self.scratch))

    @classmethod
    def beside(cls, paths: Sequence[Path], scratch: Path) -> Cache | None:
        """Return where what is read of some files is kept: beside the first of them; None where they are small.

        Args:
            paths: The files; one that is named twice counts once.
            scratch: A folder for the run.
        """
        with suppress(OSError):
            if sum(path.stat().st_size for path in dict.fromkeys(paths)) >= LEAST_BYTES:
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
            _check_own(self.folder)
            said = _read_facts(place / _FACTS)
            if said["key"] != key:
                return None
            mine = Path(mkdtemp(prefix="kept-", dir=self.scratch))
            for name, (stored, *state) in said["files"].items():
                if _content(place / stored) != state:
                    return None
                _link(place / stored, mine / name)
        except (OSError, ValueError):
            return None
        with suppress(OSError):
            os.utime(place / _FACTS)
        return Kept(said["facts"], {name: mine / name for name in said["files"]})

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
            self.folder.mkdir(mode=_FOLDER_MODE, exist_ok=True)
            _check_own(self.folder)
            self.folder.chmod(_FOLDER_MODE)
            new = Path(mkdtemp(prefix=_NEW, dir=self.folder))
            try:
                # NOTE: no other entry has files of these names, so that none is ever found in parts.
                stored = {name: f"{new.name.removeprefix(_NEW)}-{name}" for name in files or {}}
                for name, path in (files or {}).items():
                    _link(path, new / stored[name])
                    (new / stored[name]).chmod(_FILE_MODE)
                said = {name: [stored[name], *_content(new / stored[name])] for name in stored}
                now = _write_facts(new / _FACTS, {"key": key, "facts": facts, "files": said})
                began = now - (_time_in(self.scratch) - self.began)
                if all(origin.is_settled(began) for origin in origins):
                    place = self.folder / _name(kind, key)
                    shutil.rmtree(place, ignore_errors=True)
                    new.rename(place)
                    self._bound(now)
            finally:
                shutil.rmtree(new, ignore_errors=True)

    def _bound(self, now: int) -> None:
        """Clear away what was used longest ago, and what killed runs have left."""
        room, entries = MOST_BYTES, []
        for place in self.folder.iterdir():
            with suppress(OSError):
                if place.name.startswith(_NEW) and now - place.stat().st_mtime_ns > _ABANDONED:
                    shutil.rmtree(place, ignore_errors=True)
                elif _ENTRY.fullmatch(place.name):
                    entries.append(
                        (_used(place), sum(file.stat().st_size for file in place.iterdir()), place)
                    )
        for number, (_, size, place) in enumerate(sorted(entries, reverse=True)):
            if size > room or number >= MOST_ENTRIES:
                shutil.rmtree(place, ignore_errors=True)
            else:
                room -= size


KeptBy = tuple[Cache, list[Origin], list[object]]
"""Where something is kept, what it was read from, and all else that it depends on."""


def remember(kept_by: KeptBy | None, kind: str, look: Callable[[], Any], *more: object) -> Any:
    """Return what is found out by a look at files, or what was kept of that.

    Args:
        kept_by: Where it is kept; None where it is not.
        kind: What it is.
        look: Finds it out, as JSON can hold it.
        more: What else it depends on.
    """
    if kept_by is None:
        return look()
    place, origins, known = kept_by
    about = [*known, *more]
    kept = place.find(kind, origins, about)
    if kept is not None:
        return kept.facts
    facts = look()
    place.keep(kind, origins, about, facts)
    return facts


def _time_in(folder: Path) -> int:
    """Return the time by the clock of a folder's file system, in nanoseconds."""
    with NamedTemporaryFile(prefix="now-", dir=folder) as file:
        return os.fstat(file.fileno()).st_mtime_ns


def _used(place: Path) -> int:
    """Return when an entry was last used; what was cleared away in part, longest ago."""
    with suppress(FileNotFoundError):
        return (place / _FACTS).stat().st_mtime_ns
    return 0


def _check_own(folder: Path) -> None:
    """Check that a folder is one, and of whoever runs this: what others put there is neither used nor cleared away.

    Raises:
        OSError: It is not.
    """
    found = folder.lstat()
    if not stat.S_ISDIR(found.st_mode) or (os.name != "nt" and found.st_uid != os.geteuid()):
        raise PermissionError(folder)


def _content(path: Path) -> list[int]:
    """Return what shows that a file is as it was written."""
    found = path.stat()
    return [found.st_size, found.st_mtime_ns]


def _read_facts(path: Path) -> dict[str, Any]:
    """Return what was written.

    Raises:
        OSError: The file cannot be read.
        ValueError: It is not what was written.
    """
    digest, _, text = path.read_text("utf-8").partition("\n")
    if sha256(text.encode()).hexdigest() != digest:
        raise ValueError(path)
    return json.loads(text)  # type: ignore[no-any-return]


def _write_facts(path: Path, facts: object) -> int:
    """Write what is said of an entry, and return when that was by the clock of the file system."""
    text = json.dumps(facts)
    path.write_text(f"{sha256(text.encode()).hexdigest()}\n{text}", "utf-8")
    path.chmod(_FILE_MODE)
    return path.stat().st_mtime_ns


@cache
def _reader() -> str:
    """Return what tells these modules from those of any other version, released or not."""
    package = Path(leadscore.__file__).parent
    states = sorted([str(path.relative_to(package)), *_content(path)] for path in package.rglob("*.py"))
    return sha256(json.dumps([leadscore.__version__, states]).encode()).hexdigest()


def _key(kind: str, origins: Sequence[Origin], about: Sequence[object]) -> list[object]:
    made = [_FORMAT, _reader(), pl.__version__, kind]
    return [made, [origin.key for origin in origins], [str(one) for one in about]]


def _name(kind: str, key: object) -> str:
    return f"{kind}-{sha256(json.dumps(key).encode()).hexdigest()[:24]}"


def _link(source: Path, place: Path) -> None:
    """Give a file a second name, or copy it where that cannot be."""
    try:
        os.link(source, place)
    except OSError:
        shutil.copyfile(source, place)
