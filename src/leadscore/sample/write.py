"""Writes a sample: contact by contact, so that memory does not grow with their number."""

from __future__ import annotations

import csv
from collections import deque
from contextlib import ExitStack
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Self

from leadscore.errors import OutputError, UsageError
from leadscore.sample.activities import Activity, make_activities, stray_activities
from leadscore.sample.companies import CompanyRow, company_row, make_company
from leadscore.sample.contacts import ContactRow, contact_row
from leadscore.sample.costs import ChannelLedger, Cost
from leadscore.sample.days import Days, make_days
from leadscore.sample.deals import Deal, make_deals
from leadscore.sample.draws import Draws
from leadscore.sample.people import Person, make_person
from leadscore.sample.story import Story, make_story

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from pathlib import Path

__all__ = ["SampleFile", "SampleFiles", "write_sample"]

_CONTACTS_PER_COMPANY: Final = 3
_REMEMBERED: Final = 40
"""New contacts are recommended by one of this many customers, the latest."""


@dataclass(frozen=True)
class SampleFile:
    """A file that was written.

    Attributes:
        path: Where it lies.
        rows: Records in it, the header aside.
    """

    path: Path
    rows: int


@dataclass(frozen=True)
class SampleFiles:
    """The five files of a sample."""

    contacts: SampleFile
    activities: SampleFile
    deals: SampleFile
    companies: SampleFile
    costs: SampleFile


def write_sample(folder: Path, *, contacts: int, seed: int, as_of: date) -> SampleFiles:
    """Write the exports of an invented CRM: contacts, activities, deals, companies and costs.

    The same arguments give the same bytes. With another number of contacts, those who are in both samples are the
    same, with the same activities and deals; only the costs differ.

    Args:
        folder: Where to write `contacts.csv`, `activities.csv`, `deals.csv`, `companies.csv` and `costs.csv`. It is
            made if it is missing. Files of these names are replaced, once all five are complete; nothing else in
            the folder is touched.
        contacts: How many, at least 1.
        seed: Another seed gives other people.
        as_of: The day of the export. Nothing happens later, but for a few registrations in the days after it.

    Raises:
        UsageError: There is nothing to write, or the calendar ends too close to the date.
        OutputError: The folder cannot be written.
    """
    if contacts < 1:
        raise UsageError(f"a sample of {contacts} contacts is empty; ask for 1 or more")
    days = make_days(as_of)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with ExitStack() as stack:
            writer = _SampleWriter(folder, stack, seed, days)
            for number in range(contacts):
                writer.write_contact(number)
            return writer.finish()
    except OSError as error:
        raise OutputError(
            f"{folder}: the sample cannot be written here ({error.strerror}); choose another folder with -o"
        ) from error


class _Table:
    """A CSV file that gets its name only when it is complete."""

    def __init__(self, path: Path, header: tuple[str, ...]) -> None:
        self._path = path
        self._partial = path.with_name(path.name + ".partial")
        self._file = self._partial.open("w", encoding="utf-8", newline="")
        self._writer = csv.writer(self._file, lineterminator="\n")
        self._writer.writerow(header)
        self._rows = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()
        self._partial.unlink(missing_ok=True)

    def add(self, rows: Sequence[tuple[str, ...]]) -> None:
        """Write rows at the end."""
        self._writer.writerows(rows)
        self._rows += len(rows)

    def complete(self) -> None:
        """Write out what is still in memory, without giving the file its name."""
        self._file.close()

    def publish(self) -> SampleFile:
        """Give the file its name, in place of a file that has it already."""
        self._partial.replace(self._path)
        return SampleFile(self._path, self._rows)


class _SampleWriter:
    """Writes the five tables side by side."""

    def __init__(self, folder: Path, stack: ExitStack, seed: int, days: Days) -> None:
        def table(name: str, header: tuple[str, ...]) -> _Table:
            return stack.enter_context(_Table(folder / f"{name}.csv", header))

        self._contacts = table("contacts", ContactRow._fields)
        self._activities = table("activities", Activity._fields)
        self._deals = table("deals", Deal._fields)
        self._companies = table("companies", CompanyRow._fields)
        self._costs = table("costs", Cost._fields)
        self._seed = seed
        self._days = days
        self._channels = ChannelLedger()
        self._promoters: deque[Person] = deque(maxlen=_REMEMBERED)

    def write_contact(self, number: int) -> None:
        """Write a contact with activities and deals, and the company whose turn it is."""
        days = self._days
        person = make_person(self._seed, number)
        story = make_story(person, self._draws("story", number))
        referred_by = self._referred_by(story, self._draws("referral", number))
        self._contacts.add([contact_row(person, story, referred_by, days, self._draws("contact", number))])
        self._activities.add(
            make_activities(person.contact_id, story, days, self._draws("activities", number))
            + stray_activities(number, person.contact_id, days)
        )
        self._deals.add(make_deals(person, story, days, self._draws("deals", number)))
        self._channels.count(story.channel, days.iso[story.created])
        if story.recommends:
            self._promoters.append(person)
        if number % _CONTACTS_PER_COMPANY == 0:
            self._write_company(number // _CONTACTS_PER_COMPANY)

    def finish(self) -> SampleFiles:
        """Write the costs, which need all contacts, and give all files their names."""
        self._costs.add(list(self._channels.costs(self._seed)))
        tables = (self._contacts, self._activities, self._deals, self._companies, self._costs)
        for table in tables:
            table.complete()
        return SampleFiles(*[table.publish() for table in tables])

    def _write_company(self, number: int) -> None:
        self._companies.add([company_row(make_company(self._seed, number), self._draws("account", number))])

    def _referred_by(self, story: Story, draws: Draws) -> str:
        """Return the id or the e-mail address of a customer who recommended the vendor, if one did."""
        if not story.referred or not self._promoters or draws.chance(0.15):
            return ""
        promoter = draws.pick(self._promoters)
        return promoter.contact_id if draws.chance(0.65) else promoter.email

    def _draws(self, what: str, number: int) -> Draws:
        """Return a stream of its own for one thing about one contact or company."""
        return Draws(f"{self._seed}:{what}:{number}")
