"""A rules file without what is wrong in it, so that the rest can be looked at in the same run."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from leadscore.errors import did_you_mean
from leadscore.schema.parts import part_path

if TYPE_CHECKING:
    from collections.abc import Iterable

    from leadscore.schema.document import Document, Path

__all__ = ["Pruning"]

_STAND_INS: Final[dict[Path, int]] = {("version",): 1, ("points",): 0}
"""What takes the place of such a key where it is wrong or missing."""


@dataclass
class _Removals:
    """Paths that are not as they were, with what is needed to ask for them quickly.

    Attributes:
        inside: What was removed directly inside of a mapping or list.
        around: Everything around a removed path, itself included, with the part of the file it belongs to.
    """

    inside: dict[Path, set[str | int]] = field(default_factory=dict)
    around: set[tuple[Path, Path]] = field(default_factory=set)

    def add(self, path: Path) -> None:
        self.inside.setdefault(path[:-1], set()).add(path[-1])
        part = part_path(path)
        self.around.update((path[:length], part) for length in range(len(path) + 1))


class Pruning:
    """The content of a rules file from which entries are taken out.

    Taking an entry out of a list moves the later ones up; `original` leads back to where they stand in the file.
    """

    def __init__(self, document: Document) -> None:
        self._data = document.data
        self._gone: set[Path] = set()
        self._stand_ins: dict[Path, dict[str, int]] = {}
        self._removals = _Removals()
        self._places: dict[Path, list[int]] = {}
        for path in document.left_out:
            self._removals.add(path)

    def rest(self) -> Any:
        """Return what is left; a list or mapping of which nothing is left is gone too."""
        self._places = {}
        return self._without_gone(self._data, ())

    def _without_gone(self, value: Any, path: Path) -> Any:
        if isinstance(value, dict):
            entries = {**value, **self._stand_ins.get(path, {})}
            kept = {key: self._without_gone(entries[key], (*path, str(key))) for key in entries}
            left = {key: kept[key] for key in kept if (*path, str(key)) not in self._gone}
            return self._unless_emptied(left, path)
        if isinstance(value, list):
            items = [self._without_gone(item, (*path, place)) for place, item in enumerate(value)]
            self._places[path] = [place for place in range(len(items)) if (*path, place) not in self._gone]
            return self._unless_emptied([items[place] for place in self._places[path]], path)
        return value

    def _unless_emptied(self, value: Any, path: Path) -> Any:
        if not value and path and path in self._removals.inside:
            self._remove(path)
        return value

    def _remove(self, path: Path) -> None:
        self._gone.add(path)
        if path:
            self._removals.add(path)

    def original(self, path: Path) -> Path:
        """Return the path in the file of a path in the rest."""
        found: Path = ()
        for step in path:
            places = self._places.get(found, [])
            found = (*found, places[step] if isinstance(step, int) and step < len(places) else step)
        return found

    def take_out(self, paths: Iterable[Path]) -> bool:
        """Take out what stands at some paths of the file, or the nearest thing around each.

        Where everything around would have to go with it, something harmless takes its place, once.

        Returns:
            Whether anything is left.
        """
        gone: set[Path] = set()
        for path in paths:
            if not self._stands_in(path):
                gone.add(self._still_there(path))
        for path in gone:
            self._remove(path)
        return () not in gone

    def _stands_in(self, path: Path) -> bool:
        """Put something harmless at a path where that is possible and has not been tried."""
        stand_in = _STAND_INS.get(path[-1:])
        there = self._stand_ins.setdefault(path[:-1], {})
        if stand_in is None or path[-1] in there:
            return False
        there[str(path[-1])] = stand_in
        self._removals.add(path)
        return True

    def _still_there(self, path: Path) -> Path:
        found = self._existing(path)
        while found in self._gone:
            found = found[:-1]
        return found

    def _existing(self, path: Path) -> Path:
        """Return the longest part of a path that leads to something in the file."""
        value: Any = self._data
        found: Path = ()
        for step in path:
            if not (step in value if isinstance(value, dict) else isinstance(value, list)):
                break
            value, found = value[step], (*found, step)
        return found

    def explains(self, path: Path) -> bool:
        """Tell whether an error at a path of the file only follows from what is gone in the same part of the file."""
        return (path, part_path(path)) in self._removals.around

    def explains_missing(self, path: Path) -> bool:
        """Tell whether a key is missing because it is gone, or was misspelt and so is gone."""
        beside = [str(step) for step in self._removals.inside.get(path[:-1], ())]
        return bool(did_you_mean(str(path[-1]), beside)) or self.explains(path)
