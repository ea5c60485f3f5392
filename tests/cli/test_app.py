"""What the program says of itself."""

from __future__ import annotations

import signal
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from leadscore import __version__
from leadscore.cli import main
from tests.cli.shell import leadscore

if TYPE_CHECKING:
    from pathlib import Path

    from leadscore.pipeline.inputs import Settings


def test_version(tmp_path: Path) -> None:
    assert leadscore(tmp_path, "--version").out == f"leadscore {__version__}\n"


def test_no_command_shows_the_help(tmp_path: Path) -> None:
    answer = leadscore(tmp_path)
    assert answer.code == 2
    assert "score" in answer.err


def test_an_unknown_command_suggests_a_known_one(tmp_path: Path) -> None:
    answer = leadscore(tmp_path, "scoer")
    assert answer.code == 2
    assert "Did you mean 'score'?" in answer.err


def test_sample_writes_five_files(tmp_path: Path) -> None:
    answer = leadscore(tmp_path, "sample", "--contacts", "5", "-o", "made", "--as-of", "2026-11-01")
    names = sorted(path.name for path in (tmp_path / "made").iterdir())
    assert answer.code == 0
    assert names == ["activities.csv", "companies.csv", "contacts.csv", "costs.csv", "deals.csv"]


def test_help_loads_no_engine() -> None:
    program = (
        "import sys; from leadscore.cli import main; sys.argv = ['leadscore', '--help']\n"
        "try:\n    main()\nexcept SystemExit:\n"
        "    print(sorted({'polars', 'numpy', 'pydantic', 'yaml', 'rich', 'xlsxwriter'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.startswith("Usage: leadscore [OPTIONS] COMMAND")
    assert done.stdout.splitlines()[-1] == "[]"


def test_a_request_of_the_system_to_end_ends_with_143_and_leaves_nothing(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    scratch: list[Path] = []

    def stopped(_: object, __: object, settings: Settings) -> None:
        (settings.scratch / "rows.parquet").touch()
        scratch.append(settings.scratch)
        signal.raise_signal(signal.SIGTERM)

    monkeypatch.chdir(folder)
    monkeypatch.setattr("leadscore.cli.scoring.score_inputs", stopped)
    monkeypatch.setattr("sys.argv", ["leadscore", "score", "contacts.csv", "--as-of", "2026-11-01"])
    with pytest.raises(SystemExit, match="143"):
        main()
    assert "nothing is half done" in capsys.readouterr().err
    assert not scratch[0].exists()
    assert not (folder / "leadscore-out").exists()
    assert signal.getsignal(signal.SIGTERM) is signal.SIG_DFL


def test_ctrl_c_ends_with_130_and_leaves_nothing(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.chdir(folder)
    monkeypatch.setattr("leadscore.cli.scoring.score_inputs", interrupted)
    monkeypatch.setattr("sys.argv", ["leadscore", "score", "contacts.csv", "--as-of", "2026-11-01"])
    with pytest.raises(SystemExit, match="130"):
        main()
    assert "nothing is half done" in capsys.readouterr().err
    assert not (folder / "leadscore-out").exists()


def test_a_word_that_is_no_choice_is_answered_with_those_that_are(tmp_path: Path) -> None:
    answer = leadscore(tmp_path, "score", "contacts.csv", "--engine", "sparc")
    assert (answer.code, answer.out) == (2, "")
    assert answer.err.startswith(
        "error: Invalid value for '--engine': 'sparc' is not one of 'polars', 'spark'.\n"
    )
