"""Writes a sample: contact by contact, so that memory does not grow with their number."""

from __future__ import annotations

from collections import deque
from contextlib import ExitStack
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple

from leadscore.errors import OutputError, UsageError
from leadscore.sample.accounts import Accounts
from leadscore.sample.activities import Activity, make_activities, register_early, stray_activities
from leadscore.sample.companies import CompanyRow
from leadscore.sample.contacts import ContactRow, contact_row
from leadscore.sample.costs import ChannelLedger, Cost
from leadscore.sample.course import Milestones, contact_entries, nps_age
from leadscore.sample.days import HORIZON, Days, make_days
from leadscore.sample.deals import Deal, deal_entries, make_deals
from leadscore.sample.draws import Draws
from leadscore.sample.entries import Entry
from leadscore.sample.people import Person, make_person
from leadscore.sample.sheets import Night, SampleFile, Sheet
from leadscore.sample.story import Story, make_story

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from pathlib import Path

__all__ = ["MOST_NIGHTS", "SampleFiles", "World", "write_nights", "write_sample"]

MOST_NIGHTS: Final = 366
"""Exports that are written at once at most."""

_REMEMBERED: Final = 40
"""New contacts are recommended by one of this many customers, the latest."""


@dataclass(frozen=True)
class World:
    """An invented CRM: the same world has the same history.

    Attributes:
        contacts: How many there are on its last day, at least 1.
        seed: Another seed gives other people.
        until: Its last day.
    """

    contacts: int
    seed: int
    until: date


@dataclass(frozen=True)
class SampleFiles:
    """The five files of a sample."""

    contacts: SampleFile
    activities: SampleFile
    deals: SampleFile
    companies: SampleFile
    costs: SampleFile


def write_sample(
    folder: Path, *, contacts: int, seed: int, as_of: date, until: date | None = None
) -> SampleFiles:
    """Write the exports of an invented CRM: contacts, activities, deals, companies and costs.

    The same arguments give the same bytes. With another number of contacts, those who are in both samples are the
    same, with the same activities and deals; only the costs differ.

    Args:
        folder: Where to write `contacts.csv`, `activities.csv`, `deals.csv`, `companies.csv` and `costs.csv`. It is
            made if it is missing. Files of these names are replaced, once all five are complete; nothing else in
            the folder is touched.
        contacts: How many there are on the last day, at least 1.
        seed: Another seed gives other people.
        as_of: The day of the export. Nothing happens later, but for a few registrations in the days after it.
        until: The last day of the world that the export shows; the as-of date if none is given. Exports of one world
            go together: from day to day contacts and activities come in, and none go.

    Raises:
        UsageError: There is nothing to write, the calendar ends too close to a date, or the world does so.
        OutputError: The folder cannot be written.
    """
    world = World(contacts, seed, until or as_of)
    days = make_days(world.until)
    return _write(folder, world, days, [Night(folder, _age(world, days, as_of))])[0]


def write_nights(folder: Path, world: World, *, as_of: date, nights: int) -> list[SampleFiles]:
    """Write one export for each of the last nights up to a day, each as `write_sample` would.

    Args:
        folder: Where each night gets a folder, called after its day.
        world: What the exports are of.
        as_of: The last night.
        nights: How many, from 1 to `MOST_NIGHTS`.

    Returns:
        What was written for each night, the oldest first.

    Raises:
        UsageError: There is nothing to write, or the world has fewer nights.
        OutputError: The folder cannot be written.
    """
    if not 1 <= nights <= MOST_NIGHTS:
        raise UsageError(f"{nights} nights cannot be written at once; ask for 1 to {MOST_NIGHTS}")
    days = make_days(world.until)
    last = _age(world, days, as_of)
    _check_age(last + nights - 1, days)
    ages = range(last + nights - 1, last - 1, -1)
    return _write(folder, world, days, [Night(folder / days.iso[age], age) for age in ages])


def _age(world: World, days: Days, as_of: date) -> int:
    """Return the age of the day of an export."""
    if as_of > world.until:
        raise UsageError(
            f"--until {world.until} is before --as-of {as_of}\n"
            "  help: --until is the last day of the world, --as-of the day on which it is exported"
        )
    age = (world.until - as_of).days
    _check_age(age, days)
    return age


def _check_age(age: int, days: Days) -> None:
    """Refuse a night before anybody came."""
    if age >= HORIZON:
        before = age - HORIZON + 1
        raise UsageError(
            f"a sample until {days.iso[0]} begins on {days.iso[HORIZON - 1]}; this would be an export of "
            f"{before:,} day{'s' if before > 1 else ''} before\n  help: choose a later --as-of, an earlier --until, or fewer --nights"
        )


def _write(folder: Path, world: World, days: Days, nights: Sequence[Night]) -> list[SampleFiles]:
    """Write the exports of some nights side by side."""
    if world.contacts < 1:
        raise UsageError(f"a sample of {world.contacts} contacts is empty; ask for 1 or more")
    try:
        for night in nights:
            night.folder.mkdir(parents=True, exist_ok=True)
        with ExitStack() as stack:
            writer = _SampleWriter(world.seed, days, nights, stack)
            for number in range(world.contacts):
                writer.write_contact(number)
            return writer.finish()
    except OSError as error:
        raise OutputError(
            f"{folder}: the sample cannot be written here ({error.strerror}); choose another folder with -o"
        ) from error


class _Promoter(NamedTuple):
    """A customer who recommends the vendor, since the day of this age."""

    person: Person
    since: int


class _SampleWriter:
    """Writes the five tables side by side."""

    def __init__(self, seed: int, days: Days, nights: Sequence[Night], stack: ExitStack) -> None:
        def sheet(name: str, header: tuple[str, ...]) -> Sheet:
            return stack.enter_context(Sheet(name, header, nights))

        self._contacts = sheet("contacts", ContactRow._fields)
        self._activities = sheet("activities", Activity._fields)
        self._deals = sheet("deals", Deal._fields)
        self._companies = sheet("companies", CompanyRow._fields)
        self._costs = sheet("costs", Cost._fields)
        self._seed = seed
        self._days = days
        self._nights = nights
        self._shows_history = any(night.age for night in nights)
        self._channels = ChannelLedger()
        self._accounts = Accounts(seed)
        self._promoters: deque[_Promoter] = deque(maxlen=_REMEMBERED)

    def write_contact(self, number: int) -> None:
        """Write a contact with activities and deals, and the companies whose turn it is."""
        person = make_person(self._seed, number)
        story = make_story(person, self._draws("story", number))
        self._write_row(number, person, story)
        self._write_activities(number, person, story)
        steps = self._draws("steps", number)
        for deal in make_deals(person, story, self._days, self._draws("deals", number)):
            self._deals.add(deal_entries(deal, steps))
        self._channels.count(story.channel, story.created)
        self._companies.add(list(self._accounts.meet(number, person, story.created)))

    def finish(self) -> list[SampleFiles]:
        """Write the costs, which need all contacts, and give all files their names; one result for each night."""
        self._companies.add(list(self._accounts.finish()))
        for place, night in enumerate(self._nights):
            self._costs.add_to(place, self._channels.costs(self._seed, self._days, night.age))
        sheets = (self._contacts, self._activities, self._deals, self._companies, self._costs)
        for sheet in sheets:
            sheet.complete()
        files = [sheet.publish() for sheet in sheets]
        return [SampleFiles(*of_night) for of_night in zip(*files, strict=True)]

    def _write_row(self, number: int, person: Person, story: Story) -> None:
        """Write what the CRM knows of a contact, and remember whom they recommended it to."""
        promoter = self._promoter(story, referral := self._draws("referral", number))
        asked = 0 if story.nps is None else nps_age(story, self._draws("nps", number))
        row = contact_row(
            person, story, _named(promoter, referral), self._days, self._draws("contact", number)
        )
        if self._shows_history:
            milestones = Milestones(referred=promoter.since if promoter else 0, asked=asked)
            course = self._draws("course", number)
            self._contacts.add(contact_entries(row, story, milestones, self._days, course))
        else:
            self._contacts.add([Entry(row, story.created)])
        if story.recommends:
            self._promoters.append(_Promoter(person, asked))

    def _write_activities(self, number: int, person: Person, story: Story) -> None:
        contact_id, days = person.contact_id, self._days
        known = make_activities(contact_id, story, days, self._draws("activities", number))
        self._activities.add(
            register_early(known, story.created, self._draws("registration", number))
            + stray_activities(number, contact_id, story.created, days)
        )

    def _promoter(self, story: Story, draws: Draws) -> _Promoter | None:
        """Return the customer who recommended the vendor, if one did."""
        if not story.referred or not self._promoters or draws.chance(0.15):
            return None
        return draws.pick(self._promoters)

    def _draws(self, what: str, number: int) -> Draws:
        """Return a stream of its own for one thing about one contact."""
        return Draws(f"{self._seed}:{what}:{number}")


def _named(promoter: _Promoter | None, draws: Draws) -> str:
    """Return the id or the e-mail address of a customer, as the CRM has it."""
    if promoter is None:
        return ""
    return promoter.person.contact_id if draws.chance(0.65) else promoter.person.email
