"""Everything that can go wrong, in one tree.

```
LeadscoreError            has an exit code and a message for the analyst
├── UsageError        2   the command line, or a call, asks for something impossible
├── RulesError        2   the rules file has problems, all of them listed
├── InputError        2   a file cannot be read, or is not what it was given as
├── FolderBusyError   2   another run is writing into the output folder
├── OutputError       2   the output folder, or the one for temporary files, cannot be written
└── FindingError      1   the run worked and found something that must not be published
```

Messages say where, what was found, what is allowed, and what to do next.
"""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

__all__ = [
    "FindingError",
    "FolderBusyError",
    "InputError",
    "LeadscoreError",
    "OutputError",
    "Problem",
    "RulesError",
    "UsageError",
    "did_you_mean",
]


@dataclass(frozen=True, order=True)
class Problem:
    """One thing to tell about a file, at one place.

    Attributes:
        file: Name of the file as the user gave it.
        line: Line, counted from 1.
        column: Column, counted from 1.
        message: What was found there and what is allowed, without the place.
        help: What to do next, one hint a line, or an empty string.
    """

    file: str
    line: int
    column: int
    message: str
    help: str = ""

    def __str__(self) -> str:
        """Return `file:line:column: message`, with each help on a line of its own."""
        place = f"{self.file}:{self.line}:{self.column}: {self.message}"
        return "".join([place, *(f"\n  help: {line}" for line in self.help.splitlines())])


class LeadscoreError(Exception):
    """Something to tell the user; the command ends with `exit_code`."""

    exit_code = 2


class UsageError(LeadscoreError):
    """The command line, or a call of the Python interface, asks for something impossible."""


class RulesError(LeadscoreError):
    """The rules file cannot be used; every problem is listed, in file order."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(problems))
        super().__init__("\n".join(map(str, self.problems)))


class InputError(LeadscoreError):
    """An input file cannot be read, or is not what it was given as."""


class FolderBusyError(LeadscoreError):
    """Another run is writing into the output folder."""


class OutputError(LeadscoreError):
    """The output folder, or the one for temporary files, cannot be written."""


class FindingError(LeadscoreError):
    """The run worked and found something that must not be published."""

    exit_code = 1


def did_you_mean(word: str, known: Sequence[str]) -> str:
    """Return `did you mean "…"?` for the closest known word, or an empty string.

    Args:
        word: What was written.
        known: What would be allowed.
    """
    by_lower = {name.lower(): name for name in known}
    close = get_close_matches(word.lower(), list(by_lower), n=1, cutoff=0.6)
    return f'did you mean "{by_lower[close[0]]}"?' if close else ""
