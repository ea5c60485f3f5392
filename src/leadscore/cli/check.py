"""`leadscore check`: is a rules file right, is it meant so, and does it fit an export."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from leadscore.cli.options import Activities, AsOf, Companies, Costs, Deals, Dedupe, Newest, Without
from leadscore.cli.slips import RULES_ENDINGS
from leadscore.cli.talk import ends_well, say
from leadscore.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from leadscore.results.health import Health
    from leadscore.schema.inspection import Inspection

__all__ = ["check"]

_HERE: Final = "rules.yaml"


class Format(StrEnum):
    """How findings are printed."""

    TEXT = "text"
    GITHUB = "github"


@dataclass(frozen=True)
class _Named:
    """The files that a command line names.

    Attributes:
        rules: The rules file; None where none is named.
        contacts: Contact exports.
    """

    rules: str | None
    contacts: tuple[str, ...]


@ends_well
def check(  # noqa: PLR0913 - one parameter per option of the command line
    files: Annotated[
        list[str] | None,
        typer.Argument(
            help="The rules file, by default rules.yaml here, and contact exports on which the rules are to be tried.",
            metavar="RULES.yaml CONTACTS…",
        ),
    ] = None,
    *,
    rules: Annotated[
        str | None, typer.Option("-r", "--rules", help="The rules file, whatever its name ends in.")
    ] = None,
    newest: Newest = False,
    activities: Activities = None,
    deals: Deals = None,
    companies: Companies = None,
    costs: Costs = None,
    without: Without = None,
    as_of: AsOf = None,
    dedupe: Dedupe = False,
    strict: Annotated[bool, typer.Option("--strict", help="End with exit code 1 for remarks too.")] = False,
    form: Annotated[
        Format, typer.Option("--format", help="text, or github for annotations in GitHub Actions.")
    ] = Format.TEXT,
    as_json: Annotated[bool, typer.Option("--json", help="Print what was found as JSON.")] = False,
) -> None:
    """Check rules: every error, everything that is hardly meant so, and how they fare with an export."""
    if as_json and form is Format.GITHUB:
        raise UsageError("--json and --format github contradict each other\n  help: give one of the two")
    named = _named(files or (), rules)
    others = {"activities": activities, "deals": deals, "companies": companies, "costs": costs}
    form_ = None if as_json else form
    if named.contacts:
        from leadscore.cli.exports import Exports
        from leadscore.cli.health import inspect_with_exports

        exports = Exports(named.contacts, others, newest, without, named.rules, as_of, dedupe)
        inspection, health = inspect_with_exports(exports)
        _show_with_export(inspection, health, form_)
    else:
        from leadscore.schema.inspection import inspect_rules

        _check_none_given(
            {**others, "without": without, "as-of": as_of, "newest": newest, "dedupe": dedupe}, named
        )
        inspection = inspect_rules(_alone(named))
        _show(inspection, form_)
    if inspection.count("error") or (strict and inspection.count("remark")):
        raise typer.Exit(1)


def _named(files: Sequence[str], option: str | None) -> _Named:
    """Tell rules from contacts by how their names end."""
    rules = [file for file in files if file.lower().endswith(RULES_ENDINGS)]
    both = [*rules, *([f"-r {option}"] if option is not None else [])]
    if len(both) > 1:
        raise UsageError(f"{both[0]} and {both[1]} are two rules files\n  help: name one of them")
    named = rules[0] if rules else option
    if named is not None and named.lower().endswith(".test.yaml"):
        raise UsageError(
            f"{named} has examples and no rules\n"
            "  help: it is checked with the rules beside it: leadscore check rules.yaml"
        )
    return _Named(named, tuple(file for file in files if file not in rules))


def _check_none_given(options: Mapping[str, object], named: _Named) -> None:
    """Check that no option goes with contacts where there are none."""
    given = next((name for name, value in options.items() if value), None)
    if given is not None:
        rules = f"{named.rules} " if named.rules else ""
        raise UsageError(
            f"--{given} goes with contacts, and none are named\n"
            f"  help: name them too: leadscore check {rules}contacts.csv"
        )


def _alone(named: _Named) -> Path:
    if named.rules is None and not Path(_HERE).is_file():
        raise UsageError(
            f"there is no {_HERE} here\n  help: name a rules file: leadscore check my-rules.yaml"
        )
    return Path(named.rules or _HERE)


def _show(inspection: Inspection, form: Format | None) -> None:
    """Print what was found; as JSON where there is no other format."""
    from leadscore.report.problems import as_annotations, as_json, closing, in_words

    render = as_json if form is None else as_annotations if form is Format.GITHUB else in_words
    if text := render(inspection):
        typer.echo(text)
    if form is Format.GITHUB:
        say(closing(inspection))


def _show_with_export(inspection: Inspection, health: Health | None, form: Format | None) -> None:
    """Print what was found, and how the rules fare; as JSON where there is no other format."""
    from leadscore.report.problems import as_json_with_export, in_words

    if form is Format.GITHUB:
        _show(inspection, form)
    else:
        typer.echo(as_json_with_export(inspection, health) if form is None else in_words(inspection, health))
