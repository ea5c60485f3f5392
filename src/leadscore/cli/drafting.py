"""A drafted rules file, from what the command line names to a file."""

from __future__ import annotations

import shlex
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

import typer
from rich.console import Console

from leadscore.cli.exports import say_files_read
from leadscore.cli.slips import RULES_ENDINGS, check_no_rules
from leadscore.errors import UsageError
from leadscore.pipeline import Settings
from leadscore.pipeline.discover import find_inputs
from leadscore.pipeline.draft import draft_rules, draft_starter
from leadscore.pipeline.starter import starter_rules
from leadscore.publish.whole import check_free, write_whole
from leadscore.report.draft import render_draft
from leadscore.report.progress import progress
from leadscore.results.draft import DraftReport
from leadscore.tables.aside import run_folder

if TYPE_CHECKING:
    from collections.abc import Iterator

    from leadscore.cli.exports import Exports
    from leadscore.results.draft import Draft

__all__ = ["Job", "draft_file"]

PRINTED: Final = "-"
DEFAULT: Final = "rules.yaml"
_EXAMPLES: Final = (".test.yaml", ".test.yml")


@dataclass(frozen=True)
class Job:
    """What the command line asks for, as it was written there."""

    exports: Exports
    out: str
    force: bool


def draft_file(job: Job) -> None:
    """Draft a rules file, write it whole, and say what to do next.

    Raises:
        LeadscoreError: Something is wrong with the command line or the exports, or the file cannot be written.
    """
    _check(job)
    console = Console(stderr=True)
    with run_folder() as scratch:
        draft = _draft(job, scratch, console)
    if job.out == PRINTED:
        typer.echo(draft.text, nl=False)
    else:
        write_whole(Path(job.out), draft.text, replace=job.force)
    place = "" if job.out == PRINTED else job.out
    render_draft(DraftReport(draft, place, tuple(_next(job, draft)) if place else ()), console)


def _check(job: Job) -> None:
    exports = job.exports
    check_no_rules(exports.contacts, "init reads exports")
    named = [f"--{name}" for name, paths in exports.others.items() if paths]
    named += [
        option
        for option, given in (
            ("--newest", exports.newest),
            ("--dedupe", exports.dedupe),
            ("--without", exports.without),
        )
        if given
    ]
    if not exports.contacts and named:
        raise UsageError(
            f"{named[0]} goes with contacts, and none are given\n"
            "  help: name them: leadscore init contacts.csv; without any file it writes the starter rules"
        )
    if job.out == PRINTED:
        return
    if not job.out.lower().endswith(RULES_ENDINGS) or job.out.lower().endswith(_EXAMPLES):
        raise UsageError(
            f"-o {job.out}: a rules file has a name that ends in .yaml\n  help: write -o {DEFAULT}"
        )
    check_free(Path(job.out), replace=job.force)


def _draft(job: Job, scratch: Path, console: Console) -> Draft:
    rules = starter_rules().rules
    day = job.exports.day(rules)
    if not job.exports.contacts:
        return draft_starter(day, scratch)
    found = find_inputs(job.exports.request, rules)
    say_files_read(found)
    with progress(console) as tell:
        return draft_rules(
            found.inputs, Settings(day, scratch, tell, dedupe=job.exports.dedupe, hash_inputs=False)
        )


def _next(job: Job, draft: Draft) -> Iterator[tuple[str, str]]:
    """Yield commands to go on with, and what each of them does."""
    rules = [] if job.out == DEFAULT else [job.out]
    inputs = list(_inputs(job, draft)) if job.exports.contacts else []
    yield _command("check", *rules, *(inputs or [])), "is it right, and how does it fare"
    yield _command("test", *rules), "do its examples hold"
    named = ["-r", job.out] if rules else []
    yield _command("score", *(inputs or ["contacts.csv"]), *named), "score the export"


def _inputs(job: Job, draft: Draft) -> Iterator[str]:
    """Yield what names the exports on a command line."""
    exports = job.exports
    yield from exports.contacts
    for name, paths in exports.others.items():
        for path in paths or ():
            yield from ("-a" if name == "activities" else f"--{name}", path)
    for names in exports.without or ():
        yield from ("--without", names)
    yield from (
        option for option, given in (("--newest", exports.newest), ("--dedupe", exports.dedupe)) if given
    )
    day = draft.as_of.isoformat() if draft.as_of is not None else exports.as_of
    yield from ("--as-of", day) if day is not None else ()


def _command(name: str, *arguments: str) -> str:
    return shlex.join(["leadscore", name, *arguments])
