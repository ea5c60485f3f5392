"""How a comparison looks: a matrix where it fits, a list where not, and nothing that a terminal would obey."""

from __future__ import annotations

from datetime import date
from io import StringIO
from typing import TYPE_CHECKING, Final

import pytest
from rich.cells import cell_len
from rich.console import Console

from leadscore.report.movement import render_movement
from leadscore.results.movement import (
    Crossing,
    Effect,
    ListChange,
    MovedLead,
    Movement,
    MovingStage,
    Segment,
    Segmentation,
    Shift,
    Turn,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

HOSTILE: Final = "\x1b[31m[bold]x[/bold]"
NOBODY: Final = Shift(0, 0, 0, 0, 0, None, None, None, None, None, None)
SHIFT: Final = Shift(1200, 3, 40, 2, 1158, 41.25, 42.0, 0.75, -0.5, 0.0, 1.25)
LEAD: Final = MovedLead("7", "Anna Berger", "Lead", "Marketing qualified", "44.0", "46.0", "Region +2.0")
TITLES: Final = (
    "Lead",
    "Marketing qualified",
    "Sales accepted",
    "Sales qualified",
    "Opportunity",
    "Customer",
)


def movement(
    stages: Sequence[MovingStage] = (MovingStage("lead", "Lead", 2, 2),),
    matrix: tuple[tuple[int, ...], ...] = ((2,),),
    turns: tuple[Turn, ...] = (),
    **others: object,
) -> Movement:
    """Return a comparison of which only some parts matter."""
    known = {
        **dict.fromkeys(("lists", "rising", "falling", "segments", "notes"), ()),
        "only_old": 0,
        "only_new": 0,
        "shift": NOBODY,
        "old": "old.yaml",
        "new": "new.yaml",
        **others,
    }
    return Movement(
        as_of=date(2026, 11, 1),
        compared=1200,
        moved=3,
        changed=42,
        stages=tuple(stages),
        matrix=matrix,
        turns=turns,
        **known,  # type: ignore[arg-type]
    )


def rendered(found: Movement, width: int = 80, *, colours: bool = False) -> str:
    file = StringIO()
    render_movement(
        found, Console(file=file, width=width, force_terminal=colours, _environ={"TERM": "xterm"})
    )
    return file.getvalue()


def ladder(count: int, size: int = 12_345) -> Movement:
    """Return a comparison with so many stages, from each of which one lead goes to the next."""
    stages = [MovingStage(f"stage_number_{place}", f"Stage {place}", size, size) for place in range(count)]
    matrix = tuple(
        tuple(size if row == column else int(column == row + 1) for column in range(count))
        for row in range(count)
    )
    return movement(stages, matrix)


def test_a_matrix_shows_who_goes_where_and_dots_for_nobody() -> None:
    stages = [MovingStage("lead", "Lead", 1150, None), MovingStage("mql", "Marketing qualified", None, 1200)]
    assert "\n".join(rendered(movement(stages, ((0, 3), (0, 1197)))).splitlines()[4:8]) == (
        "Stages                 lead    mql    old\n"
        "  Lead                    ·      3  1,150\n"
        "  Marketing qualified     ·  1,197      –\n"
        "  new                     –  1,200"
    )


@pytest.mark.parametrize(("count", "first"), [(3, "stage_number_0"), (7, "stage…"), (8, "stage…")])
def test_column_titles_are_cut_so_that_the_matrix_fits(count: int, first: str) -> None:
    assert rendered(ladder(count)).splitlines()[4].split()[1] == first


@pytest.mark.parametrize("count", [1, 3, 6, 7, 8, 10, 14, 30])
@pytest.mark.parametrize("width", [80, 120])
def test_no_line_is_wider_than_the_terminal(count: int, width: int) -> None:
    assert max(map(cell_len, rendered(ladder(count), width).splitlines())) <= width


def test_many_stages_are_a_list_of_moves_the_largest_first() -> None:
    lines = rendered(ladder(24)).splitlines()
    assert lines[4].split() == ["Stages", "old", "new"]
    assert lines[29] == "  23 moves between stages, the 20 largest here"
    assert lines[30] == "  1  Stage 0 → Stage 1"
    assert lines[49:51] == ["  1  Stage 19 → Stage 20", ""]


def test_a_border_that_nobody_crosses_is_shown_for_mql_and_sql_alone() -> None:
    some = tuple(Turn(name, name.upper(), 5, 5, Crossing(), Crossing()) for name in ("mql", "sal", "sql"))
    text = rendered(movement(turns=some))
    assert "MQL: 5 → 5" in text
    assert "SQL: 5 → 5" in text
    assert "SAL" not in text


def test_a_stage_that_only_one_file_has_is_told_as_new_or_gone() -> None:
    text = rendered(movement(turns=(Turn("mql", "mql", 1, None), Turn("marketing", "marketing", None, 1200))))
    assert "\nmql: is gone; it had 1 lead in this stage or a later one\n\n" in text
    assert "\nmarketing: is new; 1,200 leads in this stage or a later one\n\n" in text
    assert "become" not in text


def test_it_says_what_counts_as_a_change() -> None:
    assert rendered(movement()).splitlines()[1:3] == [
        "  3 leads in another stage, 42 leads changed in stage, scores, grade, light,",
        "  persona, disqualification or lists",
    ]


def test_who_crosses_a_border_is_shown_with_what_made_the_difference() -> None:
    effects = (Effect("", "stage mql is new", 2, None), Effect("region", "Region", 12, 24.0))
    turn = Turn("mql", "Marketing qualified", 10, 22, Crossing(12, (LEAD,) * 10, effects), Crossing())
    text = rendered(movement(turns=(turn,)))
    assert (
        "Marketing qualified: 10 → 22, in this stage or a later one\n"
        "  12 leads become it, the first 5 here\n"
        "    stage mql is new (2 leads); Region +24.0 (12 leads)\n"
        "    Anna Berger  Lead → Marketing qualified  44.0 → 46.0\n"
        "      Region +2.0\n"
    ) in text
    assert text.count("Anna Berger") == 5


def test_lists_figures_and_segments_have_columns_of_their_own() -> None:
    segments = (Segmentation("country", (Segment("DE", SHIFT), Segment("(others)", SHIFT)), 4),)
    lists = (ListChange("mql", 10, None, 0, 10),)
    text = rendered(movement(shift=SHIFT, segments=segments, lists=lists, only_old=2, notes=("look here",)))
    assert "Hand-off lists  old  new  on  off\n  mql            10    –   ·  -10\n" in text
    assert "  all leads  1,200      3  40     2  41.2  42.0   +0.75\n" in text
    assert "  means; quartiles of the changes: -0.50, 0.00, +1.25\n" in text
    assert "\n  4 others  1,200" in text
    assert "  2 leads more accepted only with old.yaml\n" in text
    assert text.endswith("Notes\n  look here\n")


def test_nothing_in_data_is_obeyed() -> None:
    lead = MovedLead(HOSTILE, HOSTILE, HOSTILE, "", "1.0", "", HOSTILE)
    stages = (MovingStage(HOSTILE, HOSTILE, 1, 1),)
    segments = (Segmentation(HOSTILE, (Segment(HOSTILE, SHIFT),), 0),)
    text = rendered(
        movement(stages, ((1,),), rising=(lead,), segments=segments, old=HOSTILE, notes=(HOSTILE,)), 200
    )
    assert "\x1b" not in text
    assert text.count("␛[31m[bold]x[/bold]") >= 8
