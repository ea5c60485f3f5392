"""What a history tells: the funnel over the last runs, who changes to and fro, and the way of one contact."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import polars as pl

from leadscore.results import percent
from leadscore.results.history import (
    Flap,
    HistoryReport,
    LeadPath,
    NightCounts,
    PathHandoff,
    PathStep,
    StageHistory,
)
from leadscore.rules.keys import join_key

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from leadscore.history.folder import History

__all__ = ["follow", "report"]

FLAP_DAYS: Final = 30
FLAP_CHANGES: Final = 2
"""A contact with more changes within so many days changes to and fro."""
FLAPS: Final = 10
"""Such contacts that are shown."""


def report(history: History, nights: int) -> HistoryReport:
    """Return the funnel over the last runs.

    Args:
        history: The history, as a run after its last one sees it; it has some.
        nights: How many runs are shown at most.
    """
    counts = history.counts()
    shown = counts[-nights:]
    stages = tuple(str(entry["stage"]) for entry in counts[-1]["stages"])
    transitions = history.transitions()
    moves = pl.DataFrame() if transitions is None else transitions.sort("contact_id", "as_of").collect()
    first = history.record.nights[-len(shown)].as_of
    flaps = _flaps(moves.filter(pl.col("as_of") >= first))
    return HistoryReport(
        len(counts),
        stages,
        tuple(
            _night(entry, night.as_of, stages)
            for entry, night in zip(shown, history.record.nights[-len(shown) :], strict=True)
        ),
        tuple(_stage(moves, place, stages, first) for place in range(len(stages))),
        flaps.height,
        tuple(
            Flap(name, changes, tuple(through)) for name, changes, through in flaps.head(FLAPS).iter_rows()
        ),
    )


def _night(entry: dict[str, Any], as_of: date, stages: Sequence[str]) -> NightCounts:
    inside = {one["stage"]: one["count"] for one in entry["stages"]}
    return NightCounts(as_of, entry["contacts"], entry["moved"], tuple(inside.get(name) for name in stages))


def _stage(moves: pl.DataFrame, place: int, stages: Sequence[str], first: date) -> StageHistory:
    """Follow the contacts that entered a stage since the first run that is shown."""
    name, later = stages[place], list(stages[place + 1 : -1])
    stays = moves.with_columns(left=pl.col("as_of").shift(-1).over("contact_id"))
    entries = stays.filter(pl.col("to") == name, pl.col("as_of") >= first)
    earliest = entries.group_by("contact_id").agg(pl.col("as_of").min().alias("entered"))
    onward = moves.filter(pl.col("to").is_in(later)).join(earliest, on="contact_id", how="inner")
    went_on = onward.filter(pl.col("as_of") > pl.col("entered"))["contact_id"].n_unique()
    days = (entries["left"] - entries["as_of"]).dt.total_days().drop_nulls()
    median = days.median()
    return StageHistory(
        name,
        entries.height,
        went_on,
        percent(went_on, earliest.height),
        float(median) if isinstance(median, int | float) else None,
    )


def _flaps(moves: pl.DataFrame) -> pl.DataFrame:
    """Return contacts with more changes than is natural: id, how many, and through which stages."""
    changes = moves.filter(pl.col("from").is_not_null())
    windows = (
        changes.sort("as_of")
        .rolling("as_of", period=f"{FLAP_DAYS}d", group_by="contact_id")
        .agg(pl.len().alias("changes"))
    )
    most = windows.group_by("contact_id").agg(pl.col("changes").max().cast(pl.Int64))
    through = (
        changes.sort("as_of")
        .group_by("contact_id", maintain_order=True)
        .agg(pl.concat([pl.col("from").first(), pl.col("to").fill_null("")]).alias("stages"))
    )
    found = most.filter(pl.col("changes") > FLAP_CHANGES).join(through, on="contact_id", how="left")
    return found.sort(["changes", "contact_id"], descending=[True, False])


def follow(history: History, who: str) -> LeadPath:
    """Return the way of one contact.

    Args:
        history: The history, as a run after its last one sees it.
        who: Its id, as an export writes it.
    """
    key = pl.select(join_key(pl.lit(who.strip()))).item()
    state, transitions = history.table("state"), history.transitions()
    if state is None or transitions is None:
        return LeadPath(who, "", None, history.last, ())
    known = state.filter(pl.col("contact_id") == key).collect()
    if known.is_empty():
        return LeadPath(who, "", None, history.last, ())
    moves = transitions.filter(pl.col("contact_id") == key).sort("as_of").collect()
    ends = [*moves["as_of"][1:], history.last]
    steps = tuple(
        PathStep(row["as_of"], row["to"] or "", (end - row["as_of"]).days, row["reason"], row["detail"] or "")
        for row, end in zip(moves.iter_rows(named=True), ends, strict=True)
    )
    return LeadPath(who, key, known["seen"][0], history.last, steps, _handoffs(history, key))


def _handoffs(history: History, key: str) -> tuple[PathHandoff, ...]:
    """Return when a contact was handed over, and what Sales answered; nothing in a history that does not know."""
    table = history.table("handoffs")
    if table is None:
        return ()
    own = table.filter(pl.col("contact_id") == key).sort("since", "list")
    told = own.select(
        *("list", "since", "on", pl.col("owner", "answer").fill_null("")),
        *("answered_on", pl.col("reason").fill_null("")),
    )
    return tuple(PathHandoff(**row) for row in told.collect().iter_rows(named=True))
