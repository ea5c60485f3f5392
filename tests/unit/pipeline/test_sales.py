from __future__ import annotations

import csv
import random
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Final

import pytest

from leadscore.errors import InputError, RulesError
from leadscore.pipeline import Inputs, Settings, score_inputs
from leadscore.results.pipeline import WinRate
from leadscore.sample import write_sample
from leadscore.schema.load import parse_rules
from tests.unit.pipeline.runs import Texts, column, rows, run

if TYPE_CHECKING:
    from pathlib import Path

    from leadscore.pipeline import Run

CONTACTS: Final = """contact_id,first_name,last_name,company,owner,x
a,Ada,Lovelace,Analytical,anna,1
b,Bo,,,,1
c,Cy,Young,=Sum(1),carl,1
"""
ACTIVITIES: Final = "contact_id,type,occurred_at\na,call,2026-10-20\nb,visit,2026-09-01\n"
DEALS: Final = """deal_id,contact_id,stage,amount,created_at,closed_at
D1,a,first_contact,1000,2026-10-22,
D2,b,offer,2500.50,2026-08-23,
D3,c,offer,,2026-09-22,
D4,c,closed_won,5000,2026-01-01,2026-03-02
D5,b,closed_lost,300,2025-10-01,2025-10-11
D6,nobody,offer,1,2026-09-22,
"""
SCORES: Final = """version: 1
scores: {fit: {rules: [{id: any_rule, when: {x: 1}, points: 1}]}}
stages:
  - {name: lead}
  - {name: opportunity, enter: {deals.open: {at_least: 1}}}
  - {name: fallen, enter: {deals.lost: {at_least: 1}}}
  - {name: customer, enter: {deals.won: {at_least: 1}}}
"""
STEPS: Final = f"{SCORES}deals: {{steps: [first_contact, offer], stalled_after: 30d}}\n"
GERMAN: Final = {
    "stage,": "ablauf,stage,",
    "first_contact": "Erstkontakt,won",
    "offer": "Angebot (Vertrieb),lost",
    "closed_won": "Auftrag,open",
    "closed_lost": "Absage,open",
}
GERMAN_STEPS: Final = f"""{SCORES}deals:
  column: ablauf
  won: [AUFTRAG]
  lost: [Absage, Storno]
  steps: [{{name: first_contact, is: Erstkontakt}}, {{name: offer, is: [Proposal, angebot]}}]
  stalled_after: 30d
"""
TEXTS: Final[Texts] = {"contacts": CONTACTS, "activities": ACTIVITIES, "deals": DEALS}
MADE: Final = ("pipeline.csv", "stalled.csv", "pipeline_customers.csv", "prediction.csv")


def german() -> Texts:
    text = DEALS
    for english, words in GERMAN.items():
        text = text.replace(english, words)
    return {**TEXTS, "deals": text}


def tables(found: Run) -> dict[str, list[dict[str, str | None]]]:
    return {path: rows(found, path) for path in MADE}


def test_the_steps_as_they_are_written(tmp_path: Path) -> None:
    found = rows(run(tmp_path, TEXTS, STEPS), "pipeline.csv")
    assert [",".join(cell or "" for cell in row.values()) for row in found] == [
        "step,first_contact,1,1000.00,0,10.0,10,0,0,0.00,",
        "step,offer,2,2500.50,1,55.0,70,0,2,2500.50,",
        "won,won,1,5000.00,0,60.0,60,0,,,50.0",
        "lost,lost,1,300.00,0,10.0,10,0,,,",
    ]


def test_who_stands_still(tmp_path: Path) -> None:
    found = rows(run(tmp_path, TEXTS, STEPS), "stalled.csv")
    assert [",".join(cell or "" for cell in row.values()) for row in found] == [
        "D2,b,Bo,,,fallen,offer,2500.50,2026-08-23,2026-09-01,70,61",
        "D3,c,Cy Young,'=Sum(1),carl,customer,offer,,2026-09-22,,40,40",
    ]


def test_customers_with_an_open_deal_are_listed_although_they_stay_customers(tmp_path: Path) -> None:
    found = run(tmp_path, TEXTS, STEPS)
    assert column(found, "contact_id", "pipeline_customers.csv") == ["c"]
    assert column(found, "lead_stage", "pipeline_customers.csv") == ["customer"]
    report = found.summary.pipeline
    assert report is not None
    assert (report.customers, report.customer_deals, report.customer_value) == (1, 1, Decimal("0.00"))


def test_the_owner_of_a_deal_comes_before_that_of_its_contact(tmp_path: Path) -> None:
    deals = "contact_id,stage,created_at,owner\na,offer,2025-01-01,dora\nc,offer,2025-01-01,\n"
    found = run(tmp_path, {"contacts": CONTACTS, "deals": deals}, STEPS)
    assert column(found, "owner", "stalled.csv") == ["dora", "carl"]


def test_the_summary_has_the_same_numbers(tmp_path: Path) -> None:
    report = run(tmp_path, TEXTS, STEPS).summary.pipeline
    assert report is not None
    assert (report.open, report.open_value) == (3, Decimal("3500.50"))
    assert (report.stalled, report.stalled_value, report.stalled_after) == (2, Decimal("2500.50"), 30)
    assert report.win_rate == WinRate(1, 2, 50.0)
    assert report.win_rate_year == WinRate(1, 1, 100.0)


@pytest.mark.parametrize(
    ("texts", "rules"),
    [(TEXTS, SCORES), ({"contacts": CONTACTS}, STEPS)],
)
def test_without_the_section_or_without_deals_nothing_is_made(
    tmp_path: Path, texts: Texts, rules: str
) -> None:
    found = run(tmp_path, texts, rules)
    assert not {table.path for table in found.tables} & set(MADE)
    assert (found.summary.pipeline, found.summary.prediction) == (None, None)


def test_deals_that_nobody_has_make_empty_tables(tmp_path: Path) -> None:
    found = run(tmp_path, {**TEXTS, "deals": "contact_id,stage\n"}, STEPS)
    assert [row["deals"] for row in rows(found, "pipeline.csv")] == ["0", "0", "0", "0"]
    assert rows(found, "stalled.csv") == []


def test_without_a_limit_nothing_stands_still(tmp_path: Path) -> None:
    found = run(tmp_path, TEXTS, f"{SCORES}deals: {{steps: [offer]}}\n")
    assert "stalled.csv" not in {table.path for table in found.tables}
    assert set(column(found, "stalled", "pipeline.csv")) == {None}


def test_words_of_another_language_give_the_same_as_the_known_ones(tmp_path: Path) -> None:
    english, other = run(tmp_path, TEXTS, STEPS), run(tmp_path, german(), GERMAN_STEPS)
    assert column(english, "lead_stage") == ["opportunity", "fallen", "customer"]
    assert column(other, "lead_stage") == column(english, "lead_stage")
    assert tables(other) == tables(english)


def test_without_the_section_those_words_say_something_else(tmp_path: Path) -> None:
    assert column(run(tmp_path, german(), SCORES), "lead_stage") == ["customer", "fallen", "fallen"]


def test_a_column_that_is_not_there_is_an_error_with_the_way_out(tmp_path: Path) -> None:
    rules = f"{SCORES}deals: {{column: ablaufen}}\n"
    with pytest.raises(RulesError) as caught:
        run(tmp_path, german(), rules)
    first, *help_ = str(caught.value).splitlines()
    assert first == ('rules.yaml:8:9: deals reads "ablaufen", but deals.csv has no column "ablaufen"')
    assert 'did you mean "ablauf"?' in help_[0]
    optional = rules + "sources: {deals: {optional: [ablaufen]}}\n"
    assert column(run(tmp_path, TEXTS, optional), "lead_stage") == ["opportunity", "fallen", "customer"]


def test_a_column_that_two_could_be_is_an_error(tmp_path: Path) -> None:
    texts: Texts = {**TEXTS, "deals": "contact_id,Stage,Phase\na,won,lost\n"}
    with pytest.raises(InputError, match='the columns "Stage" and "Phase" are both called stage'):
        run(tmp_path, texts, f"{SCORES}deals: {{column: stage}}\n")
    found = run(tmp_path, texts, f"{SCORES}deals: {{column: phase}}\n")
    assert column(found, "lead_stage") == ["fallen", "lead", "lead"]


def test_the_column_alone_is_enough(tmp_path: Path) -> None:
    deals = "contact_id,vertriebsphase\na,Angebot\nc,Gewonnen\n"
    rules = f"{SCORES}deals: {{column: vertriebsphase}}\n"
    found = run(tmp_path, {"contacts": CONTACTS, "deals": deals}, rules)
    assert column(found, "lead_stage") == ["opportunity", "lead", "customer"]


def test_too_few_won_deals_say_nothing(tmp_path: Path) -> None:
    found = run(tmp_path, TEXTS, STEPS)
    predicted = found.summary.prediction
    assert predicted is not None
    assert (predicted.enough, predicted.won_deals, predicted.fewest) == (False, 1, 20)
    first, *rest = rows(found, "prediction.csv")
    assert [first[name] for name in ("by", "group", "leads", "decided", "won")] == [
        "decile",
        "1",
        "3",
        "2",
        "1",
    ]
    rates = ("win_rate", "win_rate_low", "win_rate_high", "conversion")
    assert {row[name] for row in (first, *rest) for name in rates} == {None}


def test_twenty_won_deals_are_enough(tmp_path: Path) -> None:
    # 20 win and 5 lose among the 25 with x, who have the highest score; of the other 25 one loses
    people = "".join(f"{number},{1 if number < 25 else ''}\n" for number in range(50))
    deals = "".join(f"{number},{'won' if number < 20 else 'lost'}\n" for number in range(26))
    texts: Texts = {"contacts": f"contact_id,x\n{people}", "deals": f"contact_id,stage\n{deals}"}
    found = rows(run(tmp_path, texts, STEPS), "prediction.csv")
    shown = [",".join(cell or "" for cell in row.values()) for row in found if row["leads"] != "0"]
    # Wilson: (0.8 + z²/50 ± z·√(0.8·0.2/25 + z²/2500)) / (1 + z²/25) with z² = 3.8415; (0 and z²) / (1 + z²)
    assert shown == [
        "decile,1,1.0,1.0,25,25,20,80.0,60.9,91.1,80.0",
        "decile,6,0.0,0.0,25,1,0,0.0,0.0,79.3,0.0",
    ]


def sample_run(folder: Path, rules: str) -> Run:
    names = ("contacts", "activities", "deals", "companies")
    inputs = Inputs({name: (folder / f"{name}.csv",) for name in names})  # type: ignore[misc]
    file = parse_rules(rules, "rules.yaml", folder)
    return score_inputs(inputs, file, Settings(date(2026, 11, 1), folder))


OF_SAMPLE: Final = """version: 1
scores: {fit: {rules: [{id: size, band: employees, points: [{below: 50, points: 10}, {below: 500, points: 40}, {points: 80}]}]}}
grade: {letter: {score: fit, A: 60, B: 30, C: 0}}
stages: [{name: lead}, {name: customer, enter: {deals.won: {at_least: 1}}}]
deals: {steps: [first_contact, needs_analysis, presentation, offer], stalled_after: 30d}
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("sample")
    write_sample(made, contacts=3000, seed=7, as_of=date(2026, 11, 1))
    return made


def test_totals_are_those_of_the_deals_and_of_the_scored_contacts(folder: Path) -> None:
    found = sample_run(folder, OF_SAMPLE)
    with (folder / "deals.csv").open(encoding="utf-8", newline="") as file:
        deals = list(csv.DictReader(file))
    scored = rows(found, "scored.csv")
    ids = {row["contact_id"] for row in scored}
    used = [row for row in deals if row["contact_id"] in ids and row["created_at"] <= "2026-11-01"]
    steps = rows(found, "pipeline.csv")
    assert sum(int(row["deals"] or 0) for row in steps) == len(used) > 100
    assert sum(Decimal(row["value"] or 0) for row in steps) == sum(
        Decimal(row["amount"] or 0) for row in used
    )
    assert sum(int(row["without_amount"] or 0) for row in steps) == sum(not row["amount"] for row in used) > 0
    outcomes = rows(found, "prediction.csv")
    for by in ("grade", "decile"):
        some = [row for row in outcomes if row["by"] == by]
        assert sum(int(row["leads"] or 0) for row in some) == len(scored)
        customers = sum(row["lead_stage"] == "customer" for row in scored)
        assert sum(int(row["won"] or 0) for row in some) == customers > 20
    stalled = rows(found, "stalled.csv")
    assert len(stalled) == sum(int(row["stalled"] or 0) for row in steps) > 0
    assert all(int(row["days_quiet"] or 0) > 30 for row in stalled)


def test_deals_in_another_order_give_the_same_tables(folder: Path, tmp_path: Path) -> None:
    before = tables(sample_run(folder, OF_SAMPLE))
    for name in ("contacts", "activities", "companies"):
        (tmp_path / f"{name}.csv").write_bytes((folder / f"{name}.csv").read_bytes())
    header, *lines = (folder / "deals.csv").read_text(encoding="utf-8").splitlines()
    random.Random(6).shuffle(lines)
    (tmp_path / "deals.csv").write_text("\n".join([header, *lines, ""]), encoding="utf-8")
    assert tables(sample_run(tmp_path, OF_SAMPLE)) == before
