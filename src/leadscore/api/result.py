"""What scoring returns."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic

from leadscore.api.kinds import Frame

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from leadscore.results import Published, Summary

__all__ = ["Result"]


@dataclass(frozen=True, repr=False)
class Result(Generic[Frame]):
    """Scored contacts, and what else was found out. All frames are of the kind of the contacts that were given.

    Attributes:
        scored: One row per accepted contact, in the order of the contacts: their own columns as they were given, then the
            columns `lead_…` of `scored.csv`. Scores are numbers with at most one decimal, `lead_as_of` and
            `lead_stage_since` days, all others text; an empty cell is null.
        rejected: One row per record, of any input, that could not be used: `file` (the name of the input), `line` (the
            number of the row, counted from 1), `column`, `value`, `reason`, `raw`.
        lists: The hand-off lists by name, each with its best lead first: the columns of `handoff/<list>.csv`.
        summary: Everything that the command line shows of a run and writes into `summary.json`.
        publish_to: What writes the files of the run; `write` calls it.
    """

    scored: Frame
    rejected: Frame
    lists: Mapping[str, Frame]
    summary: Summary
    publish_to: Callable[[str], Published]

    def __repr__(self) -> str:
        """Return in a line what was found: cells of notebooks and logs show it."""
        rejected = sum(one.rejected for one in self.summary.inputs)
        lists = ", ".join(f"{one.name} ({one.count:,})" for one in self.summary.lists) or "none"
        scored = f"{self.summary.scored:,} contacts scored as of {self.summary.as_of}"
        return f"<Result: {scored}; records rejected: {rejected:,}; lists: {lists}>"

    def write(self, folder: str | os.PathLike[str]) -> Published:
        """Write all files that `leadscore score -o folder` writes, `run.json` included, in place of those of the last run.

        Args:
            folder: The output folder; it is made if it is missing.

        Returns:
            Which files were written, and which of the last run were removed.

        Raises:
            FolderBusyError: Another run is writing into it.
            OutputError: It cannot be written.
        """
        return self.publish_to(os.fspath(folder))
