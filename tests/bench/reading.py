"""What the reader costs, as a ratio to a bare streaming scan of the same columns in the same run.

    python -m tests.bench.reading [--activities 4000000] [--rounds 7] [--folder DIR]

The bare scan trusts the file: it counts no record, finds no malformed one, and knows no line. Whatever is read has to be
hashed too, as `run.json` names the SHA-256 of every input, so the scan is measured with and without hashing. Every
measurement is a process of its own; the kinds of file and the ways of reading take turns, and medians are compared.
"""

from __future__ import annotations

import argparse
import csv
import subprocess
import sys
import tempfile
from datetime import date
from hashlib import file_digest
from itertools import islice
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import TYPE_CHECKING

import polars as pl

from leadscore.columns import own
from leadscore.sample import write_sample
from leadscore.tables import read_table

if TYPE_CHECKING:
    from collections.abc import Callable

KINDS = ("plain", "quoted", "one bad record")


def main() -> None:
    """Make the files, measure, and print ratios."""
    options = _options()
    if options.way:
        print(_measure(options.way, Path(options.file)))
        return
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(options.folder or scratch)
        files = _files(folder, options.activities)
        seconds: dict[tuple[str, str], list[float]] = {}
        for _ in range(options.rounds):
            for kind, path in files.items():
                for way in WAYS:
                    seconds.setdefault((kind, way), []).append(_process(way, path))
    _report({key: median(values) for key, values in seconds.items()}, options)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--activities", type=int, default=4_000_000)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--folder", help="where the files are made and kept; else they are removed")
    parser.add_argument("--way", choices=sorted(WAYS), help=argparse.SUPPRESS)
    parser.add_argument("--file", help=argparse.SUPPRESS)
    return parser.parse_args()


def _files(folder: Path, activities: int) -> dict[str, Path]:
    """Write the same activities three times: without a quote, all cells quoted, and with one record cut short."""
    files = {kind: folder / f"{kind.replace(' ', '_')}_{activities}.csv" for kind in KINDS}
    if all(path.exists() for path in files.values()):
        return files
    folder.mkdir(parents=True, exist_ok=True)
    write_sample(folder / "sample", contacts=max(activities // 20, 1), seed=1, as_of=date(2026, 11, 1))
    with (folder / "sample" / "activities.csv").open(encoding="utf-8", newline="") as source:
        rows = csv.reader(source)
        header = next(rows)
        with (
            files["plain"].open("w", encoding="utf-8", newline="") as plain,
            files["quoted"].open("w", encoding="utf-8", newline="") as quoted,
            files["one bad record"].open("w", encoding="utf-8", newline="") as bad,
        ):
            all_quoted = csv.writer(quoted, quoting=csv.QUOTE_ALL, lineterminator="\n")
            all_quoted.writerow(header)
            plain.write(",".join(header) + "\n")
            bad.write(",".join(header) + "\n")
            for place, row in enumerate(map(_clean, islice(rows, activities))):
                all_quoted.writerow(row)
                line = ",".join(row) + "\n"
                plain.write(line)
                bad.write("cut off\n" if place == activities // 2 else line)
    return files


def _clean(row: list[str]) -> list[str]:
    """Return cells without a character that needs quotes."""
    return [cell.replace(",", " ").replace('"', " ").replace("\n", " ") for cell in row]


def _process(way: str, path: Path) -> float:
    command = [sys.executable, "-m", "tests.bench.reading", "--way", way, "--file", str(path)]
    return float(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def _measure(way: str, path: Path) -> float:
    start = perf_counter()
    WAYS[way](path)
    return perf_counter() - start


def _bare(path: Path) -> None:
    _use(pl.scan_csv(path, infer_schema=False, truncate_ragged_lines=True))


def _bare_hashed(path: Path) -> None:
    _bare(path)
    with path.open("rb") as file:
        file_digest(file, "sha256")


def _leadscore(path: Path) -> None:
    with tempfile.TemporaryDirectory() as scratch:
        table = read_table("activities", [path], Path(scratch))
        _use(table.frame.select(own(place) for place in range(len(table.header))))


def _use(frame: pl.LazyFrame) -> None:
    """Read every cell, and keep none."""
    frame.select(pl.all().str.len_bytes().sum()).collect(engine="streaming")


WAYS: dict[str, Callable[[Path], None]] = {
    "bare scan": _bare,
    "bare scan + SHA-256": _bare_hashed,
    "leadscore": _leadscore,
}


def _report(medians: dict[tuple[str, str], float], options: argparse.Namespace) -> None:
    print(
        f"{options.activities:,} activities, medians of {options.rounds}, seconds; ratios to the bare scans"
    )
    print(f"{'file':16}" + "".join(f"{way:>22}" for way in WAYS) + f"{'ratio':>8}{'with hash':>11}")
    for kind in KINDS:
        bare, hashed, ours = (medians[kind, way] for way in WAYS)
        print(f"{kind:16}{bare:22.2f}{hashed:22.2f}{ours:22.2f}{ours / bare:8.2f}{ours / hashed:11.2f}")


if __name__ == "__main__":
    main()
