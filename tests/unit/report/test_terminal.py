from __future__ import annotations

import re
from dataclasses import replace
from io import BytesIO, TextIOWrapper
from typing import TYPE_CHECKING

import pytest
from rich.cells import cell_len
from rich.console import Console

from leadscore.report.terminal import render_summary
from leadscore.results import LightCount
from tests.unit.report.golden import WIDTHS, golden_file, rendered
from tests.unit.report.summaries import EMPTY, HOSTILE, HOSTILE_FILES, ORDINARY, PUBLISHED

if TYPE_CHECKING:
    from leadscore.results import Published, Summary

ANSI = re.compile(r"\x1b\[[0-9;]*m")
ALL = [(ORDINARY, PUBLISHED), (EMPTY, None), (HOSTILE, HOSTILE_FILES)]


@pytest.mark.parametrize("width", WIDTHS)
def test_an_ordinary_summary(width: int) -> None:
    expected = golden_file(width).read_text("utf-8")
    assert rendered(ORDINARY, PUBLISHED, width) == expected, (
        "write it anew: python -m tests.unit.report.golden"
    )


@pytest.mark.parametrize(("summary", "published"), ALL)
def test_colours_say_nothing_that_words_do_not(summary: Summary, published: Published | None) -> None:
    coloured = rendered(summary, published, 100, colours=True)
    assert coloured.count("\x1b") > 5
    assert ANSI.sub("", coloured) == rendered(summary, published, 100)


@pytest.mark.parametrize(("summary", "published"), ALL)
@pytest.mark.parametrize("width", [40, 80, 119, 120, 160, 300])
def test_no_line_is_too_wide_or_ends_in_blanks(
    summary: Summary, published: Published | None, width: int
) -> None:
    for line in rendered(summary, published, width).splitlines():
        assert cell_len(line) <= width
        assert line == line.rstrip()


@pytest.mark.parametrize("width", WIDTHS)
def test_what_a_terminal_would_obey_is_shown_as_text(width: int) -> None:
    text = rendered(HOSTILE, HOSTILE_FILES, width)
    assert all(character.isprintable() for character in text.replace("\n", ""))
    assert "␛[31m[bold]x[/bold]<U+009B>2J␍␊␉<U+202E>:smile:[/]␇<U+FEFF><U+2028>" in text


def test_a_run_without_contacts() -> None:
    assert rendered(EMPTY, None, 80).splitlines() == [
        "rules.yaml: no contacts scored as of 2026-11-01",
        "",
        "Funnel                                           now  share  reached  conversion",
        "  lead                                             0               0",
        "  reached: this stage or a later one; conversion: from the stage above",
        "",
        "Records     read  used  rejected",
        "  contacts     0     0         0",
        "  read from c.csv",
        "",
        "Nothing was written",
    ]


def test_lights_of_nobody() -> None:
    assert "\nLights: green 0\n" in rendered(replace(EMPTY, lights=(LightCount("green", 0, None),)), None, 80)


def test_files_that_were_not_written_are_not_named() -> None:
    text = rendered(ORDINARY, None, 80)
    assert "Hand-off list mql: 97 leads, the first 5 here" in text
    assert "Rejected records: the first here" in text
    assert ".csv, " not in text.split("Notes")[1]


def test_an_output_without_blocks_gets_number_signs() -> None:
    file = TextIOWrapper(BytesIO(), "latin-1", errors="replace")
    render_summary(replace(ORDINARY, lists=()), PUBLISHED, Console(file=file, width=160, _environ={}))
    file.seek(0)
    assert re.search("Lead +#{50}  312", file.read())
