"""The rules file as a text, section by section, with a comment on every part."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from leadscore.pipeline.draft.engagement import MAIL_MOST
from leadscore.pipeline.draft.funnel import funnel_lines
from leadscore.pipeline.draft.sections import heading
from leadscore.pipeline.draft.yaml_text import comment, flow_list, flow_mapping, one_line, scalar

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from leadscore.pipeline.draft.funnel import Thresholds
    from leadscore.pipeline.draft.plan import Plan
    from leadscore.pipeline.draft.rule_text import RuleText

__all__ = ["HOW_TO_READ", "SCHEMA_LINE", "rules_text"]

SCHEMA_LINE: Final = "# yaml-language-server: $schema=rules.schema.json"
"""Leads an editor to the schema that `leadscore schema > rules.schema.json` writes."""
_LONGEST_NAME: Final = 60
HOW_TO_READ: Final = (
    "How to read it: indentation says what belongs together, `- ` starts an entry of a list, `# ` starts a comment."
    " Points, thresholds and texts may be changed as you like; `leadscore check` says what is not right, and where."
)
_OFF: Final = (
    "A line that begins with #- is a rule that is switched off. Remove its # to switch it on, and give it the points"
    " that it deserves."
)
_NO_ACTIVITIES: Final = "What people do is not counted yet, as there were no activities."
_COUNTS_ONLY: Final = "These columns count what people did, without saying when: nothing fades."
_WITH_ACTIVITIES: Final = "With a file of activities (contact_id, type, occurred_at), run: leadscore init contacts.csv -a activities.csv"


def rules_text(plan: Plan, thresholds: Thresholds, examples: Sequence[str]) -> str:
    """Return the text of a rules file.

    Args:
        plan: What it is to have.
        thresholds: From which score on a lead is in which stage.
        examples: The lines of its examples.
    """
    lines = [
        *_head(plan),
        *_sources(plan),
        *_personas(plan),
        *_scores(plan),
        *funnel_lines(plan, thresholds),
        *_tests(examples),
    ]
    return "\n".join(lines) + "\n"


def _head(plan: Plan) -> Iterator[str]:
    files = [
        one_line(file.path.name, _LONGEST_NAME)
        for part in plan.export.parts.values()
        for file in part.table.files
    ]
    shown = ", ".join(files[:6]) + (" and more" if len(files) > 6 else "")
    yield SCHEMA_LINE
    yield from comment(
        f"Drafted by leadscore init for {shown}. Columns, values and types of activities are those that occur there;"
        " the points are only a start. What your best customers have in common is for you to say."
    )
    yield "#"
    yield from comment(HOW_TO_READ)
    if plan.offered:
        yield from comment(_OFF)
    yield ""
    yield "version: 1                # of the rules language; always 1"
    yield "name: Draft rules         # shown above the results"
    yield "timezone: UTC             # which calendar day 22:30Z belongs to; Europe/Vienna, for example"
    yield ""


def _sources(plan: Plan) -> Iterator[str]:
    said = [
        (name, part.said) for name, part in plan.export.parts.items() if part.said.source.model_fields_set
    ]
    said = [(name, one) for name, one in said if one.columns or one.missing or one.options or one.events]
    if not said:
        return
    yield from heading("How the export is read, where it does not show by itself")
    yield "sources:"
    for name, one in said:
        yield f"  {name}:"
        if one.columns:
            yield "    columns:"
        for field, header in one.columns.items():
            yield from comment(f"{one.why[field]}:", 6)
            yield f"      {field}: {scalar(header)}"
        if one.missing:
            yield "    # these words mean: nothing known"
            yield f"    missing: {flow_list(map(scalar, one.missing))}"
        for key, value in one.options.items():
            yield from comment(one.why[key], 4)
            yield f"    {key}: {scalar(value)}"
        if one.events:
            yield from comment(
                "there is no log of activities; these columns are the newest activity of each kind", 4
            )
            yield f"    events: {flow_mapping(one.events.items())}"
    yield ""


def _personas(plan: Plan) -> Iterator[str]:
    if not plan.personas:
        return
    yield from heading(
        "Kinds of people: everybody gets the first one that matches, by words in the job title"
    )
    yield "personas:"
    for persona in plan.personas:
        yield from persona.lines()
    yield ""


def _scores(plan: Plan) -> Iterator[str]:
    yield from heading("Scores from 0 to 100")
    yield "scores:"
    if plan.fit:
        yield from _fit(plan)
    else:
        yield from comment(
            "No column says who would be a good customer, so behaviour alone counts. A score of its own for",
            2,
        )
        yield from comment(
            "that has rules such as {id: region, lookup: country, points: {DE: 10, default: 0}}.", 2
        )
    if plan.engagement is not None:
        yield from _engagement(plan)
    if plan.engagement is None or not plan.engagement.deeds:
        yield from comment(_NO_ACTIVITIES if plan.engagement is None else _COUNTS_ONLY, 2)
        yield from comment(_WITH_ACTIVITIES, 2)
        yield ""
    if plan.main == "total":
        yield "  total:                  # the score called total is the lead score"
        yield "    combine: {fit: 40, engagement: 60}   # weights: behaviour counts a little more"
        yield ""


def _fit(plan: Plan) -> Iterator[str]:
    yield "  fit:                    # who they are"
    yield f"    full_at: {plan.fit_full:<13}# so many points are a full 100; more changes nothing"
    yield "    rules:"
    yield from _rules(plan.fit, plan.offered)


def _engagement(plan: Plan) -> Iterator[str]:
    engagement = plan.engagement
    if engagement is None:
        return
    yield "  engagement:             # what they do"
    yield f"    full_at: {plan.engagement_full}"
    if engagement.deeds:
        yield "    decay: {half_life: 30d}   # after 30 days an activity is worth half, after 60 a quarter"
    if engagement.mail:
        yield "    groups:"
        yield f"      mail: {{max: {MAIL_MOST}}}     # whoever only opens mails never gets far"
    yield "    rules:"
    if engagement.left_out:
        number = len(engagement.left_out)
        what = "1 type of activity has" if number == 1 else f"{number:,} types of activities have"
        yield from comment(f"{what} no rule: they are rare, or no short words.", 6)
    yield from _rules(engagement.rules, () if plan.fit else plan.offered)


def _rules(rules: Sequence[RuleText], offered: Sequence[RuleText]) -> Iterator[str]:
    lines = [line for rule in rules for line in rule.lines()]
    lines += [rule.switched_off() for rule in offered]
    yield from lines
    if lines[-1]:
        yield ""


def _tests(examples: Sequence[str]) -> Iterator[str]:
    if not examples:
        return
    yield from heading("Examples that must hold: `leadscore test`")
    yield from comment(
        "People who are made up, and what must become of them. Change them along with the rules."
    )
    yield "tests:"
    yield from examples
