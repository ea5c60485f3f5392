"""What is measured: commands, and what has to be done before each of them."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from tests.bench.scale.facts import AS_OF
from tests.bench.scale.rulebooks import changed, write_rules

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["CACHE", "HAND_WRITTEN", "OUT", "ROOT", "Contender", "contenders", "forget", "score_command"]

ROOT: Final = Path(__file__).parents[3]
OUT: Final = "bench"
"""The folder in that of the exports into which everything is written."""
CACHE: Final = ".leadscore-cache"
"""The folder beside the exports that a run with a cache leaves."""
HAND_WRITTEN: Final = ("duckdb", "polars", "pandas", "zen")
_PANDAS_LIMIT: Final = 5_000_000
_EXPORTS: Final = ("contacts.csv", "--without", "deals,companies,costs", "--as-of", AS_OF.isoformat())


@dataclass(frozen=True)
class Contender:
    """A command that is measured.

    Attributes:
        label: What the table calls it.
        command: The command.
        folder: Where it runs.
        prepare: What is done before it, given the number of the round; not measured.
        times: How often it runs in a round.
        told: What it says that it took, in seconds, where that is not the time of the process.
    """

    label: str
    command: tuple[str, ...]
    folder: Path
    prepare: Callable[[int], None] = lambda _: None
    times: int = 1
    told: Callable[[], float] | None = None


def score_command(rules: str, out: str, *options: str) -> tuple[str, ...]:
    """Return a command that scores the exports in the current folder."""
    arguments = ("score", *_EXPORTS, "-r", rules, "-o", f"{OUT}/{out}", "-q", *options)
    return (sys.executable, "-m", "leadscore", *arguments)


def forget(folder: Path, out: str) -> None:
    """Remove the cache, and what a run before wrote."""
    shutil.rmtree(folder / CACHE, ignore_errors=True)
    shutil.rmtree(folder / OUT / out, ignore_errors=True)


def contenders(
    folder: Path, contacts: int, activities: int, *, everything: bool
) -> tuple[dict[str, Contender], list[str]]:
    """Return what is measured, in this order, and a line for everything that is left out."""

    def all_contacts() -> float:
        said = json.loads((folder / OUT / "zen.json").read_text("utf-8"))
        return float(said["seconds"]) * contacts / int(said["contacts"])

    left_out = []
    found = {
        "floor": _script("the floor: bare read, copy and SHA-256", "floor", folder),
        "scan": _script("a bare scan of the inputs", "floor", folder, "--scan"),
        "duckdb": _script("one DuckDB query, one file", "duckdb_query", folder),
        "polars": _script("Polars, the obvious way, one file", "polars_query", folder),
        "pandas": _script("pandas, one file", "pandas_query", folder),
        "zen": _script("zen-engine, evaluating alone, from 2,000 contacts", "zen_rules", folder),
    }
    found["zen"] = replace(found["zen"], told=all_contacts)
    if activities > _PANDAS_LIMIT and not everything:
        del found["pandas"]
        left_out.append(f"pandas is left out above {_PANDAS_LIMIT:,} activities; --all measures it")
    known = _options("score")
    found |= _scoring(folder, known)
    left_out += [
        f"{what} is left out: `leadscore score` has no {option}"
        for option, what in (
            ("--no-cache", "rescoring with a cache"),
            ("--dry-run", "rescoring without files"),
        )
        if option not in known
    ]
    return found | _starting(folder), left_out


def _scoring(folder: Path, known: str) -> dict[str, Contender]:
    """Return the runs of leadscore, as far as it has their options."""

    def change(number: int) -> None:
        if "--no-cache" in known and not (folder / CACHE).exists():
            sys.exit(f"{folder / CACHE} is not there: the benchmark does not know where the cache lies")
        write_rules(folder / "changed.yaml", changed(number))

    def cold(out: str) -> Callable[[int], None]:
        return lambda _: forget(folder, out)

    explain = ("explain", *_EXPORTS, "-r", "rules8.yaml", "-c", _somebody(folder))
    found = {"score": Contender("leadscore", score_command("rules8.yaml", "score"), folder, cold("score"))}
    if "--no-cache" in known:
        again = score_command("changed.yaml", "score")
        found["rescore"] = Contender("rescoring after a rule change", again, folder, lambda n: change(2 * n))
    if "--dry-run" in known:
        dry = score_command("changed.yaml", "score", "--dry-run")
        found["dry"] = Contender("the same with --dry-run", dry, folder, lambda n: change(2 * n + 1))
    found["explain"] = Contender(
        "explain of one contact", (sys.executable, "-m", "leadscore", *explain), folder
    )
    forty = score_command("rules40.yaml", "forty")
    found["forty"] = Contender("leadscore, 40 activity rules", forty, folder, cold("forty"))
    if "--no-cache" in known:
        plain = score_command("rules8.yaml", "plain", "--no-cache")
        found["plain"] = Contender("leadscore with --no-cache", plain, folder, cold("plain"))
    return found


def _starting(folder: Path) -> dict[str, Contender]:
    module = (sys.executable, "-m", "leadscore")
    return {
        "typer": Contender("import of Typer", (sys.executable, "-c", "import typer"), folder, times=3),
        "help": Contender("leadscore --help", (*module, "--help"), folder, times=3),
        "check": Contender("check of 50 rules", (*module, "check", "rules50.yaml"), folder, times=3),
    }


def _script(label: str, name: str, folder: Path, *options: str) -> Contender:
    command = (sys.executable, "-m", f"tests.bench.scale.{name}", str(folder), str(folder / OUT), *options)
    return Contender(label, command, ROOT)


def _options(command: str) -> str:
    """Return the help of a command, wide enough that no option is broken."""
    wide = os.environ | {"COLUMNS": "200"}
    done = subprocess.run(
        [sys.executable, "-m", "leadscore", command, "--help"],
        env=wide,
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout


def _somebody(folder: Path) -> str:
    """Return the id of a contact whose activities lie in the middle of the file."""
    path = folder / "activities.csv"
    with path.open("rb") as file:
        file.seek(path.stat().st_size // 2)
        file.readline()
        return file.readline().split(b",")[0].decode()
