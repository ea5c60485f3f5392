"""`leadscore explain`: the options of the command that shows where the points of single leads come from."""

from typing import Annotated

import typer

from leadscore.cli.options import (
    Activities,
    AsOf,
    Companies,
    Contacts,
    Costs,
    Deals,
    Dedupe,
    Newest,
    NoCache,
    Rules,
    Without,
)
from leadscore.cli.talk import ends_well

__all__ = ["explain"]


@ends_well
def explain(  # noqa: PLR0913 - one parameter per option of the command line
    contacts: Contacts,
    *,
    who: Annotated[
        list[str],
        typer.Option(
            "-c", "--contact", metavar="WHO", help="The lead: its id or e-mail address, repeatable."
        ),
    ],
    newest: Newest = False,
    activities: Activities = None,
    deals: Deals = None,
    companies: Companies = None,
    costs: Costs = None,
    without: Without = None,
    rules: Rules = None,
    as_of: AsOf = None,
    dedupe: Dedupe = False,
    no_cache: NoCache = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print the explanation as JSON.")] = False,
) -> None:
    """Show where the points of single leads come from, what would move them up, and how long it holds."""
    from leadscore.cli.explaining import Job, explain_job
    from leadscore.cli.exports import Exports

    others = {"activities": activities, "deals": deals, "companies": companies, "costs": costs}
    exports = Exports(contacts, others, newest, without, rules, as_of, dedupe, no_cache)
    explain_job(Job(exports, tuple(who), as_json=as_json))
