"""Each file in tests/broken has one fault; its first lines are the messages that it must give, word for word."""

import re
from itertools import takewhile
from pathlib import Path

import pytest

from leadscore.errors import RulesError
from leadscore.schema import parse_rules

BROKEN = Path(__file__).parents[2] / "broken"
FILES = sorted(BROKEN.glob("*.yaml"))


def messages(path: Path) -> list[str]:
    """Return the messages that a broken file gives, the help of each included."""
    with pytest.raises(RulesError) as caught:
        parse_rules(path.read_text(encoding="utf-8"), "rules.yaml", BROKEN)
    return str(caught.value).replace(f"{BROKEN}/", "").split("\n")


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_broken_file_gives_its_messages(path: Path) -> None:
    lines = path.read_text(encoding="utf-8").split("\n")
    assert messages(path) == [
        line.removeprefix("# ") for line in takewhile(lambda line: line[:1] == "#", lines)
    ]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_fault_is_reported_once(path: Path) -> None:
    faults = [line for line in messages(path) if re.match(r"\S+:\d+:\d+: ", line)]
    assert len(faults) == (10 if path.stem == "ten_faults" else 1)


def test_there_are_many_broken_files() -> None:
    assert len(FILES) >= 80
