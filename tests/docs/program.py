"""One run of the program on an example of the reference, and what it says of each contact."""

from __future__ import annotations

import csv
import shlex
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import TYPE_CHECKING, Final

from typer.testing import CliRunner

from leadscore.cli import app
from tests.docs.examples import ARROW

if TYPE_CHECKING:
    from typer.testing import Result

    from tests.docs.examples import Example

AS_OF: Final = date(2026, 11, 1)
_FIRST: Final = {"activities.csv": "type", "deals.csv": "stage"}
"""The column that the first word of a row's description fills."""
_SHORT: Final = {"points": "lead_score", "low": "lead_score_low", "high": "lead_score_high"}


def run(example: Example) -> Result:
    """Run an example in the current folder."""
    Path("rules.yaml").write_text(example.rules, encoding="utf-8")
    tables = _tables(example)
    for name, rows in tables.items():
        _write(Path(name), rows)
    absent = [name for name in ("activities", "deals", "companies") if f"{name}.csv" not in tables]
    without = ["--without", ",".join(absent)] if absent else []
    options = ["--as-of", AS_OF.isoformat(), "-o", "out", "-q", "--max-rejected", "100%"]
    return CliRunner().invoke(app, ["score", "contacts.csv", *options, *without])


def _write(path: Path, rows: list[dict[str, str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(dict.fromkeys(field for row in rows for field in row)))
        writer.writeheader()
        writer.writerows(rows)


def _tables(example: Example) -> dict[str, list[dict[str, str]]]:
    """Return the rows of each file of an example; contacts without an id are counted."""
    tables: dict[str, list[dict[str, str]]] = {"contacts.csv": []}
    own_id = "columns: {contact_id" in example.rules
    for number, row in enumerate(example.rows, start=1):
        cells = {title: cell for title, cell in zip(example.header, row, strict=True) if ARROW not in title}
        contact = {title: cell for title, cell in cells.items() if not title.endswith(".csv")}
        tables["contacts.csv"].append(contact if own_id else {"contact_id": str(number)} | contact)
        id_ = contact.get("contact_id", str(number))
        for file in cells.keys() - contact.keys():
            rows = [_row(file, id_, text) for text in cells[file].split("; ") if text]
            tables.setdefault(file, []).extend(rows)
    return tables


def _row(file: str, contact: str, text: str) -> dict[str, str]:
    """Return the row that a description means, such as `page_view 3d url=/pricing`."""
    words = shlex.split(text)
    row = {} if file == "companies.csv" else {"contact_id": contact, _FIRST[file]: words.pop(0)}
    if file == "activities.csv":
        row["occurred_at"] = _time(words.pop(0))
    pairs = (word.partition("=") for word in words)
    return row | {field: cell for field, _, cell in pairs}


def _time(text: str) -> str:
    return (AS_OF - timedelta(days=int(text[:-1]))).isoformat() if text.endswith("d") else text


def results(example: Example) -> list[list[str]]:
    """Return what the files of a run say where the example has results, one line for each contact."""
    titles = [title.removeprefix(ARROW) for title in example.header if ARROW in title]
    ranks = {title: _ranks(title) for title in titles if title.endswith(".csv")}
    return [[_result(title, lead, ranks) for title in titles] for lead in _records("scored.csv")]


def _records(name: str) -> list[dict[str, str]]:
    with Path("out", name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _ranks(name: str) -> dict[str, str]:
    """Return the place of each contact on a list, which stands in its first column."""
    return {row["contact_id"]: next(iter(row.values())) for row in _records(name)}


def _result(title: str, lead: dict[str, str], ranks: dict[str, dict[str, str]]) -> str:
    if title == "answer":
        return _answer(lead["lead_score"], lead["lead_score_high"])
    if title in ranks:
        return ranks[title].get(lead["contact_id"], "")
    return lead[_SHORT.get(title, title)]


def _answer(score: str, high: str) -> str:
    return {"100.0": "true", "0.0": "false"}[score] if score == high else "unknown"


def expected(example: Example) -> list[list[str]]:
    """Return what the example says, one line for each contact."""
    return [
        [cell for title, cell in zip(example.header, row, strict=True) if ARROW in title]
        for row in example.rows
    ]


def plain(cells: list[list[str]]) -> list[list[str]]:
    """Return cells with numbers in one form, so that `20` equals `20.0`."""
    return [[_plain(cell) for cell in line] for line in cells]


def _plain(cell: str) -> str:
    try:
        return str(Decimal(cell).normalize())
    except InvalidOperation:
        return cell
