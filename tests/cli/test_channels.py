"""Channels: costs as an input, and totals that are those of scored.csv, costs.csv and the deals."""

from __future__ import annotations

import csv
import json
import random
import shutil
from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest

from tests.cli.shell import hashes, leadscore

ROOT = Path(__file__).parents[2]
NOW = ("--as-of", "2026-11-01")
COSTS = "channel,period,spend\nfair,2026-10,300\nfair,soon,5\n"
WRITTEN = ("channels.csv", "referrers.csv", "word_of_mouth.csv")


def rows(path: Path) -> list[dict[str, str]]:
    """Return the rows of a table."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def total(table: list[dict[str, str]], column: str) -> Decimal:
    """Return the sum of a column."""
    return sum((Decimal(row[column] or "0") for row in table), Decimal(0))


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A generated export of 1,500 contacts, scored once into `out`."""
    folder = tmp_path_factory.mktemp("channels")
    assert leadscore(folder, "sample", "--contacts", "1500", "-o", ".", *NOW).code == 0
    rules = (ROOT / "rules.example.yaml").read_text(encoding="utf-8").replace("sample_data/lists", "lists")
    (folder / "rules.yaml").write_text(rules, encoding="utf-8")
    shutil.copytree(ROOT / "sample_data" / "lists", folder / "lists")
    answer = leadscore(folder, "score", "contacts.csv", *NOW, "-q", "-o", "out")
    assert (answer.code, answer.err) == (0, "")
    return folder


def test_leads_are_the_scored_contacts(sample: Path) -> None:
    leads = Counter(
        (row["channel"].strip().lower(), row["created_at"][:7]) for row in rows(sample / "out/scored.csv")
    )
    counted = {(row["channel"], row["month"]): int(row["leads"]) for row in rows(sample / "out/channels.csv")}
    assert {key: number for key, number in counted.items() if number} == dict(leads)


def test_reached_is_what_the_funnel_says(sample: Path) -> None:
    funnel = json.loads((sample / "out/summary.json").read_text(encoding="utf-8"))["funnel"]
    table = rows(sample / "out/channels.csv")
    assert {one["name"]: one["reached"] for one in funnel[1:]} == {
        one["name"]: total(table, f"reached_{one['name']}") for one in funnel[1:]
    }


def test_spend_is_that_of_the_costs(sample: Path) -> None:
    spent = total(rows(sample / "costs.csv"), "spend")
    assert total(rows(sample / "out/channels.csv"), "spend") == spent > 0
    summary = json.loads((sample / "out/summary.json").read_text(encoding="utf-8"))["channels"]
    assert (summary["total"]["spend"], summary["total"]["leads"]) == (spent, 1500)


def test_won_amounts_are_those_of_the_deals(sample: Path) -> None:
    known = {row["contact_id"] for row in rows(sample / "out/scored.csv")}
    won = [
        row
        for row in rows(sample / "deals.csv")
        if row["stage"] == "closed_won" and row["contact_id"] in known
    ]
    assert total(rows(sample / "out/channels.csv"), "won_amount") == total(won, "amount") > 0


def test_who_was_referred_is_the_same_in_both_files(sample: Path) -> None:
    months = rows(sample / "out/word_of_mouth.csv")
    named = [row for row in rows(sample / "out/scored.csv") if row["referred_by"]]
    assert (
        total(rows(sample / "out/referrers.csv"), "referred") == total(months, "referred") == len(named) > 0
    )
    assert total(months, "leads") == 1500
    ids = [one for row in rows(sample / "out/referrers.csv") for one in row["referred_ids"].split("; ")]
    assert sorted(ids) == sorted(row["contact_id"] for row in named)


def test_the_order_of_rows_makes_no_difference(sample: Path, tmp_path: Path) -> None:
    shutil.copytree(sample, tmp_path / "sample", ignore=shutil.ignore_patterns("out"))
    for name in ("contacts", "costs", "deals", "activities"):
        path = tmp_path / "sample" / f"{name}.csv"
        header, *lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
        random.Random(name).shuffle(lines)
        path.write_text(header + "".join(lines), encoding="utf-8", newline="")
    assert leadscore(tmp_path / "sample", "score", "contacts.csv", *NOW, "-q", "-o", "out").code == 0
    first, second = hashes(sample / "out"), hashes(tmp_path / "sample" / "out")
    assert [first[name] for name in WRITTEN] == [second[name] for name in WRITTEN]


def test_costs_beside_the_contacts_are_taken(folder: Path) -> None:
    (folder / "costs.csv").write_text(COSTS)
    answer = leadscore(folder, "score", "contacts.csv", *NOW)
    assert answer.code == 0
    assert "also read, as they lie beside the contacts: activities.csv, costs.csv\n" in answer.err
    summary = json.loads((folder / "leadscore-out/summary.json").read_text(encoding="utf-8"))
    (costs,) = (one for one in summary["inputs"] if one["input"] == "costs")
    assert (costs["read"], costs["used"], costs["rejected"]) == (2, 1, 1)
    assert rows(folder / "leadscore-out/rejected.csv")[0]["line"] == "3"
    named = json.loads((folder / "leadscore-out/run.json").read_text(encoding="utf-8"))["inputs"]["costs"]
    assert (named[0]["name"], named[0]["rows"]) == ("costs.csv", 2)


def test_costs_that_are_meant_to_be_absent_are_not_read(folder: Path) -> None:
    (folder / "costs.csv").write_text(COSTS)
    answer = leadscore(folder, "score", "contacts.csv", *NOW, "--without", "costs")
    assert (answer.code, "costs" in answer.out + answer.err) == (0, False)
    assert not (folder / "leadscore-out/channels.csv").exists()


def test_costs_are_named_by_an_option_and_may_be_several_files(folder: Path) -> None:
    for name in ("a", "b"):
        (folder / f"{name}.csv").write_text(COSTS)
    answer = leadscore(folder, "score", "contacts.csv", *NOW, "--costs", "a.csv", "--costs", "b.csv", "-q")
    assert answer.code == 0
    assert rows(folder / "leadscore-out/channels.csv")[0]["spend"] == "600.00"


def test_too_many_rejected_costs_publish_nothing(folder: Path) -> None:
    (folder / "costs.csv").write_text(COSTS)
    answer = leadscore(folder, "score", "contacts.csv", *NOW, "--max-rejected", "0")
    assert (answer.code, answer.out) == (1, "")
    assert "costs.csv" in answer.err
    assert not (folder / "leadscore-out").exists()


@pytest.mark.parametrize("command", ["explain -c 1", "check rules.yaml", "diff rules.yaml rules.yaml"])
def test_other_commands_take_the_same_inputs(command: str, folder: Path) -> None:
    (folder / "costs.csv").write_text(COSTS)
    with (folder / "rules.yaml").open("a") as file:
        file.write("channels: {column: country}\n")
    words = command.split()
    answer = leadscore(folder, *words, "contacts.csv", *NOW, "--costs", "costs.csv")
    assert answer.code == 0, answer.err


def test_a_file_of_costs_is_no_file_of_contacts(folder: Path) -> None:
    (folder / "spent.csv").write_text(COSTS)
    answer = leadscore(folder, "score", "spent.csv", "-r", "rules.yaml")
    assert (answer.code, answer.out) == (2, "")
    assert (
        "spent.csv looks like costs, not like contacts\n  help: give it with --costs spent.csv" in answer.err
    )
