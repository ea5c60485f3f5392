"""The staging folder: how all files of a run come into place, or none.

```
.leadscore-staging/new/    what this run wrote and has not yet put in place; its run.json is put in place last
.leadscore-staging/old/    what it took out of the way
```

Every step moves one file, so what a killed run did can be seen from where its files lie, and undone: as long as
`new/run.json` is there, the run is unfinished. A run with a history is not undone but completed, once the history counts it:
`.leadscore-staging/history` says where to look that up.
"""

from __future__ import annotations

import os
import shutil
from contextlib import suppress
from hashlib import sha256
from typing import TYPE_CHECKING, Final

from leadscore.history import is_pending, way
from leadscore.publish import refusals
from leadscore.publish.names import FOLDERS, RUN, is_folder, named_outputs

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

__all__ = ["STAGING", "Staging"]

STAGING: Final = ".leadscore-staging"
_HISTORY: Final = "history"


class Staging:
    """The staging folder of one output folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._root = folder / STAGING
        self._old = self._root / "old"
        self.new = self._root / "new"

    def check(self, names: Iterable[str]) -> None:
        """Check that nothing is in the way of files with these names, nor a link that leads elsewhere.

        Raises:
            OutputError: Something is.
        """
        for folder in (self._root, *(self._folder / name for name in FOLDERS)):
            if os.path.lexists(folder) and not is_folder(folder):
                raise refusals.in_the_way(folder, "a link" if folder.is_symlink() else "a file", "a folder")
        for place in (self._folder / name for name in (*names, RUN)):
            if is_folder(place):
                raise refusals.in_the_way(place, "a folder", "a file")

    def open(self) -> None:
        """Make the staging folder, empty."""
        for folder in FOLDERS:
            (self.new / folder).mkdir(parents=True)
        self._old.mkdir()
        for folder in FOLDERS:
            if is_folder(self._folder / folder):
                (self._old / folder).mkdir()

    def belong_to(self, history: Path) -> None:
        """Remember that the staged run counts as soon as this history says so."""
        (self._root / _HISTORY).write_text(way(self._folder, history), encoding="utf-8")

    def place(self, names: Sequence[str]) -> tuple[str, ...]:
        """Put staged files into place, and what the last run wrote and this one does not out of it.

        Args:
            names: The staged files but `run.json`, which is there too.

        Returns:
            The names of the files that were taken out.
        """
        stale = sorted(named_outputs(self._folder / RUN) - set(names))
        taken = [name for name in (RUN, *stale) if _lies(self._folder / name)]
        # NOTE: they go before anything comes: where case does not count, one may have the name of a new file.
        for name in taken:
            (self._folder / name).replace(self._old / name)
        for folder in FOLDERS:
            if any(name.startswith(f"{folder}/") for name in taken):
                _remove_if_empty(self._folder / folder)
        for name in names:
            self._keep_old(name)
            _move(self.new / name, self._folder / name)
        (self.new / RUN).replace(self._folder / RUN)
        return tuple(name for name in taken if name != RUN)

    def settle(self) -> None:
        """Undo what an unfinished run has put into place, this one or a killed one, and remove the staging folder.

        A run that its history counts is put into place anew.

        NOTE: this too may be killed at any step; the next call goes on where it stopped.
        """
        if self._is_sound() and (self.new / RUN).is_file():
            self._undo()
            if self._counts():
                self.place(sorted(named_outputs(self.new / RUN)))
            else:
                (self.new / RUN).unlink()
        if is_folder(self._root):
            shutil.rmtree(self._root)

    def _keep_old(self, name: str) -> None:
        """Keep what has this name in `old`, by a second name if the system can, so that it is never missing."""
        if not _lies(self._folder / name):
            return
        try:
            os.link(self._folder / name, self._old / name, follow_symlinks=False)
        except (OSError, NotImplementedError):
            (self._folder / name).replace(self._old / name)

    def _undo(self) -> None:
        for name in sorted(named_outputs(self.new / RUN)):
            if not _lies(self.new / name) and _lies(self._folder / name):
                (self._folder / name).replace(self.new / name)
        for folder in FOLDERS:
            for place in _files(self._old / folder):
                _move(place, self._folder / folder / place.name)
            if not is_folder(self._old / folder):
                _remove_if_empty(self._folder / folder)
        for place in sorted(_files(self._old), key=lambda place: place.name == RUN):
            _move(place, self._folder / place.name)

    def _counts(self) -> bool:
        """Return whether a history counts the staged run."""
        try:
            history = self._folder / (self._root / _HISTORY).read_text(encoding="utf-8")
        except (OSError, ValueError):
            return False
        return is_pending(history, sha256((self.new / RUN).read_bytes()).hexdigest())

    def _is_sound(self) -> bool:
        """Return whether the staging folder has the folders that it should have, and no link in their place."""
        kept = [self._old / folder for folder in FOLDERS]
        needed = (self._root, self.new, self._old, *(self.new / folder for folder in FOLDERS))
        return all(map(is_folder, needed)) and not any(folder.is_symlink() for folder in kept)


def _lies(place: Path) -> bool:
    """Return whether a file lies here, or a link instead of one."""
    return os.path.lexists(place) and not is_folder(place)


def _files(folder: Path) -> list[Path]:
    return [place for place in folder.iterdir() if not is_folder(place)] if is_folder(folder) else []


def _move(source: Path, target: Path) -> None:
    target.parent.mkdir(exist_ok=True)
    source.replace(target)


def _remove_if_empty(folder: Path) -> None:
    with suppress(OSError):
        folder.rmdir()
