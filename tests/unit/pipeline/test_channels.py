"""Channels and word of mouth, from exports to the tables that are written; every number is worked out by hand."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Final

import pytest

from leadscore.errors import InputError, RulesError
from leadscore.results.channels import ChannelResult
from tests.unit.pipeline.runs import account, column, rows, run

if TYPE_CHECKING:
    from pathlib import Path

    from tests.unit.pipeline.runs import Texts

RULES: Final = """\
version: 1
scores: {fit: {rules: [{id: big, when: {employees: {above: 9}}, points: 1}]}}
disqualify: [{id: abroad, when: {country: XX}}]
stages:
  - {name: lead}
  - {name: mql, enter: {employees: {at_least: 10}}}
  - {name: sql, enter: {employees: {at_least: 100}}}
  - {name: customer, enter: {deals.won: {at_least: 1}}}
"""
CHANNELS: Final = RULES + "channels: {bought: [List Broker]}\n"
CONTACTS: Final = """\
contact_id,channel,created_at,employees,country,email,first_name,last_name,company,referred_by
1, Search ,2026-09-03,5,,a@acme.example,Ann,Arc,Acme,
2,search,2026-09-30,20,,b@acme.example,Ben,Bolt,,1
3,search,2026-09-15,200,,,,,,A@acme.example
4,SEARCH,2026-10-01,300,,,,,,Herr Groß
5,search,2026-10-02,20,XX,,,,,1
6,list broker,2026-10-02,5,,,,,,HERR GROSS
7,,2026-10-05,20,,,,,,7
8,search,,200,,,,,,4
9,,,5,,,,,,(No value)
"""
DEALS: Final = "contact_id,stage,amount\n4,won,1000\n4,won,0.005\n2,open,70\n"
COSTS: Final = """\
channel,period,spend
search,2026-09,100.00
Search,2026-09,0.01
search,2026-10,50
fair,2026-10,300
list broker,2026-10,9.99
search,2026-12,7
search,soon,5
search,2026-10,much
Total,2026-10,467
"""
HEADER: Final = (
    "channel,month,bought,leads,reached_mql,reached_sql,reached_customer,spend,cost_per_lead,cost_per_mql,"
    "cost_per_sql,cost_per_customer,conversion_mql,conversion_sql,conversion_customer,won_amount,return"
)
ALL: Final[Texts] = {"contacts": CONTACTS, "deals": DEALS, "costs": COSTS}


def lines(folder: Path, texts: Texts, path: str, rules: str = CHANNELS) -> list[str]:
    """Return a table that a run writes, its header first."""
    found = run(folder, texts, rules)
    table = next(one for one in found.tables if one.path == path)
    return [",".join(cell or "" for cell in row) for row in (table.header, *table.rows.rows())]


def test_channels_are_counted_by_month(tmp_path: Path) -> None:
    """What the rows show, in their order.

    - fair: nobody came by it, and it cost 300.
    - list broker: contact 6, for 9.99.
    - search in September: 1 (lead), 2 (mql), 3 (sql), for 100.00 + 0.01. By three that is 33.33667, by the two who
      reached mql 50.005, by one sql 100.01. 2 of 3 are 66.7 %, 1 of 2 are 50 %.
    - search in October: 4 (customer) and 5 (mql by size, but disqualified, so that it has reached nothing), for 50.
      1000 + 0.005 were won; by 50 that is 20.0001.
    - search without a month: 8 (sql), to which no cost belongs.
    - no channel: 7 (mql) in October, 9 (lead) without a month.
    """
    assert lines(tmp_path, ALL, "channels.csv") == [
        HEADER,
        "fair,2026-10,false,0,0,0,0,300.00,,,,,,,,0.00,0.00",
        "list broker,2026-10,true,1,0,0,0,9.99,9.99,,,,0.0,,,0.00,0.00",
        "search,2026-09,false,3,2,1,0,100.01,33.34,50.01,100.01,,66.7,50.0,0.0,0.00,0.00",
        "search,2026-10,false,2,1,1,1,50.00,25.00,50.00,50.00,50.00,50.0,100.0,100.0,1000.005,20.00",
        "search,,false,1,1,1,0,,,,,,100.0,100.0,0.0,0.00,",
        ",2026-10,false,1,1,0,0,,,,,,100.0,0.0,,0.00,",
        ",,false,1,0,0,0,,,,,,0.0,,,0.00,",
    ]


def test_the_channel_whose_sqls_cost_least_comes_first(tmp_path: Path) -> None:
    """All months together: search 6 leads, 3 sqls and 150.01 spent; fair, then list broker, brought none so far."""
    found = run(tmp_path, ALL, CHANNELS).summary.channels
    assert found is not None
    assert (found.stage, found.title) == ("sql", "sql")
    assert [one.channel for one in found.channels] == ["search", "fair", "list broker", ""]
    assert found.channels[0] == ChannelResult(
        channel="search",
        bought=False,
        leads=6,
        reached=3,
        share=50.0,
        spend=Decimal("150.01"),
        cost_per_lead=Decimal("25.00"),
        cost_per_reached=Decimal("50.00"),
        won_amount=Decimal("1000.005"),
        returned=Decimal("6.67"),
    )
    assert (found.total.leads, found.total.spend) == (9, Decimal("460.00"))


def test_every_cost_is_accounted_for(tmp_path: Path) -> None:
    found = run(tmp_path, ALL, CHANNELS)
    costs = account(found, "costs")
    assert (costs.read, costs.used, costs.later, costs.rejected) == (9, 5, 1, 3)
    assert [
        (row["line"], row["column"], row["value"], row["reason"]) for row in rows(found, "rejected.csv")
    ] == [
        ("8", "period", "soon", "cannot be read as a month; write it like 2026-11"),
        ("9", "spend", "much", "cannot be read as a number"),
        ("10", "channel", "Total", "is a total and no channel"),
    ]


def test_referrers_are_counted(tmp_path: Path) -> None:
    """Who brought whom.

    - Contact 1 brought 2 (mql), 3 (sql, by the address) and 5, who is disqualified.
    - "Herr Groß" is no contact, and not "HERR GROSS", as ß is a letter of its own in lower case; 4 is a customer.
    - Contact 4 brought 8 (sql).
    - 7 names itself, 9 nobody.
    """
    assert lines(tmp_path, ALL, "referrers.csv") == [
        "contact_id,name,company,lead_stage,referred,reached_mql,reached_sql,reached_customer,won_amount,referred_ids",
        "1,Ann Arc,Acme,lead,3,2,1,0,0.00,2; 3; 5",
        ",Herr Groß,,,1,1,1,1,1000.005,4",
        "4,,,customer,1,1,1,0,0.00,8",
        ",HERR GROSS,,,1,0,0,0,0.00,6",
    ]


def test_word_of_mouth_is_counted_by_month(tmp_path: Path) -> None:
    """September: 2 and 3 of 1, 2, 3. October: 4, 5, 6 of 4, 5, 6, 7, and 4 is the only customer. No month: 8 of 8, 9."""
    assert lines(tmp_path, ALL, "word_of_mouth.csv") == [
        "month,leads,referred,share,customers,referred_customers,customer_share",
        "2026-09,3,2,66.7,0,0,",
        "2026-10,4,3,75.0,1,1,100.0",
        ",2,1,50.0,0,0,",
    ]
    found = run(tmp_path, ALL, CHANNELS).summary.word_of_mouth
    assert found is not None
    assert (found.total.leads, found.total.referred, found.total.share) == (9, 6, 66.7)
    assert (found.referrers, found.strangers, found.top[0].name) == (4, 2, "Ann Arc")


def test_nothing_is_made_that_nothing_asks_for(tmp_path: Path) -> None:
    found = run(tmp_path, {"contacts": CONTACTS, "deals": DEALS}, RULES)
    assert {"channels.csv", "referrers.csv", "word_of_mouth.csv"}.isdisjoint(one.path for one in found.tables)
    assert (found.summary.channels, found.summary.word_of_mouth) == (None, None)


def test_costs_ask_for_channels_without_a_word_in_the_rules(tmp_path: Path) -> None:
    without = [line.replace(",true,", ",false,") for line in lines(tmp_path, ALL, "channels.csv")]
    assert lines(tmp_path, ALL, "channels.csv", RULES) == without


def test_without_costs_leads_are_counted_and_a_note_says_so(tmp_path: Path) -> None:
    texts: Texts = {"contacts": CONTACTS, "deals": DEALS}
    found = run(tmp_path, texts, CHANNELS)
    assert set(column(found, "spend", "channels.csv")) == {None}
    assert column(found, "leads", "channels.csv") == ["1", "3", "2", "1", "1", "1"]
    assert any(
        note.startswith("no costs were given, so channels.csv does not say") for note in found.summary.notes
    )


def test_without_deals_nothing_is_said_of_amounts(tmp_path: Path) -> None:
    found = run(tmp_path, {"contacts": CONTACTS, "costs": COSTS}, CHANNELS)
    assert (
        set(column(found, "won_amount", "channels.csv"))
        == set(column(found, "return", "channels.csv"))
        == {None}
    )
    assert found.summary.channels is not None
    assert found.summary.channels.total.won_amount is None


def test_contacts_without_a_date_stand_apart_from_costs(tmp_path: Path) -> None:
    texts: Texts = {
        "contacts": "contact_id,channel\n1,fair\n",
        "costs": "channel,period,spend\nfair,2026-10,5\n",
    }
    found = run(
        tmp_path, texts, "version: 1\nscores: {a: {rules: [{id: b, when: {contact_id: 1}, points: 1}]}}\n"
    )
    assert column(found, "month", "channels.csv") == ["2026-10", None]
    assert column(found, "leads", "channels.csv") == ["0", "1"]
    assert any('no column "created_at"' in note for note in found.summary.notes)


def test_a_bought_channel_that_nobody_has_is_told(tmp_path: Path) -> None:
    found = run(tmp_path, ALL, RULES + "channels: {bought: [list brokr]}\n")
    assert [note for note in found.summary.notes if "list brokr" in note] == [
        'channels: no contact and no cost has the channel "list brokr", which is said to be bought'
    ]


def test_a_column_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(
        RulesError, match=r'channels reads "lead_source", but contacts\.csv has no column "lead_source"'
    ):
        run(tmp_path, ALL, RULES + "channels: {column: lead_source}\n")


def test_costs_without_a_period_are_no_costs(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"costs\.csv has no column period, which costs need"):
        run(tmp_path, ALL | {"costs": "channel,spend\nfair,5\n"}, CHANNELS)


def test_two_columns_that_could_be_the_date_are_an_error(tmp_path: Path) -> None:
    twice = "contact_id,channel,created_at,Created_At\n1,fair,2026-10-01,2026-10-02\n"
    with pytest.raises(InputError, match="are both called created_at"):
        run(
            tmp_path,
            ALL | {"contacts": twice},
            "version: 1\nscores: {a: {rules: [{id: b, when: {contact_id: 1}, points: 1}]}}\nchannels: {}\n",
        )


def test_costs_and_amounts_with_a_decimal_comma_are_read(tmp_path: Path) -> None:
    """Kosten 1.234,50 by one lead, who bought for 2.469,00: the double."""
    texts: Texts = {
        "contacts": "contact_id,channel,created_at\n1,Messe,03.10.2026\n",
        "deals": 'contact_id,stage,amount\n1,won,"2.469,00"\n',
        "costs": "Kanal;Monat;Kosten\nMesse;10.2026;1.234,50\n",
    }
    found = run(
        tmp_path, texts, "version: 1\nscores: {a: {rules: [{id: b, when: {contact_id: 1}, points: 1}]}}\n"
    )
    (row,) = rows(found, "channels.csv")
    assert (row["month"], row["spend"], row["cost_per_lead"], row["return"]) == (
        "2026-10",
        "1234.50",
        "1234.50",
        "2.00",
    )


@pytest.mark.parametrize(
    ("stages", "stage", "cost"),
    [
        ("[{name: lead}, {name: sql}, {name: deal}]", "sql", "cost_per_sql"),
        ("[{name: lead}, {name: ready}, {name: deal}]", "ready", "cost_per_ready"),
        ("[{name: visitor}, {name: lead}]", "lead", "cost_per_contact"),
        ("[{name: everybody}]", "everybody", "cost_per_lead"),
    ],
)
def test_stages_may_be_called_as_one_likes(stages: str, stage: str, cost: str, tmp_path: Path) -> None:
    listed = "handoff: [{list: top, stage: ready}]\n" if "ready" in stages else ""
    text = "version: 1\nscores: {a: {rules: [{id: b, when: {contact_id: 1}, points: 1}]}}\nstages: "
    found = run(tmp_path, ALL, f"{text}{stages}\n{listed}channels: {{}}\n")
    assert found.summary.channels is not None
    assert (found.summary.channels.stage, cost in rows(found, "channels.csv")[0]) == (stage, True)
