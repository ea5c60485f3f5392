"""What a run hands over, to whom, and what Sales answers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

__all__ = [
    "Answers",
    "Handoffs",
    "ListState",
    "OverdueLead",
    "OwnerLoad",
    "ReasonAnswers",
    "RuleAnswers",
    "Waiting",
]


@dataclass(frozen=True)
class ListState:
    """One hand-off list, as a run with a history knows it.

    Attributes:
        list: Its name.
        new: Leads that are on it for the first time.
        again: Leads that are back on it after an answer.
        open: Leads on it without an answer.
        overdue: Those of them whose answer is overdue.
    """

    list: str
    new: int
    again: int
    open: int
    overdue: int


@dataclass(frozen=True)
class OwnerLoad:
    """One owner.

    Attributes:
        owner: The name in the rules.
        leads: Leads on lists that are theirs.
        new: Those that were handed over on this day.
        open: Those that Sales has not answered.
        overdue: Those whose answer is overdue; None without a history.
        away_until: The last day on which they are away; None for who is there.
    """

    owner: str
    leads: int
    new: int
    open: int
    overdue: int | None
    away_until: date | None


@dataclass(frozen=True)
class Waiting:
    """Leads that wait for an owner.

    Attributes:
        path: Their file below the output folder.
        full: Those whose owners have enough.
        away: Those whose owners are all away.
        nobody: Those whom no entry of the owners matches.
    """

    path: str
    full: int
    away: int
    nobody: int

    @property
    def count(self) -> int:
        """All of them."""
        return self.full + self.away + self.nobody


@dataclass(frozen=True)
class OverdueLead:
    """One lead whose answer is overdue.

    Attributes:
        contact_id: Its id.
        list: The list that it is on.
        owner: Whose it is; empty where nobody's.
        since: The day on which it was handed over.
        due: The last day on which Sales should have answered.
    """

    contact_id: str
    list: str
    owner: str
    since: date
    due: date


@dataclass(frozen=True)
class Answers:
    """What Sales answered to the hand-offs of one list.

    Attributes:
        list: Its name.
        answered: Hand-offs with an answer, silence among them.
        accepted: Those that Sales took.
        silence: Those that count as accepted because nobody objected.
        rejected: Those that it gave back.
        share: Those not rejected, in per cent of `answered`; None of nothing.
    """

    list: str
    answered: int
    accepted: int
    silence: int
    rejected: int
    share: float | None


@dataclass(frozen=True)
class RuleAnswers:
    """What Sales answered to hand-offs to which one rule gave points.

    Attributes:
        rule: Its id.
        title: Its label.
        answered: Hand-offs with an answer, silence among them.
        rejected: Those that Sales gave back.
        share: Those not rejected, in per cent of `answered`; None of nothing.
        reason: The most frequent reason of a rejection; empty where none is known.
    """

    rule: str
    title: str
    answered: int
    rejected: int
    share: float | None
    reason: str


@dataclass(frozen=True)
class ReasonAnswers:
    """One reason for which Sales rejects.

    Attributes:
        reason: As the CRM writes it, in lower case; empty where none is given.
        count: Hand-offs that were rejected for it.
        share: `count` in per cent of all rejected ones.
        rules: Labels of the rules that gave most of these points, the most frequent first, at most three.
    """

    reason: str
    count: int
    share: float | None
    rules: tuple[str, ...]


@dataclass(frozen=True)
class Handoffs:
    """What a run hands over, to whom, and what Sales answers.

    Attributes:
        lists: The lists; empty without a history.
        owners: The owners, in file order; empty where the rules have none.
        waiting: Leads that wait for an owner; None where the rules have no owners.
        overdue: Leads whose answer is overdue, the longest first.
        overdue_path: The file of those below the output folder; empty where no list says until when.
        answered_since: The first day of the answers that are counted below; None without a history.
        answers: Answers by list.
        by_rule: Answers by rule, the most rejected first.
        by_reason: Rejections by reason, the most frequent first.
    """

    lists: tuple[ListState, ...] = ()
    owners: tuple[OwnerLoad, ...] = ()
    waiting: Waiting | None = None
    overdue: tuple[OverdueLead, ...] = ()
    overdue_path: str = ""
    answered_since: date | None = None
    answers: tuple[Answers, ...] = ()
    by_rule: tuple[RuleAnswers, ...] = ()
    by_reason: tuple[ReasonAnswers, ...] = ()

    @property
    def overdue_count(self) -> int:
        """All hand-offs whose answer is overdue."""
        return sum(one.overdue for one in self.lists)
