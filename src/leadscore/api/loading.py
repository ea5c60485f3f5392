"""Rules, from a file or from their text."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any, overload

from leadscore.errors import UsageError
from leadscore.schema import RulesFile, parse_rules
from leadscore.schema import load_rules as load_file

__all__ = ["load_rules", "rules_of"]

_TEXT = "rules"


@overload
def load_rules(path: str | os.PathLike[str]) -> RulesFile: ...


@overload
def load_rules(*, text: str, folder: str | os.PathLike[str] | None = None) -> RulesFile: ...


def load_rules(
    path: str | os.PathLike[str] | None = None,
    *,
    text: str | None = None,
    folder: str | os.PathLike[str] | None = None,
) -> RulesFile:
    """Read and check rules, as `leadscore check` does.

    Args:
        path: The rules file. The lists that it names lie beside it.
        text: The text of a rules file, in the place of a path; messages call it `rules`.
        folder: Where the lists lie that a text names; without one it can name none.

    Returns:
        The rules, for as many calls of `score` as you like.

    Raises:
        RulesError: The rules have faults; `problems` has all of them, each with its line and column.
        InputError: The file is not there or cannot be read.
        UsageError: Neither a path nor a text was given, or both.
    """
    if text is not None and path is None:
        if not isinstance(text, str):
            raise _no_rules(text)
        return parse_rules(text, _TEXT, None if folder is None else Path(folder))
    if path is None or text is not None or folder is not None:
        raise UsageError(
            "load_rules takes the path of a rules file, or text=… and, for its lists, folder=…\n"
            '  help: load_rules("rules.yaml")'
        )
    return load_file(_path_of(path))


def rules_of(given: object) -> RulesFile:
    """Return rules that were loaded, or that lie at a path.

    Raises:
        LeadscoreError: As of `load_rules`.
    """
    return given if isinstance(given, RulesFile) else load_file(_path_of(given))


def _path_of(given: Any) -> Path:
    if not isinstance(given, str | os.PathLike):
        raise _no_rules(given)
    if isinstance(given, str) and "\n" in given:
        raise UsageError(
            "rules are given by the path of their file, and this is their text\n  help: leadscore.load_rules(text=…)"
        )
    return Path(given)


def _no_rules(given: object) -> UsageError:
    return UsageError(
        f"rules are what leadscore.load_rules returns, or the path of a rules file; found {type(given).__name__}\n"
        "  help: rules that are data in Python become text by yaml.safe_dump(…): leadscore.load_rules(text=…)"
    )
