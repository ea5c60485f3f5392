"""`leadscore init`: a first rules file."""

from typing import Annotated

import typer

from leadscore.cli.options import Activities, AsOf, Companies, Costs, Deals, Dedupe, Newest, Without
from leadscore.cli.talk import ends_well

__all__ = ["init"]


@ends_well
def init(  # noqa: PLR0913 - one parameter per option of the command line
    contacts: Annotated[
        list[str] | None,
        typer.Argument(
            help="Contact exports that the rules are to fit: files, or quoted globs. Without any, the starter rules.",
            metavar="[CONTACTS…]",
        ),
    ] = None,
    *,
    newest: Newest = False,
    activities: Activities = None,
    deals: Deals = None,
    companies: Companies = None,
    costs: Costs = None,
    without: Without = None,
    as_of: AsOf = None,
    dedupe: Dedupe = False,
    out: Annotated[
        str, typer.Option("-o", "--out", metavar="FILE", help="The rules file to write; - prints it.")
    ] = "rules.yaml",
    force: Annotated[bool, typer.Option("--force", help="Overwrite a rules file that is there.")] = False,
) -> None:
    """Write a commented rules file that fits an export, or the starter rules."""
    from leadscore.cli.drafting import Job, draft_file
    from leadscore.cli.exports import Exports

    others = {"activities": activities, "deals": deals, "companies": companies, "costs": costs}
    exports = Exports(contacts or (), others, newest, without, None, as_of, dedupe)
    draft_file(Job(exports, out, force))
