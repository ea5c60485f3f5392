"""The rules file as plain data, with the place of every key and value and everything wrong at the level of YAML.

What is wrong is left out of the data, so that one run can name it and still look at the rest.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from leadscore.errors import RulesError
from leadscore.schema.content import Content, Path
from leadscore.schema.nodes import compose
from leadscore.schema.syntax import MAX_SIZE, Place, check_text, split_lines

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from leadscore.errors import Problem
    from leadscore.schema.scalars import Key

__all__ = ["Document", "Path", "Place", "load_document"]

_START: Final = Place(1, 1)


@dataclass(frozen=True)
class Document:
    """A rules file that was read.

    Attributes:
        file: Its name as the user gave it.
        data: Its content: `dict` with `Key` keys, `list`, and scalars as `scalars` reads them; never None inside.
            None if there is nothing to go on with.
        keys: Where each key, or item of a list, stands.
        values: Where each value starts.
        left_out: Paths of the entries that are not in the data because a problem says why. An item of a list has
            the number that it would have had.
        problems: Everything wrong at the level of YAML, in file order.
        lines: Its lines, for excerpts; none of a file that is too large.
    """

    file: str
    data: dict[Key, Any] | None
    keys: Mapping[Path, Place]
    values: Mapping[Path, Place]
    left_out: frozenset[Path]
    problems: tuple[Problem, ...]
    lines: tuple[str, ...]

    def nearest(self, path: Path) -> Path:
        """Return the known path along `path`, without steps that are no key or item, such as names of models."""
        known: Path = ()
        for step in path:
            if (*known, step) in self.keys:
                known = (*known, step)
        return known

    def key_place(self, path: Path) -> Place:
        """Return where the key or item nearest to `path` stands."""
        return self.keys.get(self.nearest(path), _START)

    def value_place(self, path: Path) -> Place:
        """Return where the value nearest to `path` starts."""
        return self.values.get(self.nearest(path), _START)


def load_document(text: str, file: str) -> Document:
    """Read a rules file; whatever the text is, the result says what is wrong with it.

    Args:
        text: The file's text. Bytes that are not UTF-8 may stand there as surrogate escapes.
        file: Its name as the user gave it.
    """
    text = text.removeprefix("\ufeff")
    if refused := check_text(text, file):
        return _without_data(file, [refused], text)
    try:
        return _read(text, file)
    except RulesError as error:
        return _without_data(file, error.problems, text)


def _without_data(file: str, problems: Iterable[Problem], text: str) -> Document:
    lines = split_lines(text) if len(text) <= MAX_SIZE else ()
    return Document(file, None, {}, {}, frozenset(), tuple(problems), lines)


def _read(text: str, file: str) -> Document:
    tree = compose(text, file)
    lines = split_lines(text)
    content = Content(file, problems=tree.problems, lines=lines)
    return Document(
        file=file,
        data=content.read(tree.root),
        keys=content.keys,
        values=content.values,
        left_out=frozenset(content.left_out),
        problems=tuple(sorted(set(content.problems))),
        lines=lines,
    )
