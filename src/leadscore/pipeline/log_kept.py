"""What is kept of what activities came to: their sums, as far as no change of the rules has touched them, and their joins."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final

import polars as pl

from leadscore.errors import OutputError
from leadscore.pipeline.joins import look_at_joins
from leadscore.pipeline.log import log_kept_by
from leadscore.results import Joined
from leadscore.steps.sums import KnownSums
from leadscore.tables.aside import new_folder, write_aside
from leadscore.tables.cache import remember

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from leadscore.pipeline.inputs import Session
    from leadscore.pipeline.log import AgedActivities
    from leadscore.steps.sums import Sums
    from leadscore.tables.cache import KeptBy
    from leadscore.tables.layout import Layout

__all__ = ["KeptSums", "find_sums", "joined_log", "keep_sums"]

_SUMS: Final = "sums"
_JOINS: Final = "joins"


@dataclass(frozen=True)
class KeptSums:
    """Sums that were found.

    Attributes:
        files: The files of each group of sums, by its key.
        known: What is in them; None if there are none.
    """

    files: Mapping[str, Sequence[Path]] = field(default_factory=dict)
    known: KnownSums | None = None


def find_sums(session: Session, layout: Layout) -> KeptSums:
    """Return what was kept of the sums of these activities on this day, whatever the rules were.

    Args:
        session: The run.
        layout: How the activities are written.
    """
    kept_by = _kept_by(session, layout)
    found = kept_by and kept_by[0].find(_SUMS, kept_by[1], kept_by[2])
    if not found:
        return KeptSums()
    facts = found.facts
    files = {key: [found.files[name] for name in names] for key, names in facts["groups"].items()}
    columns = {
        key: [pl.read_parquet(file, glob=False).to_series().to_numpy() for file in own]
        for key, own in files.items()
    }
    return KeptSums(files, KnownSums(facts["fates"], facts["of_somebody"], columns))


def keep_sums(session: Session, layout: Layout, total: Sums, before: KeptSums) -> None:
    """Keep the sums of the rules as they are now, if there is room; those that were kept before are not written again.

    Args:
        session: The run.
        layout: How the activities are written.
        total: The sums.
        before: What was found of them.
    """
    kept_by = _kept_by(session, layout)
    if kept_by is None:
        return
    cache, origins, about = kept_by
    with suppress(OutputError):
        groups, files = _write_sums(new_folder(session.settings.scratch), total, before)
        facts = {"groups": groups, "fates": total.fates, "of_somebody": total.of_somebody}
        cache.keep(_SUMS, origins, about, facts, files)


def _write_sums(folder: Path, total: Sums, before: KeptSums) -> tuple[dict[str, list[str]], dict[str, Path]]:
    """Write each column of sums that has no file, and return the names of each group's files, and all files by name.

    Raises:
        OutputError: There is no room for them.
    """
    groups, files = dict[str, list[str]](), dict[str, Path]()
    for group in total.groups:
        groups[group.key] = names = [f"{group.key}-{place}.parquet" for place in range(len(group.begin))]
        files |= zip(names, before.files.get(group.key, ()), strict=False)
        for name, column in zip(names, group.begin, strict=True):
            if name not in files:
                files[name] = folder / name
                write_aside(pl.DataFrame({"sum": total.column(column)}), files[name], compression="lz4")
    return groups, files


def joined_log(
    session: Session, aged: AgedActivities, rows: pl.LazyFrame, fates: Mapping[str, int]
) -> Joined:
    """Find out how activities found their contacts, or take what was kept of that.

    Args:
        session: The run.
        aged: The activities.
        rows: Each of them with its contact and its fate.
        fates: How many have each fate.
    """
    kept_by = None if aged.coded is None else _kept_by(session, aged.layout)
    said = remember(kept_by, _JOINS, lambda: asdict(look_at_joins(rows, aged.layout, fates)))
    return Joined(tuple(said["unknown"]), said["by_name"], said["several"], tuple(said["keys"]))


def _kept_by(session: Session, layout: Layout) -> KeptBy | None:
    """Return where things are kept, what they were read from, and what else they depend on, but for the rules."""
    kept_by = log_kept_by(session, layout)
    if kept_by is None:
        return None
    cache, origins, about = kept_by
    return cache, origins, [*about, session.rules.as_of]
