"""What Sales says of a contact in the course of time: the answers that lead to the last one.

Who asks for a demo, has a deal, or now and then shows much interest, is `new` to Sales, which answers some working days
later. A few never get an answer, and some who were rejected come back with new interest.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from leadscore.sample.story import Interest, Outcome, Story

if TYPE_CHECKING:
    from leadscore.sample.days import Days
    from leadscore.sample.draws import Draws

__all__ = ["REASONS", "Answer", "answers_of_sales"]

REASONS: Final = ("no budget", "wrong person", "no answer", "too small", "bad timing", "")

_SLOWEST: Final = 6
"""Working days after which Sales has answered, if it answers at all."""
_APART: Final = 30
"""Days at least between interest that was rejected and the next occasion."""
_LONGEST_APART: Final = 150


class Answer(NamedTuple):
    """What Sales says of a contact from a day on.

    Attributes:
        age: Age of the day.
        status: `new`, `accepted`, `working`, `rejected`, or nothing.
        reason: Why they were rejected; Sales does not always say.
    """

    age: int
    status: str
    reason: str = ""


def answers_of_sales(story: Story, last: Answer, days: Days, draws: Draws) -> list[Answer]:
    """Return what Sales said, oldest first; it begins when the contact came, and ends with the last answer."""
    talk = _Talk(last, days, draws)
    occasion = _occasion(story, last.status, draws)
    if occasion is None:
        return [last._replace(age=story.created)]
    talk.say(story.created, "")
    if story.created - occasion > _APART and draws.chance(0.35):
        talk.turn_down(draws.whole(occasion + _APART, min(story.created, occasion + _LONGEST_APART)))
    talk.say(occasion, "new")
    if story.outcome is Outcome.NO_DEAL:
        talk.go_on(occasion, story.seen)
    else:
        talk.follow_deal(occasion, story)
    return talk.answers


def _occasion(story: Story, last: str, draws: Draws) -> int | None:
    """Return the age of the day on which Sales had most reason to look, or None if it had no reason."""
    if story.demo is not None:
        return story.demo
    if story.outcome is not Outcome.NO_DEAL:
        return min(story.created, story.deal_created + draws.whole(3, 20))
    much = story.interest >= Interest.INTERESTED and draws.chance(0.3)
    if not much and last in {"", "new"}:
        return None
    return draws.mostly_low(story.seen, min(story.created, story.seen + 2 * _APART))


class _Talk:
    """Collects the answers about one contact."""

    def __init__(self, last: Answer, days: Days, draws: Draws) -> None:
        self.answers: list[Answer] = []
        self._last = last
        self._days = days
        self._draws = draws

    def say(self, age: int, status: str, reason: str = "") -> None:
        """Add an answer, on the day of the one before at the earliest."""
        self.answers.append(Answer(self._not_before(age), status, reason))

    def turn_down(self, age: int) -> None:
        """Have Sales look at somebody who is interested, and reject them."""
        self.say(age, "new")
        self.say(self._some_days_later(age), "rejected", self._draws.pick(REASONS))

    def go_on(self, occasion: int, seen: int) -> None:
        """Answer an occasion that no deal came of."""
        status, answered = self._last.status, self._some_days_later(occasion)
        if status in {"accepted", "working", "rejected"}:
            self._work(answered, first=0.4 if status == "working" else 0.0)
            self._end(answered - 1 if self.answers[-1].status == "accepted" else answered)
        elif occasion - seen >= _SLOWEST + 4 and self._draws.chance(0.6):
            self.say(answered, "rejected", self._draws.pick(REASONS))
            self._end(seen)
        elif occasion > 2 * _APART and self._draws.chance(0.5):
            self.say(answered, "working")
            self._end(answered - self._draws.whole(10, _APART))
        else:
            self._end(occasion if status == "new" else answered)

    def follow_deal(self, occasion: int, story: Story) -> None:
        """Answer before there is a deal, and say at its end what became of it."""
        answered = max(self._some_days_later(occasion), story.deal_created)
        if story.outcome is not Outcome.LOST and self._last.status == "accepted":
            self._end(answered)
            return
        self._work(answered, first=0.5)
        if story.outcome is Outcome.LOST:
            self.say(story.deal_created, "working")
            self._lose(story.deal_closed)
        elif story.outcome is Outcome.OPEN or self._last.status == "working":
            self._end(story.deal_created)
        else:
            self.say(story.deal_created, "working")
            self._end(story.deal_closed - self._draws.whole(0, min(3, story.deal_closed)))

    def _work(self, age: int, *, first: float) -> None:
        """Say in this share of cases that they are accepted, before anything else is said."""
        if self._draws.chance(first):
            self.say(age, "accepted")

    def _lose(self, closed: int) -> None:
        """Say that a deal was lost; some of them Sales wants to try again."""
        if self._last.status == "new" and closed >= 2 * _SLOWEST:
            self.say(closed, "rejected", self._draws.pick(REASONS))
            self._end(self._draws.whole(0, closed - 2 * _SLOWEST))
        else:
            self._end(closed)

    def _end(self, age: int) -> None:
        """Add the last answer."""
        self.answers.append(self._last._replace(age=self._not_before(age)))

    def _not_before(self, age: int) -> int:
        latest = self.answers[-1].age if self.answers else age
        return max(0, min(latest, age))

    def _some_days_later(self, age: int) -> int:
        """Return the age of a working day soon after, or of the last day where that comes first."""
        working = self._days.working
        left = self._draws.whole(1, max(1, min(_SLOWEST, age)))
        while left and age > 0:
            age -= 1
            left -= working[age] == age
        return age
