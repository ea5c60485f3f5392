"""Options that several commands have in common."""

from typing import Annotated

import typer

__all__ = [
    "Activities",
    "AsOf",
    "Companies",
    "Contacts",
    "Costs",
    "Deals",
    "Dedupe",
    "Newest",
    "NoCache",
    "Rules",
    "Without",
]

Contacts = Annotated[
    list[str], typer.Argument(help="Contact exports: files, or quoted globs.", metavar="CONTACTS…")
]
Newest = Annotated[
    bool,
    typer.Option(
        "--newest",
        help="Of several nights of one contact export, take the one with the latest date in its name.",
    ),
]
Activities = Annotated[
    list[str] | None,
    typer.Option("-a", "--activities", help="Activity logs: a file or a quoted glob, repeatable."),
]
Deals = Annotated[list[str] | None, typer.Option("--deals", help="Deals, repeatable.")]
Companies = Annotated[list[str] | None, typer.Option("--companies", help="Companies, repeatable.")]
Costs = Annotated[
    list[str] | None,
    typer.Option("--costs", help="What channels cost by month, repeatable; only score and check read it."),
]
Without = Annotated[
    list[str] | None,
    typer.Option("--without", help="Inputs that are meant to be absent: activities,deals,companies,costs."),
]
Rules = Annotated[
    str | None,
    typer.Option("-r", "--rules", help="The rules file. Default: rules.yaml here, else beside the contacts."),
]
AsOf = Annotated[
    str | None,
    typer.Option("--as-of", help="The day on which ages are counted, YYYY-MM-DD. Default: today."),
]
NoCache = Annotated[
    bool,
    typer.Option(
        "--no-cache",
        help="Neither use nor keep what was read of large exports, beside them in .leadscore-cache.",
    ),
]
Dedupe = Annotated[
    bool, typer.Option("--dedupe", help="Count activities without an id once if all their cells repeat.")
]
