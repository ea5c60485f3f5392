"""A run is held against the guards of its rules, and leaves what the next one is compared with."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from leadscore.pipeline.guards import trip
from leadscore.pipeline.guards.nights import Nights, share
from leadscore.pipeline.measures import MEASURES, measure, read_measures
from leadscore.pipeline.past import hash_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from typing import Any

    from leadscore.pipeline.measures import Measures
    from leadscore.pipeline.past import Leaves
    from leadscore.pipeline.scored import Scored
    from leadscore.results import Accounting
    from leadscore.results.guards import Tripped
    from leadscore.schema.guards import Guards

__all__ = ["Watched", "watch"]


@dataclass(frozen=True)
class Watched:
    """What guards say of a run.

    Attributes:
        tripped: The guards that tripped and forbid that it is published.
        forced: The guards that tripped and were overridden.
        leaves: What it leaves for the next run, with its measures and with the guards that were overridden.
    """

    tripped: tuple[Tripped, ...]
    forced: tuple[Tripped, ...]
    leaves: Leaves | None


@dataclass(frozen=True)
class _Night:
    """A run as guards see it."""

    scored: Scored
    accounts: Mapping[str, Accounting]
    leaves: Leaves | None
    tonight: Measures
    counts: Mapping[str, Any]
    last: Measures | None


def watch(scored: Scored, accounts: Sequence[Accounting], leaves: Leaves | None) -> Watched:
    """Hold a run against the guards of its rules.

    Args:
        scored: The run.
        accounts: What became of the records of its inputs.
        leaves: What it leaves for the next run; None for a run without a history.
    """
    session = scored.session
    now = measure(scored, accounts, leaves.tables["transitions"] if leaves else None)
    past = session.settings.past
    counts = (past.counts if past else None) or {}
    night = _Night(scored, {one.input: one for one in accounts}, leaves, now, counts, read_measures(counts))
    guards = session.rules.model.guards
    found = tuple(_trip(guards, night)) if guards is not None else ()
    forced = found if session.settings.force else ()
    if leaves is not None:
        names = list(dict.fromkeys(one.guard for one in forced))
        leaves = replace(leaves, counts={**leaves.counts, "forced": names, MEASURES: now.content})
    return Watched(() if forced else found, forced, leaves)


def _trip(guards: Guards, night: _Night) -> Iterator[Tripped]:
    """Yield the guards that trip: those of a run alone, then those that compare it with the last one."""
    if guards.contacts is not None:
        people, account = night.tonight.contacts, night.accounts["contacts"]
        if guards.contacts.at_least is not None:
            yield from trip.trip_contacts(guards.contacts.at_least, people, account)
        if guards.contacts.fall is not None and "contacts" in night.counts:
            then, day = night.counts["contacts"], night.counts["as_of"]
            yield from trip.trip_fall(guards.contacts.fall, then, people, day, account)
    if guards.unmatched is not None and "activities" in night.accounts:
        joined = night.scored.parts["activities"].joined
        session, account = night.scored.session, night.accounts["activities"]
        yield from trip.trip_unmatched(guards.unmatched, session, account, joined, _unmatched(night.last))
    if night.last is not None and night.leaves is not None:
        yield from _compare(guards, night, night.last, night.leaves)


def _compare(guards: Guards, night: _Night, last: Measures, leaves: Leaves) -> Iterator[Tripped]:
    session, counts = night.scored.session, night.counts
    same_rules = counts["rules"] == hash_of(session.file)
    nights = Nights(session, night.tonight, last, counts["as_of"], same_rules)
    if guards.fill is not None:
        yield from trip.trip_fill(guards.fill, nights)
    if guards.moved is not None:
        yield from trip.trip_moved(guards.moved, nights, leaves.tables["transitions"])
    if guards.psi is not None:
        yield from trip.trip_psi(guards.psi, nights)


def _unmatched(last: Measures | None) -> float | None:
    """Return the share of activities of no known contact in the last run, in per cent."""
    if last is None or not last.activities.read:
        return None
    return share(last.activities.unmatched, last.activities.read) / 10
