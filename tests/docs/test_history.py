"""The page about histories: its nights to try it with are made and run as shown."""

from __future__ import annotations

import re
import shlex
from typing import TYPE_CHECKING, Final

from tests.cli.shell import leadscore
from tests.docs.readme import ROOT

if TYPE_CHECKING:
    from pathlib import Path

TEXT: Final = (ROOT / "docs" / "history.md").read_text(encoding="utf-8")
SECTION: Final = TEXT.partition("\n## Nights to try it with\n")[2].partition("\n## ")[0]


def test_the_nights_give_what_is_shown(tmp_path: Path) -> None:
    commands, shown = re.findall(r"^```\w+\n(.*?)^```$", SECTION, flags=re.MULTILINE | re.DOTALL)
    for command in commands.splitlines():
        program, *arguments = shlex.split(command)
        answer = leadscore(tmp_path, *arguments)
        assert (program, answer.code) == ("leadscore", 0), answer.err
    assert answer.out == shown
