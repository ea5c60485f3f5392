"""The page for whoever runs leadscore every night: its lines are run as cron, systemd and a shell would run them."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from configparser import ConfigParser
from pathlib import Path
from typing import Final

import pytest

from tests.cli.shell import Answer
from tests.cli.test_kills import REFUSED
from tests.docs.readme import ROOT

TEXT: Final = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
SRV: Final = "/srv/leadscore"
BLOCK: Final = re.compile(r"^```(\w+)\n(.*?)^```$(?:\n\n```text\n(.*?)^```$)?", re.MULTILINE | re.DOTALL)
BLOCKS: Final = [match.groups("") for match in BLOCK.finditer(TEXT)]
"""The kind of a block, its text, and what is shown as its output right below."""
FIRST: Final = next(place for place, (kind, _, _) in enumerate(BLOCKS) if kind == "sh")
"""The block that makes the folder in which all others are run."""

pytestmark = pytest.mark.skipif(
    not Path("/usr/bin/sha256sum").exists(), reason="the page is for Linux; other systems have other programs"
)


def block(kind: str, holds: str = "") -> str:
    """Return the one block of a kind, or the one that holds some text."""
    (found,) = [text for name, text, _ in BLOCKS if name == kind and holds in text]
    return found


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder as the page makes it first, with leadscore in its `.venv`, where yesterday was the first of November."""
    srv = tmp_path_factory.mktemp("operations") / "prepared"
    programs = srv / ".venv" / "bin"
    programs.mkdir(parents=True)
    script(programs / "leadscore", f'exec {shlex.quote(sys.executable)} -m leadscore "$@"')
    script(programs / "date", 'test "$*" = "-d yesterday +%F" && echo 2026-11-01')
    assert execute(srv, ["bash", "-euc", here(BLOCKS[FIRST][1], srv)]).code == 0
    return srv


@pytest.fixture
def srv(prepared: Path, tmp_path: Path) -> Path:
    """A copy of that folder."""
    return shutil.copytree(prepared, tmp_path / "srv")


def script(place: Path, line: str) -> None:
    place.write_text(f"#!/bin/sh\n{line}\n", encoding="utf-8")
    place.chmod(0o755)


def execute(srv: Path, command: list[str], path: str | None = None) -> Answer:
    usual = f"{srv / '.venv' / 'bin'}:{os.defpath}:/usr/bin:/bin"
    clean = {name: value for name, value in os.environ.items() if name not in {"COLUMNS", "FORCE_COLOR"}}
    done = subprocess.run(
        command,
        cwd=srv,
        env={**clean, "PATH": path or usual, "PYTHONUTF8": "1"},
        capture_output=True,
        encoding="utf-8",
        timeout=300,
        check=False,
    )
    return Answer(done.returncode, done.stdout, done.stderr)


def here(text: str, srv: Path) -> str:
    """Return text with the folders of the page as they are on this machine."""
    return text.replace("~/leadscore", str(ROOT)).replace(SRV, str(srv))


def test_the_page_can_be_followed_from_top_to_bottom(srv: Path) -> None:
    for kind, text, shown in BLOCKS[FIRST + 1 :]:
        if kind == "sh":
            answer = execute(srv, ["bash", "-euo", "pipefail", "-c", here(text, srv)])
            assert (answer.code != 0) is shown.startswith("error:"), answer
            assert answer.out + answer.err == shown
    assert (srv / "out" / "run.json").exists()


def test_the_line_for_cron_works(srv: Path) -> None:
    *variables, line = here(block("crontab"), srv).splitlines()
    assert [variable.partition("=")[0] for variable in variables] == ["MAILTO", "PATH"]
    *when, command = line.split(maxsplit=5)
    assert all(re.fullmatch(r"\d+|\*", field) for field in when)
    assert "%" not in command.replace(r"\%", "")
    path = variables[1].partition("=")[2]
    assert execute(srv, ["/bin/sh", "-c", command.replace(r"\%", "%")], path) == Answer(0, "", "")
    assert (srv / "history" / "history.json").exists()


def test_the_service_and_its_timer_work(srv: Path) -> None:
    service, timer = ConfigParser(interpolation=None), ConfigParser(interpolation=None)
    service.read_string(here(block("ini", "[Service]"), srv))
    timer.read_string(block("ini", "[Timer]"))
    command = service["Service"]["ExecStart"]
    assert not set("%$") & set(command.replace("%%", "").replace("$$", ""))
    assert service["Service"]["WorkingDirectory"] == str(srv)
    assert execute(srv, shlex.split(command.replace("%%", "%").replace("$$", "$"))) == Answer(0, "", "")
    assert (srv / "history" / "history.json").exists()
    assert re.fullmatch(r"\*-\*-\* \d\d:\d\d:\d\d", timer["Timer"]["OnCalendar"])


def test_yesterday_is_a_date(tmp_path: Path) -> None:
    answer = execute(
        tmp_path, ["/bin/sh", "-c", "date -d yesterday +%F; TZ=Europe/Berlin date -d yesterday +%F"]
    )
    assert re.fullmatch(r"(\d{4}-\d\d-\d\d\n){2}", answer.out)


def test_the_message_about_another_run_is_what_it_says() -> None:
    assert f"```text\nerror: {REFUSED['out', 'history']}\n```" in TEXT
