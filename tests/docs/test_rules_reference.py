"""The reference of the rules language: each of its examples runs and does what it says."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.docs.examples import REFERENCE, Example, examples, files
from tests.docs.program import expected, plain, results, run

if TYPE_CHECKING:
    from pathlib import Path

TEXT = REFERENCE.read_text(encoding="utf-8")
EXAMPLES = examples(TEXT)


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the program run in an empty folder, beside the files that the reference shows."""
    monkeypatch.chdir(tmp_path)
    for name, text in files(TEXT).items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")


def named(example: Example) -> str:
    return f"line_{example.line}"


@pytest.mark.parametrize("example", [one for one in EXAMPLES if not one.messages], ids=named)
def test_an_example_does_what_it_says(example: Example) -> None:
    result = run(example)
    assert (result.exit_code, result.output) == (0, "")
    assert plain(results(example)) == plain(expected(example))


@pytest.mark.parametrize("example", [one for one in EXAMPLES if one.messages], ids=named)
def test_a_wrong_example_gives_its_messages(example: Example) -> None:
    result = run(example)
    assert result.exit_code == 2
    assert [line for line in example.messages if line not in result.output] == []
