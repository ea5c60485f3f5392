from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pytest

from leadscore.errors import InputError
from leadscore.pipeline.formats import Column, has_votes
from leadscore.results import Unreadable
from tests.unit.exports import export
from tests.unit.pipeline.runs import column, run

if TYPE_CHECKING:
    from pathlib import Path

    from leadscore.columns import Kind
    from leadscore.pipeline import Run
    from tests.unit.pipeline.runs import Texts

RULES = """version: 1
scores:
  fit:
    rules:
      - {id: big, when: {size: {at_least: 1000}}, points: 1}
      - {id: late, when: {since: {after: 2026-03-31}}, points: 10}
"""
ACTIVE = """version: 1
scores:
  fit:
    rules:
      - {id: visits, activity: visit, where: {seconds: {at_least: 1000}}, within_last: 30d, points: 1}
      - {id: sold, when: {deals.amount_won: {at_least: 1000}}, points: 50}
"""


def contacts(folder: Path, *rows: tuple[str, str], sources: str = "") -> Run:
    """Score contacts that have a size and a day each."""
    lines = [f'{place},"{size}","{since}"' for place, (size, since) in enumerate(rows)]
    text = "\n".join(["contact_id,Size,Since", *lines, ""])
    return run(folder, {"contacts": text}, RULES + (f"sources: {{contacts: {sources}}}\n" if sources else ""))


def sizes(folder: Path, *cells: str, sources: str = "") -> Run:
    return contacts(folder, *((cell, "") for cell in cells), sources=sources)


def days(folder: Path, *cells: str, sources: str = "") -> Run:
    return contacts(folder, *(("", cell) for cell in cells), sources=sources)


def scores(found: Run) -> list[str | None]:
    return column(found, "lead_score")


def test_plain_columns_need_no_decision(tmp_path: Path) -> None:
    found = contacts(tmp_path, ("999.5", "2026-04-01"), ("$1000", "1.4.2026"), ("", "5/5/2026"))
    assert scores(found) == ["10.0", "11.0", "10.0"]
    assert found.manifest.formats == {}
    assert found.summary.unreadable == ()


@pytest.mark.parametrize(
    ("cells", "expected", "decided"),
    [
        (["1.234", "2,5"], ["1.0", "0.0"], "decimal comma"),
        (["1.234", "2.5"], ["0.0", "0.0"], "decimal point"),
        (["1,234", "2.5"], ["1.0", "0.0"], "decimal point"),
        (["1.234,00 €", "2.000"], ["1.0", "1.0"], "decimal comma"),
        (["1'234.5", "2,000", "12 %"], ["1.0", "1.0", "0.0"], "decimal point"),
        (["1234,5", "1.234,5", "2.5"], ["1.0", "1.0", "0.0"], "decimal comma"),
    ],
)
def test_numbers_that_settle_it_decide_for_their_column(
    tmp_path: Path, cells: list[str], expected: list[str], decided: str
) -> None:
    found = sizes(tmp_path, *cells)
    assert scores(found) == expected
    assert found.manifest.formats == {"contacts": {"Size": decided}}


@pytest.mark.parametrize(
    ("cells", "expected", "decided"),
    [
        (["01/04/2026", "31/12/2025"], ["10.0", "0.0"], "day first"),
        (["01/04/2026", "12/31/2025"], ["0.0", "0.0"], "month first"),
        (["4/1/26 2:05 PM", "12/31/2026 2:05 PM", "2026-04-01"], ["10.0"] * 3, "month first"),
        (["13/05/2026", "14/05/2026", "05/15/2026"], ["10.0", "10.0", "0.0"], "day first"),
    ],
)
def test_dates_that_settle_it_decide_for_their_column(
    tmp_path: Path, cells: list[str], expected: list[str], decided: str
) -> None:
    found = days(tmp_path, *cells)
    assert scores(found) == expected
    assert found.manifest.formats == {"contacts": {"Since": decided}}


def test_what_the_most_do_not_say_is_unreadable_and_counted(tmp_path: Path) -> None:
    found = contacts(tmp_path, ("1,5", "13/1/2026"), ("2.000,5", "14/1/2026"), ("3.5", "1/15/2026"))
    assert found.summary.unreadable == (
        Unreadable("contacts", "Since", "day", 1, ("1/15/2026",)),
        Unreadable("contacts", "Size", "number", 1, ("3.5",)),
    )


def test_examples_are_the_smallest_and_short(tmp_path: Path) -> None:
    found = sizes(tmp_path, "viele", "d" * 50, " c ", "c", "e")
    assert found.summary.unreadable == (
        Unreadable("contacts", "Size", "number", 5, ("c", "d" * 39 + "…", "e")),
    )


def test_numbers_that_nothing_settles_are_an_error(tmp_path: Path) -> None:
    with pytest.raises(InputError) as error:
        sizes(tmp_path, "2.345", "1.234", "12")
    assert str(error.value).endswith(
        'contacts.csv: the column "Size" has numbers that can be read in two ways, and none that settles it: '
        '"1.234" is 1.234 with a decimal point and 1234 with a decimal comma\n'
        '  help: say it in the rules file: sources: {contacts: {decimal: "."}} or sources: {contacts: {decimal: ","}}'
    )


def test_dates_that_nothing_settles_are_an_error(tmp_path: Path) -> None:
    with pytest.raises(InputError) as error:
        days(tmp_path, "8/9/14 19:00", "5/5/2026")
    assert str(error.value).endswith(
        'contacts.csv: the column "Since" has dates that can be read in two ways, and none that settles it: '
        '"8/9/14 19:00" is 2014-09-08 with the day first and 2014-08-09 with the month first\n'
        "  help: say it in the rules file: sources: {contacts: {dates: day_first}} or sources: {contacts: {dates: month_first}}"
    )


def test_a_tie_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(
        InputError, match=r'as many numbers with a decimal point, such as "1,234.5", as with a'
    ):
        sizes(tmp_path, "1,234.5", "1.234,5")
    with pytest.raises(
        InputError, match=r'as many dates with the day first, such as "31/1/2026", as with the'
    ):
        days(tmp_path, "31/1/2026", "1/31/2026", "1/2/2026")


def test_all_columns_in_question_are_named_at_once(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r'"Since"(.|\n)*"Size"'):
        contacts(tmp_path, ("1.234", "1/2/2026"))


@pytest.mark.parametrize(
    ("cells", "sources", "expected"),
    [
        (["1.234"], '{decimal: ","}', ["1.0"]),
        (["1.234"], '{decimal: "."}', ["0.0"]),
        (["1,234.5", "1.234,5"], '{decimal: ","}', ["0.0", "1.0"]),
        (["1.234", "2.5"], '{decimal: ","}', ["0.0", "0.0"]),
        (["1000-2000"], "{ranges: lower}", ["1.0"]),
        (["500-2000"], "{ranges: lower}", ["0.0"]),
        (["500-2000"], "{ranges: upper}", ["1.0"]),
        (["1000-2000"], "{ranges: missing}", ["0.0"]),
        (["10.001+", "2,5"], "{ranges: lower}", ["1.0", "0.0"]),
    ],
)
def test_what_is_declared_counts_where_numbers_do_not_settle_it(
    tmp_path: Path, cells: list[str], sources: str, expected: list[str]
) -> None:
    assert scores(sizes(tmp_path, *cells, sources=sources)) == expected


@pytest.mark.parametrize(
    ("cells", "order", "expected"),
    [
        (["01/04/2026"], "day_first", ["10.0"]),
        (["01/04/2026"], "month_first", ["0.0"]),
        (["01/04/2026", "12/31/2026"], "day_first", ["0.0", "10.0"]),
    ],
)
def test_what_is_declared_counts_where_dates_do_not_settle_it(
    tmp_path: Path, cells: list[str], order: str, expected: list[str]
) -> None:
    assert scores(days(tmp_path, *cells, sources=f"{{dates: {order}}}")) == expected


def test_columns_that_no_rule_reads_are_not_looked_at(tmp_path: Path) -> None:
    found = run(tmp_path, {"contacts": "contact_id,x,y\n1,1,1.234\n2,1,01/02/2026\n"})
    assert found.manifest.formats == {}


def active(folder: Path, *rows: str, deals: str = "") -> Run:
    head = "contact_id,type,occurred_at,seconds"
    texts: Texts = {"contacts": "contact_id\n1\n2\n", "activities": "\n".join([head, *rows, ""])}
    if deals:
        texts["deals"] = deals
    return run(folder, texts, ACTIVE)


def test_activities_are_read_again_as_all_of_them_say(tmp_path: Path) -> None:
    visits = ["1,visit,2026-10-30,1500"] * 3 + [
        '2,visit,10/12/2026,"1.200"',
        '2,visit,10/31/2026,"2,5"',
        "1,visit,,x",
    ]
    expected = None
    for seed in range(4):
        random.Random(seed).shuffle(visits)
        found = active(tmp_path, *visits)
        outcome = (scores(found), found.manifest.formats, found.summary.unreadable, found.summary.inputs)
        expected = expected or outcome
        assert outcome == expected
    assert expected is not None
    assert expected[0] == ["3.0", "1.0"]
    assert expected[1] == {"activities": {"occurred_at": "month first", "seconds": "decimal comma"}}
    assert expected[2] == (Unreadable("activities", "seconds", "number", 1, ("x",)),)


def test_activities_with_ids_are_read_again_too(tmp_path: Path) -> None:
    rows = ["1,visit,31/10/2026,1000,a", "1,visit,30/10/2026,1000,a", "1,visit,2026-10-30,1000,b"]
    text = "\n".join(["contact_id,type,occurred_at,seconds,activity_id", *rows, ""])
    found = run(tmp_path, {"contacts": "contact_id\n1\n", "activities": text}, ACTIVE)
    assert scores(found) == ["2.0"]


def test_activities_that_nothing_settles_are_an_error(tmp_path: Path) -> None:
    with pytest.raises(
        InputError, match=r'activities\.csv: the column "occurred_at" has dates that can be read'
    ):
        active(tmp_path, "1,visit,10/11/2026,", "1,visit,2026-10-30,")


def test_times_of_zeros_are_no_times(tmp_path: Path) -> None:
    found = active(tmp_path, "1,visit,0000-00-00 00:00:00,", "1,visit,gestern,")
    assert column(found, "reason", "rejected.csv")[0] == "has no time"
    assert found.manifest.formats == {}


def test_amounts_of_deals_are_decided(tmp_path: Path) -> None:
    deals = 'contact_id,stage,amount\n1,won,1.000\n2,won,"999,5"\n'
    found = active(tmp_path, "1,open,2026-10-30,", deals=deals)
    assert scores(found) == ["50.0", "0.0"]
    assert found.manifest.formats == {"deals": {"amount": "decimal comma"}}


def test_amounts_that_no_rule_reads_are_no_error(tmp_path: Path) -> None:
    deals = "contact_id,stage,amount\n1,won,1.000\n"
    found = run(tmp_path, {"contacts": "contact_id,x\n1,1\n", "deals": deals})
    assert scores(found) == ["1.0"]


@pytest.mark.parametrize(
    ("kind", "cell", "votes"),
    [
        ("day", "2026-10-01", False),
        ("day", "1999-10-01T05:00Z", False),
        ("day", "20.10.2026", False),
        ("day", "10/10/2026", False),
        ("day", "", False),
        ("day", "20/10/2026", True),
        ("day", " 19-10-2026", True),
        ("day", "1/2/2026", True),
        ("number", "1000", False),
        ("number", "1 000", False),
        ("number", "none.", False),
        ("number", "5.5", True),
        ("number", "1,000", True),
    ],
)
def test_cells_that_say_how_their_column_is_written_are_seen(kind: Kind, cell: str, votes: bool) -> None:
    rows = export(f"contact_id,x\n1,{chr(34)}{cell}{chr(34)}\n2,\n")
    assert has_votes(rows.frame, [Column("x", kind, "")], rows.layout) is votes
    assert has_votes(rows.frame, [], rows.layout) is False
