"""What is explained of a few hundred sample leads adds up to what `leadscore score` writes of them."""

from __future__ import annotations

import csv
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest

from leadscore.pipeline.discover import Request, find_inputs
from leadscore.pipeline.explain import explain_leads
from leadscore.pipeline.inputs import Settings, open_session
from leadscore.pipeline.leads import narrow
from leadscore.pipeline.scored import score_contacts
from leadscore.results.explanation import RuledScore
from leadscore.schema import load_rules
from tests.cli.shell import leadscore

if TYPE_CHECKING:
    from leadscore.results.explanation import LeadExplanation, ScoreExplanation

RULES: Final = Path(__file__).parents[2] / "rules.example.yaml"
COLUMNS: Final = {"fit": "lead_fit", "engagement": "lead_engagement", "total": "lead_score"}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A sample, and what the example rules make of it."""
    place = tmp_path_factory.mktemp("explained")
    sample = ("sample", "--contacts", "300", "--seed", "11", "--as-of", "2026-11-01", "-o", ".")
    assert leadscore(place, *sample).code == 0
    scored = ("score", "contacts.csv", "-r", str(RULES), "--as-of", "2026-11-01", "-q", "-o", "out")
    assert leadscore(place, *scored).code == 0
    return place


@pytest.fixture(scope="module")
def written(folder: Path) -> dict[str, dict[str, str]]:
    """The rows of `scored.csv` by contact."""
    with (folder / "out" / "scored.csv").open(encoding="utf-8", newline="") as file:
        return {row["contact_id"]: row for row in csv.DictReader(file)}


@pytest.fixture(scope="module")
def leads(folder: Path, written: dict[str, dict[str, str]]) -> tuple[LeadExplanation, ...]:
    """What explains all of them."""
    rules = load_rules(RULES)
    found = find_inputs(Request((str(folder / "contacts.csv"),), {}), rules.rules)
    session = open_session(found.inputs, rules, Settings(date(2026, 11, 1), folder))
    narrowed = narrow(session, list(written))
    return explain_leads(score_contacts(narrowed.session), narrowed.leads).leads


def test_what_is_shown_is_what_is_written(
    leads: tuple[LeadExplanation, ...], written: dict[str, dict[str, str]]
) -> None:
    assert len(leads) == 300
    for one in leads:
        row = written[one.who.contact_id]
        for score in one.scores:
            name = COLUMNS[score.score]
            ends = [row[name], row[f"{name}_low"], row[f"{name}_high"]]
            assert [str(score.shown), str(score.low), str(score.high)] == ends
        standing = one.standing
        assert (standing.stage, standing.grade, standing.light, standing.persona) == tuple(
            row[f"lead_{name}"] for name in ("stage", "grade", "light", "persona")
        )
        assert standing.disqualified_by == row["lead_disqualified_by"]


def test_every_line_adds_up_to_the_thousandth(leads: tuple[LeadExplanation, ...]) -> None:
    for one in leads:
        for score in one.scores:
            assert total(score) == (score.points if isinstance(score, RuledScore) else score.shown)


def total(score: ScoreExplanation) -> Decimal:
    """Add up the smallest lines that are shown: activities where there are any."""
    if not isinstance(score, RuledScore):
        return sum((part.points for part in score.combines), score.rounding)
    lost = score.lost_to_limit + sum(group.lost_to_limit for group in score.groups)
    given = Decimal(0)
    for rule in score.rules:
        found = rule.activities
        if found is None:
            given += rule.before - rule.lost_to_decay - rule.lost_to_cap
        else:
            given += sum(one.points for one in found.newest) + found.others_points + found.rounding
            given -= rule.lost_to_cap
    return given - lost
