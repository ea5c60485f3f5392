from __future__ import annotations

from io import StringIO

import pytest
from rich.console import Console, RenderableType

from leadscore.report.bar import Bar
from leadscore.report.phrases import Phrases
from leadscore.report.progress import progress
from leadscore.report.text import counted, harmless, share


def lines(content: RenderableType, width: int) -> list[str]:
    console = Console(file=StringIO(), width=width, _environ={})
    with console.capture() as captured:
        console.print(content, end="")
    return captured.get().splitlines()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Zoë D’Angelo 王小明 👩\u200d🚀 नमस्ते", "Zoë D’Angelo 王小明 👩\u200d🚀 नमस्ते"),
        ("[red]no markup[/red] :smile: \\", "[red]no markup[/red] :smile: \\"),
        ("\x1b]8;;http://x\x07a\x1b\\", "␛]8;;http://x␇a␛\\"),
        ("\0\t\n\r\x7f", "␀␉␊␍<U+007F>"),
        ("\x9b31m", "<U+009B>31m"),
        ("a\u202eb\u2066c\u200fd\ufeffe\u2028f", "a<U+202E>b<U+2066>c<U+200F>d<U+FEFF>e<U+2028>f"),
        ("a\u00a0b\u3000c", "a b c"),
        ("\udc80", "<U+DC80>"),
        ("x" * 501, "x" * 500 + "…"),
    ],
)
def test_harmless(text: str, expected: str) -> None:
    assert harmless(text) == expected


@pytest.mark.parametrize(
    ("part", "whole", "expected"),
    [(8, 8, "████████"), (4, 8, "████"), (33, 64, "████▏"), (1, 10_000, "▏"), (0, 8, ""), (0, 0, "")],
)
def test_bar(part: int, whole: int, expected: str) -> None:
    assert lines(Bar(part, whole, 8), 40)[0].rstrip() == expected


def test_bar_in_little_room() -> None:
    assert lines(Bar(1, 1, 50), 5) == ["█████"]


@pytest.mark.parametrize(
    ("width", "expected"),
    [
        (40, ["Asked for a demo +40; Region +20; x -1"]),
        (34, ["Asked for a demo +40; Region +20;", "x -1"]),
        (30, ["Asked for a demo +40;", "Region +20; x -1"]),
        (15, ["Asked for a", "demo +40;", "Region +20;", "x -1"]),
    ],
)
def test_phrases_are_only_broken_where_they_must_be(width: int, expected: list[str]) -> None:
    assert [
        line.rstrip() for line in lines(Phrases("Asked for a demo +40; Region +20; x -1"), width)
    ] == expected


@pytest.mark.parametrize(("number", "expected"), [(0, "no leads"), (1, "1 lead"), (1200, "1,200 leads")])
def test_counted(number: int, expected: str) -> None:
    assert counted(number, "lead", "leads") == expected


@pytest.mark.parametrize(("percent", "expected"), [(None, ""), (0.0, "0.0 %"), (62.9, "62.9 %")])
def test_share(percent: float | None, expected: str) -> None:
    assert share(percent).plain == expected


@pytest.mark.parametrize("terminal", [True, False])
def test_progress_is_for_terminals_and_leaves_nothing(terminal: bool) -> None:
    console = Console(file=StringIO(), force_terminal=terminal, width=80, _environ={"TERM": "xterm"})
    with progress(console) as tell:
        tell("reading [bold]contacts")
        assert isinstance(console.file, StringIO)
    written = console.file.getvalue()
    assert ("reading [bold]contacts" in written) is terminal
    assert written.endswith("\x1b[2K") if terminal else not written
