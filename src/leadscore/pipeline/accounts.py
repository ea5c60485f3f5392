"""Accounts: which companies are engaged, who is missing there, and what depends on one contact."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import polars as pl

from leadscore.columns import ACCOUNT, ONLY_STAGE
from leadscore.results.accounts import AccountReport
from leadscore.rules.accounts import compile_accounts
from leadscore.rules.funnel import funnel_of, ripe_stage
from leadscore.steps import account_rows, present

if TYPE_CHECKING:
    from leadscore.pipeline.inputs import Session
    from leadscore.results import OutputTable

__all__ = ["AccountsFound", "look_at_accounts"]

_PATH: Final = "accounts.csv"


@dataclass(frozen=True)
class AccountsFound:
    """Which companies are engaged.

    Attributes:
        tables: The file.
        report: The summary; None where nothing asks for accounts.
    """

    tables: tuple[OutputTable, ...] = ()
    report: AccountReport | None = None


def look_at_accounts(session: Session, scored: pl.LazyFrame) -> AccountsFound:
    """Count the accounts, where the rules have them or look at who else is at a company.

    Args:
        session: The inputs and the rules.
        scored: One row per contact, with every column that the steps add.
    """
    rules = session.rules.model
    compiled = compile_accounts(rules)
    if compiled is None:
        return AccountsFound()
    personas, stages = tuple(persona.name for persona in rules.personas), funnel_of(rules)
    ripe = stages.index(ripe_stage(rules))
    group = account_rows.Group(personas, stages, ripe, compiled.fit, rules.main_score)
    counted = scored.pipe(account_rows.count_accounts, session.layout, group).collect()
    titles = {stage.name: stage.title for stage in rules.stages} or {ONLY_STAGE: ONLY_STAGE}
    named = scored.select(pl.col(ACCOUNT).count(), without=pl.col(ACCOUNT).null_count()).collect()
    report = AccountReport(
        accounts=counted.height,
        engaged=counted.filter(pl.col(account_rows.NUMBER) > 0).height,
        one_contact_risk=counted.filter(account_rows.RISK).height,
        contacts=named[ACCOUNT].item(),
        without=named["without"].item(),
        personas=len(personas),
        ripe=titles[stages[ripe]] if ripe else "",
        top=account_rows.tell_accounts(counted, titles),
        path=_PATH,
    )
    rows = account_rows.account_rows(counted, deals="deals" in session.inputs)
    return AccountsFound((present.report_table(_PATH, rows),), report)
