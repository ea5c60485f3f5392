"""Which companies are engaged, the warmest first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from rich.text import Text

from leadscore.report.layout import aside, grid, heading
from leadscore.report.text import counted, harmless, shown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.console import RenderableType
    from rich.table import Table

    from leadscore.results import Published, Summary
    from leadscore.results.accounts import AccountReport

__all__ = ["accounts"]

_NAME: Final = 26
_STAGE: Final = 19


def accounts(summary: Summary, published: Published | None) -> Iterator[RenderableType]:
    """Show the most engaged accounts, and how many depend on one contact.

    Args:
        summary: What is shown.
        published: None if nothing was written.
    """
    found = summary.accounts
    if found is None:
        return
    where = f" in {found.path}" if published else ""
    number = counted(found.accounts, "company", "companies")
    yield heading("Accounts", f"{number}{where}; {found.engaged:,} with an engaged contact")
    if found.top:
        yield _table(found)
    if found.one_contact_risk:
        stake = f"a deal open or {harmless(found.ripe)} reached" if found.ripe else "a deal open"
        risky = counted(found.one_contact_risk, "company", "companies")
        yield aside(f"one-contact risk: {risky} with {stake}, and only one engaged contact")
    if found.without:
        yield aside(
            f"with a private e-mail address or none, and no company id: {counted(found.without, 'contact', 'contacts')}"
        )


def _table(found: AccountReport) -> Table:
    table = grid()
    table.add_column(no_wrap=True, overflow="ellipsis", max_width=_NAME)
    titles = ["engagement", "engaged", *(["personas"] if found.personas else [])]
    for _ in titles:
        table.add_column(justify="right", no_wrap=True)
    table.add_column(no_wrap=True, overflow="ellipsis", max_width=_STAGE)
    titles.append("furthest")
    table.add_row("", *(Text(title, "dim") for title in titles))
    for one in found.top:
        personas = [Text(f"{len(one.personas)} of {found.personas}")] if found.personas else []
        table.add_row(
            Text.assemble("  ", shown(one.company or one.account)),
            Text(f"{one.engagement:.1f}"),
            Text(f"{one.engaged:,} of {one.contacts:,}"),
            *personas,
            shown(one.stage),
        )
    return table
