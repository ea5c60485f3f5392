"""A rules file from disk: read, checked as a whole, with every problem at once."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from leadscore.errors import InputError, RulesError
from leadscore.schema.check import find_faults
from leadscore.schema.document import load_document
from leadscore.schema.lists import read_lists
from leadscore.schema.uses import all_uses
from leadscore.schema.validation import validate

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from leadscore.errors import Problem
    from leadscore.schema.document import Document
    from leadscore.schema.lists import ListFile, ListFolder
    from leadscore.schema.model import Rules
    from leadscore.schema.syntax import Place
    from leadscore.schema.types import Where
    from leadscore.schema.validation import Validation

__all__ = [
    "MAX_FILE_SIZE",
    "Review",
    "RulesFile",
    "load_rules",
    "parse_rules",
    "read_rules_text",
    "review_document",
    "reviewed",
]

MAX_FILE_SIZE: Final = 5_000_000
"""Bytes in a rules file."""


@dataclass(frozen=True)
class RulesFile:
    """A rules file without faults.

    Attributes:
        file: Its name, as messages show it.
        rules: What it says.
        document: Its text and the places in it.
        lists: The files that its conditions name with `in_list`, by the name used there.
        sha256: Hash of its bytes, in hexadecimal digits.
        notes: What takes no effect in this version, in file order.
    """

    file: str
    rules: Rules
    document: Document
    lists: Mapping[str, ListFile]
    sha256: str
    notes: tuple[Problem, ...] = ()

    def place(self, path: Where) -> Place:
        """Return where the key or list entry nearest to a path stands."""
        return self.document.key_place(path)


def load_rules(path: Path) -> RulesFile:
    """Read a rules file and the lists that it names.

    Raises:
        InputError: The file is not there or cannot be read.
        RulesError: It has faults; all of them are listed.
    """
    return parse_rules(read_rules_text(path), str(path), path.parent)


def read_rules_text(path: Path) -> str:
    """Return the text of a rules file; bytes that are no UTF-8 stand there as surrogate escapes.

    Raises:
        InputError: The file is not there or cannot be read.
    """
    return _read_bytes(path).decode("utf-8", errors="surrogateescape")


def _read_bytes(path: Path) -> bytes:
    try:
        if path.exists() and not path.is_file():
            raise InputError(
                f"{path}: this is not a file with rules\n  help: name a YAML file, such as rules.yaml"
            )
        if path.stat().st_size > MAX_FILE_SIZE:
            limit = f"larger than {MAX_FILE_SIZE // 1_000_000} MB, and rules are much smaller"
            raise InputError(f"{path}: {limit}\n  help: check that this is the rules file and not an export")
        return path.read_bytes()
    except FileNotFoundError:
        raise InputError(
            f"{path}: there is no such rules file\n  help: check the name and the folder"
        ) from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise InputError(f"{path}: the rules file cannot be read ({reason})") from None


def parse_rules(text: str, file: str, folder: Path | ListFolder | None) -> RulesFile:
    """Read the text of a rules file.

    Args:
        text: The text; bytes that are no UTF-8 may stand there as surrogate escapes.
        file: The name of the file, for messages.
        folder: Where its lists lie; None where it can have none.

    Raises:
        RulesError: It has faults; all of them are listed.
    """
    review = reviewed(text, file, folder)
    rules = review.validation.rules if review.validation is not None else None
    if review.problems or rules is None:
        raise RulesError(review.problems)
    sha256 = hashlib.sha256(text.encode("utf-8", errors="surrogateescape")).hexdigest()
    return RulesFile(file, rules, review.document, review.lists, sha256)


@dataclass(frozen=True)
class Review:
    """A rules file that was read as far as that is possible.

    Attributes:
        document: Its text and the places in it.
        validation: Its models; None where it cannot be read as YAML.
        lists: The lists that could be read.
        problems: Everything that is wrong, each once.
    """

    document: Document
    validation: Validation | None
    lists: Mapping[str, ListFile]
    problems: tuple[Problem, ...]


def reviewed(text: str, file: str, folder: Path | ListFolder | None) -> Review:
    """Read the text of a rules file, whatever is wrong with it; arguments as of `parse_rules`."""
    document = load_document(text, file)
    if document.data is None:
        return Review(document, None, {}, document.problems)
    return review_document(document, folder)


def review_document(document: Document, folder: Path | ListFolder | None) -> Review:
    """Hold the content of a file against what rules may say.

    Args:
        document: The content.
        folder: Where its lists lie; None where it can have none.
    """
    validation = validate(document)
    faults = [*validation.faults, *find_faults(document, validation)]
    lists = read_lists(all_uses(validation.rules) if validation.rules else (), folder)
    faults += [replace(fault, path=validation.original(fault.path)) for fault in lists.faults]
    problems = [*document.problems, *(fault.problem(document) for fault in faults), *lists.problems]
    return Review(document, validation, lists.files, tuple(dict.fromkeys(problems)))
