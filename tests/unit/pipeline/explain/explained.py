"""Small exports, scored and explained."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Final

from leadscore.columns import ID
from leadscore.pipeline import Inputs, Settings
from leadscore.pipeline.explain import explain_leads
from leadscore.pipeline.inputs import open_session
from leadscore.pipeline.leads import Wanted
from leadscore.pipeline.scored import score_contacts
from leadscore.results.explanation import RuledScore
from leadscore.schema.load import parse_rules
from leadscore.schema.model import INPUTS

if TYPE_CHECKING:
    from decimal import Decimal
    from pathlib import Path

    from leadscore.pipeline.scored import Scored
    from leadscore.results.explanation import LeadExplanation, RulePoints
    from leadscore.schema.model import InputName

ONE: Final = "contact_id,country,employees,job_title\n1,DE,300,CTO\n"
"""One contact."""


def numbers(*amounts: Decimal) -> list[str]:
    """Return amounts with the digits that are shown."""
    return list(map(str, amounts))


def scored(folder: Path, rules: str, texts: dict[InputName, str]) -> Scored:
    """Score exports; inputs that are not given are meant to be absent."""
    for name, text in texts.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    files = {name: (folder / f"{name}.csv",) for name in texts}
    inputs = Inputs(files, frozenset(name for name in INPUTS if name not in texts))
    file = parse_rules(f"version: 1\n{rules}", "rules.yaml", folder)
    return score_contacts(open_session(inputs, file, Settings(date(2026, 11, 1), folder, whole_rows=True)))


def explained(
    folder: Path, rules: str, contacts: str = ONE, activities: str | None = None
) -> list[LeadExplanation]:
    """Explain every contact."""
    texts: dict[InputName, str] = {"contacts": contacts}
    if activities is not None:
        texts["activities"] = f"contact_id,type,occurred_at,url\n{activities}"
    found = scored(folder, rules, texts)
    return list(explain_leads(found, [Wanted(id_, id_) for id_ in found.contacts[ID]]).leads)


def ruled(
    folder: Path, *rules: str, score: str = "", contacts: str = ONE, activities: str | None = None
) -> RuledScore:
    """Explain the only score of the first contact, which has these rules."""
    text = f"scores: {{fit: {{{score}rules: [{', '.join(rules)}]}}}}"
    found = explained(folder, text, contacts, activities)[0].scores[0]
    assert isinstance(found, RuledScore)
    return found


def rule(folder: Path, text: str, contacts: str = ONE, activities: str | None = None) -> RulePoints:
    """Explain the only rule of the first contact."""
    return ruled(folder, text, contacts=contacts, activities=activities).rules[0]
