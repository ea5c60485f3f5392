"""`leadscore diff`: the options of the command that compares two rules files."""

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
    Without,
)
from leadscore.cli.talk import ends_well

__all__ = ["diff"]


@ends_well
def diff(  # noqa: PLR0913 - one parameter per option of the command line
    old: Annotated[
        str, typer.Argument(help="The old rules: a file, or REV:path as git has it.", metavar="OLD")
    ],
    new: Annotated[
        str, typer.Argument(help="The new rules: a file, or REV:path as git has it.", metavar="NEW")
    ],
    contacts: Contacts,
    *,
    newest: Newest = False,
    activities: Activities = None,
    deals: Deals = None,
    companies: Companies = None,
    costs: Costs = None,
    without: Without = None,
    as_of: AsOf = None,
    dedupe: Dedupe = False,
    by: Annotated[
        list[str] | None,
        typer.Option(
            "--by", metavar="FIELD", help="Show the shift by the values of a field too, repeatable: country."
        ),
    ] = None,
    out: Annotated[
        str, typer.Option("-o", "--out", metavar="FILE", help="The file for the leads that change.")
    ] = "diff.csv",
    fail_if_moved: Annotated[
        str | None,
        typer.Option(
            "--fail-if-moved",
            metavar="N|N%",
            help="End with exit code 1 if more leads change their stage.",
        ),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print what moves as JSON.")] = False,
) -> None:
    """Compare two rules files: who moves, why, and how much, if NEW takes the place of OLD."""
    from leadscore.cli.exports import Exports
    from leadscore.cli.movement import Job, compare_files

    others = {"activities": activities, "deals": deals, "companies": companies, "costs": costs}
    job = Job(
        Exports(contacts, others, newest, without, None, as_of, dedupe),
        old=old,
        new=new,
        by=tuple(by or ()),
        out=out,
        fail_if_moved=fail_if_moved,
        as_json=as_json,
    )
    compare_files(job)
