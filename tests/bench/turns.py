"""Runs of `leadscore score` that take turns, each a process of its own, and are compared by their medians."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

__all__ = ["Run", "copy_lists", "measure", "score", "take_turns", "tell"]

ROOT = Path(__file__).parents[2]


class Run(NamedTuple):
    """What a run took: seconds, the most bytes of memory, and seconds of all processors together."""

    seconds: float
    memory: int
    processor: float


def take_turns(folder: Path, commands: Mapping[str, tuple[str, ...]], rounds: int) -> dict[str, list[Run]]:
    """Run several commands in turns, so that what else the machine does slows all of them."""
    runs: dict[str, list[Run]] = {name: [] for name in commands}
    for _ in range(rounds):
        for name, command in commands.items():
            runs[name].append(score(folder, command))
    return runs


def tell(runs: Mapping[str, list[Run]]) -> None:
    """Print medians of the two sides, the plain one first, and their ratio."""
    plain, other = runs
    for what, scale, of in (("seconds", 1, 0), ("GB of memory", 1e9, 1)):
        found = {name: median(run[of] for run in done) / scale for name, done in runs.items()}
        cells = f"{plain} {found[plain]:8.2f}  {other} {found[other]:8.2f}"
        print(f"{what:>14}  {cells}  ratio {found[other] / found[plain]:6.3f}")


def copy_lists(folder: Path) -> str:
    """Put the lists of the example rules beside exports, and return the rules."""
    shutil.copytree(ROOT / "sample_data" / "lists", folder / "sample_data" / "lists", dirs_exist_ok=True)
    return (ROOT / "rules.example.yaml").read_text("utf-8")


def score(folder: Path, arguments: tuple[str, ...]) -> Run:
    """Run `leadscore score` in a folder; it must end well."""
    return measure((sys.executable, "-m", "leadscore", "score", *arguments), folder)


def measure(command: Sequence[str], folder: Path) -> Run:
    """Run a command in a folder, without showing what it says; it must end well.

    A process is charged with the memory of the one that started it too, so whoever calls this should need little.
    """
    with tempfile.TemporaryFile("w+", encoding="utf-8") as said:
        start = perf_counter()
        with subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=said) as process:
            _, status, usage = os.wait4(process.pid, 0)
            process.returncode = os.waitstatus_to_exitcode(status)
        seconds = perf_counter() - start
        if process.returncode:
            said.seek(0)
            sys.exit(f"{said.read()}{' '.join(command)}: exit code {process.returncode}")
    memory = usage.ru_maxrss * (1 if sys.platform == "darwin" else 1024)
    return Run(seconds, memory, usage.ru_utime + usage.ru_stime)
