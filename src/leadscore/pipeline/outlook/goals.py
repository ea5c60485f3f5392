"""The stages above the present one, what is missing for them, and the steps that lead there."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from leadscore.columns import DISQUALIFIED_STAGE, LEAD_STAGE, points
from leadscore.pipeline.lead import Lead
from leadscore.pipeline.outlook.candidates import Candidates
from leadscore.pipeline.outlook.search import Search
from leadscore.pipeline.outlook.trials import Trials
from leadscore.results.outlook import Effect, Goal, Step
from leadscore.schema.conditions import field_tests
from leadscore.schema.domains import domains_of
from leadscore.schema.possible import why_never

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from leadscore.pipeline.outlook.known import Known
    from leadscore.pipeline.outlook.search import Tried
    from leadscore.results.conditions import TestedPart
    from leadscore.results.outlook import Change, Obstacle
    from leadscore.rules.compile import CompiledRules
    from leadscore.schema.model import Rules, Stage

__all__ = ["effects", "find_goals", "title_of"]

_SHOWN: Final = 5
"""Steps of a goal."""


def title_of(rules: Rules, stage: str | None) -> str:
    """Return the label of a stage; empty for none."""
    titles = {one.name: one.title for one in rules.stages}
    return titles.get(stage or "", (stage or "").capitalize())


def find_goals(known: Known) -> tuple[Goal, ...]:
    """Return the next stage and, where it only waits for people, the next one that does not."""
    rules = known.session.rules.model
    if known.stage == DISQUALIFIED_STAGE:
        return (_out_of_disqualification(known),)
    names = [stage.name for stage in rules.stages]
    above = rules.stages[names.index(known.stage) + 1 if known.stage in names else 0 :]
    if not above:
        return ()
    chosen = [above[0]]
    if not _is_earned(above[0]):
        chosen += [stage for stage in above[1:] if _is_earned(stage)][:1]
    return tuple(_goal(known, stage, above[above.index(stage) :]) for stage in chosen)


def _is_earned(stage: Stage) -> bool:
    """Tell whether a stage depends on scores or on what the lead does."""
    tests = field_tests(stage.enter) if stage.enter is not None else ()
    return any(
        test.field.startswith(("score.", "momentum.", "rule.", "activities.")) or test.field in _EARNED
        for test in tests
    )


_EARNED: Final = (
    *("grade", "light", "last_activity_days"),
    *("company.engagement", "company.engaged_contacts"),
)


def _goal(known: Known, stage: Stage, reaching: Sequence[Stage]) -> Goal:
    lead = Lead(known.session, known.row)
    candidates = Candidates(known, lead)
    if stage.enter is not None:
        candidates.want(stage.enter, holds=True)
    if stage.unless is not None:
        candidates.want(stage.unless, holds=False)
    missing = _untrue(lead.parts(stage.enter)) if stage.enter is not None else ()
    holds_back = stage.unless is not None and lead.answer(stage.unless) == "yes"
    held = lead.parts(stage.unless) if holds_back and stage.unless is not None else ()
    why = why_never(stage.enter, domains_of(known.session.rules.model)) if stage.enter is not None else None
    search = Search(Trials(known), stage, frozenset(one.name for one in reaching))
    return _with_steps(
        known, Goal(stage.name, stage.title, missing, held), search, candidates, why.reason if why else ""
    )


def _out_of_disqualification(known: Known) -> Goal:
    lead, rules = Lead(known.session, known.row), known.session.rules.model
    candidates = Candidates(known, lead)
    held: list[TestedPart] = []
    for entry in rules.disqualify:
        if lead.answer(entry.when) == "yes":
            candidates.want(entry.when, holds=False)
            held += lead.parts(entry.when)
    names = frozenset(stage.name for stage in rules.stages) or frozenset({"lead"})
    return _with_steps(
        known, Goal("", "", (), tuple(held)), Search(Trials(known), None, names), candidates, ""
    )


def _with_steps(known: Known, goal: Goal, search: Search, candidates: Candidates, never: str) -> Goal:
    changes = list(candidates.found)
    found = () if never or not changes else search.find(changes)[:_SHOWN]
    steps = tuple(_step(known, one) for one in found)
    obstacle = _obstacle(steps, changes, never)
    return Goal(goal.stage, goal.title, goal.missing, goal.held_back, steps, obstacle, never)


def _obstacle(steps: Sequence[Step], changes: Sequence[Change], never: str) -> Obstacle:
    if steps:
        return ""
    return "never" if never else "none_found" if changes else "nothing_to_change"


def _untrue(parts: Sequence[TestedPart]) -> tuple[TestedPart, ...]:
    """Return the parts of a condition that are not true, and what stands below them."""
    kept, keep = [], True
    for part in parts:
        keep = part.answer != "yes" if part.depth == 0 else keep
        kept += [part] if keep else []
    return tuple(kept)


def _step(known: Known, tried: Tried) -> Step:
    rules = known.session.rules
    stage = tried.row[LEAD_STAGE]
    before = known.row.row(0, named=True)
    return Step(tried.version, stage, title_of(rules.model, stage), effects(rules, before, tried.row))


def effects(rules: CompiledRules, before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[Effect, ...]:
    """Return the rules whose points differ between two versions of a lead, in file order."""
    models = [rule for score in rules.scores for rule in score.model.rules]
    return tuple(
        Effect(rule.id, rule.title, _points(before, rule.id), _points(after, rule.id))
        for rule in models
        if before[points(rule.id)] != after[points(rule.id)]
    )


def _points(row: Mapping[str, Any], rule: str) -> Decimal:
    return Decimal(row[points(rule)]) / 1000
