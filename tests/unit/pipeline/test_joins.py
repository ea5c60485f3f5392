from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl
import pytest

from leadscore.columns import CONTACT, FATE
from leadscore.errors import InputError
from leadscore.pipeline.joins import look_at_joins
from leadscore.results import Joined
from tests.unit.exports import export
from tests.unit.pipeline.runs import Texts, column, run

if TYPE_CHECKING:
    from pathlib import Path

PEOPLE = "contact_id,email,first_name,last_name,company,x\n1,a@x.de,Ada,Berg,Acme,1\n2,a@x.de,Bo,Li,Acme,1\n"


def night(first: int, last: int) -> str:
    return "contact_id,x\n" + "".join(f"{number},1\n" for number in range(first, last))


@pytest.mark.parametrize(
    ("nights", "message"),
    [
        (
            [night(1, 11), night(1, 13)],
            r"contacts1\.csv looks .* as \S*contacts\.csv: 10 of its 12 contact ids",
        ),
        (
            [night(1, 11), night(6, 16)],
            r"contacts1\.csv looks .* as \S*contacts\.csv: 5 of its 10 contact ids",
        ),
        (
            [night(1, 11), night(11, 31), night(9, 25)],
            r"contacts2\.csv looks .* as \S*contacts1\.csv: 14 of its 16 contact ids",
        ),
    ],
)
def test_two_nights_of_one_export_are_recognised(tmp_path: Path, nights: list[str], message: str) -> None:
    with pytest.raises(InputError, match=message) as error:
        run(tmp_path, {"contacts": list(nights)})
    assert "--newest takes the file with the latest date in its name" in str(error.value)


@pytest.mark.parametrize(
    "nights",
    [
        [night(1, 11), night(11, 21)],
        [night(1, 11), night(7, 17)],
        [night(1, 4) * 1 + "1,1\n2,1\n3,1\n1,1\n", night(4, 6)],
        [night(1, 11)],
    ],
)
def test_lists_that_overlap_a_little_are_not_one_export(tmp_path: Path, nights: list[str]) -> None:
    assert column(run(tmp_path, {"contacts": list(nights)}), "lead_score")


def test_forms_of_an_id_are_the_same_id_of_two_nights(tmp_path: Path) -> None:
    texts: Texts = {"contacts": ["contact_id,x\nzcrm_1,1\nzcrm_2,1\n", "contact_id,x\n1,1\n2,1\n"]}
    with pytest.raises(InputError, match="2 of its 2 contact ids"):
        run(tmp_path, texts)


def test_what_found_no_contact_is_told_with_examples(tmp_path: Path) -> None:
    rows = ["9,,,", "8,,,", ",eve@x.de,,", ",,Eva Li,Acme", ",,Ada Berg,Acme", "1;2,,,", "8,,,"]
    header = "contact_id,email,contact_name,company"
    log = "\n".join([f"{header},type,occurred_at", *(f"{row},visit,2026-10-01" for row in rows)])
    deals = "\n".join([f"{header},stage", *(f"{row},won" for row in rows[:2])])
    told = []
    for activities in (log, reversed_rows(log)):
        found = run(tmp_path, {"contacts": PEOPLE, "activities": activities, "deals": deals})
        told.append(found.summary.notes)
    assert told[0] == told[1]
    assert told[0] == (
        '5 of 7 activities (71.4%) are of no known contact, such as "eve@x.de", "8", "9"',
        "activities that found their contact by its name: 1",
        "activities that name several contact ids, of which the first counts: 1",
        '2 of 2 deals (100.0%) are of no known contact, such as "8", "9"',
        (
            "one e-mail address stands under several contact ids, such as a@x.de (1 and 2); "
            "what names the address alone counts for the first contact"
        ),
    )


def reversed_rows(text: str) -> str:
    header, *rows = text.splitlines()
    return "\n".join([header, *reversed(rows)])


def test_without_unknown_rows_there_are_no_examples(tmp_path: Path) -> None:
    log = "contact_id,type,occurred_at\n1,visit,2026-10-01\n"
    found = run(tmp_path, {"contacts": "contact_id,x\n1,1\n", "activities": log})
    assert found.summary.notes == ()


def test_nothing_is_looked_up_where_all_rows_are_known() -> None:
    rows = export("contact_id,type\n1,v", "activities")
    known = rows.frame.with_columns(pl.lit(0).alias(CONTACT), pl.lit("used").alias(FATE))
    assert look_at_joins(known, rows.layout, {"used": 1}) == Joined()
