"""Guards that were overridden stand right below the title."""

from __future__ import annotations

from dataclasses import replace

import pytest

from leadscore.results.guards import Tripped
from tests.unit.report.golden import rendered
from tests.unit.report.summaries import EMPTY, EVIL, ORDINARY

EMPTIED = Tripped(
    "fill",
    "15",
    50.0,
    90.0,
    "",
    ("Country",),
    '"Country" of contacts is 40.0% filled; it was 90.0% filled on 2026-10-31, and 15 points less is the limit',
    ('read by rule "region"',),
)


def test_what_was_overridden_is_the_first_thing_said() -> None:
    lines = rendered(replace(ORDINARY, forced=(EMPTIED,)), None, 80).split("\n\n")[1]
    assert (
        lines
        == """\
Published with --force, although guards tripped
  - fill: "Country" of contacts is 40.0% filled; it was 90.0% filled on
    2026-10-31, and 15 points less is the limit
      read by rule "region\""""
    )


def test_where_nothing_was_there_is_nothing_said() -> None:
    assert "--force" not in rendered(ORDINARY, None, 80)


@pytest.mark.parametrize("width", [40, 80, 160])
def test_headers_are_harmless(width: int) -> None:
    evil = replace(EMPTIED, guard=EVIL, text=EVIL, details=(EVIL,), columns=(EVIL,))
    shown = rendered(replace(EMPTY, forced=(evil,)), None, width)
    assert all(line.isprintable() for line in shown.split("\n"))
    assert "[bold]" in shown.replace("\n", "").replace(" ", "")
