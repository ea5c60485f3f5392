"""Everything there is to say about a rules file: what is wrong, what is hardly meant so, what takes no effect yet."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from leadscore.errors import RulesError
from leadscore.schema.example_files import find_example_files, load_examples
from leadscore.schema.load import load_rules, read_rules_text, reviewed
from leadscore.schema.remarks import find_remarks

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from leadscore.errors import Problem
    from leadscore.results.health import Finding
    from leadscore.schema.document import Document
    from leadscore.schema.faults import Fault
    from leadscore.schema.load import RulesFile
    from leadscore.schema.model import Rules

__all__ = ["Inspection", "Remark", "Severity", "Size", "inspect_rules", "inspect_text"]

Severity = Literal["error", "remark", "note"]
"""Wrong; hardly meant so; worth knowing, such as what is without effect in this version."""


@dataclass(frozen=True)
class Remark:
    """One thing to say about a rules file.

    Attributes:
        problem: What, and where.
        severity: How bad it is.
        code: A short name of this kind of remark, for programs.
    """

    problem: Problem
    severity: Severity
    code: str


@dataclass(frozen=True)
class Size:
    """How much a rules file without errors has of what matters."""

    rules: int
    scores: int
    stages: int
    examples: int


@dataclass(frozen=True)
class Inspection:
    """What was found in a rules file.

    Attributes:
        file: Its name as the user gave it.
        remarks: Everything to say, in file order.
        lines: Its lines, for excerpts.
        size: What is in it; None if it has errors.
    """

    file: str
    remarks: tuple[Remark, ...]
    lines: tuple[str, ...]
    size: Size | None

    def count(self, severity: Severity) -> int:
        """Return how many remarks are of one severity."""
        return sum(remark.severity == severity for remark in self.remarks)

    def with_findings(self, findings: Iterable[Finding]) -> Inspection:
        """Return the same with what an export shows about the rules."""
        found = (Remark(one.problem, one.severity, one.code) for one in findings)
        return replace(self, remarks=_ordered(self.file, [*self.remarks, *found]))

    def with_errors(self, problems: Iterable[Problem]) -> Inspection:
        """Return the same with what keeps the rules from fitting an export."""
        found = (Remark(problem, "error", "invalid") for problem in problems)
        return replace(self, remarks=_ordered(self.file, [*self.remarks, *found]), size=None)


def inspect_rules(path: Path) -> Inspection:
    """Look a rules file through, the lists that it names, and the files of examples beside it.

    Raises:
        InputError: The file is not there or cannot be read.
    """
    inspection = inspect_text(read_rules_text(path), str(path), path.parent)
    beside = find_example_files(path)
    if inspection.size is None or not beside:
        return inspection
    rules = load_rules(path)
    wrong = [
        Remark(problem, "error", "invalid") for examples in beside for problem in _wrong(examples, rules)
    ]
    return replace(inspection, remarks=(*inspection.remarks, *wrong))


def _wrong(examples: Path, rules: RulesFile) -> tuple[Problem, ...]:
    try:
        load_examples(examples, rules)
    except RulesError as error:
        return error.problems
    return ()


def inspect_text(text: str, file: str, folder: Path | None) -> Inspection:
    """Look the text of a rules file through.

    Args:
        text: The text; bytes that are no UTF-8 may stand there as surrogate escapes.
        file: The name of the file, for messages.
        folder: Where its lists lie; None where it can have none.
    """
    review = reviewed(text, file, folder)
    document, validation = review.document, review.validation
    found = [Remark(problem, "error", "invalid") for problem in review.problems]
    fine = not found
    if validation is not None:
        found += _told("remark", find_remarks(validation, complete=fine), document)
    rules = validation.rules if validation is not None and fine else None
    return Inspection(file, _ordered(file, found), document.lines, None if rules is None else _size(rules))


def _ordered(file: str, remarks: Iterable[Remark]) -> tuple[Remark, ...]:
    return tuple(sorted(remarks, key=lambda remark: (remark.problem.file != file, remark.problem)))


def _told(severity: Severity, faults: Iterable[Fault], document: Document) -> list[Remark]:
    told = dict.fromkeys((fault.problem(document), fault.code) for fault in faults)
    return [Remark(problem, severity, code) for problem, code in told]


def _size(rules: Rules) -> Size:
    count = sum(len(score.rules) for score in rules.ruled.values())
    return Size(count, len(rules.ruled), len(rules.stages), len(rules.tests))
