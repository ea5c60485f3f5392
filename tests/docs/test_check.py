"""The reference of checks: every remark is explained, and each example gives the remark that it is an example of."""

from __future__ import annotations

import re
from textwrap import indent
from typing import Final

import pytest

from leadscore.schema.inspection import inspect_text
from tests.docs.readme import ROOT

TEXT: Final = (ROOT / "docs" / "check.md").read_text(encoding="utf-8")
EXAMPLES: Final = re.findall(r"^`([a-z-]+)`: .*?^```yaml\n(.*?)^```$", TEXT, flags=re.MULTILINE | re.DOTALL)
FILES: Final = sorted((ROOT / "tests" / "remarks").glob("*.yaml"))
RULE: Final = "- {id: any_rule, when: {x: 1}, points: 1}\n"


def whole(piece: str) -> str:
    """Return the rules file of which a piece is shown."""
    if "scores:" in piece:
        return f"version: 1\n{piece}"
    rules, others = (RULE + piece, "") if piece.startswith("- ") else (RULE, piece)
    return f"version: 1\nscores:\n  fit:\n    full_at: 1\n    rules:\n{indent(rules, ' ' * 6)}{others}"


@pytest.mark.parametrize(("code", "piece"), EXAMPLES, ids=[code for code, _ in EXAMPLES])
def test_an_example_gives_its_remark(code: str, piece: str) -> None:
    remarks = inspect_text(whole(piece), "rules.yaml", None).remarks
    assert [remark.code for remark in remarks] == [code]


def test_every_remark_is_explained_once() -> None:
    explained = [code for code, _ in EXAMPLES]
    given = {inspect_text(path.read_text("utf-8"), "", None).remarks[0].code for path in FILES}
    assert len(explained) == len(set(explained))
    assert set(explained) == given


def test_the_first_example_is_what_the_program_prints() -> None:
    shown = TEXT.partition("```text\n")[2].partition("```")[0]
    _, message, line, *_ = re.split(r"\.yaml:\d+:\d+: remark: (.*)\n  9 \| (.*)\n", shown)
    rules = "- {id: size, when: {employees: {above: 9}}, points: 25}"
    scores = f"scores:\n  fit:\n    full_at: 25\n    rules:\n      {rules}\n"
    text = f"version: 1\n{scores}stages:\n  - {{name: lead}}\n{line}\n"
    (remark,) = inspect_text(text, "rules.yaml", None).remarks
    assert (remark.problem.line, remark.problem.column, remark.problem.message) == (9, 25, message)
