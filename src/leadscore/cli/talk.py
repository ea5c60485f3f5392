"""What commands say on stderr, and how an expected error ends them."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, ParamSpec

import typer

from leadscore.cli.slips import check_filled
from leadscore.errors import LeadscoreError, RulesError

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["ends_well", "say", "say_error"]

P = ParamSpec("P")


def say(text: str) -> None:
    """Say something on stderr, with nothing in it that a terminal would obey."""
    from leadscore.report.words import harmless

    typer.echo("\n".join(map(harmless, text.split("\n"))), err=True)


def say_error(text: str) -> None:
    """Say on stderr what went wrong."""
    say(f"error: {text}")


def ends_well(command: Callable[P, None]) -> Callable[P, None]:
    """Let a command tell an expected error in its own words and end with its exit code."""

    @functools.wraps(command)
    def run(*args: P.args, **kwargs: P.kwargs) -> None:
        try:
            check_filled(command, kwargs)
            command(*args, **kwargs)
        except RulesError as problem:
            count = len(problem.problems)
            say(f"{problem}\n{count} problem{'s' if count != 1 else ''} found; nothing was changed")
            raise typer.Exit(problem.exit_code) from None
        except LeadscoreError as problem:
            say_error(str(problem))
            raise typer.Exit(problem.exit_code) from None

    return run
