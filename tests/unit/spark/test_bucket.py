"""What came to a bucket becomes inputs, with what was found out by somebody who saw all."""

from __future__ import annotations

from datetime import date
from typing import Any

import polars as pl

from leadscore.columns import AGAIN, LINE, NAMED_BY_EMAIL, NAMED_BY_ID, own
from leadscore.schema.load import parse_rules
from leadscore.spark.bucket import bucket_tables, shared_emails
from leadscore.spark.job import Job, Source, job_of

RULES = "version: 1\nscores:\n  fit:\n    rules:\n      - {id: x, label: X, when: {email: {known: true}}, points: 5}\n"
SCHEMA: dict[str, Any] = {
    "bucket": pl.Int32,
    "kind": pl.String,
    "dest": pl.String,
    "cells": pl.List(pl.String),
    "file": pl.String,
    "raw": pl.String,
    "again": pl.Boolean,
}


def job(**headers: tuple[str, ...]) -> Job:
    sources: Any = {name: Source(f"{name}.csv", header) for name, header in headers.items()}
    made = job_of(parse_rules(RULES, "rules.yaml", None), date(2026, 11, 1), frozenset())
    return Job(**{**vars(made), "sources": sources})


def rows(*records: dict[str, Any]) -> Any:
    return pl.DataFrame([{"bucket": 0, "file": "a.csv", **one} for one in records], schema=SCHEMA).to_arrow()


def contact(key: str, *cells: str | None, **more: Any) -> dict[str, Any]:
    return {"kind": "contacts", "dest": key, "cells": [key, *cells], **more}


def test_records_stand_in_the_order_of_their_cells_with_what_they_were_told() -> None:
    told = {"kind": "told", "dest": "2", "cells": ["2", "3", None, "info@x", "1", "2"]}
    seen = {"kind": "told", "dest": "2", "cells": ["2", None, "1", None, None, None]}
    people, others = rows(contact("2", "b"), contact("1", None)), rows(told, seen)
    found = bucket_tables(job(contacts=("id", "email")), people, others)["contacts"]
    columns = (LINE, own(0), own(1), NAMED_BY_ID, NAMED_BY_EMAIL)
    assert found.frame.select(columns).collect().rows() == [(1, "1", None, None, None), (2, "2", "b", 3, 1)]
    assert found.files[0].rows == 2
    assert shared_emails(others).rows() == [("info@x", "1", "2")]


def test_a_company_that_came_for_several_contacts_is_there_once() -> None:
    company = {"kind": "companies", "dest": "1", "cells": ["7", "Acme"]}
    people, others = rows(contact("1", "b")), rows(company, {**company, "dest": "2"})
    found = bucket_tables(job(contacts=("id", "email"), companies=("id", "company")), people, others)
    assert found["companies"].frame.select(own(0), own(1)).collect().rows() == [("7", "Acme")]


def test_activities_know_whether_another_one_counts_and_records_that_are_none_are_told_of() -> None:
    activities: list[dict[str, Any]] = [
        {"kind": "activities", "cells": ["1", "visit"], "again": True},
        {"kind": "activities", "cells": ["1", "call"], "again": False},
        {"kind": "activities", "cells": ["1", None], "raw": "1"},
    ]
    names = {"contacts": ("id", "email"), "activities": ("id", "type")}
    found = bucket_tables(job(**names), rows(contact("1", "b")), rows(*activities))["activities"]
    assert found.frame.select(own(1), AGAIN).collect().rows() == [("call", False), ("visit", True)]
    assert found.malformed["reason"].to_list() == ["has 1 field, the header has 2"]
    assert found.files[0].rows == 3
