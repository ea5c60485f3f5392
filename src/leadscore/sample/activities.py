"""What contacts do and what is sent to them: the rows of activities.csv."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from leadscore.sample.content import (
    CLICKED,
    COMPARING,
    DOWNLOADS,
    EVENTS,
    NEWSLETTERS,
    READING,
    REQUESTS,
    USING,
    WEBINARS,
)
from leadscore.sample.days import clock
from leadscore.sample.draws import spread
from leadscore.sample.entries import Entry
from leadscore.sample.people import FIRST_CONTACT
from leadscore.sample.story import BOUGHT_CHANNEL, Interest, Outcome, Story

if TYPE_CHECKING:
    from leadscore.sample.days import Days
    from leadscore.sample.draws import Draws

__all__ = ["Activity", "make_activities", "register_early", "stray_activities"]


class Activity(NamedTuple):
    """One row of activities.csv."""

    contact_id: str
    type: str
    occurred_at: str
    url: str
    asset: str


_HOURS: Final = spread(
    dict(zip(range(6, 23), (1, 3, 8, 12, 12, 11, 7, 9, 11, 10, 9, 6, 3, 2, 2, 2, 1), strict=True))
)
"""Hours of the day from 6 to 22, each as often as people are at their desks."""

_VISITS: Final = {Interest.SILENT: 0.3, Interest.CURIOUS: 1.6, Interest.INTERESTED: 5.2, Interest.HOT: 10.5}
_MAILS: Final = {Interest.SILENT: 1.0, Interest.CURIOUS: 2.5, Interest.INTERESTED: 6.0, Interest.HOT: 9.0}
_OPENED: Final = {Interest.SILENT: 0.12, Interest.CURIOUS: 0.4, Interest.INTERESTED: 0.55, Interest.HOT: 0.65}

_MEMORY: Final = 240
"""Days before the last visit after which nobody remembers the first one."""

_UNKNOWN_EVERY: Final = 223
_STRAYED: Final = 40
"""Age of the visits of those who were deleted."""
_LATER_EVERY: Final = 211
_EARLIEST: Final = 3
"""Days before a webinar on which the first ones register."""


def make_activities(contact_id: str, story: Story, days: Days, draws: Draws) -> list[Entry]:
    """Return everything that happened with a contact, oldest first, each known from its day on."""
    diary = _Diary(contact_id, story, days, draws)
    diary.write_visits()
    diary.write_mails()
    diary.write_webinars_and_events()
    if story.demo is not None:
        diary.write_request(story.demo)
    diary.rows.sort(key=lambda entry: entry.row[2])
    return diary.rows


def register_early(entries: list[Entry], created: int, draws: Draws) -> list[Entry]:
    """Return the entries with every second webinar known some days ahead, if the contact is there then."""
    return [
        entry._replace(since=max(entry.since, min(created, entry.since + draws.whole(1, _EARLIEST))))
        if entry.row[1] == "webinar" and draws.chance(0.5)
        else entry
        for entry in entries
    ]


def stray_activities(number: int, contact_id: str, created: int, days: Days) -> list[Entry]:
    """Return what a run has to sort out, with every few hundredth contact.

    It is a visit by somebody who was deleted from the CRM, or a registration for a webinar of the coming days.
    """
    rows = []
    if number % _UNKNOWN_EVERY == 29:
        deleted = str(1 + number % (FIRST_CONTACT - 1))
        view = Activity(deleted, "page_view", f"{days.iso[_STRAYED]} 10:04:31", "/product", "")
        rows.append(Entry(view, _STRAYED))
    if number % _LATER_EVERY == 17:
        ahead = 1 + number % 3
        webinar = Activity(contact_id, "webinar", f"{days.iso[-ahead]} 14:00:00", "", "live-demo-webinar")
        rows.append(Entry(webinar, min(created, _EARLIEST - ahead)))
    return rows


class _Diary:
    """Collects what happened with one contact."""

    def __init__(self, contact_id: str, story: Story, days: Days, draws: Draws) -> None:
        self.rows: list[Entry] = []
        self._contact_id = contact_id
        self._story = story
        self._days = days
        self._draws = draws
        roll = draws.roll()
        fourth = (roll * roll) * (roll * roll)
        self._zeal = 0.25 + 0.8 * draws.roll() + 4.0 * fourth * fourth

    def write_visits(self) -> None:
        """Write visits of one to nine pages; a long one may end with a download."""
        story, draws = self._story, self._draws
        pages = COMPARING if story.interest >= Interest.INTERESTED else READING
        if story.outcome is Outcome.WON:
            pages = COMPARING + USING
        for _ in range(self._how_many(_VISITS)):
            age, second = self._some_day(), self._office_hour()
            for _ in range(draws.mostly_low(1, 9)):
                self._add("page_view", age, second, url=draws.pick(pages))
                second += draws.whole(8, 260)
            if story.interest is not Interest.SILENT and draws.chance(0.16):
                self._add("download", age, second, asset=draws.pick(DOWNLOADS))

    def write_mails(self) -> None:
        """Write mails that were sent, and what became of them on the same day."""
        story, draws = self._story, self._draws
        bounces = story.interest is Interest.SILENT and draws.chance(0.15)
        for _ in range(self._how_many(_MAILS)):
            age, second = self._days.working[draws.whole(0, story.created)], 8 * 3600 + draws.whole(0, 3600)
            mail = draws.pick(NEWSLETTERS)
            self._add("email_sent", age, second, asset=mail)
            if bounces:
                self._add("email_bounce", age, second + 40, asset=mail)
            elif age >= story.seen and draws.chance(_OPENED[story.interest]):
                second += draws.mostly_low(30, 36000)
                self._add("email_open", age, second, asset=mail)
                if draws.chance(0.22):
                    self._add("email_click", age, second + 25, url=draws.pick(CLICKED), asset=mail)

    def write_webinars_and_events(self) -> None:
        """Write webinars of those who are interested, and the fair where somebody was met."""
        story, draws = self._story, self._draws
        if story.interest >= Interest.INTERESTED and draws.chance(0.45):
            for _ in range(draws.mostly_low(1, 4)):
                self._add(
                    "webinar", self._some_day(), 36000 + 3600 * draws.whole(0, 5), asset=draws.pick(WEBINARS)
                )
        if story.channel == "fair" or (story.interest is Interest.HOT and draws.chance(0.15)):
            self._add(
                "event_visit",
                self._days.working[story.created],
                self._office_hour(),
                asset=draws.pick(EVENTS),
            )

    def write_request(self, age: int) -> None:
        """Write that they asked for a demo, after a look at the prices."""
        second = self._office_hour()
        self._add("page_view", age, second - 95, url="/pricing")
        self._add(self._draws.pick(REQUESTS), age, second, url="/demo")

    def _how_many(self, usual: dict[Interest, float]) -> int:
        """Return how often something happens; a few do everything many times as often."""
        bought = self._story.channel == BOUGHT_CHANNEL and self._story.interest is Interest.SILENT
        return 1 if bought else int(usual[self._story.interest] * self._zeal + self._draws.roll())

    def _some_day(self) -> int:
        """Return the age of a visit: most of them shortly before the last one, and on working days."""
        story, draws = self._story, self._draws
        age = draws.mostly_low(story.seen, min(story.created, story.seen + _MEMORY))
        return age if draws.chance(0.1) else self._days.working[age]

    def _office_hour(self) -> int:
        """Return a second of the day."""
        roll = self._draws.roll() * len(_HOURS)
        hour = int(roll)
        return int(3600 * (_HOURS[hour] + roll - hour))

    def _add(self, type_: str, age: int, second: int, url: str = "", asset: str = "") -> None:
        """Add a row; the tools that report webinars and clicks write times in formats of their own."""
        day = self._days.iso[age]
        if type_ == "webinar":
            occurred_at = f"{day}T{clock(second)}Z"
        elif type_ == "email_click":
            occurred_at = f"{day} {clock(second)}+01:00"
        else:
            occurred_at = f"{day} {clock(second)}"
        self.rows.append(Entry(Activity(self._contact_id, type_, occurred_at, url, asset), age))
