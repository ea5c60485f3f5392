"""`leadscore score`: the main job's options."""

from typing import Annotated

import typer

from leadscore.cli.engine import Engine
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

__all__ = ["score"]


@ends_well
def score(  # noqa: PLR0913 - one parameter per option of the command line
    contacts: Contacts,
    *,
    newest: Newest = False,
    activities: Activities = None,
    deals: Deals = None,
    companies: Companies = None,
    costs: Costs = None,
    without: Without = None,
    rules: Rules = None,
    as_of: AsOf = None,
    out: Annotated[str, typer.Option("-o", "--out", help="The folder for the results.")] = "leadscore-out",
    max_rejected: Annotated[
        str | None,
        typer.Option(
            "--max-rejected",
            help="Publish nothing if more records are rejected: N or N%. Default: 1% and 20.",
        ),
    ] = None,
    dedupe: Dedupe = False,
    guard_all: Annotated[
        bool, typer.Option("--guard-all", help="Guard formula cells in scored.csv and writeback.csv too.")
    ] = False,
    xlsx: Annotated[
        bool, typer.Option("--xlsx", help="Write each hand-off list as an Excel workbook too.")
    ] = False,
    ledger: Annotated[
        bool,
        typer.Option("--ledger", help="Write ledger.parquet too: how every score came about, line by line."),
    ] = False,
    history: Annotated[
        str | None,
        typer.Option(
            "--history", metavar="DIR", help="Remember stages and hand-offs from run to run, in this folder."
        ),
    ] = None,
    rebuild: Annotated[
        bool,
        typer.Option(
            "--rebuild", help="Drop the runs of the history from this day on, and go on from there."
        ),
    ] = False,
    force: Annotated[
        bool, typer.Option("--force", help="Publish even where a guard of the rules trips, and record that.")
    ] = False,
    engine: Annotated[
        Engine, typer.Option("--engine", help="What does the work; spark for more than one machine holds.")
    ] = Engine.POLARS,
    master: Annotated[
        str | None,
        typer.Option("--master", metavar="URL", help="Where Spark runs, such as spark://HOST:7077 or yarn."),
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Show the summary and write nothing, not even in the history.")
    ] = False,
    no_cache: NoCache = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print the summary as JSON.")] = False,
    quiet: Annotated[bool, typer.Option("-q", "--quiet", help="Print nothing but errors.")] = False,
) -> None:
    """Score contacts: write scored and staged CSVs and hand-off lists, and show the funnel."""
    from leadscore.cli.exports import Exports
    from leadscore.cli.scoring import Job, Talk, score_exports

    others = {"activities": activities, "deals": deals, "companies": companies, "costs": costs}
    talk = Talk.JSON if as_json else Talk.NOTHING if quiet else Talk.SUMMARY
    job = Job(
        Exports(contacts, others, newest, without, rules, as_of, dedupe, no_cache),
        out=out,
        max_rejected=max_rejected,
        guard_all=guard_all,
        xlsx=xlsx,
        ledger=ledger,
        talk=talk,
        history=history,
        rebuild=rebuild,
        force=force,
        engine=engine,
        master=master,
        dry_run=dry_run,
    )
    score_exports(job)
