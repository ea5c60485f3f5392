"""Several nights of one export, and overlapping logs, as a shell gives them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.cli.conftest import CONTACTS
from tests.cli.shell import hashes, leadscore

if TYPE_CHECKING:
    from pathlib import Path

NOW = ("--as-of", "2026-11-01")
MORE = "4,finn@acme.example,Finn,DE,5\n"
LOG = "activities.csv"


@pytest.fixture
def nights(folder: Path) -> Path:
    """The contacts of two nights, beside the activities."""
    (folder / "contacts.csv").unlink()
    (folder / "contacts-2026-10-30.csv").write_text(CONTACTS, encoding="utf-8")
    (folder / "contacts-2026-10-31.csv").write_text(CONTACTS + MORE, encoding="utf-8")
    return folder


def test_two_nights_of_one_export_exit_2_and_offer_newest(nights: Path) -> None:
    answer = leadscore(nights, "score", "contacts-*.csv", *NOW)
    assert (answer.code, answer.out) == (2, "")
    assert (
        "contacts-2026-10-31.csv looks like another night of the same export as contacts-2026-10-30.csv: "
        "3 of its 4 contact ids are there too"
    ) in answer.err
    assert "--newest" in answer.err
    assert not (nights / "leadscore-out").exists()


def test_newest_takes_the_last_night_and_says_so(nights: Path) -> None:
    answer = leadscore(nights, "score", "contacts-*.csv", *NOW, "--newest")
    assert answer.code == 0
    assert "contacts: contacts-2026-10-31.csv, by the latest date in their names\n" in answer.err
    alone = leadscore(nights, "score", "contacts-2026-10-31.csv", *NOW, "-o", "alone")
    assert alone.code == 0
    assert hashes(nights / "alone") == hashes(nights / "leadscore-out")


def test_newest_of_names_without_dates_exits_2(nights: Path) -> None:
    (nights / "contacts-last.csv").write_text(CONTACTS, encoding="utf-8")
    answer = leadscore(nights, "score", "contacts-*.csv", *NOW, "--newest")
    assert (answer.code, answer.out) == (2, "")
    assert "contacts-last.csv has none" in answer.err
    assert "Traceback" not in answer.err


def test_dedupe_makes_overlapping_logs_their_union(folder: Path) -> None:
    lines = (folder / LOG).read_text(encoding="utf-8").splitlines()
    one, other = (folder / f"night{number}.csv" for number in (1, 2))
    one.write_text("\n".join(lines[:3]) + "\n", encoding="utf-8")
    other.write_text("\n".join([lines[0], *lines[2:]]) + "\n", encoding="utf-8")
    leadscore(folder, "score", "contacts.csv", *NOW, "-o", "union")
    answer = leadscore(folder, "score", "contacts.csv", *NOW, "-a", "night?.csv", "--dedupe", "--json")
    assert answer.code == 0
    activities = next(one for one in json.loads(answer.out)["inputs"] if one["input"] == "activities")
    assert (activities["read"], activities["used"], activities["repeated"]) == (4, 3, 1)
    union, both = hashes(folder / "union"), hashes(folder / "leadscore-out")
    assert union["scored.csv"] == both["scored.csv"]
    doubled = leadscore(folder, "score", "contacts.csv", *NOW, "-a", "night?.csv", "-o", "doubled")
    assert doubled.code == 0
    assert hashes(folder / "doubled")["scored.csv"] != union["scored.csv"]


def test_dedupe_leaves_ids_alone(folder: Path) -> None:
    rows = ["A,1,demo_request,2026-10-30", "A,1,demo_request,2026-10-30", "B,1,demo_request,2026-10-30"]
    rows += [",1,demo_request,2026-10-30"] * 2
    log = "\n".join(["activity_id,contact_id,type,occurred_at", *rows]) + "\n"
    (folder / LOG).write_text(log, encoding="utf-8")
    answer = leadscore(folder, "score", "contacts.csv", *NOW, "--dedupe", "--json")
    activities = next(one for one in json.loads(answer.out)["inputs"] if one["input"] == "activities")
    assert (activities["used"], activities["repeated"]) == (3, 2)
