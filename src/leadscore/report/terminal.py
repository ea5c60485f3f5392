"""The summary of a run in a terminal, or in a pipe."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.console import Group

from leadscore.report.accounts import accounts
from leadscore.report.channels import channels
from leadscore.report.files import files
from leadscore.report.funnel import disqualified, funnel, lights, stageless
from leadscore.report.guards import forced
from leadscore.report.handoffs import answers, overdue, owners, waiting
from leadscore.report.layout import Unpadded, heading
from leadscore.report.leads import leads
from leadscore.report.notes import notes
from leadscore.report.nurture import nurture
from leadscore.report.pipeline import pipeline
from leadscore.report.prediction import prediction
from leadscore.report.records import records, rejected, unreadable
from leadscore.report.referrers import word_of_mouth
from leadscore.report.scores import scores
from leadscore.report.text import counted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.console import Console, RenderableType

    from leadscore.results import Published, Summary

__all__ = ["render_summary"]


def render_summary(summary: Summary, published: Published | None, console: Console) -> None:
    """Print the summary of a run, section by section.

    Args:
        summary: What is shown.
        published: Where its files are; None if nothing was written.
        console: Its width decides how much stands on a line. What it cannot do, such as colours, is not needed.
    """
    sections = [list(section) for section in _sections(summary, published, console.width)]
    for number, section in enumerate(filter(None, sections)):
        if number:
            console.print()
        console.print(Unpadded(Group(*section)))


def _sections(
    summary: Summary, published: Published | None, width: int
) -> Iterator[Iterator[RenderableType]]:
    """Yield the sections in the order in which they answer questions; one without content is left out."""
    yield _title(summary)
    yield forced(summary)
    yield funnel(summary)
    yield stageless(summary)
    yield disqualified(summary)
    yield lights(summary)
    yield scores(summary)
    states = {state.list: state for state in summary.handoffs.lists}
    for one in summary.lists:
        yield leads(one, states.get(one.name), published, width)
    yield owners(summary)
    yield waiting(summary)
    yield overdue(summary)
    yield answers(summary)
    yield nurture(summary, published)
    yield channels(summary, published)
    yield word_of_mouth(summary, published)
    yield accounts(summary, published)
    yield pipeline(summary, published)
    yield prediction(summary, published)
    yield records(summary)
    yield unreadable(summary)
    yield rejected(summary, published)
    yield notes(summary)
    yield files(published)


def _title(summary: Summary) -> Iterator[RenderableType]:
    yield heading(
        summary.rules, f"{counted(summary.scored, 'contact', 'contacts')} scored as of {summary.as_of}"
    )
