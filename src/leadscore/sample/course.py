"""What the CRM knew of a contact on each day: its last row, and how that came about.

Who somebody is, is known from the first day. Questions are answered, consent is given, customers say whether they
would recommend the vendor, and Sales says what it thinks: all of that in the course of time.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter
from typing import TYPE_CHECKING, Final, NamedTuple

from leadscore.sample.entries import Entry, successive
from leadscore.sample.sales import Answer, answers_of_sales
from leadscore.sample.story import BOUGHT_CHANNEL, Interest, Outcome

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from leadscore.sample.contacts import ContactRow
    from leadscore.sample.days import Days
    from leadscore.sample.draws import Draws
    from leadscore.sample.story import Story

__all__ = ["Milestones", "contact_entries", "nps_age"]

_QUESTIONS: Final = ("need", "budget", "buying_role", "timeline")
_UNKNOWN: Final = frozenset({"", "Select", "(No value)"})


@dataclass(frozen=True, slots=True)
class Milestones:
    """Days on which something became known; ages in days before the last day.

    Attributes:
        referred: When the customer who recommended the vendor to the contact said so; 0 if nobody did.
        asked: When the contact answered "would you recommend us"; 0 if never asked.
    """

    referred: int
    asked: int


class _Change(NamedTuple):
    """A field that says something else from a day on."""

    age: int
    field: str
    value: str


def nps_age(story: Story, draws: Draws) -> int:
    """Return the age of a customer's answer to "would you recommend us": some weeks after they bought."""
    closed = story.deal_closed
    return closed - draws.whole(min(7, closed // 2), min(45, closed))


def contact_entries(
    row: ContactRow, story: Story, milestones: Milestones, days: Days, draws: Draws
) -> list[Entry]:
    """Return the rows that a contact had, oldest first; the last one is the row that is given."""
    answers = _answers_of_sales(row, story, days, draws)
    changes = [
        *_sales_changes(row, story, answers),
        *_question_changes(row, story, draws),
        *_consent_changes(row, story, draws),
        *_lifecycle_changes(row, story, draws),
        _Change(min(story.created, milestones.referred), "referred_by", row.referred_by),
        _Change(milestones.asked, "nps", row.nps),
    ]
    return successive(_versions(row, story.created, changes))


def _versions(row: ContactRow, created: int, changes: Sequence[_Change]) -> Iterator[Entry]:
    """Yield the row after each change, oldest first; before the first change a field is empty."""
    known = dict.fromkeys([change.field for change in changes], "")
    yield Entry(row._replace(**known), created)
    oldest_first = sorted(changes, key=attrgetter("age"), reverse=True)
    for age, of_day in groupby(oldest_first, key=attrgetter("age")):
        known |= {change.field: change.value for change in of_day}
        yield Entry(row._replace(**known), age)


def _answers_of_sales(row: ContactRow, story: Story, days: Days, draws: Draws) -> list[Answer]:
    return answers_of_sales(story, Answer(0, row.lead_status, row.rejected_reason), days, draws)


def _sales_changes(row: ContactRow, story: Story, answers: Sequence[Answer]) -> Iterator[_Change]:
    """Yield what Sales says, and its owner: from the day on which it takes somebody up, or has a deal."""
    for answer in answers:
        yield _Change(answer.age, "lead_status", answer.status)
        yield _Change(answer.age, "rejected_reason", answer.reason)
    taken_up = [answer.age for answer in answers if answer.status in {"accepted", "working"}]
    if story.outcome is not Outcome.NO_DEAL:
        taken_up.append(story.deal_created)
    yield _Change(max(taken_up, default=story.created), "owner", row.owner)


def _question_changes(row: ContactRow, story: Story, draws: Draws) -> Iterator[_Change]:
    """Yield the answers to the questions of qualification: in a form, in a talk with Sales, or on some visit."""
    for field in _QUESTIONS:
        value = getattr(row, field)
        if value in _UNKNOWN:
            yield _Change(story.created, field, value)
        else:
            yield _Change(_answered(story, draws), field, value)


def _answered(story: Story, draws: Draws) -> int:
    if story.demo is not None:
        return story.demo - (0 if draws.chance(0.4) else draws.whole(0, min(20, story.demo)))
    if story.outcome is not Outcome.NO_DEAL:
        return min(story.created, story.deal_created + draws.whole(-min(20, story.deal_created), 10))
    return draws.whole(story.seen, story.created)


def _consent_changes(row: ContactRow, story: Story, draws: Draws) -> Iterator[_Change]:
    """Yield whether marketing may write: most say so when they come, some later, and some take it back."""
    consent, later = row.marketing_consent, draws.whole(story.seen, story.created)
    if consent and draws.chance(0.3):
        took_back = consent == "false" and story.channel != BOUGHT_CHANNEL
        yield _Change(story.created, "marketing_consent", "true" if took_back else "")
        yield _Change(later, "marketing_consent", consent)
    else:
        yield _Change(story.created, "marketing_consent", consent)


def _lifecycle_changes(row: ContactRow, story: Story, draws: Draws) -> Iterator[_Change]:
    """Yield the stages that the CRM went through, where it knows one: none after a deal was lost but the last."""
    last = row.lifecycle_stage
    yield _Change(story.created, "lifecycle_stage", last and "lead")
    if last and story.interest is Interest.HOT:
        interested = draws.whole(story.seen, story.created) if story.demo is None else story.demo
        yield _Change(max(interested, story.deal_created), "lifecycle_stage", "marketingqualifiedlead")
    if last and story.outcome is not Outcome.NO_DEAL:
        yield _Change(story.deal_created, "lifecycle_stage", "opportunity")
    if last and story.outcome in {Outcome.WON, Outcome.LOST}:
        yield _Change(story.deal_closed, "lifecycle_stage", last)
