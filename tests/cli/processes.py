"""Runs of the program that are killed or held where a test wants it, each a process of its own.

To load the program takes several times as long as a small run, so one process loads it and forks for each run. Nothing has
been computed before the fork, so every run starts the threads of the engine itself.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["Ended", "Loaded", "loaded"]

ROOT: Final = Path(__file__).parents[2]


@dataclass(frozen=True)
class Ended:
    """How a run ended, or that it is held.

    Attributes:
        code: Its exit code, or minus the signal that killed it; None while it is held.
        err: What it said on stderr.
        steps: How many changes of the file system it had begun.
        seconds: How long it took.
    """

    code: int | None
    err: str
    steps: int
    seconds: float


class Loaded:
    """A process that has loaded the program and runs it whenever it is told to, one run at a time."""

    def __init__(self, commands: IO[str], answers: IO[str]) -> None:
        self._commands = commands
        self._answers = answers

    def run(
        self, folder: Path, *arguments: str, kill_after: float | None = None, kill_at: int | None = None
    ) -> Ended:
        """Run a command line in a folder.

        Args:
            folder: The current folder of the run.
            arguments: What follows `leadscore`.
            kill_after: Kill it after so many seconds.
            kill_at: Kill it just before this change of the file system, counted from 1.
        """
        self._tell(folder, arguments, kill_after=kill_after, at=kill_at, signal=signal.SIGKILL)
        return self._answer()

    @contextmanager
    def held(self, folder: Path, *arguments: str, at: str) -> Iterator[list[Ended]]:
        """Run a command line and hold it while the block lasts; the list has how it ended afterwards.

        Args:
            folder: The current folder of the run.
            arguments: What follows `leadscore`.
            at: Hold it just before the first change of a file whose path ends so.
        """
        self._tell(folder, arguments, at=at, signal=signal.SIGSTOP)
        assert self._answer().code is None
        ended: list[Ended] = []
        try:
            yield ended
        finally:
            self._commands.write("\n")
            self._commands.flush()
            ended.append(self._answer())

    def _tell(self, folder: Path, arguments: tuple[str, ...], **options: Any) -> None:
        self._commands.write(json.dumps({"folder": str(folder), "arguments": arguments, **options}) + "\n")
        self._commands.flush()

    def _answer(self) -> Ended:
        return Ended(**json.loads(self._answers.readline()))


@contextmanager
def loaded(scratch: Path) -> Iterator[Loaded]:
    """Load the program in a process of its own, which ends with the block.

    Args:
        scratch: Where its runs put temporary files, and what killed ones leave of them.
    """
    clean = {name: value for name, value in os.environ.items() if name not in {"COLUMNS", "FORCE_COLOR"}}
    with subprocess.Popen(
        [sys.executable, "-m", "tests.cli.loaded"],
        cwd=ROOT,
        env={**clean, "PYTHONUTF8": "1", "TMPDIR": str(scratch)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        encoding="utf-8",
    ) as process:
        assert process.stdin
        assert process.stdout
        yield Loaded(process.stdin, process.stdout)
        process.stdin.close()
