"""One run of the specification, row by row: rules and exports in, cells and lists out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from tests.reference import activities, companies, deals
from tests.reference.cells import guarded
from tests.reference.contacts import Contact, accept, directory, referrals
from tests.reference.handover import Person, hand_over
from tests.reference.lead import Lead, settle
from tests.reference.listed import Table, list_tables
from tests.reference.nurture import mailings
from tests.reference.rows import Facts, Fate, Row, Rules, account, rows_of
from tests.reference.values import Value, duration_days

if TYPE_CHECKING:
    from tests.reference.conditions import Setting
    from tests.reference.lead import Settled

Export = Sequence[Mapping[str, str]]
"""The records of one input, each with its cells by header."""


@dataclass(frozen=True)
class Exports:
    """The inputs of a run; `None` is not given."""

    contacts: Export
    activities: Export | None = None
    deals: Export | None = None
    companies: Export | None = None

    def rows(self, source: str, rules: Rules) -> list[Row]:
        return rows_of(source, getattr(self, source) or [], rules)


@dataclass(frozen=True)
class Outcome:
    """What a run finds.

    Attributes:
        rows: For each accepted contact in input order, the text of every added cell of `scored.csv`.
        rejected: Rows of the contacts that are not accepted, counted from 1 below the header.
        lists: Contact ids on each hand-off list, in order.
        tables: Header and records of each of the lists, of who waits, and of what is overdue, by file name.
        accounting: For each input that was given, how many records were read and what became of them.
        points: For each accepted contact, the points of every rule by its id, in thousandths.
        mailings: Id, track and next content of everybody on the lists of nurturing.
        leads: The accepted contacts, with everything that was found out about them.
    """

    rows: list[dict[str, str]]
    rejected: list[int] = field(default_factory=list)
    lists: dict[str, list[str]] = field(default_factory=dict)
    tables: dict[str, Table] = field(default_factory=dict)
    accounting: dict[str, dict[str, int]] = field(default_factory=dict)
    points: list[Mapping[str, int]] = field(default_factory=list)
    mailings: dict[str, list[tuple[str, str, str]]] = field(default_factory=dict)
    leads: list[Settled] = field(default_factory=list)


def score(rules: Rules, exports: Exports, setting: Setting) -> Outcome:
    """Score every contact.

    Args:
        rules: The rules file as a YAML 1.2 loader gives it; dates and durations are text.
        exports: The inputs.
        setting: The as-of date, and the lists that the rules name.
    """
    contacts, rejected = accept(exports.rows("contacts", rules))
    leads, accounting = meet(rules, exports, setting, contacts)
    earlier = [
        (name, _shown_before(rules, exports, setting, name))
        for name, model in rules["scores"].items()
        if "momentum" in model
    ]
    settled = [
        settle(rules, replace(lead, earlier={name: shown[number] for name, shown in earlier}), setting)
        for number, lead in enumerate(leads)
    ]
    people = [Person(contact, one) for contact, one in zip(contacts, settled, strict=True)]
    night = hand_over(rules, people, setting, None)
    accounting["contacts"] = account([Fate.USED] * len(contacts) + [Fate.REJECTED] * len(rejected))
    return Outcome(
        rows=[
            _owned(lead.cells, night.owners.get(lead.id)) if "owners" in rules else lead.cells
            for lead in settled
        ],
        rejected=rejected,
        lists={name: [line.id for line in lines] for name, lines in night.lists.items()},
        tables=list_tables(rules, night, list(zip(leads, settled, strict=True)), setting),
        accounting={
            source: counts for source, counts in accounting.items() if getattr(exports, source) is not None
        },
        points=[lead.points for lead in settled],
        mailings=mailings(rules, contacts, settled),
        leads=settled,
    )


_BEFORE_SCORES = ("sources", "timezone", "qualification", "personas", "lead_score", "deals")
"""Sections that scores depend on."""


def _shown_before(rules: Rules, exports: Exports, setting: Setting, name: str) -> list[int]:
    """Return what a score showed of each contact before the time over which it moves: a whole run as of that day."""
    scores = {
        score: {key: value for key, value in model.items() if key != "momentum"}
        for score, model in rules["scores"].items()
    }
    fewer = {section: rules[section] for section in _BEFORE_SCORES if section in rules} | {"scores": scores}
    back = timedelta(days=duration_days(rules["scores"][name]["momentum"]))
    outcome = score(fewer, exports, replace(setting, as_of=setting.as_of - back))
    return [lead.scores[name].shown for lead in outcome.leads]


def _owned(cells: Mapping[str, str], owner: str | None) -> dict[str, str]:
    """Put the owner before the track, or before the as-of date where there are no tracks."""
    place = next(number for number, name in enumerate(cells) if name in ("lead_track", "lead_as_of"))
    items = list(cells.items())
    return dict([*items[:place], ("lead_owner", guarded(owner or "")), *items[place:]])


def meet(
    rules: Rules, exports: Exports, setting: Setting, contacts: Sequence[Contact]
) -> tuple[list[Lead], dict[str, dict[str, int]]]:
    """Bring each contact together with what it did, its deals, its company and who names it."""
    known, as_of = directory(contacts), setting.as_of
    did, activity_counts = activities.sort_out(exports.rows("activities", rules), known, as_of)
    sold, deal_counts = deals.sort_out(exports.rows("deals", rules), known, as_of, rules)
    employers, company_counts = companies.join(exports.rows("companies", rules), contacts)
    leads = []
    for contact, company in zip(contacts, employers, strict=True):
        done = [activity for activity in did if activity.place == contact.place]
        facts = _contact_facts(contact, company)
        facts |= activities.activity_facts(done, as_of)
        facts |= deals.deal_facts([deal for deal in sold if deal.place == contact.place])
        facts["referrals"] = Value(number=float(referrals(contact, contacts)))
        leads.append(Lead(contact, facts, done))
    return leads, {"activities": activity_counts, "deals": deal_counts, "companies": company_counts}


def _contact_facts(contact: Contact, company: Row | None) -> Facts:
    """Return the contact's own columns, bare and as `contact.<field>`, and those of its company."""
    return {
        **_named(contact.row.facts()),
        **{f"contact.{field}": value for field, value in _named(contact.row.facts()).items()},
        **(company.facts("company.") if company else {}),
        **contact.address_facts(),
    }


def _named(facts: Facts) -> Facts:
    """Return a contact's columns, each known value with the name of its own."""
    return {field: replace(value, column=field) if value.known else value for field, value in facts.items()}
