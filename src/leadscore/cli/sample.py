"""`leadscore sample`: realistic exports of any size."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from leadscore.cli.days import parse_day, today
from leadscore.cli.talk import ends_well, say

__all__ = ["sample"]


@ends_well
def sample(
    *,
    contacts: Annotated[int, typer.Option("--contacts", min=1, help="How many contacts.")] = 500,
    out: Annotated[str, typer.Option("-o", "--out", help="The folder for the five files.")] = "sample_data",
    seed: Annotated[int, typer.Option("--seed", help="Another seed makes other people.")] = 1,
    as_of: Annotated[
        str | None, typer.Option("--as-of", help="The day of the export, YYYY-MM-DD. Default: today, UTC.")
    ] = None,
) -> None:
    """Make realistic exports: contacts, activities, deals, companies and costs, the same for the same seed."""
    from leadscore.sample import write_sample

    day = parse_day(as_of) if as_of is not None else today("UTC")
    made = write_sample(Path(out), contacts=contacts, seed=seed, as_of=day)
    for file in (made.contacts, made.activities, made.deals, made.companies, made.costs):
        say(f"{file.path}: {file.rows:,} rows")
