"""`--engine spark`: what the command line asks of it, and what it cannot do."""

from __future__ import annotations

from glob import has_magic
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console

from leadscore.cli.exports import say_rules, say_taken
from leadscore.errors import UsageError
from leadscore.pipeline.discover import ALL_INPUTS, inputs_without
from leadscore.publish.limits import parse_limit
from leadscore.report.progress import progress

if TYPE_CHECKING:
    from leadscore.cli.scoring import Job
    from leadscore.schema import InputName, RulesFile
    from leadscore.spark.score import Outcome

__all__ = ["score_by_spark"]


_CANNOT = {
    "history": "--history reads the state of all contacts at once",
    "rebuild": "--rebuild is about a history",
    "ledger": "--ledger is one file",
    "xlsx": "--xlsx makes workbooks, which are read on one machine",
    "newest": "--newest looks at names of files of this machine",
}


def score_by_spark(job: Job, file: RulesFile, *, adapt: bool) -> Outcome:
    """Score the exports that a command line names on Spark, and publish the results.

    Args:
        job: What the command line asks for.
        file: The rules.
        adapt: Whether they are those of the program, of which what the exports cannot answer is left out.

    Raises:
        LeadscoreError: Something is wrong with the command line, the rules, the inputs or Spark, or must not be published.
    """
    _check(job)
    from leadscore.spark.score import Order, score_on_spark

    without = inputs_without(job.exports.request)
    paths, taken = _paths(job, without)
    if job.tells:
        say_rules(None if adapt else file)
        say_taken(taken)
    with progress(Console(stderr=True, quiet=not job.tells)) as tell:
        return score_on_spark(
            Order(
                paths,
                without,
                file,
                job.exports.day(file.rules),
                job.out,
                parse_limit(job.max_rejected),
                master=job.master,
                guard_all=job.guard_all,
                adapt=adapt,
                dedupe=job.exports.dedupe,
                force=job.force,
                dry_run=job.dry_run,
                tell=tell,
            )
        )


def _check(job: Job) -> None:
    asked = {
        "history": job.history is not None,
        "rebuild": job.rebuild,
        "ledger": job.ledger,
        "xlsx": job.xlsx,
        "newest": job.exports.newest,
    }
    for name, reason in _CANNOT.items():
        if asked[name]:
            raise UsageError(
                f"--engine spark cannot do that: {reason}\n  help: leave out --{name}, or --engine spark"
            )


def _paths(
    job: Job, without: frozenset[InputName]
) -> tuple[dict[InputName, tuple[str, ...]], tuple[str, ...]]:
    """Return the paths of each input, and which of them lie beside the contacts and were not named."""
    named = job.exports.request
    found: dict[InputName, tuple[str, ...]] = {"contacts": named.contacts}
    taken = []
    for name in ALL_INPUTS:
        if given := named.others.get(name):
            found[name] = given
        elif name not in without and (beside := _beside(named.contacts, name)):
            found[name] = beside
            taken += [Path(path).name for path in beside]
    return found, tuple(taken)


def _beside(contacts: tuple[str, ...], name: InputName) -> tuple[str, ...]:
    """Return the files or folders of an input that lie beside the contacts, if these lie on this machine."""
    found: dict[str, None] = {}
    for path in contacts:
        if "://" in path or has_magic(path):
            continue
        place = Path(path)
        named = (place.with_name(f"{name}{ending}") for ending in (place.suffix, ".csv", ""))
        first = next((other for other in named if other.exists() and str(other) not in contacts), None)
        if first is not None:
            found[str(first)] = None
    return tuple(found)
