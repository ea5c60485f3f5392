"""What is kept of what activities came to: their sums, as far as no change of the rules has touched them, and their joins."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final

import polars as pl

from leadscore.pipeline.joins import look_at_joins
from leadscore.pipeline.log import log_kept_by
from leadscore.results import Joined
from leadscore.steps.sums import KnownSums
from leadscore.tables.aside import new_folder, write_aside

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from leadscore.pipeline.inputs import Session
    from leadscore.pipeline.log import AgedActivities
    from leadscore.steps.sums import Sums
    from leadscore.tables.cache import Cache, Origin
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
        key: [pl.read_parquet(file, glob=False).to_series().to_numpy(writable=True) for file in own]
        for key, own in files.items()
    }
    return KeptSums(files, KnownSums(facts["fates"], facts["of_somebody"], columns))


def keep_sums(session: Session, layout: Layout, total: Sums, before: KeptSums) -> None:
    """Keep the sums of the rules as they are now; those that were kept before are not written again.

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
    folder, groups, files = new_folder(session.settings.scratch), dict[str, list[str]](), dict[str, Path]()
    for group in total.groups:
        groups[group.key] = names = [f"{group.key}-{place}.parquet" for place in range(len(group.begin))]
        files |= zip(names, before.files.get(group.key, ()), strict=False)
        for name, column in zip(names, group.begin, strict=True):
            if name not in files:
                files[name] = folder / name
                write_aside(pl.DataFrame({"sum": total.column(column)}), files[name], compression="lz4")
    facts = {"groups": groups, "fates": total.fates, "of_somebody": total.of_somebody}
    cache.keep(_SUMS, origins, about, facts, files)


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
    if kept_by is None:
        return look_at_joins(rows, aged.layout, fates)
    cache, origins, about = kept_by
    said = cache.remember(_JOINS, origins, about, lambda: asdict(look_at_joins(rows, aged.layout, fates)))
    return Joined(tuple(said["unknown"]), said["by_name"], said["several"], tuple(said["keys"]))


def _kept_by(session: Session, layout: Layout) -> tuple[Cache, list[Origin], list[object]] | None:
    """Return where things are kept, what they were read from, and what else they depend on, but for the rules."""
    kept_by = log_kept_by(session, layout)
    if kept_by is None:
        return None
    cache, origins, about = kept_by
    return cache, origins, [*about, session.rules.as_of]
