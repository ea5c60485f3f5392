"""One run of the specification, row by row: rules and exports in, cells and lists out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from tests.reference import activities, companies, deals
from tests.reference.contacts import Contact, accept, directory, referrals
from tests.reference.handoff import hand_off
from tests.reference.lead import Lead, settle
from tests.reference.rows import Facts, Fate, Row, Rules, account, rows_of
from tests.reference.values import Value

if TYPE_CHECKING:
    from tests.reference.conditions import Setting

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
        accounting: For each input that was given, how many records were read and what became of them.
        points: For each accepted contact, the points of every rule by its id, in thousandths.
    """

    rows: list[dict[str, str]]
    rejected: list[int] = field(default_factory=list)
    lists: dict[str, list[str]] = field(default_factory=dict)
    accounting: dict[str, dict[str, int]] = field(default_factory=dict)
    points: list[Mapping[str, int]] = field(default_factory=list)


def score(rules: Rules, exports: Exports, setting: Setting) -> Outcome:
    """Score every contact.

    Args:
        rules: The rules file as a YAML 1.2 loader gives it; dates and durations are text.
        exports: The inputs.
        setting: The as-of date, and the lists that the rules name.
    """
    contacts, rejected = accept(exports.rows("contacts", rules))
    leads, accounting = _meet(rules, exports, setting, contacts)
    settled = [settle(rules, lead, setting) for lead in leads]
    accounting["contacts"] = account([Fate.USED] * len(contacts) + [Fate.REJECTED] * len(rejected))
    return Outcome(
        rows=[lead.cells for lead in settled],
        rejected=rejected,
        lists=hand_off(rules, settled, setting),
        accounting={
            source: counts for source, counts in accounting.items() if getattr(exports, source) is not None
        },
        points=[lead.points for lead in settled],
    )


def _meet(
    rules: Rules, exports: Exports, setting: Setting, contacts: Sequence[Contact]
) -> tuple[list[Lead], dict[str, dict[str, int]]]:
    """Bring each contact together with what it did, its deals, its company and who names it."""
    known, as_of = directory(contacts), setting.as_of
    did, activity_counts = activities.sort_out(exports.rows("activities", rules), known, as_of)
    sold, deal_counts = deals.sort_out(exports.rows("deals", rules), known, as_of)
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
