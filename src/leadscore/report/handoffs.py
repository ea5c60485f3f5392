"""Whose the leads on the lists are, who waits and who is overdue, and what Sales answered."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from rich.text import Text

from leadscore.report.layout import aside, grid, heading
from leadscore.report.phrases import Phrases
from leadscore.report.text import amount, counted, share, shown

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rich.console import RenderableType
    from rich.table import Table

    from leadscore.results import Summary
    from leadscore.results.handoff import OwnerLoad, ReasonAnswers, RuleAnswers

__all__ = ["answers", "overdue", "owners", "waiting"]

_NAME: Final = 30
_WORD: Final = 16
_SHOWN: Final = 5
"""Rules and reasons that are shown."""


def owners(summary: Summary) -> Iterator[RenderableType]:
    """Show what each owner has."""
    team = summary.handoffs.owners
    if not team:
        return
    remembers = any(one.overdue is not None for one in team)
    table = _table(heading("Owners"), ("leads", "new", "open", *(("overdue",) if remembers else ())), "")
    for one in team:
        table.add_row(*_owner(one, remembers=remembers))
    yield table
    yield aside("new: handed over on this day; open: not answered yet")


def _owner(one: OwnerLoad, *, remembers: bool) -> Iterator[RenderableType]:
    yield _label(one.owner)
    yield from (amount(one.leads), amount(one.new), amount(one.open))
    if remembers:
        yield Text("") if one.overdue is None else amount(one.overdue)
    yield Text("" if one.away_until is None else f"away until {one.away_until}")


def waiting(summary: Summary) -> Iterator[RenderableType]:
    """Show how many leads wait for an owner, and why."""
    found = summary.handoffs.waiting
    if found is None or not found.count:
        return
    table = grid()
    table.add_column(justify="right", no_wrap=True)
    for count, why in (
        (found.full, "everybody who gets such leads has enough"),
        (found.away, "everybody who gets such leads is away"),
        (found.nobody, "no entry of `owners` matches: to be fixed in the rules"),
    ):
        if count:
            table.add_row(Text.assemble("  ", amount(count)), why)
    yield heading("Waiting for an owner", f"{counted(found.count, 'lead', 'leads')} in {found.path}")
    yield table
    if found.nobody:
        yield aside("an entry without `when` at the end of `owners` matches everybody")


def overdue(summary: Summary) -> Iterator[RenderableType]:
    """Show the hand-offs that Sales should have answered by now, the longest overdue first."""
    handoffs = summary.handoffs
    if not handoffs.overdue:
        return
    owned = bool(handoffs.owners)
    titles = ("list", *(("owner",) if owned else ()), "handed over", "answer due")
    table = grid()
    table.add_column(no_wrap=True, overflow="ellipsis", max_width=_NAME)
    for _ in titles:
        table.add_column(no_wrap=True, overflow="ellipsis", max_width=_WORD)
    table.add_row(Text("  contact", "dim"), *(Text(title, "dim") for title in titles))
    for one in handoffs.overdue:
        whose = (shown(one.owner),) if owned else ()
        days = (Text(f"{one.since}"), Text(f"{one.due}"))
        table.add_row(_label(one.contact_id), shown(one.list), *whose, *days)
    count, here = handoffs.overdue_count, len(handoffs.overdue)
    first = f", the first {here} here" if count > here else ""
    yield heading("Overdue", f"{counted(count, 'answer', 'answers')} in {handoffs.overdue_path}{first}")
    yield table


def answers(summary: Summary) -> Iterator[RenderableType]:
    """Show what Sales answered to hand-offs, and what it rejects most."""
    handoffs = summary.handoffs
    answered = [one for one in handoffs.answers if one.answered]
    if not answered:
        return
    yield heading("Answers of Sales", f"since {handoffs.answered_since}")
    table = _table(_dim("list"), ("answered", "accepted", "by silence", "rejected", "taken"))
    for one in answered:
        numbers = map(amount, (one.answered, one.accepted, one.silence, one.rejected))
        table.add_row(_label(one.list), *numbers, share(one.share))
    yield table
    yield aside("taken: not rejected; silence counts as taken where the rules say so")
    rejected = [one for one in handoffs.by_rule if one.rejected]
    if rejected:
        yield Text()
        yield _rules(rejected[:_SHOWN])
    if handoffs.by_reason:
        yield Text()
        yield _reasons(handoffs.by_reason[:_SHOWN])
    if max(len(rejected), len(handoffs.by_reason)) > _SHOWN:
        yield aside("the others are in summary.json")


def _rules(found: Sequence[RuleAnswers]) -> Table:
    """Show which rules gave points to what Sales rejected."""
    table = _table(_dim("points from"), ("answered", "rejected", "taken"), "rejected most for")
    for one in found:
        numbers = (amount(one.answered), amount(one.rejected), share(one.share))
        table.add_row(_label(one.title), *numbers, shown(one.reason))
    return table


def _reasons(found: Sequence[ReasonAnswers]) -> Table:
    """Show why Sales rejects, and which rules gave those leads their points."""
    table = _table(_dim("reason"), ("rejected", "share"), "points mostly from")
    for one in found:
        rules = Phrases("; ".join(one.rules))
        table.add_row(_label(one.reason or "none given"), amount(one.count), share(one.share), rules)
    return table


def _table(first: Text, columns: Sequence[str], last: str | None = None) -> Table:
    """Return a table of names, numbers and perhaps some words, with its row of titles."""
    table = grid()
    table.add_column(no_wrap=True, overflow="ellipsis", max_width=_NAME)
    for _ in columns:
        table.add_column(justify="right", no_wrap=True)
    titles = columns
    if last is not None:
        table.add_column()
        titles = (*columns, last)
    table.add_row(first, *(Text(title, "dim") for title in titles))
    return table


def _dim(title: str) -> Text:
    return Text(f"  {title}", "dim")


def _label(text: str) -> Text:
    return Text.assemble("  ", shown(text))
