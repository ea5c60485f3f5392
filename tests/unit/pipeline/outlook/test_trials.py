"""Versions of a lead come to what an ordinary run of the same rows comes to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from leadscore.columns import ID, LEAD_STAGE, count, points, tenths, typed, weight
from leadscore.pipeline.outlook.known import know
from leadscore.pipeline.outlook.trials import Trials
from leadscore.pipeline.scored import score_contacts
from leadscore.results.outlook import Cell, Change
from tests.unit.pipeline.outlook.leads import LOG, session

if TYPE_CHECKING:
    from pathlib import Path

RULES: Final = """
scores:
  fit:
    decay: {half_life: 30d}
    rules:
      - {id: region, lookup: country, points: {DE: 20}}
      - {id: trade, when: {company.industry: Steel}, points: 5}
      - {id: each, activity: visit, points: 3}
      - {id: days, activity: visit, count: per_day, points: 7}
      - {id: last, activity: visit, where: {url: /a}, count: once, points: 11}
      - {id: quiet, quiet_for: 20d, points: -15}
stages: [{name: lead}, {name: mql, enter: {score.fit: {at_least: 30}}}, {name: won, enter: {deals.amount_won: {at_least: 7.3}}}]
"""
ACTIVITIES: Final = f"{LOG}1,visit,2026-11-01,/a\n1,visit,2026-10-10,\n2,visit,2026-10-30,\n"
DEALS: Final = "contact_id,stage,amount\n1,won,0.1\n2,won,9\n"
COMPANIES: Final = "company_id,industry\n7,IT\n"
CONTACTS: Final = "contact_id,country,company_id,referred_by\n1,,7,\n2,,7,1\n"
NAMES: Final = (
    LEAD_STAGE,
    tenths("fit"),
    *(points(rule) for rule in ("region", "trade", "each", "days", "last", "quiet")),
    *(name(rule) for rule in ("each", "days", "last") for name in (count, weight)),
    *(typed("number", name) for name in ("deals.won", "deals.amount_won", "referrals", "last_activity_days")),
)
VERSION: Final = (
    Change("contact", "country", "DE"),
    Change("company", "industry", "Steel"),
    Change("activity", "visit", count=2, cells=(Cell("url", "/a"),)),
    Change("deal", "won", cells=(Cell("amount", "7.2"),)),
    Change("referral", "referred_by", count=2),
)


def test_versions_do_not_touch_each_other_and_equal_an_ordinary_run(tmp_path: Path) -> None:
    others = {"activities": ACTIVITIES, "deals": DEALS, "companies": COMPANIES}
    known = know(session(tmp_path, RULES, CONTACTS, **others), "1")
    tried = Trials(known).run([(), VERSION, VERSION[2:3], ()]).select(NAMES).rows()
    assert tried[0] == tried[3] == known.row.select(NAMES).row(0)
    changed = {
        "activities": ACTIVITIES + "1,visit,2026-11-01,/a\n" * 2,
        "deals": DEALS + "1,won,7.2\n",
        "companies": COMPANIES.replace("IT", "Steel"),
    }
    contacts = CONTACTS.replace("1,,7", "1,DE,7") + "3,,,1\n4,,,1\n"
    run = score_contacts(session(tmp_path, RULES, contacts, **changed)).contacts
    assert run[ID][0] == "1"
    assert tried[1] == run.select(NAMES).row(0)
    assert tried[1] != tried[2] != tried[0]


def test_a_deal_that_is_won_is_written_with_the_words_of_the_rules(tmp_path: Path) -> None:
    rules = f"{RULES}deals: {{won: [Unterschrieben], lost: [won]}}\n"
    files = {"activities": ACTIVITIES, "deals": DEALS, "companies": COMPANIES}
    known = know(session(tmp_path, rules, CONTACTS, **files), "1")
    won, lost = typed("number", "deals.won"), typed("number", "deals.lost")
    tried = Trials(known).run(
        [(), (Change("deal", "won"),), (Change("deal", "lost"),), (Change("deal", "open"),)]
    )
    assert tried.select(won, lost).rows() == [(0.0, 1.0), (1.0, 1.0), (0.0, 2.0), (0.0, 1.0)]


def test_versions_of_a_lead_are_no_colleagues_of_each_other(tmp_path: Path) -> None:
    """Three visits are 30 points of 100, of the colleague's 20 the half; with one visit more the lead comes first."""
    rules = (
        "scores: {heat: {rules: [{id: visit, activity: visit, points: 10}]}}\n"
        "stages: [{name: lead}, {name: warm, enter: {company.engagement: {at_least: 45}}}]"
    )
    log = "contact_id,type,occurred_at\n1,visit,2026-10-01\n1,visit,2026-10-02\n1,visit,2026-10-03\n"
    contacts = "contact_id,company_id\n1,7\n2,7\n3,8\n"
    log += "2,visit,2026-10-01\n2,visit,2026-10-02\n3,visit,2026-10-02\n"
    known = know(session(tmp_path, rules, contacts, activities=log), "1")
    visits = [(), (Change("activity", "visit"),), (), (Change("activity", "visit", count=9),)]
    tried = Trials(known).run(visits)
    assert tried[typed("number", "company.engagement")].to_list() == [40.0, 50.0, 40.0, 100.0]
    assert tried[LEAD_STAGE].to_list() == ["lead", "warm", "lead", "warm"]
