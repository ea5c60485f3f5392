"""Rows with the nights on which an export has them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["Entry", "successive"]


class Entry(NamedTuple):
    """A row, and the nights on which it is in the export; ages in days before the last day of the world.

    Attributes:
        row: Its cells.
        since: Age of the first night that has it.
        replaced: Age of the first night that has another row in its place; -1 if none has.
    """

    row: tuple[str, ...]
    since: int
    replaced: int = -1

    def is_there(self, night: int) -> bool:
        """Whether the export of the night of this age has the row."""
        return self.since >= night > self.replaced


def successive(versions: Iterable[Entry]) -> list[Entry]:
    """Return the versions of one row, oldest first, each replaced by the next.

    Of several versions of one day the last one stays, and a version that says nothing new is left out.
    """
    of_days = {version.since: version for version in versions}
    entries: list[Entry] = []
    for version in of_days.values():
        if not entries:
            entries.append(version)
        elif entries[-1].row != version.row:
            entries[-1] = entries[-1]._replace(replaced=version.since)
            entries.append(version)
    return entries
