"""Accounts: which scores they go by, and how the engagement of several people becomes that of their company."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import polars as pl

from leadscore.rules.arithmetic import rounded
from leadscore.schema.accounts import Accounts
from leadscore.schema.fields import COMPANY_COUNTS
from leadscore.schema.scores import ActivityRule, QuietRule
from leadscore.schema.uses import field_uses

if TYPE_CHECKING:
    from leadscore.schema.model import Rules
    from leadscore.schema.scores import RuledScore

__all__ = ["CompiledAccounts", "combined", "compile_accounts", "looks_at_colleagues", "weighted"]

_MOST: Final = 32
"""Contacts of an account whose engagement counts; all others together would add less than a millionth of a point."""
_WHOLE: Final = 2 ** (_MOST - 1)
_WEIGHTS: Final = pl.Series([*(_WHOLE // 2**place for place in range(_MOST)), 0], dtype=pl.Int64)
"""What the engagement of a contact counts by its place in the account: all of it, half of it, a quarter of it, …"""
_FULL: Final = 1000


@dataclass(frozen=True)
class CompiledAccounts:
    """The scores by which accounts go.

    Attributes:
        engagement: The score that says how engaged a contact is.
        fit: The score that says how well it fits; None where the rules have no such score.
    """

    engagement: str
    fit: str | None


def compile_accounts(rules: Rules) -> CompiledAccounts | None:
    """Return the scores by which accounts go; None where nothing asks for accounts."""
    if rules.accounts is None and not looks_at_colleagues(rules):
        return None
    said = rules.accounts or Accounts()
    active = [name for name, score in rules.ruled.items() if _counts_activities(score)]
    still = [name for name in rules.ruled if name not in active]
    return CompiledAccounts(
        engagement=said.engagement or _customary("engagement", active, rules) or rules.main_score,
        fit=said.fit or _customary("fit", still, rules),
    )


def _counts_activities(score: RuledScore) -> bool:
    return any(isinstance(rule, ActivityRule | QuietRule) for rule in score.rules)


def _customary(name: str, found: list[str], rules: Rules) -> str | None:
    """Return the score of this name, else the only one of those that were found."""
    if name in rules.scores:
        return name
    return found[0] if len(found) == 1 else None


def looks_at_colleagues(rules: Rules) -> bool:
    """Tell whether what becomes of a contact may depend on others of its company."""
    return any(use.field in COMPANY_COUNTS for use in field_uses(rules))


def weighted(engaged: pl.Expr, account: str) -> pl.Expr:
    """Return what a contact adds to the engagement of its account: its own for the most engaged one, half for the second.

    Args:
        engaged: The engagement of contacts in tenths, not below 0.
        account: The column that says which account is theirs.
    """
    place = engaged.rank("ordinal", descending=True).over(account).cast(pl.Int64) - 1
    return engaged * pl.lit(_WEIGHTS).gather(place.clip(0, _MOST))


def combined(added: pl.Expr) -> pl.Expr:
    """Return the engagement of an account in tenths, at most 100.

    Args:
        added: The sum of what its contacts add.
    """
    return pl.min_horizontal(rounded(added, _WHOLE), pl.lit(_FULL, pl.Int64))
