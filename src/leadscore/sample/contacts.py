"""What the CRM knows about a contact: the rows of contacts.csv."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from leadscore.sample.draws import spread
from leadscore.sample.jobs import Role
from leadscore.sample.places import DACH
from leadscore.sample.sales import REASONS
from leadscore.sample.story import BOUGHT_CHANNEL, Interest, Outcome, Story

if TYPE_CHECKING:
    from leadscore.sample.days import Days
    from leadscore.sample.draws import Draws
    from leadscore.sample.people import Person

__all__ = ["ContactRow", "contact_row"]


class ContactRow(NamedTuple):
    """One row of contacts.csv."""

    contact_id: str
    email: str
    first_name: str
    last_name: str
    company: str
    company_id: str
    job_title: str
    industry: str
    employees: str
    revenue: str
    country: str
    city: str
    phone: str
    channel: str
    owner: str
    lead_status: str
    rejected_reason: str
    lifecycle_stage: str
    marketing_consent: str
    do_not_call: str
    referred_by: str
    created_at: str
    need: str
    budget: str
    buying_role: str
    timeline: str
    nps: str


_STATUS_OF_DEALS: Final = {
    Outcome.OPEN: spread({"working": 6, "accepted": 4}),
    Outcome.WON: spread({"accepted": 4, "working": 1, "": 5}),
    Outcome.LOST: spread({"rejected": 3, "new": 1, "": 6}),
}
_STATUS_AFTER_DEMO: Final = spread({"new": 55, "accepted": 16, "working": 13, "rejected": 12, "": 4})
_STATUS_OF_OTHERS: Final = spread({"new": 56, "": 40, "rejected": 2, "accepted": 1, "working": 1})
_LIFECYCLE: Final = {Outcome.OPEN: "opportunity", Outcome.WON: "customer"}

_ANSWERED: Final = {
    Interest.SILENT: 0.02,
    Interest.CURIOUS: 0.08,
    Interest.INTERESTED: 0.25,
    Interest.HOT: 0.45,
}
"""How likely one of the questions of qualification is answered."""
_NEEDS: Final = (
    "Angebote dauern zu lange",
    "Leads gehen verloren",
    "Ablösung eines Altsystems",
    "quotes take too long",
    "one view of all leads",
    "replace spreadsheets",
)
_BUDGETS: Final = ("yes", "10-25 k EUR", "25-50 k EUR", "next fiscal year", "no")
_BUYING_ROLES: Final = {
    Role.DECIDES: ("decision maker",),
    Role.LEADS: ("decision maker", "budget holder", "influencer"),
    Role.BUILDS: ("user", "influencer"),
    Role.WORKS: ("user", "influencer"),
    Role.STUDIES: ("user",),
}
_TIMELINES: Final = ("this quarter", "next quarter", "within 6 months", "within 12 months", "open")


def contact_row(person: Person, story: Story, referred_by: str, days: Days, draws: Draws) -> ContactRow:
    """Return what the CRM knows: much is missing, and some of it as an export writes it (`Select`, `#N/A`)."""
    status = _lead_status(story, draws)
    company = person.company
    answered = _ANSWERED[story.interest]
    return ContactRow(
        contact_id=person.contact_id,
        email=_known(person.email, 0.98, draws),
        first_name=_known(person.first_name, 0.97, draws),
        last_name=_known(person.last_name, 0.99, draws),
        company=_known(company.name, 0.6 if person.private else 0.97, draws) if company else "",
        company_id=_known(person.account, 0.85, draws),
        job_title=_known(person.title, 0.9, draws, "(No value)"),
        industry=_known(company.industry, 0.9, draws, "Select") if company else "",
        employees=_known(str(company.employees), 0.9, draws, "#N/A") if company else "",
        revenue=_known(str(company.revenue), 0.55, draws, "#N/A") if company else "",
        country=_known(person.place.country, 0.95, draws, "Select"),
        city=_known(person.place.city, 0.75, draws),
        phone=_known(person.phone, 0.6, draws),
        channel=_known(story.channel, 0.96, draws),
        owner=_owner(person, status, story, draws),
        lead_status=status,
        rejected_reason=draws.pick(REASONS) if status == "rejected" else "",
        lifecycle_stage=_known(_lifecycle_stage(story), 0.9, draws),
        marketing_consent=_consent(story, draws),
        do_not_call=_known("true" if draws.chance(0.06) else "false", 0.5, draws),
        referred_by=referred_by,
        created_at=_known(days.iso[story.created], 0.985, draws),
        need=_known(draws.pick(_NEEDS), answered, draws, "Select"),
        budget=_known(draws.pick(_BUDGETS), answered * 0.6, draws, "Select"),
        buying_role=_known(draws.pick(_BUYING_ROLES[person.job.role]), answered, draws, "(No value)"),
        timeline=_known(draws.pick(_TIMELINES), answered * 0.7, draws, "Select"),
        nps="" if story.nps is None else str(story.nps),
    )


def _known(value: str, share: float, draws: Draws, mark: str = "") -> str:
    """Return the value in this share of cases, else nothing; now and then an export writes a mark for it."""
    if draws.chance(share):
        return value
    return mark if draws.chance(0.08) else ""


def _lead_status(story: Story, draws: Draws) -> str:
    """Return what Sales says: it looks after those who asked for a demo and at few others."""
    if story.outcome is not Outcome.NO_DEAL:
        return draws.pick(_STATUS_OF_DEALS[story.outcome])
    return draws.pick(_STATUS_OF_OTHERS if story.demo is None else _STATUS_AFTER_DEMO)


def _owner(person: Person, status: str, story: Story, draws: Draws) -> str:
    """Return who in Sales looks after the contact: everybody whom Sales works on, a few others."""
    engaged = status in {"accepted", "working"} or story.outcome is not Outcome.NO_DEAL
    if not draws.chance(0.9 if engaged else 0.06):
        return ""
    return draws.pick(("anna", "carl")) if person.place.country in DACH else "ben"


def _lifecycle_stage(story: Story) -> str:
    """Return the stage as the CRM counts it, which nobody keeps up to date."""
    if story.outcome in _LIFECYCLE:
        return _LIFECYCLE[story.outcome]
    return "marketingqualifiedlead" if story.interest is Interest.HOT else "lead"


def _consent(story: Story, draws: Draws) -> str:
    """Return whether marketing may write: those on bought lists rarely said so."""
    roll = draws.roll()
    if story.channel == BOUGHT_CHANNEL:
        return "true" if roll < 0.12 else "false" if roll < 0.5 else ""
    return "true" if roll < 0.62 else "false" if roll < 0.8 else ""
