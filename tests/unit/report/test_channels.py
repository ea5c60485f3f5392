from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING, Final

import pytest
from rich.cells import cell_len

from leadscore.results.channels import ChannelReport, ChannelResult
from tests.unit.report.golden import rendered
from tests.unit.report.summaries import EMPTY, PUBLISHED

if TYPE_CHECKING:
    from leadscore.results import Summary

FAIR: Final = ChannelResult(
    channel="Fair",
    bought=True,
    leads=1200,
    reached=3,
    share=0.3,
    spend=Decimal("9876.50"),
    cost_per_lead=Decimal("8.23"),
    cost_per_reached=Decimal("3292.17"),
    won_amount=Decimal("12345.00"),
    returned=Decimal("1.25"),
)
NOTHING: Final = ChannelResult("", False, 7, 0, 0.0, None, None, None, None, None)


def summary(*channels: ChannelResult, stage: str = "sql") -> Summary:
    """Return a summary with these channels."""
    return replace(EMPTY, channels=ChannelReport(stage, stage, channels, FAIR, "channels.csv"))


def section(shown: Summary, width: int = 80) -> list[str]:
    """Return what is shown of channels."""
    lines = rendered(shown, PUBLISHED, width).splitlines()
    first = next(place for place, line in enumerate(lines) if line.startswith("Channels"))
    return lines[first : lines.index("", first)]


def test_channels_are_shown() -> None:
    assert section(summary(FAIR, NOTHING)) == [
        "Channels: by cost per sql; by month in channels.csv",
        "                 leads  sql  spend  per lead   per sql  return",
        "  Fair (bought)  1,200    3  9,876      8.23  3,292.17    1.25",
        "  no channel         7    0",
        "  together       1,200    3  9,876      8.23  3,292.17    1.25",
        "  sql: reached it; return: what their leads have bought, per unit spent",
    ]


def test_eight_channels_are_shown_and_the_leads_without_one() -> None:
    text = section(summary(*(replace(FAIR, channel=f"c{place}") for place in range(10)), NOTHING))
    assert [line.split()[0] for line in text[2:12]] == [
        *(f"c{place}" for place in range(8)),
        "no",
        "together",
    ]
    assert text[12] == "  not shown here: 2 channels"


def test_without_channels_there_is_no_section() -> None:
    assert "Channels" not in rendered(EMPTY, PUBLISHED, 80)


@pytest.mark.parametrize("width", [40, 80, 120])
def test_names_that_nobody_should_trust_stay_in_their_place(width: int) -> None:
    odd = replace(FAIR, channel="\x1b[31m" + "Größe " * 20, spend=Decimal(10**15))
    lines = section(summary(odd, stage="s" * 64), width)
    assert all(cell_len(line) <= width and line.isprintable() for line in lines)
