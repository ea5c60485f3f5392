"""`leadscore history`: the funnel over the last runs, one lead's path, or forgetting a person."""

from typing import Annotated

import typer

from leadscore.cli.talk import ends_well

__all__ = ["history"]


@ends_well
def history(
    folder: Annotated[str, typer.Option("--history", metavar="DIR", help="The folder of the history.")],
    *,
    contact: Annotated[
        list[str] | None,
        typer.Option("-c", "--contact", metavar="ID", help="The way of this contact, repeatable."),
    ] = None,
    nights: Annotated[
        int, typer.Option("-n", min=1, metavar="N", help="How many of the last runs are shown.")
    ] = 7,
    forget: Annotated[
        str | None, typer.Option("--forget", metavar="ID", help="Erase this person from the history.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print it as JSON.")] = False,
) -> None:
    """Show the funnel over the last runs, or the way of single leads."""
    from leadscore.cli.remembering import Job, look_back

    look_back(Job(folder, tuple(contact or ()), nights, forget, as_json=as_json))
