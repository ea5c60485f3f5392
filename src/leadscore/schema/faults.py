"""One fault of a rules file, before its path has become a line and a column."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from leadscore.errors import Problem

if TYPE_CHECKING:
    from leadscore.schema.document import Document, Path

__all__ = ["Fault"]


@dataclass(frozen=True)
class Fault:
    """What is wrong at one path of the rules.

    Attributes:
        path: Keys and list places that lead to it.
        message: What was found and what is allowed.
        help: What to do next, or an empty string.
        at_key: Whether the key is meant, not the value beside it.
        code: A short name of this kind of remark, which stays as it is; that of everything that is wrong is the same.
    """

    path: Path
    message: str
    help: str = ""
    at_key: bool = False
    code: str = "invalid"

    def problem(self, document: Document) -> Problem:
        """Return the same with file, line and column."""
        place = document.key_place(self.path) if self.at_key else document.value_place(self.path)
        return Problem(document.file, place.line, place.column, self.message, self.help)
