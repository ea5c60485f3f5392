"""What a run may find and still be published."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from leadscore.errors import FindingError, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from leadscore.results import FileCount, Findings
    from leadscore.results.guards import Tripped

__all__ = ["RejectionLimit", "check_guards", "check_publishable", "parse_limit"]


@dataclass(frozen=True)
class RejectionLimit:
    """How many records of a file may be rejected: more than both limits is too many.

    Attributes:
        rows: A number of records.
        share: A part of those that were read.
        text: How messages name it.
    """

    rows: int
    share: Fraction
    text: str

    def allows(self, file: FileCount) -> bool:
        """Return whether a file has few enough rejected records."""
        return self.allows_part(file.rejected, file.read)

    def allows_part(self, part: int, whole: int) -> bool:
        """Return whether a part of a whole is small enough."""
        return part <= self.rows or part <= self.share * whole


MOST_TOLD: Final = 5
"""Columns or scores that one guard names."""
DEFAULT: Final = RejectionLimit(20, Fraction(1, 100), "more than 1% and more than 20 records")


def parse_limit(text: str | None, option: str = "--max-rejected", counted: str = "records") -> RejectionLimit:
    """Return the limit that an option gives: a number, or a percentage.

    Args:
        text: What was given; None for the default.
        option: The option, for messages.
        counted: What is counted.

    Raises:
        UsageError: It is neither.
    """
    if text is None:
        return DEFAULT
    match = re.fullmatch(r"([0-9]{1,12})(?:\.([0-9]{1,3}))?(%?)", text.strip())
    if match is None or (match[2] and not match[3]):
        raise UsageError(
            f'{option} is a number of {counted} or a percentage, such as 50 or 5%; found "{text}"'
        )
    if not match[3]:
        return RejectionLimit(int(match[1]), Fraction(0), f"more than {_counted(int(match[1]), counted)}")
    share = Fraction(f"{match[1]}.{match[2] or 0}") / 100
    return RejectionLimit(0, share, f"more than {match[1]}{'.' + match[2] if match[2] else ''}%")


def _counted(number: int, counted: str) -> str:
    return f"{number} {counted.removesuffix('s') if number == 1 else counted}"


def check_publishable(findings: Findings, limit: RejectionLimit, option: str = "--max-rejected") -> None:
    """Check that a run may be published.

    Args:
        findings: What it found.
        limit: How many records may be rejected.
        option: What allows more, for messages.

    Raises:
        FindingError: Too many records of a file were rejected, or no activity belongs to any contact.
    """
    for file in findings.files:
        if not limit.allows(file):
            raise FindingError(_too_many(file, limit, option))
    if not findings.accepted:
        first = [f"  {one.file}:{one.line}: {one.reason}" for file in findings.files for one in file.first]
        raise FindingError(
            "\n".join(
                [
                    "not one contact could be accepted; nothing was published",
                    *first[:5],
                    "  help: repair the export; which column holds the ids is said under sources: in the rules",
                ]
            )
        )
    if findings.activities_of_nobody:
        raise FindingError(
            f"not one of {findings.activities_of_nobody:,} activities belongs to a contact; nothing was published\n"
            "  help: are the ids of both exports the same? which column holds them is said under sources: in the rules"
        )


def check_guards(tripped: Sequence[Tripped], option: str = "--force") -> None:
    """Check that no guard of the rules tripped.

    Args:
        tripped: Those that did.
        option: What overrides them, for messages.

    Raises:
        FindingError: One did; all of them are told.
    """
    if not tripped:
        return
    number = "a guard" if len(tripped) == 1 else f"{len(tripped)} guards"
    lines = [f"{number} of the rules tripped; nothing was published"]
    for guard in dict.fromkeys(one.guard for one in tripped):
        for line in _told([one for one in tripped if one.guard == guard]):
            lines += [line] if line not in lines else []
    lines.append(
        f"  help: repair the export and run again; if all of this is as it should be, publish with {option}"
    )
    raise FindingError("\n".join(lines))


def _told(tripped: Sequence[Tripped]) -> Iterator[str]:
    """Yield the lines about what one guard found, of much the first; those that were said before need not be said again."""
    for one in tripped[:MOST_TOLD]:
        yield f"  {one.guard}: {one.text}"
        yield from (f"    {detail}" for detail in one.details)
    if len(tripped) > MOST_TOLD:
        yield f"  {tripped[0].guard}: and {len(tripped) - MOST_TOLD:,} more"


def _hints(file: FileCount) -> list[str]:
    """Return what many records without an id usually come from."""
    if not all(one.reason == "has no contact id" for one in file.first):
        return []
    return [
        "  help: lines without an id may continue the one above, as in Odoo: export without lists of several lines"
    ]


def _too_many(file: FileCount, limit: RejectionLimit, option: str) -> str:
    counted = f"{file.rejected:,} of {file.read:,} {file.input} in {file.file} were rejected, {limit.text}"
    first = [f"  {one.file}:{one.line}: {one.reason}" for one in file.first]
    return "\n".join(
        [
            f"{counted}; nothing was published",
            *first,
            f"  help: repair the export, or allow more with {option}",
            *_hints(file),
        ]
    )
