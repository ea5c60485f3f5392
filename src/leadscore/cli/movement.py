"""The comparison of two rules files, from what the command line names to an exit code."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import typer
from rich.console import Console

from leadscore.cli.revisions import load_named_rules
from leadscore.cli.slips import check_no_rules
from leadscore.cli.talk import say
from leadscore.errors import FindingError, OutputError, Problem, RulesError
from leadscore.pipeline import Settings
from leadscore.pipeline.diff import compare_rules
from leadscore.pipeline.discover import find_inputs
from leadscore.publish.documents import movement_json
from leadscore.publish.limits import parse_limit
from leadscore.publish.movement import write_movement
from leadscore.report.movement import render_movement
from leadscore.report.progress import progress
from leadscore.tables.aside import run_folder

if TYPE_CHECKING:
    from leadscore.cli.exports import Exports
    from leadscore.pipeline.diff import Comparison
    from leadscore.pipeline.discover import Found
    from leadscore.publish.limits import RejectionLimit
    from leadscore.results.movement import Movement
    from leadscore.schema import RulesFile

__all__ = ["Job", "compare_files"]


@dataclass(frozen=True)
class Job:
    """What the command line asks for, as it was written there."""

    exports: Exports
    old: str
    new: str
    by: tuple[str, ...]
    out: str
    fail_if_moved: str | None
    as_json: bool


def compare_files(job: Job) -> None:
    """Compare the rules that a command line names, write who changes, and show what moves.

    Raises:
        LeadscoreError: Something is wrong with the command line, the rules or the inputs, or too many leads move.
    """
    check_no_rules(job.exports.contacts, "diff compares two")
    moved = job.fail_if_moved
    limit = parse_limit(moved, "--fail-if-moved", "leads") if moved is not None else None
    old, new = _load_both(job)
    found = _find(job, old, new)
    _check_out(Path(job.out), found, (job.old, job.new))
    comparison = _compare(job, old, new, found)
    _check_some_found(comparison)
    write_movement(comparison.table, Path(job.out))
    movement = comparison.movement
    if job.as_json:
        typer.echo(movement_json(movement), nl=False)
    else:
        render_movement(movement, Console())
    say(f"written: {job.out}, {_rows(movement.changed)}")
    if limit is not None:
        _check_moved(movement, limit)


def _load_both(job: Job) -> tuple[RulesFile, RulesFile]:
    """Read both rules files.

    Raises:
        RulesError: They have faults; those of both are listed.
    """
    files: list[RulesFile] = []
    problems: list[Problem] = []
    for named in (job.old, job.new):
        try:
            files.append(load_named_rules(named, Path.cwd()))
        except RulesError as error:
            problems += error.problems
    if problems:
        raise RulesError(dict.fromkeys(problems))
    return files[0], files[1]


def _find(job: Job, old: RulesFile, new: RulesFile) -> Found:
    """Return the exports, after both files had their say on which header is which input's."""
    found = find_inputs(job.exports.request, old.rules)
    find_inputs(job.exports.request, new.rules)
    if found.newest:
        say(f"contacts: {', '.join(found.newest)}, by the latest date in their names")
    if found.taken:
        say(f"also read, as they lie beside the contacts: {', '.join(found.taken)}")
    return found


def _check_out(out: Path, found: Found, rules: tuple[str, str]) -> None:
    """Check, before the work begins, that the file may be written.

    Raises:
        OutputError: Its folder is not there, or it is one of the files that are read.
    """
    read = [*(path for paths in found.inputs.files.values() for path in paths), *map(Path, rules)]
    if out.exists() and any(path.exists() and path.samefile(out) for path in read):
        raise OutputError(f"{out} is read here, and would be overwritten\n  help: name another file with -o")
    if not out.parent.is_dir():
        raise OutputError(f"{out} cannot be written: there is no folder {out.parent}\n  help: make it first")


def _compare(job: Job, old: RulesFile, new: RulesFile, found: Found) -> Comparison:
    with run_folder() as scratch, progress(Console(stderr=True)) as tell:
        day = job.exports.day(new.rules)
        settings = Settings(day, scratch, tell, dedupe=job.exports.dedupe, hash_inputs=False)
        return compare_rules(found.inputs, old, new, settings, job.by)


def _check_some_found(comparison: Comparison) -> None:
    """Check that there is something to compare.

    Raises:
        FindingError: Not one contact was accepted, or no activity belongs to any.
    """
    if not comparison.movement.leads:
        raise FindingError(
            "not one contact could be accepted; nothing was written\n"
            "  help: leadscore score says of each what is wrong"
        )
    if comparison.strangers:
        raise FindingError(
            f"not one of {comparison.strangers:,} activities belongs to a contact; nothing was written\n"
            "  help: are the ids of both exports the same? which column holds them is said under sources: in the rules"
        )


def _check_moved(movement: Movement, limit: RejectionLimit) -> None:
    """Check that no more leads change their stage than may.

    Raises:
        FindingError: More do.
    """
    if not limit.allows_part(movement.moved, movement.leads):
        change = "changes its stage" if movement.moved == 1 else "change their stage"
        raise FindingError(
            f"{movement.moved:,} of {movement.leads:,} leads {change}, {limit.text}\n"
            "  help: look at them above; if they are meant to, allow more with --fail-if-moved"
        )


def _rows(changed: int) -> str:
    if not changed:
        return "without a row, as no lead changes"
    return (
        f"a row for each of {changed:,} leads that change"
        if changed > 1
        else "a row for the lead that changes"
    )
