"""Single leads explained, from what the command line names to what is shown."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import typer
from rich.console import Console

from leadscore.cli.exports import say_what_is_read
from leadscore.cli.slips import check_no_rules
from leadscore.cli.talk import say
from leadscore.errors import UsageError
from leadscore.pipeline.discover import find_inputs
from leadscore.pipeline.explain import explain_leads, with_outlooks
from leadscore.pipeline.inputs import Settings, open_session
from leadscore.pipeline.leads import narrow
from leadscore.pipeline.scored import score_contacts
from leadscore.pipeline.starter import starter_rules
from leadscore.publish import explanation_json
from leadscore.report.explanation import render_explanation
from leadscore.report.progress import progress
from leadscore.tables.aside import run_folder

if TYPE_CHECKING:
    from leadscore.cli.exports import Exports
    from leadscore.pipeline.discover import Found
    from leadscore.results.explanation import Explanation
    from leadscore.schema import RulesFile

__all__ = ["Job", "explain_job"]


@dataclass(frozen=True)
class Job:
    """What the command line asks for, as it was written there."""

    exports: Exports
    who: tuple[str, ...]
    as_json: bool


def explain_job(job: Job) -> None:
    """Explain the leads that a command line names.

    Raises:
        LeadscoreError: Something is wrong with the command line, the rules or the inputs, or a lead is not there.
    """
    check_no_rules(job.exports.contacts)
    own_rules = job.exports.own_rules()
    if own_rules is None and job.as_json:
        raise UsageError(
            "no rules.yaml was found here or beside the contacts\n"
            "  help: name one with -r; the built-in starter rules are only used where somebody looks"
        )
    rules = own_rules or starter_rules()
    found = find_inputs(job.exports.request, rules.rules)
    say_what_is_read(own_rules, found)
    explanation = _explain(job, rules, found, adapt=own_rules is None)
    if job.as_json:
        typer.echo(explanation_json(explanation), nl=False)
    else:
        render_explanation(explanation, Console())


def _explain(job: Job, rules: RulesFile, found: Found, *, adapt: bool) -> Explanation:
    with run_folder() as scratch, progress(Console(stderr=True)) as tell:
        settings = Settings(
            job.exports.day(rules.rules),
            scratch,
            tell,
            adapt=adapt,
            dedupe=job.exports.dedupe,
            hash_inputs=False,
            cache=job.exports.cache(found, scratch),
        )
        session = open_session(found.inputs, rules, settings)
        narrowed = narrow(session, job.who)
        explained = explain_leads(score_contacts(narrowed.session), narrowed.leads)
        tell("looking ahead")
        explanation = with_outlooks(explained, narrowed.session)
    for note in session.file.notes if adapt else ():
        say(str(note))
    return explanation
