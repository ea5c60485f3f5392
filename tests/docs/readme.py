"""What stands in the README: its commands, what they print, and the steps of its tour."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from tests.docs.examples import ROOT

__all__ = ["OMITTED", "README", "ROOT", "Place", "arguments", "blocks", "changes", "places", "section"]

README: Final = ROOT / "README.md"
OMITTED: Final = "…"

_BLOCK: Final = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_PLACE: Final = re.compile(r"^\| (\d+) \| ([\d.]+) \| (\w+) \| (\S+) \| (\d+) of (\d+) \|$", re.MULTILINE)


@dataclass(frozen=True)
class Place:
    """Where a lead is after a run: its score, its stage, and its rank on a list of some length."""

    contact: str
    score: str
    stage: str
    list: str
    rank: str
    length: str


def section(title: str) -> str:
    """Return the text of one section of the README."""
    return README.read_text(encoding="utf-8").partition(f"\n## {title}\n")[2].partition("\n## ")[0]


def blocks(title: str, kind: str) -> list[str]:
    """Return the fenced blocks of one kind in a section."""
    return [text for found, text in _BLOCK.findall(section(title)) if found == kind]


def arguments(command: str) -> list[str]:
    """Return the arguments that a command line gives to leadscore."""
    return command.rpartition("/leadscore ")[2].replace("'", "").split()


def places() -> list[Place]:
    """Return where the tour says that its lead is, in order."""
    return [Place(*cells) for cells in _PLACE.findall(section("A tour in five minutes"))]


def changes() -> list[tuple[str, str]]:
    """Return the changes of the tour, in order: a line of the rules, and what it becomes."""
    halves = [text.splitlines() for text in blocks("A tour in five minutes", "diff")]
    return [(before.removeprefix("-"), after.removeprefix("+")) for before, after in halves]
