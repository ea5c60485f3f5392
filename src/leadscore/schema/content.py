"""Nodes to plain data: dictionaries, lists and scalars of the YAML 1.2 core schema.

What is unusable is left out of the data and noted, so that one run can name it and still look at the rest.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from leadscore.errors import Problem, RulesError
from leadscore.schema.nodes import MAX_DEPTH, MAX_NODES, TOO_DEEP, TOO_MANY
from leadscore.schema.operators import OPERATORS
from leadscore.schema.scalars import NULLS, Key, Scalar, Unusable, WrittenText, read_plain
from leadscore.schema.signs import comparison_meant
from leadscore.schema.syntax import Place, problem

if TYPE_CHECKING:
    from collections.abc import Sequence

    from leadscore.schema.nodes import Node

__all__ = ["Content", "Path"]

Path = tuple[str | int, ...]
"""How to get to a value: keys as their text, places in a list counted from 0."""

_START: Final = Place(1, 1)
_EMPTY_FILE: Final = Unusable("the file is empty", 'a rules file starts with "version: 1" and has "scores:"')
_NO_MAPPING: Final = Unusable(
    'the file must consist of lines like "version: 1", each a name, ":", a blank and a value',
    'a rules file starts with "version: 1" and has "scores:"',
)
_GIVE_VALUE: Final = (
    "give it a value or remove the line; to ask whether a field is filled, write {known: false}"
)
_DECIMALS: Final = "write decimals with a point, such as 2.5; after a comma the next entry starts"
_ADD_BLANK: Final = 'put a blank after the ":"'
_EMPTY_BLOCK: Final = Unusable(
    'after ">" or "|" a text is expected on the lines below, and there is none',
    'put the value in quotes; to compare numbers, write "above: 5" or "at_most: 5"',
)
_NO_KEY: Final = Unusable(
    "a name must be a single word or text", "quote it if it is text; no text starts with { or ["
)
_NULL_KEY: Final = Unusable('"null" and "~" mean nothing and cannot be a name', "put the name in quotes")
_NO_KEYS: Final = dict.fromkeys(NULLS, _NULL_KEY) | {
    "": Unusable('the name before the ":" is missing', "write the name, or remove the line"),
    "<<": Unusable('merging with "<<" is not supported', "write the lines out here"),
}


_COMMENT: Final = re.compile(r"^[^#]*:\s+(#[^\s#].*?)(?:\s+#\s.*)?$")
"""A key of whose line nothing is left but what looks like a text that begins with the sign."""


@dataclass
class Content:
    """What a tree says, gathered while it is read.

    Reading returns None for what is unusable, once its problem is noted.

    Attributes:
        file: Name of the file, for problems.
        problems: What is wrong so far, in the order of reading.
        keys: Where each key, or item of a list, stands.
        values: Where each value starts.
        left_out: Paths of the entries that are not in the data.
        lines: The file's lines.
    """

    file: str
    problems: list[Problem] = field(default_factory=list)
    keys: dict[Path, Place] = field(default_factory=dict)
    values: dict[Path, Place] = field(default_factory=dict)
    left_out: set[Path] = field(default_factory=set)
    lines: Sequence[str] = ()
    _visited: int = field(default=0, repr=False)

    def read(self, root: Node | None) -> dict[Key, Any] | None:
        """Return the data of the whole file, None where it is no mapping.

        Raises:
            RulesError: Aliases make it too large or too deep.
        """
        if root is None or _is_null(root):
            self._note(_START, _EMPTY_FILE)
        elif root.kind != "mapping":
            self._note(root.place, _NO_MAPPING)
        else:
            data: dict[Key, Any] | None = self._value(root, ())
            return data
        return None

    def _note(self, place: Place, reason: Unusable) -> None:
        self.problems.append(problem(self.file, place, reason))

    def _value(self, node: Node, path: Path) -> Any:
        self._check_size(node, path)
        value = node.unusable or self._cut(node, path) or self._content(node, path)
        self.values[path] = node.place
        if not isinstance(value, Unusable):
            return value
        self._note(self.keys[path] if _is_null(node) else node.place, value)
        self.left_out.add(path)
        return None

    def _check_size(self, node: Node, path: Path) -> None:
        """Bound what aliases of aliases grow to before memory does."""
        self._visited += 1
        if len(path) > MAX_DEPTH or self._visited > MAX_NODES:
            reason = TOO_DEEP if len(path) > MAX_DEPTH else TOO_MANY
            raise RulesError([problem(self.file, node.place, reason)])

    def _content(self, node: Node, path: Path) -> Any:
        if node.target:
            return self._value(node.target, path)
        if node.kind == "list":
            return self._list(node.children, path)
        if node.kind == "mapping":
            return self._mapping(node.children, path)
        return _empty(path) if _is_null(node) else self._comparison(node) or _scalar(node)

    def _comparison(self, node: Node) -> Unusable | None:
        """Return why a comparison such as `>5` cannot be used, which YAML takes for the start of a text below."""
        if node.style != ">" or node.text or node.place.line > len(self.lines):
            return None
        meant = comparison_meant(self.lines[node.place.line - 1][node.place.column - 1 :])
        return Unusable(_EMPTY_BLOCK.message, f"to compare, write {{{meant}}}") if meant else None

    def _cut(self, node: Node, path: Path) -> Unusable | None:
        """Return why a value is empty whose text begins with `#`, which starts a comment."""
        if not _is_null(node) or node.text or path not in self.keys or self.keys[path].line > len(self.lines):
            return None
        name, place = path[-1], self.keys[path]
        found = _COMMENT.search(self.lines[place.line - 1][place.column - 1 :])
        if found is None or isinstance(name, int):
            return None
        hint = f'quote the text: "{found[1]}"; if a comment is meant, put a blank after the #'
        return Unusable(f'"{name}" is empty, as # starts a comment', hint)

    def _list(self, children: Sequence[Node], path: Path) -> list[Any]:
        items: list[Any] = []
        for child in children:
            item = (*path, len(items))
            self.keys[item] = child.place
            value = self._value(child, item)
            if value is not None:
                items.append(value)
        return items

    def _mapping(self, children: Sequence[Node], path: Path) -> dict[Key, Any]:
        entries: dict[Key, Any] = {}
        before: tuple[Node, Node] | None = None
        for name, child in zip(children[::2], children[1::2], strict=True):
            entry = (*path, name.text)
            key = _key(name)
            if isinstance(key, Unusable):
                self._note(name.place, key)
                self.left_out.add(entry)
            elif entry in self.keys:
                if _begins_entry(path, children[0], name):
                    self._note(name.place, _no_dash(name, self.keys[entry]))
                    break  # what follows belongs to an entry of its own
                self._note(name.place, _repeated(key, self.keys[entry]))
            elif before is not None and _is_one_more_value(*before, name, child):
                self._note(name.place, _brackets(before[1], name))
                self.left_out.add(entry)
            else:
                self.keys[entry] = name.place
                entries[key] = self._value(child, entry)
            before = name, child
        return {key: value for key, value in entries.items() if value is not None}


def _is_null(node: Node) -> bool:
    return node.plain and node.text in NULLS


def _is_one_more_value(name: Node, child: Node, following: Node, empty: Node) -> bool:
    """Return whether a key without a value is meant as another value of the key before it: `{country: DE, AT}`."""
    one_line = name.place.line == following.place.line and child.kind == "scalar"
    return (
        one_line
        and not following.text.isdecimal()
        and following.plain
        and _is_null(empty)
        and not empty.text
        and not _is_null(child)
    )


def _brackets(child: Node, following: Node) -> Unusable:
    hint = f"if several values are meant, put them into brackets: [{child.text}, {following.text}]"
    return Unusable(f'"{following.text}" is empty', hint)


def _empty(path: Path) -> Unusable:
    name = path[-1]
    if isinstance(name, int):
        return Unusable("this entry of the list is empty", "give it a value or remove it")
    if name.isdecimal():
        return Unusable(f'"{name}" is empty', _DECIMALS)
    if meant := comparison_meant(name) or _operator_meant(name):
        return Unusable(f'"{name}" has no ":" in it', f"write {meant}")
    return Unusable(f'"{name}" is empty', _ADD_BLANK if ":" in name else _GIVE_VALUE)


def _operator_meant(name: str) -> str:
    """Return an operator and its value that were written without a colon as they should be; else nothing."""
    operator, _, value = name.partition(" ")
    return f"{operator}: {value.strip()}" if operator in OPERATORS and value.strip() else ""


def _scalar(node: Node) -> Scalar | Unusable:
    if node.plain:
        return read_plain(node.text)
    if node.style in {"|", ">"} and not node.text:
        return _EMPTY_BLOCK
    return WrittenText(node.text, plain=False)


def _key(name: Node) -> Key | Unusable:
    if name.unusable:
        return name.unusable
    if name.kind != "scalar":
        return _NO_KEY
    if name.plain and name.text in _NO_KEYS:
        return _NO_KEYS[name.text]
    value = _scalar(name)
    return value if isinstance(value, Unusable) else Key(name.text, value, plain=name.plain)


def _repeated(key: Key, first: Place) -> Unusable:
    return Unusable(f'"{key}" is here twice (first on line {first.line})', "remove one of the two")


def _begins_entry(path: Path, first: Node, name: Node) -> bool:
    """Return whether a key that is repeated seems to begin the next entry of a list, of which the `- ` was forgotten."""
    in_list = bool(path) and isinstance(path[-1], int)
    return in_list and name.text == first.text and name.place.line > first.place.line


def _no_dash(name: Node, first: Place) -> Unusable:
    message = f'"{name.text}" is here twice (first on line {first.line})'
    return Unusable(message, f'if a new entry begins here, put "- " before it: - {name.text}: …')
