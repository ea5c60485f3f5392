"""What explains single leads, in a terminal or a pipe: who, every score as a sum, every decision, and what would change it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.console import Group
from rich.text import Text

from leadscore.report.amounts import plain
from leadscore.report.layout import Unpadded, below, heading
from leadscore.report.outlook import render_outlook
from leadscore.report.text import light, shown
from leadscore.report.verdicts import decisions
from leadscore.report.waterfall import waterfall

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.console import Console, RenderableType

    from leadscore.results.explanation import Explanation, LeadExplanation, Standing, Who

__all__ = ["render_explanation"]


def render_explanation(explanation: Explanation, console: Console) -> None:
    """Print what explains some leads, one after the other.

    Args:
        explanation: What is shown.
        console: Its width decides how much stands on a line. What it cannot do, such as colours, is not needed.
    """
    for number, lead in enumerate(explanation.leads):
        if number:
            console.print(Text(f"\n{'-' * min(console.width, 80)}\n"))
        for place, section in enumerate(filter(None, map(list, _sections(explanation, lead, console.width)))):
            if place:
                console.print()
            console.print(Unpadded(Group(*section)))
        if lead.outlook is not None:
            console.print()
            render_outlook(lead.outlook, console)


def _sections(
    explanation: Explanation, lead: LeadExplanation, width: int
) -> Iterator[Iterator[RenderableType]]:
    """Yield the sections in the order in which they answer questions; one without content is left out."""
    yield _title(explanation, lead)
    for score in lead.scores:
        yield waterfall(score, width)
    yield from decisions(lead)


def _title(explanation: Explanation, lead: LeadExplanation) -> Iterator[RenderableType]:
    yield from _who(lead.who)
    yield from _standing(lead.standing)
    if lead.standing.disqualified_by:
        yield below(Text.assemble(("disqualified: ", "red"), shown(lead.standing.disqualified_because)))
    yield below(shown(f"{explanation.rules}, as of {explanation.as_of}", "dim"))


def _who(who: Who) -> Iterator[RenderableType]:
    contact = f"contact {who.contact_id}"
    known = [part for part in (who.name, who.job_title, who.company) if part] or [contact]
    yield heading(known[0], ", ".join(known[1:]))
    addresses = [part for part in (contact, who.email) if part and part not in known]
    if addresses:
        yield below(shown(", ".join(addresses)))


def _standing(standing: Standing) -> Iterator[RenderableType]:
    stage = shown(standing.stage_title or "none", "bold")
    yield below(Text.assemble("stage ", stage, ", lead score ", (plain(standing.lead_score), "bold")))
    said = [Text.assemble("grade ", (standing.grade, "bold"))] if standing.grade else []
    said += [Text.assemble("light ", light(standing.light))] if standing.light else []
    said += [Text.assemble("persona ", shown(standing.persona))] if standing.persona else []
    if said:
        yield below(Text(", ").join(said))
    if standing.nurture is not None:
        content = standing.nurture.next_content
        yield below(shown(f"track {standing.nurture.track}, {f'next: {content}' if content else 'finished'}"))
