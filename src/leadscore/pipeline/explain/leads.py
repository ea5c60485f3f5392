"""Scored leads become explanations."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl

from leadscore.columns import (
    CONTACT,
    ID,
    LEAD_DISQUALIFIED_BY,
    LEAD_GRADE,
    LEAD_LIGHT,
    LEAD_NEXT_CONTENT,
    LEAD_PERSONA,
    LEAD_STAGE,
    LEAD_TRACK,
    tenths,
)
from leadscore.errors import InputError
from leadscore.pipeline.explain.activities import find_logs
from leadscore.pipeline.explain.amounts import as_score
from leadscore.pipeline.explain.scores import explain_scores
from leadscore.pipeline.explain.verdicts import (
    explain_disqualifications,
    explain_grade,
    explain_lights,
    explain_lists,
    explain_personas,
    explain_questions,
    explain_stages,
)
from leadscore.pipeline.lead import Lead
from leadscore.results.explanation import Explanation, LeadExplanation, Standing, Who
from leadscore.results.nurture import OnTrack
from leadscore.steps.ledger import list_ledger

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from leadscore.pipeline.explain.activities import Log
    from leadscore.pipeline.leads import Wanted
    from leadscore.pipeline.scored import Scored

__all__ = ["explain_leads"]


def explain_leads(scored: Scored, wanted: Sequence[Wanted]) -> Explanation:
    """Return what explains some leads, in the order in which they were asked for.

    Args:
        scored: A run in which they were scored.
        wanted: The leads, each once.

    Raises:
        InputError: One was rejected, or its activities are not those that were summed, which would be a fault of this program.
    """
    session = scored.session
    rows = scored.contacts.filter(pl.col(ID).is_in([one.contact_id for one in wanted]))
    places = dict(zip(rows[ID], rows[CONTACT], strict=True))
    _check_accepted(scored, [one.contact_id for one in wanted if one.contact_id not in places])
    ledger = list_ledger(rows.lazy(), session.rules).collect()
    logs = find_logs(session, scored.parts["activities"].rows, rows[CONTACT].to_list())
    leads = tuple(
        _explain(
            one,
            Lead(session, rows.filter(pl.col(ID) == one.contact_id)),
            ledger.filter(contact_id=one.contact_id).to_dicts(),
            logs[places[one.contact_id]],
        )
        for one in wanted
    )
    return Explanation(session.rules.model.name or session.file_name, session.rules.as_of, leads)


def _check_accepted(scored: Scored, lost: Sequence[str]) -> None:
    if lost:
        rejected = scored.parts["contacts"].rejected
        found: list[str] = rejected.filter(value=lost[0])["reason"].to_list()
        raise InputError(f"contact {lost[0]} was not scored{''.join(f': it {reason}' for reason in found)}")


def _explain(wanted: Wanted, lead: Lead, ledger: Sequence[Mapping[str, Any]], log: Log) -> LeadExplanation:
    return LeadExplanation(
        asked=wanted.asked,
        who=_who(lead),
        standing=_standing(lead),
        scores=explain_scores(lead, ledger, log),
        grade=explain_grade(lead),
        lights=explain_lights(lead),
        personas=explain_personas(lead),
        disqualifications=explain_disqualifications(lead),
        stages=explain_stages(lead),
        lists=explain_lists(lead),
        questions=explain_questions(lead),
    )


def _who(lead: Lead) -> Who:
    layout = lead.session.layout
    fields = ("first_name", "last_name", "full_name", "job_title", "company", "email")
    shown = lead.row.select(layout.shown(field).alias(field) for field in fields).row(0, named=True)
    names = [name for name in (shown["first_name"], shown["last_name"]) if name]
    return Who(
        contact_id=lead.cells[ID],
        name=" ".join(names) or shown["full_name"] or "",
        job_title=shown["job_title"] or "",
        company=shown["company"] or "",
        email=shown["email"] or "",
    )


def _standing(lead: Lead) -> Standing:
    model, cells = lead.session.rules.model, lead.cells
    titles = {stage.name: stage.title for stage in model.stages}
    reasons = {entry.id: entry.title for entry in model.disqualify}
    stage, out = cells[LEAD_STAGE] or "", cells[LEAD_DISQUALIFIED_BY] or ""
    track = cells.get(LEAD_TRACK)
    return Standing(
        lead_score=as_score(cells[tenths(model.main_score)]),
        stage=stage,
        stage_title=titles.get(stage, stage),
        light=cells[LEAD_LIGHT] if model.lights else "",
        grade=cells[LEAD_GRADE] if model.grade else "",
        persona=cells[LEAD_PERSONA] or "",
        disqualified_by=out,
        disqualified_because=reasons.get(out, ""),
        nurture=OnTrack(track, cells[LEAD_NEXT_CONTENT] or "") if track else None,
    )
