"""Each guard, and what it says where it trips."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from leadscore.pipeline.guards.behind import Cause, columns_of, rule_behind, what_behind
from leadscore.pipeline.guards.nights import per_cent, share
from leadscore.pipeline.guards.psi import shift
from leadscore.pipeline.measures import known
from leadscore.results.guards import Tripped
from leadscore.schema.uses import field_uses

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import polars as pl

    from leadscore.pipeline.guards.nights import Nights
    from leadscore.pipeline.inputs import Session
    from leadscore.pipeline.measures import Column
    from leadscore.results import Accounting, Joined
    from leadscore.schema.model import Rules

__all__ = ["trip_contacts", "trip_fall", "trip_fill", "trip_moved", "trip_psi", "trip_unmatched"]


def limit_of(thousandths: int) -> str:
    """Return a percentage of the rules as they write it."""
    return f"{Decimal(thousandths).scaleb(-3).normalize():f}%"


def trip_contacts(limit: int, contacts: int, account: Accounting) -> Iterator[Tripped]:
    """Yield whether there are fewer contacts than there have to be.

    Args:
        limit: The fewest.
        contacts: How many there are.
        account: What became of their records.
    """
    if contacts < limit:
        text = f"{_people(contacts)}, and at least {limit:,} are expected"
        yield Tripped("contacts.at_least", str(limit), contacts, None, "", (), text, _files(account))


def trip_fall(limit: int, then: int, contacts: int, day: str, account: Accounting) -> Iterator[Tripped]:
    """Yield whether there are too few contacts beside the last run.

    Args:
        limit: Thousandths of a per cent that may be missing.
        then: How many there were.
        contacts: How many there are.
        day: The as-of date of the last run.
        account: What became of their records.
    """
    fallen = share(max(then - contacts, 0), then)
    if fallen * 100 > limit:
        text = (
            f"{_people(contacts)}, {per_cent(fallen)} fewer than the {then:,} of {day}; "
            f"{limit_of(limit)} is the limit"
        )
        yield Tripped("contacts.fall", limit_of(limit), contacts, then, "", (), text, _files(account))


def _people(contacts: int) -> str:
    return f"there {'is one contact' if contacts == 1 else f'are {contacts:,} contacts'}"


def _files(account: Accounting) -> tuple[str, ...]:
    rejected = f", of which {account.rejected:,} were rejected" if account.rejected else ""
    have = "has" if len(account.files) == 1 else "have"
    return (f"{', '.join(account.files)} {have} {account.read:,} records{rejected}",)


def trip_unmatched(
    limit: int, session: Session, account: Accounting, joined: Joined, last: float | None
) -> Iterator[Tripped]:
    """Yield whether too many activities are of no known contact.

    Args:
        limit: Thousandths of a per cent that may be.
        session: The run.
        account: What became of the activities.
        joined: How they found their contacts.
        last: The share of the last run in per cent, if there is one.
    """
    lost = share(account.unknown_contact, account.read)
    if lost * 100 <= limit:
        return
    layout = session.inputs["activities"].layout
    columns = tuple(
        layout.header_of(field) for field in ("contact_id", "email", "contact_name") if layout.has(field)
    )
    before = f"; {last}% were in the last run" if last is not None else ""
    examples = ", ".join(f'"{one}"' for one in joined.unknown)
    text = (
        f"{account.unknown_contact:,} of {account.read:,} activities ({per_cent(lost)}) are of no known contact, "
        f"such as {examples}; {limit_of(limit)} is the limit{before}"
    )
    named = f"{', '.join(account.files)}: contacts are named by {_quoted(columns)}"
    yield Tripped("unmatched", limit_of(limit), lost / 10, last, "", columns, text, (named,))


def trip_fill(limit: int, nights: Nights) -> Iterator[Tripped]:
    """Yield the columns of which too many cells are empty now; a column that is gone is empty.

    Args:
        limit: Percentage points that may be missing.
        nights: The run and the one before it.
    """
    for then in nights.last.columns:
        now, layout = nights.column_now(then.input, then.field), nights.layouts.get(then.input)
        if layout is None or (now is None and then.header in layout.header):
            continue  # meant to be absent, or the rules read it no more
        before, after = share(then.filled, then.rows), share(now.filled, now.rows) if now else 0
        if before - after > 10 * limit:
            yield _emptied(limit, nights, then, now, (before, after))


def _emptied(
    limit: int, nights: Nights, then: Column, now: Column | None, shares: tuple[int, int]
) -> Tripped:
    before, after = shares
    header = now.header if now else then.header
    found = f"is {per_cent(after)} filled" if now else "is gone"
    text = (
        f'"{header}" of {then.input} {found}; it was {per_cent(before)} filled on {nights.day}, '
        f"and {limit} points less is the limit"
    )
    readers = _readers(nights.session.rules.model, then.input, then.field)
    read = f"read by {', '.join(readers)}" if readers else "no rule reads it"
    return Tripped("fill", str(limit), after / 10, before / 10, "", (header,), text, (read,))


def _readers(model: Rules, input_: str, field: str) -> list[str]:
    whats = dict.fromkeys(use.what for use in field_uses(model))
    return [what for what in whats if (input_, field) in set(columns_of(model, what))]


def trip_moved(limit: int, nights: Nights, transitions: pl.DataFrame) -> Iterator[Tripped]:
    """Yield whether too many contacts changed their stage; those that no run knew before do not count.

    Args:
        limit: Thousandths of a per cent that may.
        nights: The run and the one before it.
        transitions: Who changed its stage.
    """
    moves, before = nights.tonight.moves, nights.last.moves
    moved = share(moves.moved, moves.known)
    if moved * 100 <= limit:
        return
    text = (
        f"{moves.moved:,} of {moves.known:,} contacts ({per_cent(moved)}) changed their stage; "
        f"{limit_of(limit)} is the limit"
    )
    last = share(before.moved, before.known) / 10 if before.known else None
    start, end, reason, number = _most(nights, transitions)
    most = f"most of them from {_stage(start)} to {_stage(end)}: {number:,}"
    cause = _cause_of_moves(nights, (start, end), reason)
    details = (most, *cause.details, *_other_rules(nights))
    yield Tripped("moved", limit_of(limit), moved / 10, last, cause.rule, cause.columns, text, details)


def _most(nights: Nights, transitions: pl.DataFrame) -> tuple[str | None, str | None, str, int]:
    """Return the change that is most frequent, and its reason."""
    counted = (
        known(nights.session, transitions)
        .group_by("from", "to", "reason")
        .len()
        .sort("len", "from", "to", "reason", descending=[True, False, False, False])
    )
    start, end, reason, number = counted.row(0)
    return start, end, reason, number


def _stage(name: str | None) -> str:
    return "no stage" if name is None else f'"{name}"'


def _cause_of_moves(nights: Nights, stages: tuple[str | None, str | None], reason: str) -> Cause:
    kind, _, id_ = reason.partition(":")
    match kind:
        case "recycle":
            return what_behind(nights, [f'recycling "{id_}"'], f'sent back by recycling "{id_}"')
        case "disqualify":
            return what_behind(
                nights, [f'disqualification "{id_}"'], f'taken out by disqualification "{id_}"'
            )
        case "crm_stage":
            return what_behind(nights, ["crm_stage"], "lifted by crm_stage")
    rules = dict.fromkeys((*nights.tonight.rules, *nights.last.rules))
    return rule_behind(nights, rules) or what_behind(
        nights,
        [f'stage "{stage}"' for stage in stages],
        "no rule gives other points than before; look at what the stages read",
    )


def trip_psi(limit: Decimal, nights: Nights) -> Iterator[Tripped]:
    """Yield the scores whose distribution shifted too far.

    Args:
        limit: The most that it may.
        nights: The run and the one before it.
    """
    for score, spread in nights.tonight.scores.items():
        found = shift(nights.last.scores.get(score, {}), spread)
        if found is None or found <= limit:
            continue
        text = f'score "{score}" has shifted by {found} since {nights.day}; {limit} is the limit'
        cause = rule_behind(nights, _rules_of(nights.session.rules.model, score)) or Cause()
        details = (*cause.details, *_other_rules(nights))
        yield Tripped("psi", str(limit), float(found), None, cause.rule, cause.columns, text, details)


def _rules_of(model: Rules, score: str) -> Sequence[str]:
    """Return the ids of the rules that a score adds up, itself or by the scores that it combines."""
    if score in model.ruled:
        return [rule.id for rule in model.ruled[score].rules]
    parts = model.combined[score].combine
    return list(dict.fromkeys(id_ for part in parts for id_ in _rules_of(model, part)))


def _other_rules(nights: Nights) -> tuple[str, ...]:
    return () if nights.same_rules else (f"the rules are not those of {nights.day}",)


def _quoted(names: Sequence[str]) -> str:
    return ", ".join(f'"{name}"' for name in names)
