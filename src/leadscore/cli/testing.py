"""The examples of rules, from what the command line names to an exit code."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

import typer
from rich.console import Console

from leadscore.cli.talk import say
from leadscore.errors import FindingError, OutputError, UsageError, did_you_mean
from leadscore.pipeline.examples import names_of, run_examples
from leadscore.publish import examples_json
from leadscore.report.examples import render_coverage, render_examples
from leadscore.report.junit import junit_xml
from leadscore.schema import load_rules
from leadscore.schema.example_files import ENDING, find_example_files, load_examples
from leadscore.tables.aside import run_folder

if TYPE_CHECKING:
    from collections.abc import Sequence

    from leadscore.results.examples import ExampleReport
    from leadscore.schema import RulesFile

__all__ = ["Job", "run_job"]

DEFAULT: Final = "rules.yaml"
_NO_EXAMPLES: Final = """\
{file} has no examples, and there is no *.test.yaml beside it
  help: begin with one, at the end of the file:
tests:
  - name: Somebody who should be called
    as_of: 2026-11-01
    contact: {{country: DE}}
    expect: {{stage: lead}}"""


@dataclass(frozen=True)
class Job:
    """What the command line asks for, as it was written there."""

    rules_file: str | None
    rules: str | None
    name: str
    junit: str | None
    coverage: bool
    require: bool
    as_json: bool
    quiet: bool


def run_job(job: Job) -> None:
    """Run the examples that a command line names, and show what they came to.

    Raises:
        LeadscoreError: Something is wrong with the command line, the rules or an example.
        typer.Exit: An example is not met.
    """
    path = _find_rules(job)
    file = load_rules(path)
    others = [load_examples(one, file) for one in find_example_files(path)]
    names = names_of((file, *others))
    _check_some_match(job.name, names)
    with run_folder() as scratch:
        report = run_examples(file, others, scratch, job.name)
    if job.junit is not None:
        _write(Path(job.junit), junit_xml(report))
    if not names:
        _tell_there_are_none(job, file)
    _show(job, report, some=bool(names))
    if report.failed:
        raise typer.Exit(1)


def _find_rules(job: Job) -> Path:
    if job.rules_file is not None and job.rules is not None:
        raise UsageError(
            "the rules are named twice, as an argument and with -r\n  help: leave one of them out"
        )
    named = job.rules_file or job.rules
    if named is None:
        if not Path(DEFAULT).is_file():
            raise UsageError(
                f"no {DEFAULT} was found here\n  help: name the rules: leadscore test my-rules.yaml"
            )
        return Path(DEFAULT)
    if named.endswith(ENDING):
        raise UsageError(
            f"{named} holds examples, and `test` takes the rules that they are about\n"
            f"  help: name the rules; *{ENDING} beside them are run too"
        )
    if Path(named).suffix not in {".yaml", ".yml"}:
        raise UsageError(f"`test` takes a rules file, which ends in .yaml; found {named}")
    return Path(named)


def _check_some_match(name: str, names: Sequence[str]) -> None:
    if not names or any(name.casefold() in one.casefold() for one in names):
        return
    listed = "".join(f"\n    {one}" for one in names)
    close = f"\n  help: {hint}" if (hint := did_you_mean(name, names)) else ""
    raise UsageError(f'no example has "{name}" in its name{close}\n  help: there are:{listed}')


def _write(path: Path, text: str) -> None:
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise OutputError(f"{path} cannot be written ({error.strerror})") from None


def _tell_there_are_none(job: Job, file: RulesFile) -> None:
    text = _NO_EXAMPLES.format(file=file.file)
    if job.require:
        raise FindingError(text)
    if not job.quiet:
        say(text)


def _show(job: Job, report: ExampleReport, *, some: bool) -> None:
    if job.as_json:
        typer.echo(examples_json(report), nl=False)
        return
    console = Console()
    if some:
        render_examples(report, console, failures_only=job.quiet)
    if job.coverage:
        render_coverage(report, console)
