"""Slips on the command line that would otherwise be taken for something else."""

from __future__ import annotations

import shlex
from inspect import signature
from typing import TYPE_CHECKING, Any, Final, get_type_hints

from typer.models import ArgumentInfo, OptionInfo

from leadscore.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

__all__ = ["RULES_ENDINGS", "check_filled", "check_no_rules"]

RULES_ENDINGS: Final = (".yaml", ".yml")
"""What the names of rules files end in; no export has such a name."""


def check_filled(command: Callable[..., None], given: Mapping[str, object]) -> None:
    """Check that nothing on the command line is empty, as a variable is that was never set.

    Args:
        command: The command; its parameters are annotated for Typer.
        given: Their values.

    Raises:
        UsageError: A value is empty or blank.
    """
    hints = get_type_hints(command, include_extras=True)
    for name, parameter in signature(command).parameters.items():
        value = given.get(name)
        values = value if isinstance(value, list) else [value]
        if value != parameter.default and any(isinstance(one, str) and not one.strip() for one in values):
            raise UsageError(
                f"{_shown(name, hints[name])} is empty\n"
                "  help: give it a value; a variable that stands there may have none"
            )


def _shown(name: str, hint: Any) -> str:
    """Return what a parameter is called on the command line."""
    for info in getattr(hint, "__metadata__", ()):
        if isinstance(info, OptionInfo):
            return str(
                info.default
            )  # NOTE: inside Annotated, Typer keeps the first of an option's names there.
        if isinstance(info, ArgumentInfo) and info.metavar:
            return info.metavar.strip("[]…")
    return name


def check_no_rules(contacts: Sequence[str], instead: str = "") -> None:
    """Check that no rules file stands among the contacts.

    Args:
        contacts: What was given as contacts.
        instead: What to say of a rules file where there is no `-r`.

    Raises:
        UsageError: One does.
    """
    rules = [file for file in contacts if file.lower().endswith(RULES_ENDINGS)]
    if not rules:
        return
    exports = shlex.join([file for file in contacts if file not in rules] or ["contacts.csv"])
    if instead:
        raise UsageError(f"{rules[0]} is a rules file, and {instead}\n  help: leave it out: {exports}")
    raise UsageError(
        f"{rules[0]} is a rules file; name it with -r\n  help: write {exports} -r {shlex.quote(rules[0])}"
    )
