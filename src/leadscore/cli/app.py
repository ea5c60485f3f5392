"""The commands, and how every one of them ends.

Whatever is asked, Typer reads the options of all commands first. So their modules import nothing that a command needs
only when it runs, and where they can, have annotations that are no strings, which Typer would have to evaluate.
"""

from __future__ import annotations

import gc
import sys
from io import TextIOWrapper
from typing import Annotated, Final

import typer
from typer.exceptions import TyperException

from leadscore import __version__
from leadscore.cli.check import check
from leadscore.cli.diff import diff
from leadscore.cli.examples import run_tests
from leadscore.cli.explain import explain
from leadscore.cli.history import history
from leadscore.cli.init import init
from leadscore.cli.sample import sample
from leadscore.cli.schema import schema
from leadscore.cli.score import score
from leadscore.cli.stopping import stopping_in_order
from leadscore.cli.talk import say_error

__all__ = ["app", "main"]

INTERRUPTED: Final = 130
_OBJECTS: Final = 50_000
"""New objects after which Python looks for cycles: loading modules makes many objects, and none of them is done with."""

app = typer.Typer(
    name="leadscore",
    help="Lead qualification as code: score CRM exports with rules in YAML, exactly and explained.",
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
app.command()(score)
app.command()(check)
app.command()(explain)
app.command("test")(run_tests)
app.command()(diff)
app.command()(init)
app.command()(history)
app.command()(sample)
app.command()(schema)


def _show_version(wanted: bool) -> None:  # noqa: FBT001 - the form of a Typer callback
    if wanted:
        typer.echo(f"leadscore {__version__}")
        raise typer.Exit


@app.callback(invoke_without_command=True)
def _root(
    context: typer.Context,
    *,
    version: Annotated[  # noqa: ARG001 - its callback has shown it
        bool,
        typer.Option("--version", callback=_show_version, is_eager=True, help="Show the version and exit."),
    ] = False,
) -> None:
    """Lead qualification as code: score CRM exports with rules in YAML, exactly and explained."""
    if context.invoked_subcommand is None:
        typer.echo(context.get_help(), err=True)
        raise typer.Exit(2)


def main() -> None:
    """Run the command line and end the process: 0 fine, 1 found something, 2 could not run, 130 interrupted, 143 stopped."""
    gc.set_threshold(_OBJECTS)
    with stopping_in_order() as stop:
        code = _run()
    code = stop.code if code == INTERRUPTED else code
    gc.freeze()  # what is left goes with the process: nothing of it needs to be looked through for cycles
    sys.exit(code)


def _run() -> int:
    for stream in (sys.stdout, sys.stderr):
        if isinstance(
            stream, TextIOWrapper
        ):  # where the console knows fewer characters, show a ? rather than fail
            stream.reconfigure(errors="replace")
    try:
        code = app(standalone_mode=False)
    except typer.Exit as done:
        return done.exit_code
    except TyperException as problem:
        message = problem.format_message().replace("Value error, ", "")  # which is how pydantic begins
        say_error(
            f"{message}\n  help: leadscore --help lists the commands, leadscore COMMAND --help its options"
        )
        return 2
    except (typer.Abort, KeyboardInterrupt):
        code = INTERRUPTED
    except BrokenPipeError:
        sys.stderr.close()
        return 0
    except Exception as problem:  # noqa: BLE001 - the outer edge: nobody ever sees a traceback
        say_error(
            f"this should not have happened: {type(problem).__name__}: {str(problem)[:500]}\n  help: please report it"
        )
        return 2
    if code == INTERRUPTED:  # Typer turns Ctrl-C into a code of its own, without a word
        say_error("interrupted; nothing is half done")
    return code if isinstance(code, int) else 0
