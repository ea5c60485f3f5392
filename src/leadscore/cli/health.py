"""Rules are held against the exports that a command line names."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console

from leadscore.cli.exports import say_what_is_read
from leadscore.cli.talk import say
from leadscore.errors import RulesError, UsageError
from leadscore.pipeline.discover import ALL_INPUTS, find_inputs, find_rules
from leadscore.pipeline.health import examine
from leadscore.pipeline.inputs import Settings
from leadscore.report.progress import progress
from leadscore.schema import load_rules
from leadscore.schema.inspection import inspect_rules
from leadscore.tables.aside import run_folder

if TYPE_CHECKING:
    from leadscore.cli.exports import Exports
    from leadscore.results.health import Health
    from leadscore.schema.inspection import Inspection

__all__ = ["inspect_with_exports"]


def inspect_with_exports(exports: Exports) -> tuple[Inspection, Health | None]:
    """Look rules through, then run them on exports and look at what came of it.

    Args:
        exports: What the command line names; rules that it does not name lie here or beside the contacts.

    Returns:
        Everything to say about the rules, and how they fare; None where they have errors or do not fit.

    Raises:
        LeadscoreError: Something is wrong with the command line, or a file cannot be read.
    """
    path = _rules_path(exports)
    inspection = inspect_rules(path)
    if inspection.count("error"):
        say("the export was not read, as the rules have errors")
        return inspection, None
    file = load_rules(path)
    found = find_inputs(exports.request, file.rules, ALL_INPUTS)
    say_what_is_read(file, found)
    try:
        with run_folder() as scratch, progress(Console(stderr=True)) as tell:
            settings = Settings(
                exports.day(file.rules), scratch, tell, dedupe=exports.dedupe, hash_inputs=False
            )
            health = examine(found.inputs, file, settings)
    except RulesError as error:
        return inspection.with_errors(error.problems), None
    return inspection.with_findings(health.findings), health


def _rules_path(exports: Exports) -> Path:
    path = find_rules(exports.rules, exports.contacts, Path.cwd())
    if path is None:
        raise UsageError(
            "there is no rules.yaml here or beside the contacts\n"
            f"  help: name a rules file: leadscore check my-rules.yaml {exports.contacts[0]}"
        )
    return path
