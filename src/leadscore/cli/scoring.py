"""The main job, from what the command line names to published files."""

from __future__ import annotations

import os
import sys
from contextlib import nullcontext
from dataclasses import dataclass, replace
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING

import typer
from rich.console import Console

from leadscore.cli.engine import Engine
from leadscore.cli.exports import say_what_is_read
from leadscore.cli.histories import history_of, past_of, staged
from leadscore.cli.slips import check_no_rules
from leadscore.errors import UsageError
from leadscore.pipeline import Settings, score_inputs
from leadscore.pipeline.discover import ALL_INPUTS, find_inputs
from leadscore.pipeline.starter import starter_rules
from leadscore.publish import folder_lock, publish, summary_json
from leadscore.publish.limits import check_guards, check_publishable, parse_limit
from leadscore.report.progress import progress
from leadscore.report.terminal import render_summary
from leadscore.tables.aside import run_folder

if TYPE_CHECKING:
    from datetime import date

    from leadscore.cli.exports import Exports
    from leadscore.history import History
    from leadscore.pipeline import Run
    from leadscore.pipeline.discover import Found
    from leadscore.pipeline.past import Past
    from leadscore.results import Published, Summary
    from leadscore.schema import RulesFile

__all__ = ["Job", "Talk", "score_exports"]


class Talk(Enum):
    """What a run prints on stdout."""

    SUMMARY = "summary"
    JSON = "json"
    NOTHING = "nothing"


@dataclass(frozen=True)
class Job:
    """What the command line asks for, as it was written there."""

    exports: Exports
    out: str
    max_rejected: str | None
    guard_all: bool
    xlsx: bool
    ledger: bool
    talk: Talk
    history: str | None = None
    rebuild: bool = False
    force: bool = False
    engine: Engine = Engine.POLARS
    master: str | None = None
    dry_run: bool = False

    @property
    def tells(self) -> bool:
        """Whether the run says what it does."""
        return self.talk is not Talk.NOTHING


def score_exports(job: Job) -> None:
    """Score the exports that a command line names, publish the results, and show them.

    Raises:
        LeadscoreError: Something is wrong with the command line, the rules or the inputs, or must not be published.
    """
    check_no_rules(job.exports.contacts)
    limit = parse_limit(job.max_rejected)
    own_rules = _find_rules(job)
    rules = own_rules or starter_rules()
    if job.engine is Engine.SPARK:
        from leadscore.cli.on_spark import score_by_spark

        outcome = score_by_spark(job, rules, adapt=own_rules is None)
        _show(outcome.summary, outcome.published, job.talk)
        return
    if job.master is not None:
        raise UsageError("--master says where Spark runs\n  help: add --engine spark, or leave out --master")
    found = find_inputs(job.exports.request, rules.rules, ALL_INPUTS)
    if job.talk is not Talk.NOTHING:
        say_what_is_read(own_rules, found)
    out, day = Path(job.out), job.exports.day(rules.rules)
    lock = nullcontext() if job.dry_run else folder_lock(out)
    with (
        history_of(job.history, out, day, rebuild=job.rebuild, only_read=job.dry_run) as history,
        lock,
        run_folder() as scratch,
    ):
        settings = _settings(job, day, past_of(history), adapt=own_rules is None)
        cache = job.exports.cache(found, scratch)
        run = _run(job, rules, found, replace(settings, scratch=scratch, cache=cache))
        check_publishable(run.findings, limit)
        check_guards(run.findings.tripped)
        published = None if job.dry_run else _publish(run, out, history)
    _show(run.summary, published, job.talk)


def _publish(run: Run, out: Path, history: History | None) -> Published:
    return publish(out, run.outputs, run.summary, run.manifest, staged(history, run.leaves))


def _find_rules(job: Job) -> RulesFile | None:
    """Return the rules to use; None stands for the built-in starter rules."""
    file = job.exports.own_rules()
    if file is None and (job.talk is not Talk.SUMMARY or job.history is not None):
        raise UsageError(
            "no rules.yaml was found here or beside the contacts\n"
            "  help: name one with -r; the built-in starter rules are only used where somebody looks"
        )
    return file


def _settings(job: Job, day: date, past: Past | None, *, adapt: bool) -> Settings:
    """Return how the run is made, but for where it puts temporary files and whom it tells what it does."""
    return Settings(
        day,
        Path(),
        guard_all=job.guard_all,
        adapt=adapt,
        workbooks=job.xlsx,
        dedupe=job.exports.dedupe,
        ledger=job.ledger,
        past=past,
        force=job.force,
        writes=not job.dry_run,
    )


def _run(job: Job, rules: RulesFile, found: Found, settings: Settings) -> Run:
    console = Console(stderr=True, quiet=job.talk is Talk.NOTHING)
    with progress(console) as tell:
        return score_inputs(found.inputs, rules, replace(settings, tell=tell))


def _show(summary: Summary, published: Published | None, talk: Talk) -> None:
    """Show what was found. Who reads only the beginning of it has everything published all the same."""
    try:
        if talk is Talk.JSON:
            typer.echo(summary_json(summary), nl=False)
        elif talk is Talk.SUMMARY:
            render_summary(summary, published, Console())
    except (BrokenPipeError, SystemExit):  # NOTE: the latter is what Rich makes of it
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
