"""Names that a rules file declares, wrong entries included: what a name elsewhere may mean.

They are taken from the data, not from the models, so that a name is known even where its entry has other faults.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

from leadscore.columns import DISQUALIFIED_STAGE, ONLY_STAGE
from leadscore.errors import did_you_mean
from leadscore.schema.model import Rules
from leadscore.schema.parts import value_at
from leadscore.schema.scores import RuledScore

if TYPE_CHECKING:
    from collections.abc import Iterator

    from leadscore.schema.base import Model
    from leadscore.schema.document import Path

__all__ = ["Declared", "Name"]

LIGHTS: Final = ("green", "yellow", "red")

_NAME_KEYS: Final = {
    "scores": "id",
    "personas": "name",
    "qualification": "id",
    "disqualify": "id",
    "stages": "name",
}
"""Beside which key the entries of a section, or of the scores in it, have their names."""


@dataclass(frozen=True)
class Name:
    """A name and where it is declared."""

    text: str
    path: Path


@dataclass(frozen=True)
class Declared:
    """The names in the data of a rules file.

    Attributes:
        data: The data.
        left_out: Paths of what could not even be read as YAML.
    """

    data: Any
    left_out: frozenset[Path] = frozenset()

    def is_sure(self, section: str) -> bool:
        """Tell whether all names of a section could be read."""
        return section not in self._unsure

    @cached_property
    def _unsure(self) -> frozenset[str]:
        return frozenset(section for section in Rules.known_keys() if not self._is_read(section))

    def _is_read(self, section: str) -> bool:
        lost = any(one[0] == section and _holds_names(one[-1], section) for one in self.left_out)
        return not (lost or self._is_misspelt((), section, Rules) or self._has_nameless(section))

    def is_sure_of_groups(self, score: str) -> bool:
        """Tell whether all groups of a score could be read."""
        path = ("scores", score)
        return (*path, "groups") not in self.left_out and not self._is_misspelt(path, "groups", RuledScore)

    def _is_misspelt(self, path: Path, key: str, model: type[Model]) -> bool:
        """Tell whether a mapping lacks a key and has an unknown one that resembles it."""
        found = value_at(self.data, path)
        mapping = found if isinstance(found, dict) else {}
        unknown = [str(one) for one in mapping if one not in model.known_keys()]
        return key not in mapping and bool(did_you_mean(key, unknown))

    def _has_nameless(self, section: str) -> bool:
        """Tell whether an entry has no name that could be read."""
        key = _NAME_KEYS.get(section)
        lists = [("scores", score, "rules") for score in self.scores] if section == "scores" else [(section,)]
        return key is not None and any(self._lacks_names(path, key) for path in lists)

    def _lacks_names(self, path: Path, key: str) -> bool:
        entries = value_at(self.data, path)
        return isinstance(entries, list) and len(entries) > len(self.listed(*path, key=key))

    def has(self, section: str) -> bool:
        """Tell whether the file has a section."""
        return value_at(self.data, (section,)) is not None

    def listed(self, *path: str | int, key: str) -> tuple[Name, ...]:
        """Return the names of the entries of a list, which stand beside `key`."""
        return tuple(self._listed(path, key))

    def _listed(self, path: Path, key: str) -> Iterator[Name]:
        entries = value_at(self.data, path)
        for place in range(len(entries) if isinstance(entries, list) else 0):
            where = (*path, place, key)
            name = value_at(self.data, where)
            if isinstance(name, str):
                yield Name(name, where)

    def keyed(self, *path: str | int) -> tuple[Name, ...]:
        """Return the keys of a mapping."""
        mapping = value_at(self.data, path)
        keys = list(mapping) if isinstance(mapping, dict) else []
        unread = [one[-1] for one in sorted(self.left_out, key=str) if one[:-1] == path]
        return tuple(Name(str(key), (*path, str(key))) for key in (*keys, *unread))

    @cached_property
    def scores(self) -> tuple[str, ...]:
        """The scores, in file order."""
        return tuple(name.text for name in self.keyed("scores"))

    @property
    def momentums(self) -> tuple[str, ...]:
        """The scores of which it is told how they rise or fall."""
        return tuple(
            score for score in self.scores if value_at(self.data, ("scores", score, "momentum")) is not None
        )

    @cached_property
    def rules(self) -> tuple[Name, ...]:
        """The rules of all scores."""
        return tuple(name for score in self.scores for name in self._listed(("scores", score, "rules"), "id"))

    @property
    def stages(self) -> tuple[str, ...]:
        """The stages, or the one that there is without `stages`."""
        return self._texts("stages", "name") if self.has("stages") else (ONLY_STAGE,)

    def values_of(self, field: str) -> tuple[str, ...] | None:
        """Return the values that a computed field can have, None where they are not the file's to say."""
        match field:
            case "stage" if self.is_sure("stages"):
                return (*self.stages, DISQUALIFIED_STAGE)
            case "persona" if self.is_sure("personas"):
                return self._texts("personas", "name")
            case "disqualified_by" if self.is_sure("disqualify"):
                return self._texts("disqualify", "id")
            case "light" if self.is_sure("lights"):
                return LIGHTS if self.has("lights") else ()
            case "grade" if self.is_sure("grade"):
                return self._grades()
            case _:
                return None

    def _texts(self, section: str, key: str) -> tuple[str, ...]:
        return tuple(name.text for name in self._listed((section,), key))

    def _grades(self) -> tuple[str, ...]:
        axes = [self._marks(axis) for axis in ("letter", "number") if value_at(self.data, ("grade", axis))]
        first, *others = axes or [()]
        return tuple(f"{mark}{other}" for mark in first for other in others[0]) if others else first

    def _marks(self, axis: str) -> tuple[str, ...]:
        return tuple(name.text for name in self.keyed("grade", axis) if name.text != "score")


def _holds_names(step: str | int, section: str) -> bool:
    """Tell whether names are lost where this is left out: a section, an entry of a list, or a name itself."""
    return isinstance(step, int) or step in {section, "id", "name", "list", "rules", "letter", "number"}
