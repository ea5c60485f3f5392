"""`leadscore check`: is a rules file right, and is it meant so."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from leadscore.cli.talk import ends_well, say
from leadscore.errors import UsageError

if TYPE_CHECKING:
    from leadscore.schema.inspection import Inspection

__all__ = ["check"]

_HERE: Final = "rules.yaml"
_ENDINGS: Final = (".yaml", ".yml")


class Format(StrEnum):
    """How findings are printed."""

    TEXT = "text"
    GITHUB = "github"


@ends_well
def check(
    rules_file: Annotated[
        str | None, typer.Argument(help="The rules file. Default: rules.yaml here.", metavar="RULES.yaml")
    ] = None,
    *,
    rules: Annotated[
        str | None, typer.Option("-r", "--rules", help="The rules file, whatever its name ends in.")
    ] = None,
    strict: Annotated[bool, typer.Option("--strict", help="End with exit code 1 for remarks too.")] = False,
    form: Annotated[
        Format, typer.Option("--format", help="text, or github for annotations in GitHub Actions.")
    ] = Format.TEXT,
    as_json: Annotated[bool, typer.Option("--json", help="Print what was found as JSON.")] = False,
) -> None:
    """Check a rules file: every error, and everything that is hardly meant so, with line and column."""
    from leadscore.schema.inspection import inspect_rules

    path = _rules_path(rules_file, rules)
    if as_json and form is Format.GITHUB:
        raise UsageError("--json and --format github contradict each other\n  help: give one of the two")
    inspection = inspect_rules(path)
    _show(inspection, None if as_json else form)
    if inspection.count("error") or (strict and inspection.count("remark")):
        raise typer.Exit(1)


def _rules_path(argument: str | None, option: str | None) -> Path:
    if argument is not None and option is not None:
        raise UsageError(f"{argument} and -r {option} are two rules files\n  help: name one of them")
    if argument is not None and not argument.lower().endswith(_ENDINGS):
        hint = "name a file that ends in .yaml or .yml, or give it with -r"
        raise UsageError(f"{argument} does not look like a rules file\n  help: {hint}")
    named = argument if argument is not None else option
    if named is not None and named.lower().endswith(".test.yaml"):
        raise UsageError(
            f"{named} has examples and no rules\n"
            "  help: it is checked with the rules beside it: leadscore check rules.yaml"
        )
    if named is None and not Path(_HERE).is_file():
        raise UsageError(
            f"there is no {_HERE} here\n  help: name a rules file: leadscore check my-rules.yaml"
        )
    return Path(named or _HERE)


def _show(inspection: Inspection, form: Format | None) -> None:
    """Print what was found; as JSON where there is no other format."""
    from leadscore.report.problems import as_annotations, as_json, closing, in_words

    render = as_json if form is None else as_annotations if form is Format.GITHUB else in_words
    if text := render(inspection):
        typer.echo(text)
    if form is Format.GITHUB:
        say(closing(inspection))
