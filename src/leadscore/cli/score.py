"""`leadscore score`: the main job's options."""

from __future__ import annotations

from typing import Annotated

import typer

from leadscore.cli.talk import ends_well

__all__ = ["score"]


@ends_well
def score(  # noqa: PLR0913 - one parameter per option of the command line
    contacts: Annotated[
        list[str], typer.Argument(help="Contact exports: files, or quoted globs.", metavar="CONTACTS…")
    ],
    *,
    newest: Annotated[
        bool,
        typer.Option(
            "--newest",
            help="Of several nights of one contact export, take the one with the latest date in its name.",
        ),
    ] = False,
    activities: Annotated[
        list[str] | None,
        typer.Option("-a", "--activities", help="Activity logs: a file or a quoted glob, repeatable."),
    ] = None,
    deals: Annotated[list[str] | None, typer.Option("--deals", help="Deals, repeatable.")] = None,
    companies: Annotated[list[str] | None, typer.Option("--companies", help="Companies, repeatable.")] = None,
    without: Annotated[
        list[str] | None,
        typer.Option("--without", help="Inputs that are meant to be absent: activities,deals,companies."),
    ] = None,
    rules: Annotated[
        str | None,
        typer.Option(
            "-r", "--rules", help="The rules file. Default: rules.yaml here, else beside the contacts."
        ),
    ] = None,
    as_of: Annotated[
        str | None,
        typer.Option("--as-of", help="The day on which ages are counted, YYYY-MM-DD. Default: today."),
    ] = None,
    out: Annotated[str, typer.Option("-o", "--out", help="The folder for the results.")] = "leadscore-out",
    max_rejected: Annotated[
        str | None,
        typer.Option(
            "--max-rejected",
            help="Publish nothing if more records are rejected: N or N%. Default: 1% and 20.",
        ),
    ] = None,
    dedupe: Annotated[
        bool, typer.Option("--dedupe", help="Count activities without an id once if all their cells repeat.")
    ] = False,
    guard_all: Annotated[
        bool, typer.Option("--guard-all", help="Guard formula cells in scored.csv and writeback.csv too.")
    ] = False,
    xlsx: Annotated[
        bool, typer.Option("--xlsx", help="Write each hand-off list as an Excel workbook too.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print the summary as JSON.")] = False,
    quiet: Annotated[bool, typer.Option("-q", "--quiet", help="Print nothing but errors.")] = False,
) -> None:
    """Score contacts: write scored and staged CSVs and hand-off lists, and show the funnel."""
    from leadscore.cli.scoring import Job, Talk, score_exports

    others = {"activities": activities, "deals": deals, "companies": companies}
    talk = Talk.JSON if as_json else Talk.NOTHING if quiet else Talk.SUMMARY
    job = Job(
        contacts=contacts,
        others=others,
        newest=newest,
        without=without or [],
        rules=rules,
        as_of=as_of,
        out=out,
        max_rejected=max_rejected,
        dedupe=dedupe,
        guard_all=guard_all,
        xlsx=xlsx,
        talk=talk,
    )
    score_exports(job)
