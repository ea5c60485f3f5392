"""Examples in files of their own, beside the rules that they are about: `hand-off.test.yaml`."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from leadscore.errors import Problem, RulesError, did_you_mean
from leadscore.schema.document import load_document
from leadscore.schema.load import read_rules_text, review_document

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from leadscore.schema.document import Document
    from leadscore.schema.load import RulesFile

__all__ = ["ENDING", "find_example_files", "load_examples", "parse_examples"]

ENDING: Final = ".test.yaml"
"""What the name of such a file ends in."""
SECTION: Final = "tests"


def find_example_files(rules: Path) -> tuple[Path, ...]:
    """Return the files of examples beside a rules file, in the order of their names."""
    return tuple(sorted(path for path in rules.parent.glob(f"*{ENDING}") if path.is_file()))


def load_examples(path: Path, file: RulesFile) -> RulesFile:
    """Read a file of examples.

    Args:
        path: The file.
        file: The rules that the examples are about.

    Returns:
        The same rules with the examples of this file in the place of their own; places are in this file.

    Raises:
        InputError: The file cannot be read.
        RulesError: It has faults; all of them are listed.
    """
    return parse_examples(read_rules_text(path), str(path), path.parent, file)


def parse_examples(text: str, name: str, folder: Path | None, file: RulesFile) -> RulesFile:
    """Read the text of a file of examples.

    Args:
        text: The text.
        name: The name of the file, for messages.
        folder: Where the lists lie that its conditions name.
        file: The rules that the examples are about.

    Raises:
        RulesError: It has faults; all of them are listed.
    """
    written = load_document(text, name)
    if written.data is None:
        raise RulesError(written.problems)
    review = review_document(_beside(written, file.document), folder)
    rules = review.validation.rules if review.validation is not None else None
    problems = (*written.problems, *_other_keys(written), *review.problems)
    if problems or rules is None:
        raise RulesError(dict.fromkeys(problems))
    return replace(file, file=name, rules=rules, document=review.document, lists=review.lists)


def _other_keys(written: Document) -> Iterator[Problem]:
    for key in written.data or ():
        if key != SECTION:
            place = written.key_place((key,))
            close = did_you_mean(key, [SECTION])
            message = f'a file of examples holds `{SECTION}` alone, found "{key}"'
            hint = close or "put it into the rules file"
            yield Problem(written.file, place.line, place.column, message, hint)
    if written.data is not None and SECTION not in written.data and (SECTION,) not in written.left_out:
        hint = "begin it with `tests:` and write the examples below, each with a dash"
        yield Problem(written.file, 1, 1, f"the file has no `{SECTION}`", hint)


def _beside(written: Document, rules: Document) -> Document:
    """Return a document with the examples of one and all else of another, where nothing is wrong any more."""
    data: dict[Any, Any] = {key: value for key, value in (rules.data or {}).items() if key != SECTION}
    data |= {key: value for key, value in (written.data or {}).items() if key == SECTION}
    return replace(
        written,
        data=data,
        keys={path: place for path, place in written.keys.items() if path[:1] == (SECTION,)},
        values={path: place for path, place in written.values.items() if path[:1] == (SECTION,)},
        left_out=frozenset(path for path in written.left_out if path[:1] == (SECTION,)),
    )
