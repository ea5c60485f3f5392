"""What it costs to score one lead of many, as a ratio to a bare streaming scan of the same files in the same run.

    python -m tests.bench.explaining [--contacts 200000] [--activities 8000000] [--rounds 7] [--folder DIR]

A lead is looked for, its rows are taken out of all inputs, and it is scored from these. The bare scan reads every cell of
the same files and keeps none; it trusts them: it counts no record, finds no malformed one, and knows no line. Every
measurement is a process of its own; the kinds of log and the ways take turns, and medians are compared.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from datetime import date
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import TYPE_CHECKING, Final

import polars as pl

from leadscore.columns import ID
from leadscore.pipeline.inputs import Inputs, Settings, open_session
from leadscore.pipeline.leads import narrow
from leadscore.pipeline.scored import score_contacts
from leadscore.sample import write_sample
from leadscore.schema.load import load_rules

if TYPE_CHECKING:
    from collections.abc import Callable

    from leadscore.schema.model import InputName

RULES: Final = Path(__file__).parents[2] / "rules.example.yaml"
AS_OF: Final = date(2026, 11, 1)
OTHERS: Final[tuple[InputName, ...]] = ("contacts", "deals", "companies")
KINDS: Final = ("plain", "with ids", "quoted")


def main() -> None:
    """Make the files, measure, and print ratios."""
    options = _options()
    if options.way:
        print(_measure(options.way, Path(options.folder), options.kind))
        return
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(options.folder or scratch)
        _write(folder, options.contacts, options.activities)
        seconds: dict[tuple[str, str], list[float]] = {}
        for _ in range(options.rounds):
            for kind in KINDS:
                for way in WAYS:
                    seconds.setdefault((kind, way), []).append(_process(way, folder, kind))
    _report({key: median(values) for key, values in seconds.items()}, options)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--contacts", type=int, default=200_000)
    parser.add_argument("--activities", type=int, default=8_000_000)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--folder", help="where the files are made and kept; else they are removed")
    parser.add_argument("--way", choices=sorted(WAYS), help=argparse.SUPPRESS)
    parser.add_argument("--kind", choices=KINDS, help=argparse.SUPPRESS)
    return parser.parse_args()


def _files(folder: Path, kind: str) -> dict[InputName, Path]:
    return {name: folder / f"{name}.csv" for name in OTHERS} | {"activities": folder / f"log {kind}.csv"}


def _write(folder: Path, contacts: int, activities: int) -> None:
    """Write a sample, and its log so often that there are as many activities: plain, with ids, and all cells quoted."""
    folder.mkdir(parents=True, exist_ok=True)
    if all(_files(folder, kind)["activities"].exists() for kind in KINDS):
        return
    write_sample(folder, contacts=contacts, seed=1, as_of=AS_OF)
    once = pl.read_csv(folder / "activities.csv", infer_schema=False)
    log = pl.concat([once] * (activities // once.height + 1)).head(activities)
    ids = pl.format("A{}", pl.int_range(10_000_000, 10_000_000 + pl.len())).alias("activity_id")
    plain, with_ids, quoted = (_files(folder, kind)["activities"] for kind in KINDS)
    log.write_csv(plain)
    log.select(ids, pl.all()).write_csv(with_ids)
    log.write_csv(quoted, quote_style="always")


def _process(way: str, folder: Path, kind: str) -> float:
    command = [sys.executable, "-m", "tests.bench.explaining", "--way", way, "--kind", kind]
    done = subprocess.run([*command, "--folder", str(folder)], check=True, capture_output=True, text=True)
    return float(done.stdout)


def _measure(way: str, folder: Path, kind: str) -> float:
    start = perf_counter()
    WAYS[way](_files(folder, kind))
    return perf_counter() - start


def _bare(files: dict[InputName, Path]) -> None:
    for path in files.values():
        frame = pl.scan_csv(path, infer_schema=False, truncate_ragged_lines=True)
        frame.select(pl.all().str.len_bytes().sum()).collect(engine="streaming")


def _one_lead(files: dict[InputName, Path]) -> None:
    with tempfile.TemporaryDirectory() as scratch:
        inputs = Inputs({name: (path,) for name, path in files.items()})
        settings = Settings(AS_OF, Path(scratch), hash_inputs=False)
        session = open_session(inputs, load_rules(RULES), settings)
        narrowed = narrow(session, ["1000777"])
        scored = score_contacts(narrowed.session).contacts
        assert scored.filter(pl.col(ID) == narrowed.leads[0].contact_id).height == 1


WAYS: Final[dict[str, Callable[[dict[InputName, Path]], None]]] = {"bare scan": _bare, "one lead": _one_lead}


def _report(medians: dict[tuple[str, str], float], options: argparse.Namespace) -> None:
    print(
        f"{options.contacts:,} contacts, {options.activities:,} activities, medians of {options.rounds}, seconds"
    )
    print(f"{'log':12}" + "".join(f"{way:>12}" for way in WAYS) + f"{'ratio':>8}")
    for kind in KINDS:
        bare, ours = (medians[kind, way] for way in WAYS)
        print(f"{kind:12}{bare:12.2f}{ours:12.2f}{ours / bare:8.2f}")


if __name__ == "__main__":
    main()
