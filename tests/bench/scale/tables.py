"""What was measured, as Markdown, and where it goes in a document."""

from __future__ import annotations

import os
import platform
import re
import sys
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from statistics import median
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from tests.bench.turns import Run

__all__ = ["goals", "machine", "markdown", "measured", "replace_between"]

_LIBRARIES: Final = ("polars", "numpy", "duckdb", "pandas", "zen-engine")


@dataclass(frozen=True)
class _Goal:
    """A ratio of two medians that is promised; of memory, an amount."""

    text: str
    of: str
    to: str
    limit: float
    at_least: bool = False


_GOALS: Final = (
    _Goal("leadscore, all files written and hashed, against the floor", "score", "floor", 2.5),
    _Goal("one DuckDB query, one file, against leadscore", "duckdb", "score", 1.3, at_least=True),
    _Goal("40 activity rules against eight", "forty", "score", 1.6),
    _Goal("rescoring after a rule change against the first run", "rescore", "score", 0.5),
    _Goal("the same with `--dry-run`", "dry", "score", 1 / 3),
    _Goal("`explain` of one contact against a bare scan of the inputs", "explain", "scan", 0.25),
    _Goal("`leadscore --help` against the import of Typer", "help", "typer", 1.5),
    _Goal("`leadscore check` of 50 rules against the import of Typer", "check", "typer", 3),
)
_MEMORY: Final = 1.2
"""GB that a run may take at most."""


def measured(labels: Mapping[str, str], runs: Mapping[str, Sequence[Run]]) -> str:
    """Return a table of medians: seconds, how far they lay apart, their ratio to the floor, processor time, and peak memory."""
    floor = _seconds(runs["floor"])
    rows = []
    for name, done in runs.items():
        seconds = sorted(run.seconds for run in done)
        cells = (
            labels[name],
            f"{_seconds(done):.2f}",
            f"{seconds[0]:.2f} to {seconds[-1]:.2f}",
            f"{_seconds(done) / floor:.2f}",
            f"{median(run.processor for run in done):.2f}",
            f"{_gigabytes(done):.2f}",
        )
        rows.append(cells)
    return markdown(("", "seconds", "least to most", "× floor", "CPU seconds", "GB of memory"), rows)


def goals(runs: Mapping[str, Sequence[Run]]) -> str:
    """Return a table of what is promised, and what was found."""
    rows = [_row(goal, runs) for goal in _GOALS if {goal.of, goal.to} <= runs.keys()]
    memory = _gigabytes(runs["score"])
    rows.insert(
        2, _cells("peak memory of leadscore in GB", f"at most {_MEMORY}", memory, met=memory <= _MEMORY)
    )
    return markdown(("Goal", "promised", "found", ""), rows)


def machine() -> str:
    """Return what the measurements were made on, without a date."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9
    libraries = ", ".join(f"{name} {found}" for name in _LIBRARIES if (found := _version(name)))
    return (
        f"{os.cpu_count()} cores, {memory:.0f} GB of memory, {platform.system()} on {platform.machine()}; "
        f"Python {sys.version.split()[0]}, {libraries}."
    )


def markdown(header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Return a table in Markdown, with numbers to the right."""
    rule = "|---|" + "--:|" * (len(header) - 1)
    return "\n".join(
        [f"| {' | '.join(header)} |", rule, *(f"| {' | '.join(cells)} |" for cells in rows)],
    )


def replace_between(path: Path, name: str, text: str) -> None:
    """Write a text between the two markers of a document that have this name."""
    old = path.read_text("utf-8")
    begin, end = f"<!-- {name} -->\n", f"<!-- end of {name} -->"
    pattern = re.compile(f"{re.escape(begin)}.*?{re.escape(end)}", re.DOTALL)
    new, times = pattern.subn(lambda _: f"{begin}\n{text}\n\n{end}", old)
    if times != 1:
        sys.exit(f"{path}: nothing written, as these two lines are not there once:\n{begin}{end}")
    path.write_text(new, "utf-8")


def _row(goal: _Goal, runs: Mapping[str, Sequence[Run]]) -> tuple[str, ...]:
    found = _seconds(runs[goal.of]) / _seconds(runs[goal.to])
    met = found >= goal.limit if goal.at_least else found <= goal.limit
    words = "at least" if goal.at_least else "at most"
    return _cells(goal.text, f"{words} {goal.limit:.2g}", found, met=met)


def _cells(text: str, promised: str, found: float, *, met: bool) -> tuple[str, ...]:
    return (text, promised, f"{found:.2f}", "met" if met else "**missed**")


def _seconds(runs: Sequence[Run]) -> float:
    return median(run.seconds for run in runs)


def _gigabytes(runs: Sequence[Run]) -> float:
    return median(run.memory for run in runs) / 1e9


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return ""
