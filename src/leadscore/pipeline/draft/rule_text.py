"""Rules as the lines of a rules file, switched on or off."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from leadscore.pipeline.draft.yaml_text import WIDTH, entries, flow_mapping, scalar

__all__ = ["NOTES", "Entry", "RuleText", "Trait", "bands", "points_by_value", "rule_id"]

LONGEST_ID: Final = 40
NOTES: Final = 32
"""Characters before a note beside a line."""


@dataclass(frozen=True)
class Entry:
    """One line of a rule.

    Attributes:
        key: Its name.
        value: Its value, in YAML; of a list or a mapping nothing.
        opening: `[` of a list, `{` of a mapping, else nothing.
        parts: The entries of a list or a mapping, in YAML.
        note: What to say beside it.
    """

    key: str
    value: str = ""
    opening: str = ""
    parts: tuple[str, ...] = ()
    note: str = ""

    @property
    def flow(self) -> str:
        """Its value on one line."""
        if not self.opening:
            return self.value
        return f"{self.opening}{', '.join(self.parts)}{ {'[': ']', '{': '}'}[self.opening] }"

    def lines(self, indent: int) -> list[str]:
        """Return its lines, the note beside it or above."""
        lead = " " * indent
        lines = (
            entries(self.key, self.opening, self.parts, indent)
            if self.opening
            else [f"{lead}{self.key}: {self.value}"]
        )
        if not self.note:
            return lines
        if len(lines) == 1 and len(lines[0]) + len(self.note) + 4 <= WIDTH:
            return [f"{lines[0]:<{NOTES}}  # {self.note}"]
        return [f"{lead}# {self.note}", *lines]


@dataclass(frozen=True)
class Trait:
    """A cell of somebody for whom a rule gives the most.

    Attributes:
        row: Under which key of an example it stands: `contact` or `company`.
        field: The column.
        value: The cell, in YAML.
    """

    row: str
    field: str
    value: str


@dataclass(frozen=True)
class RuleText:
    """A rule.

    Attributes:
        id: Its id.
        label: Its label.
        body: The lines below these two.
        most: How many points it gives at most.
        traits: Cells of somebody for whom it gives the most.
    """

    id: str
    label: str
    body: tuple[Entry, ...]
    most: int = 0
    traits: tuple[Trait, ...] = ()

    def lines(self) -> list[str]:
        """Return the rule as it takes effect: on one line if it is short, else with a blank line below."""
        short = f"      - {self._flow}"
        if len(short) <= WIDTH and not any(entry.note for entry in self.body):
            return [short]
        head = [f"      - id: {self.id}", f"        label: {scalar(self.label)}"]
        return [*head, *(line for entry in self.body for line in entry.lines(8)), ""]

    def switched_off(self) -> str:
        """Return the rule on one line that takes effect once the sign before it is removed."""
        return f"      #- {self._flow}"

    @property
    def _flow(self) -> str:
        body = [(entry.key, entry.flow) for entry in self.body]
        return flow_mapping([("id", self.id), ("label", scalar(self.label)), *body])


def rule_id(field: str, taken: set[str]) -> str:
    """Return an id for a rule about a field that no other rule has, and take it."""
    plain = "".join(
        letter if letter.isascii() and (letter.isalnum() or letter == "_") else "_" for letter in field
    )
    stem = "_".join(part for part in plain.lower().split("_") if part)[:LONGEST_ID].rstrip("_")
    stem = stem if stem and scalar(stem) == stem else f"column_{stem}".rstrip("_")
    found, number = stem, 2
    while found in taken:
        found, number = f"{stem}_{number}", number + 1
    taken.add(found)
    return found


def points_by_value(pairs: list[tuple[str, int]], default: int, note: str = "") -> Entry:
    """Return the points of a lookup, the values as texts of an export."""
    parts = (*(f"{scalar(value)}: {points}" for value, points in pairs), f"default: {default}")
    return Entry("points", opening="{", parts=parts, note=note)


def bands(thresholds: tuple[int, ...], points: tuple[int, ...], note: str = "") -> Entry:
    """Return the points of bands: one more than there are thresholds."""
    parts = [f"{{below: {below}, points: {given}}}" for below, given in zip(thresholds, points, strict=False)]
    return Entry("points", opening="[", parts=(*parts, f"{{points: {points[len(thresholds)]}}}"), note=note)
