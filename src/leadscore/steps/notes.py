"""What the user should know of a run although nothing is wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from leadscore.results import percent
from leadscore.schema.scores import ActivityRule, Linear, QuietRule

if TYPE_CHECKING:
    from collections.abc import Mapping

    import polars as pl

    from leadscore.results import Accounting, Joined
    from leadscore.rules.compile import CompiledRules
    from leadscore.schema.model import Rules

__all__ = [
    "note_dates",
    "note_joins",
    "note_later_events",
    "note_later_rows",
    "note_overlaps",
    "note_shared_emails",
]

EXAMPLES: Final = 3
MOST_CHARACTERS: Final = 60
_JOINED: Final = ("activities", "deals")


def note_later_rows(accounts: tuple[Accounting, ...], rules: CompiledRules) -> list[str]:
    """Say how many rows are later than the as-of date, which the run ignored."""
    return [
        f"{account.later:,} of {account.read:,} {account.input} are later than {rules.as_of} and were ignored; "
        "if that is not meant, give another --as-of"
        for account in accounts
        if account.later
    ]


def note_later_events(later: Mapping[str, int], rules: CompiledRules) -> list[str]:
    """Say how many activities that columns of contacts name are later than the as-of date, by column."""
    return [
        f'dates in the column "{header}" of contacts that are later than {rules.as_of} were ignored: {number:,}; '
        "if that is not meant, give another --as-of"
        for header, number in later.items()
    ]


def note_joins(accounts: tuple[Accounting, ...], joined: Mapping[str, Joined]) -> list[str]:
    """Say how many rows found no contact, and how many found theirs by less than an id or an address."""
    notes = []
    for account in accounts:
        found = joined[account.input]
        if account.unknown_contact and account.input in _JOINED:
            notes.append(_note_unknown(account, found))
        if found.by_name:
            notes.append(f"{account.input} that found their contact by its name: {found.by_name:,}")
        if found.several:
            notes.append(
                f"{account.input} that name several contact ids, of which the first counts: {found.several:,}"
            )
    return notes


def _note_unknown(account: Accounting, found: Joined) -> str:
    share = percent(account.unknown_contact, account.read)
    examples = ", ".join(f'"{_shortened(one)}"' for one in found.unknown)
    return (
        f"{account.unknown_contact:,} of {account.read:,} {account.input} ({f'{share}%' if share else 'under 0.1%'}) are of no known contact"
        f"{f', such as {examples}' if examples else ''}"
    )


def note_overlaps(files: int, *, with_ids: bool, dedupe: bool) -> list[str]:
    """Say that several files of activities may overlap, where no ids would show it.

    Args:
        files: How many files of activities there are.
        with_ids: Whether activities have ids.
        dedupe: Whether those that repeat each other count once.
    """
    if files < 2 or with_ids or dedupe:
        return []
    return [
        f"activities come in {files:,} files and have no ids: if the files overlap, --dedupe counts what repeats once"
    ]


def note_shared_emails(shared: pl.DataFrame, number: int) -> list[str]:
    """Say how many e-mail addresses several contact ids share.

    Args:
        shared: `email`, `one` and `other` of the first of them, sorted.
        number: How many there are.
    """
    if shared.is_empty():
        return []
    examples = ", ".join(
        f"{_shortened(email)} ({_shortened(one)} and {_shortened(other)})"
        for email, one, other in shared.head(EXAMPLES).iter_rows()
    )
    several = f"{number:,} e-mail addresses stand" if number > 1 else "one e-mail address stands"
    return [
        f"{several} under several contact ids, such as {examples}; what names the address alone counts for the first contact"
    ]


def _shortened(text: str) -> str:
    """Return the beginning of an example."""
    return text if len(text) <= MOST_CHARACTERS else f"{text[: MOST_CHARACTERS - 1]}…"


def note_dates(oldest: int | None, rules: CompiledRules) -> list[str]:
    """Say where the rules look further back than the activities go.

    Args:
        oldest: Age in days of the oldest used activity; None without any.
        rules: The rules.
    """
    days, rule = max(_look_back(rules.model), default=(0, ""))
    if oldest is None or oldest >= days:
        return []
    return [
        f'the oldest activity is {oldest} days old, but rule "{rule}" looks back {days} days: export a longer period'
    ]


def _look_back(model: Rules) -> list[tuple[int, str]]:
    found = []
    for score in model.ruled.values():
        for rule in score.rules:
            if isinstance(rule, QuietRule):
                found.append((rule.quiet_for, rule.id))
            if isinstance(rule, ActivityRule):
                decay = rule.decay or score.decay
                days = rule.within_last or (decay.linear if isinstance(decay, Linear) else 0)
                found.append((days, rule.id))
    return found
