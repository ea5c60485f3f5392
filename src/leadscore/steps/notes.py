"""What the user should know of a run although nothing is wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING

from leadscore.schema.scores import ActivityRule, Linear, QuietRule

if TYPE_CHECKING:
    from leadscore.results import Accounting
    from leadscore.rules.compile import CompiledRules
    from leadscore.schema.model import Rules

__all__ = ["note_dates", "note_later_rows"]


def note_later_rows(accounts: tuple[Accounting, ...], rules: CompiledRules) -> list[str]:
    """Say how many rows are later than the as-of date, which the run ignored."""
    return [
        f"{account.later:,} of {account.read:,} {account.input} are later than {rules.as_of} and were ignored; "
        "if that is not meant, give another --as-of"
        for account in accounts
        if account.later
    ]


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
