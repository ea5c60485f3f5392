"""Who is named by what, without Spark: rows of some keys in, rows that know their way out."""

from __future__ import annotations

from typing import Any

import polars as pl

from leadscore.spark.meet import first_of_ids, meet, once

TEXTS = ("kind", "one", "file", "raw", "ord", "email", "id", "name_activities", "name_deals")
MORE = ("referred_by_id", "referred_by_email", "company_id", "domain")
KNOWN: dict[str, Any] = {**dict.fromkeys((*TEXTS, *MORE), pl.String), "cells": pl.List(pl.String)}


def known(*rows: dict[str, Any]) -> pl.DataFrame:
    made = [{"cells": [row["ord"]], "file": "a.csv", "id": row.get("one"), **row} for row in rows]
    return first_of_ids(pl.DataFrame(made, schema=KNOWN))


def contact(key: str, cells: str = "", **said: str) -> dict[str, Any]:
    return {"kind": "contacts", "one": key, "ord": cells or key, **said}


def company(id_: str | None, cells: str, domain: str | None = None) -> dict[str, Any]:
    return {"kind": "companies", "one": id_, "ord": cells, "domain": domain}


def asking(messages: pl.DataFrame, *rows: dict[str, Any]) -> pl.DataFrame:
    made = pl.DataFrame([{"named": False, "cells": ["x"], **row} for row in rows], schema=messages.schema)
    return meet(pl.concat([messages.filter(pl.col("k").is_not_null()), made]))


def test_of_contacts_with_one_id_the_first_by_its_cells_speaks() -> None:
    messages = known(contact("1", "b", email="late@x"), contact("1", "a", email="early@x"))
    assert messages.filter(pl.col("kind") == "contacts").height == 2
    assert messages.filter(pl.col("kind") == "claim")["k"].to_list() == ["i1", "eearly@x"]


def test_an_address_is_that_of_the_first_contact_who_has_it() -> None:
    messages = known(contact("2", "b", email="info@x"), contact("1", "c", email="info@x"))
    found = asking(messages, {"kind": "activities", "k": "einfo@x"}, {"kind": "activities", "k": "enobody@x"})
    rows = found.filter(pl.col("kind") == "activities").sort("k")
    assert rows.select("k", "dest", "apart").rows() == [("einfo@x", "2", False), ("enobody@x", None, False)]
    told = found.filter(pl.col("kind") == "told")
    assert told.select("dest", "cells").rows() == [("2", ["2", None, None, "info@x", "1", "2"])]


def test_a_name_of_several_contacts_is_nobodys_and_stays_apart() -> None:
    messages = known(
        contact("1", name_deals="nada"), contact("2", name_deals="nada"), contact("3", name_deals="nbo")
    )
    found = asking(messages, {"kind": "deals", "k": "dealsnada"}, {"kind": "deals", "k": "dealsnbo"})
    rows = found.filter(pl.col("kind") == "deals").sort("k")
    assert rows.select("dest", "apart").rows() == [(None, True), ("3", False)]


def test_contacts_are_told_how_many_name_them() -> None:
    messages = known(
        contact("1", email="a@x"),
        contact("2", referred_by_id="1"),
        contact("3", referred_by_id="1"),
        contact("4", referred_by_email="a@x"),
        contact("5", referred_by_id="9"),
    )
    told = asking(messages).filter(pl.col("kind") == "told")
    assert sorted(told["cells"].to_list(), key=str) == [
        ["1", "2", None, None, None, None],
        ["1", None, "1", None, None, None],
    ]


def test_companies_come_to_those_who_ask_and_are_counted_once() -> None:
    messages = known(
        company("7", "first", "x.example"),
        company("7", "second", "y.example"),
        company(None, "nameless", "x.example"),
        company(None, "alone", "z.example"),
        contact("1", company_id="7"),
        contact("2", domain="x.example"),
        contact("3", domain="y.example"),
    )
    found = asking(messages)
    given = found.filter(pl.col("kind") == "companies").sort("dest")
    assert given.select("dest", "cells").rows() == [("1", ["first"]), ("2", ["first"])]
    counted = pl.concat(
        [
            messages.filter((pl.col("kind") == "home") & pl.col("k").is_null()),
            found.filter(pl.col("kind") == "home"),
        ],
        how="diagonal",
    )
    assert sorted(counted.select("ord", "again").rows()) == [
        ("alone", False),
        ("first", False),
        ("nameless", True),
        ("second", True),
    ]


def test_of_activities_with_one_id_the_oldest_counts_for_its_contact_alone() -> None:
    messages = known(contact("1"), contact("2"))
    both = {"kind": "activities", "copy": "A", "type": "visit", "ord": "o"}
    found = once(
        asking(
            messages,
            {**both, "k": "i1", "age": 3},
            {**both, "k": "i2", "age": 5},
            {**both, "k": "i9", "age": 9},
            {**both, "k": "i1", "age": 1, "copy": None},
        )
    )
    rows = found.filter(pl.col("kind") == "activities").sort("age").select("age", "dest", "again").rows()
    assert rows == [(1, "1", None), (3, "1", True), (5, "2", False), (9, None, None)]
