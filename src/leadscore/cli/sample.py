"""`leadscore sample`: realistic exports of any size, of one day or of many nights."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from leadscore.cli.days import parse_day, today
from leadscore.cli.talk import ends_well, say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from leadscore.sample import SampleFiles, World

__all__ = ["sample"]


@ends_well
def sample(  # noqa: PLR0913 - one parameter per option of the command line
    *,
    contacts: Annotated[
        int, typer.Option("--contacts", min=1, help="How many contacts there are on the last day.")
    ] = 500,
    out: Annotated[str, typer.Option("-o", "--out", help="The folder for the five files.")] = "sample_data",
    seed: Annotated[int, typer.Option("--seed", help="Another seed makes other people.")] = 1,
    as_of: Annotated[
        str | None, typer.Option("--as-of", help="The day of the export, YYYY-MM-DD. Default: today, UTC.")
    ] = None,
    until: Annotated[
        str | None,
        typer.Option(
            "--until", help="The last day of the world that the export shows. Default: the day of the export."
        ),
    ] = None,
    nights: Annotated[
        int | None,
        typer.Option(
            "--nights",
            min=1,
            max=366,
            help="Make so many exports, of the days up to --as-of, in a folder for each.",
        ),
    ] = None,
) -> None:
    """Make realistic exports: contacts, activities, deals, companies and costs, the same for the same seed."""
    from leadscore.sample import World, write_nights, write_sample

    day = parse_day(as_of) if as_of is not None else today("UTC")
    world = World(contacts, seed, day if until is None else parse_day(until, "--until"))
    if nights is None:
        made = write_sample(Path(out), contacts=contacts, seed=seed, as_of=day, until=world.until)
        _tell_files(made, world)
    else:
        _tell_nights(write_nights(Path(out), world, as_of=day, nights=nights))


def _tell_files(made: SampleFiles, world: World) -> None:
    """Say what was written, and how many of the world's contacts are there already."""
    for file in (made.contacts, made.activities, made.deals, made.companies, made.costs):
        say(f"{file.path}: {file.rows:,} rows")
    if made.contacts.rows < world.contacts:
        say(f"{made.contacts.rows:,} of the {world.contacts:,} contacts of {world.until} are there")


def _tell_nights(made: Sequence[SampleFiles]) -> None:
    """Say how the first and the last night begin and end."""
    for night in dict.fromkeys((made[0], made[-1])):
        say(
            f"{night.contacts.path.parent}: {night.contacts.rows:,} contacts, "
            f"{night.activities.rows:,} activities, {night.deals.rows:,} deals"
        )
    say(f"{len(made)} night{'s' if len(made) != 1 else ''}, five files each")
