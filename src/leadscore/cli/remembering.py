"""What a history tells, from what the command line names to what is printed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl
import typer
from rich.console import Console

from leadscore.cli.talk import say
from leadscore.errors import FindingError, InputError, OutputError, UsageError
from leadscore.history import open_history
from leadscore.history.report import follow, report
from leadscore.publish import folder_lock, history_json
from leadscore.report.history import render_history, render_path
from leadscore.rules.keys import join_key

if TYPE_CHECKING:
    from leadscore.history import History

__all__ = ["Job", "look_back"]


@dataclass(frozen=True)
class Job:
    """What the command line asks for, as it was written there."""

    folder: str
    contacts: tuple[str, ...]
    nights: int
    forget: str | None
    as_json: bool


def look_back(job: Job) -> None:
    """Show what a history tells, or erase a person from it.

    Raises:
        LeadscoreError: There is no such history, or it does not know a contact.
    """
    if job.forget is not None and (job.contacts or job.as_json):
        raise UsageError("--forget goes with nothing but --history\n  help: leave -c and --json out")
    folder = Path(job.folder)
    history = open_history(folder, date.max)
    if history.last is None:
        raise InputError(
            f"{job.folder}: there is no history here\n"
            "  help: `leadscore score contacts.csv --history DIR` begins one; name its folder"
        )
    if job.forget is not None:
        _forget(folder, job.forget)
    elif job.contacts:
        _show_paths(history, job)
    else:
        told = report(history, job.nights)
        if job.as_json:
            typer.echo(history_json(told), nl=False)
        else:
            render_history(told, Console())


def _show_paths(history: History, job: Job) -> None:
    paths = [follow(history, who) for who in dict.fromkeys(job.contacts)]
    if job.as_json:
        typer.echo(history_json(paths), nl=False)
    else:
        console = Console()
        for path in paths:
            if path.contact_id:
                render_path(path, console)
    unknown = [path.asked for path in paths if not path.contact_id]
    if unknown:
        raise FindingError(
            f"the history knows no contact {', '.join(unknown)}\n"
            "  help: it knows contacts by their id, as the export writes it, and by no name or address"
        )


def _forget(folder: Path, who: str) -> None:
    with folder_lock(folder, "wait until it has ended"):
        try:
            removed = open_history(folder, date.max).forget(_key(who))
        except OSError as error:
            raise OutputError(
                f"{folder}: the history cannot be written here ({error.strerror or error})\n"
                "  help: make sure that you may write there and that the disk has room"
            ) from error
    if not removed:
        raise FindingError(
            f"the history knows no contact {who}; nothing was changed\n"
            "  help: it knows contacts by their id, as the export writes it"
        )
    say(f"{who} is forgotten: {removed:,} rows of the history were about this contact")
    say(
        "note: the exports and the lists that were written are as they were, and a contact that comes again is new"
    )


def _key(who: str) -> str:
    return str(pl.select(join_key(pl.lit(who.strip()))).item())
