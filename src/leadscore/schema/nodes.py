"""YAML text to a tree of nodes, each with its place.

PyYAML only splits the text into events here. Its resolvers and constructors, which still read YAML 1.1 (`NO` as
false, `010` as 8), are never asked; neither is its composer, which recurses as deep as the text nests.

It brings two parsers. The one in C is many times as fast, and the one in Python says better what is wrong and reads a
few things otherwise. So a file is read by the first where both surely see the same in it, and else by the second.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from typing import Final, Literal

import yaml

from leadscore.errors import Problem, RulesError
from leadscore.schema.scalars import Unusable
from leadscore.schema.syntax import Place, explain_syntax, place_of, problem, single_quotes

__all__ = ["MAX_DEPTH", "MAX_NODES", "TOO_DEEP", "TOO_MANY", "Node", "Tree", "compose"]

MAX_NODES: Final = 100_000
"""Keys, values, lists and mappings in a file."""
MAX_DEPTH: Final = 60
"""Lists and mappings inside each other."""
TOO_MANY: Final = Unusable(
    f"the file has more than {MAX_NODES:,} names and values",
    "rules are much smaller than that, aliases (*name) written out",
)
TOO_DEEP: Final = Unusable(f"this is more than {MAX_DEPTH} levels deep", "rules need fewer levels than that")

_DIRECTIVE: Final = Unusable(
    'lines that start with "%" before the rules are not supported', "remove the line"
)
_SECOND: Final = Unusable(
    "a second document starts here; only the first one is read", 'remove the line "---" or "..."'
)
_SEEN_OTHERWISE: Final = re.compile("[\t\ufeff]")
"""A tab, which the parser in C takes at more places, and a byte order mark, which the one in Python does not count."""


@dataclass
class Node:
    """A scalar, list, mapping or alias as it stands in the file.

    Attributes:
        kind: Which of them it is.
        place: Where it starts.
        text: Text of a scalar without its quotes, name of an alias.
        style: How a scalar is written: `"`, `'`, `|`, `>`, or empty where it is plain.
        children: Items of a list; keys and values of a mapping in turn.
        target: What an alias stands for.
        unusable: Why it cannot be used, if so.
    """

    kind: Literal["scalar", "list", "mapping", "alias"]
    place: Place
    text: str = ""
    style: str = ""
    children: list[Node] = field(default_factory=list)
    target: Node | None = None
    unusable: Unusable | None = None

    @property
    def plain(self) -> bool:
        """Whether it is a scalar without quotes."""
        return self.kind == "scalar" and not self.style


@dataclass
class Tree:
    """A file's first document.

    Attributes:
        root: The outermost node, None in an empty file.
        problems: What is wrong around it.
    """

    root: Node | None = None
    problems: list[Problem] = field(default_factory=list)


def compose(text: str, file: str) -> Tree:
    """Return the tree of a file.

    Args:
        text: The file's text, without a byte order mark.
        file: Its name, for problems.

    Raises:
        RulesError: The text is no YAML, or nests too deep, or is too long; one problem, the first.
    """
    return _composed_in_c(text, file) or _composed(text, file)


def _composed_in_c(text: str, file: str) -> Tree | None:
    """Return the tree of a file in which nothing is wrong or out of the ordinary; None of any other."""
    if not yaml.__with_libyaml__ or _SEEN_OTHERWISE.search(text):
        return None
    composer = _Composer(text, file)
    try:
        for event in yaml.parse(text, yaml.CBaseLoader):
            if _is_seen_otherwise(event):
                return None
            composer.take(event)
            if composer.done:
                break
    except (yaml.YAMLError, RulesError, ValueError, OverflowError):
        return None
    return composer.tree


def _is_seen_otherwise(event: yaml.Event) -> bool:
    """Return whether the parser in Python may see something else here, or see it at another place.

    In braces and brackets it ends a text without quotes at a `?`; words with `!` end elsewhere, and nothing stands elsewhere.
    """
    match event:
        case yaml.ScalarEvent(tag=None):
            return not event.style and ("?" in event.value or not event.value)
        case yaml.NodeEvent():
            return getattr(event, "tag", None) is not None
    return False


def _composed(text: str, file: str) -> Tree:
    composer = _Composer(text, file)
    loader = yaml.BaseLoader(text)
    try:
        while not composer.done and loader.check_event():
            composer.take(loader.get_event())  # type: ignore[no-untyped-call]  # the stubs leave it out
    except yaml.MarkedYAMLError as error:
        raise RulesError([explain_syntax(error, text, file)]) from None
    except (ValueError, OverflowError):  # NOTE: PyYAML calls chr() with whatever number "\U…" gives.
        unknown = Unusable("there is no character with the number that stands here", single_quotes(text))
        raise RulesError([problem(file, place_of(loader.get_mark()), unknown)]) from None
    return composer.tree


class _Composer:
    """Puts events together to nodes, without recursion."""

    def __init__(self, text: str, file: str) -> None:
        self.text = text
        self.file = file
        self.tree = Tree()
        self.done = False
        self._open: list[Node] = []
        self._anchors: dict[str, Node] = {}
        self._count = 0

    def take(self, event: yaml.Event) -> None:
        """Add what an event says to the tree."""
        match event:
            case yaml.NodeEvent():
                self._add(event)
            case yaml.CollectionEndEvent():
                self._open.pop()
            case yaml.DocumentStartEvent():
                self._start(event)

    def _start(self, event: yaml.DocumentStartEvent) -> None:
        self.done = self.tree.root is not None
        if self.done:
            self._report(event, _SECOND)
        elif event.tags or event.version not in {None, (1, 2)}:
            self._report(event, _DIRECTIVE)

    def _report(self, event: yaml.Event, reason: Unusable) -> None:
        self.tree.problems.append(problem(self.file, place_of(event.start_mark), reason))

    def _add(self, event: yaml.NodeEvent) -> None:
        node = self._node(event)
        self._check_size(node)
        if self._open:
            self._open[-1].children.append(node)
        else:
            self.tree.root = node
        if node.kind in {"list", "mapping"}:
            self._open.append(node)
        if event.anchor and node.kind != "alias":
            self._anchors[event.anchor] = node

    def _check_size(self, node: Node) -> None:
        self._count += 1
        if len(self._open) > MAX_DEPTH or self._count > MAX_NODES:
            reason = TOO_DEEP if len(self._open) > MAX_DEPTH else TOO_MANY
            raise RulesError([problem(self.file, node.place, reason)])

    def _node(self, event: yaml.NodeEvent) -> Node:
        place = place_of(event.start_mark)
        match event:
            case yaml.ScalarEvent():
                return Node(
                    "scalar", place, event.value, event.style or "", unusable=self._why_unusable(event)
                )
            case yaml.SequenceStartEvent():
                return Node("list", place, unusable=_tagged(event.tag))
            case yaml.MappingStartEvent():
                return Node("mapping", place, unusable=_tagged(event.tag))
        return self._alias(event, place)

    def _why_unusable(self, event: yaml.ScalarEvent) -> Unusable | None:
        if event.style == '"' and any(_is_invisible(character) for character in event.value):
            message = 'in double quotes "\\b", "\\0" and the like stand for invisible characters'
            return Unusable(message, single_quotes(self.text, event.start_mark))
        return _tagged(event.tag)

    def _alias(self, event: yaml.NodeEvent, place: Place) -> Node:
        name = event.anchor or ""
        target = self._anchors.get(name)
        reason = None
        if target is None:
            reason = Unusable(
                f'"*{name}" stands for "&{name}", which is nowhere above',
                f'quote it if it is text: "*{name}"',
            )
        elif any(target is node for node in self._open):
            reason = Unusable(
                f'"*{name}" stands inside "&{name}", which would never end', "write out what is meant here"
            )
        return Node("alias", place, name, target=target, unusable=reason)


def _is_invisible(character: str) -> bool:
    return character not in "\t\n" and unicodedata.category(character) in {"Cc", "Cs", "Zl", "Zp"}


def _tagged(tag: str | None) -> Unusable | None:
    if tag is None:
        return None
    return Unusable(
        'words that start with "!" have no meaning here', "remove the word, or quote it if it is text"
    )
