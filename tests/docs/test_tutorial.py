"""The tutorial, as somebody who follows it: every command is run, every edit made, and everything shown is printed."""

from __future__ import annotations

import re
import shlex
import shutil
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from tests.cli.shell import leadscore
from tests.docs.readme import OMITTED, ROOT

if TYPE_CHECKING:
    from pathlib import Path

TEXT: Final = (ROOT / "docs" / "tutorial.md").read_text(encoding="utf-8")
BLOCKS: Final = re.findall(r"^```(\w+)\n(.*?)^```$", TEXT, flags=re.MULTILINE | re.DOTALL)


@dataclass
class Follower:
    """Somebody who follows the tutorial, and what the last command printed."""

    folder: Path
    printed: str = ""
    failed: bool = False

    def follow(self, kind: str, text: str) -> None:
        match kind:
            case "sh":
                self._run(text)
            case "diff":
                self._edit(text.splitlines())
            case _:
                self._look(text.splitlines())

    def _run(self, text: str) -> None:
        for command in map(shlex.split, text.splitlines()):
            if command[0] == "cp":
                shutil.copy(self.folder / command[1], self.folder / command[2])
                continue
            assert command[0] == "leadscore"
            answer = leadscore(self.folder, *command[1:])
            self.printed, self.failed = answer.err + answer.out, answer.code != 0

    def _edit(self, lines: list[str]) -> None:
        place = self.folder / "rules.yaml"
        rules = place.read_text(encoding="utf-8")
        before, after = ("".join(f"{line[1:]}\n" for line in lines if line[0] in f" {sign}") for sign in "-+")
        assert rules.count(before) == 1, before
        place.write_text(rules.replace(before, after), encoding="utf-8")

    def _look(self, lines: list[str]) -> None:
        printed = iter(self.printed.splitlines())
        missing = [line for line in lines if line != OMITTED and line not in printed]
        assert missing == [], self.printed


def test_the_tutorial_has_five_edits() -> None:
    assert re.findall(r"^## Edit (\d)", TEXT, flags=re.MULTILINE) == list("12345")


def test_following_it_gives_what_it_shows(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "sample_data", tmp_path / "sample_data")
    follower = Follower(tmp_path)
    failures = 0
    for kind, text in BLOCKS:
        follower.follow(kind, text)
        failures += kind == "sh" and follower.failed
    assert failures == 2
    assert (tmp_path / "leadscore-out" / "handoff" / "sql.csv").exists()
