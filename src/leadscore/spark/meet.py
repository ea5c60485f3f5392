"""Who is named by what: rows that can be named meet those that name, in one place for each key.

These functions run on the workers, each over all rows of some keys; rows of one key are never apart.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import polars as pl

from leadscore.spark.cells import kinds_of
from leadscore.steps.match import BY_EMAIL, BY_ID, BY_NAME

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["KNOWN", "MESSAGE", "ROUTED", "TOLD_CELLS", "first_of_ids", "meet", "once"]

MESSAGE: Final = (
    "kind string, k string, named boolean, dest string, id string, ord string, cells array<string>, file string, "
    "raw string, again boolean, copy string, age long, type string"
)
"""A record on its way, or what one says of itself: its kind, the key by which it names or is named, and the contact it goes to."""
ROUTED: Final = f"{MESSAGE}, apart boolean"
"""A record that knows its way; `apart` is one that must not meet contacts."""
KNOWN: Final = (
    "kind string, one string, cells array<string>, file string, raw string, ord string, email string, id string, "
    "name_activities string, name_deals string, referred_by_id string, referred_by_email string, company_id string, "
    "domain string"
)
"""A contact or a company, and by what it is known and knows others."""
TOLD_CELLS: Final = 6
_COMPANY_ID: Final = "c:"
_DOMAIN: Final = "d:"
_SCHEMA: Final = kinds_of(MESSAGE)
_APART: Final = kinds_of(ROUTED)


def first_of_ids(known: pl.DataFrame) -> pl.DataFrame:
    """Return contacts and companies with what they say of themselves, as `MESSAGE`; of one id the first by its cells counts.

    Args:
        known: Rows of `KNOWN`, all of some ids.
    """
    ordered = known.sort("kind", "one", "ord", "raw", "file", nulls_last=True)
    first = pl.col("one").is_not_null() & pl.struct("kind", "one").is_first_distinct()
    rows = ordered.with_columns(first=first)
    return pl.concat([_of_contacts(rows), _of_companies(rows)])


def _of_contacts(rows: pl.DataFrame) -> pl.DataFrame:
    people = rows.filter(pl.col("kind") == "contacts")
    accepted = people.filter("first")
    claims = {BY_ID: "one", BY_EMAIL: "email", "activities": "name_activities", "deals": "name_deals"}
    names = {BY_ID: "referred_by_id", BY_EMAIL: "referred_by_email"}
    asks = {_COMPANY_ID: "company_id", _DOMAIN: "domain"}
    said = [
        *(_said(accepted, "claim", prefix, key, named=True) for prefix, key in claims.items()),
        *(_said(accepted, "names", prefix, key, named=False) for prefix, key in names.items()),
        *(_said(accepted, "asks", prefix, key, named=False) for prefix, key in asks.items()),
    ]
    return pl.concat([_shaped(people.with_columns(dest="one")), *said])


def _said(rows: pl.DataFrame, kind: str, prefix: str, key: str, *, named: bool) -> pl.DataFrame:
    """Return what contacts say by one of their keys; their cells need not travel with that."""
    there = rows.filter(pl.col(key).is_not_null())
    told = there.select(
        "id", "ord", kind=pl.lit(kind), k=prefix + pl.col(key), named=pl.lit(named), dest="one"
    )
    return _shaped(told if named else told.drop("id", "ord"))


def _of_companies(rows: pl.DataFrame) -> pl.DataFrame:
    """Return companies: those that can be named, and each once to be counted, unless its domain decides about it."""
    companies = rows.filter(pl.col("kind") == "companies").with_columns(kind=pl.lit("home"))
    nameless = pl.col("one").is_null() & pl.col("domain").is_not_null()
    counted = companies.filter(~nameless).with_columns(again=pl.col("one").is_not_null() & ~pl.col("first"))
    kept = companies.filter(pl.col("first") | pl.col("one").is_null()).with_columns(named=True)
    by_id = kept.filter(pl.col("one").is_not_null()).with_columns(k=_COMPANY_ID + pl.col("one"), again=True)
    by_domain = kept.filter(pl.col("domain").is_not_null()).with_columns(
        k=_DOMAIN + pl.col("domain"), again=pl.col("one").is_not_null()
    )
    # NOTE: `again` of what can be named says that it is counted elsewhere.
    return pl.concat([_shaped(counted), _shaped(by_id), _shaped(by_domain)])


def _shaped(rows: pl.DataFrame, schema: Mapping[str, pl.DataType] = _SCHEMA) -> pl.DataFrame:
    there = rows.columns
    return rows.select(
        (pl.col(name) if name in there else pl.lit(None)).cast(kind).alias(name)
        for name, kind in schema.items()
    )


def meet(messages: pl.DataFrame) -> pl.DataFrame:
    """Return what comes of it when those that name meet those that are named, as `ROUTED`.

    Activities and deals find their contact. Contacts are told how often they are named as who referred others, and who
    shares their address. Companies come to the contacts that ask for them, and those without an id are counted.

    Args:
        messages: Rows of `MESSAGE`, all of some keys.
    """
    named = messages.filter("named").sort("k", "ord", "dest", "file", nulls_last=True)
    asking = messages.filter(~pl.col("named").fill_null(value=False))
    first = named.group_by("k", maintain_order=True).agg(
        pl.col("dest").first().alias("owner"),
        pl.col("cells").first().alias("theirs"),
        pl.col("file").first().alias("from"),
        pl.len().alias("claims"),
    )
    met = asking.join(first, on="k", how="left", validate="m:1")
    return pl.concat([_found(met), _given(met), _told(named, asking), _counted(named)])


def _found(met: pl.DataFrame) -> pl.DataFrame:
    """Return activities and deals with their contact; by a name only one contact can be found."""
    rows = met.filter(pl.col("kind").is_in(["activities", "deals"]))
    by_name = pl.col("k").str.starts_with(pl.concat_str("kind", pl.lit(BY_NAME))).fill_null(value=False)
    several = by_name & (pl.col("claims") > 1).fill_null(value=False)
    owner = pl.when(~several).then("owner")
    found = rows.with_columns(dest=owner, apart=several, copy=pl.when(owner.is_not_null()).then("copy"))
    return _shaped(found, _APART)


def _given(met: pl.DataFrame) -> pl.DataFrame:
    """Return companies, once for each contact that asks for them."""
    asked = met.filter((pl.col("kind") == "asks") & pl.col("theirs").is_not_null())
    return _shaped(asked.select("dest", kind=pl.lit("companies"), cells="theirs", file="from"), _APART)


def _told(named: pl.DataFrame, asking: pl.DataFrame) -> pl.DataFrame:
    """Return what contacts are told: how many name them by their id and their address, and with whom they share this."""
    count = asking.filter(pl.col("kind") == "names").group_by("k").agg(pl.len().alias("number"))
    claims = named.filter(pl.col("kind") == "claim").join(count, on="k", how="left", validate="m:1")
    by_id, by_email = (pl.col("k").str.starts_with(kind) for kind in (BY_ID, BY_EMAIL))
    mails = claims.filter(by_email).group_by("k").agg(pl.col("id").sort().alias("ids"))
    first = pl.col("k").is_first_distinct()
    told = claims.join(mails, on="k", how="left", validate="m:1").with_columns(
        shared=first & (pl.col("ids").list.len() > 1).fill_null(value=False)
    )
    number = pl.col("number").cast(pl.String)
    cells = [
        pl.col("dest"),
        pl.when(by_id).then(number),
        pl.when(by_email).then(number),
        pl.when("shared").then(pl.col("k").str.slice(len(BY_EMAIL))),
        *(pl.when("shared").then(pl.col("ids").list.get(place, null_on_oob=True)) for place in (0, 1)),
    ]
    wanted = told.filter(pl.col("number").is_not_null() & (by_id | by_email) | pl.col("shared"))
    return _shaped(wanted.select("dest", kind=pl.lit("told"), cells=pl.concat_list(cells)), _APART)


def _counted(named: pl.DataFrame) -> pl.DataFrame:
    """Return companies without an id to be counted: of those with one domain all but the first repeat it."""
    homes = named.with_columns(later=~pl.col("k").is_first_distinct())
    alone = homes.filter((pl.col("kind") == "home") & ~pl.col("again").fill_null(value=False))
    return _shaped(alone.drop("again").rename({"later": "again"}).drop("dest"), _APART)


def once(rows: pl.DataFrame) -> pl.DataFrame:
    """Return rows of `ROUTED` with `again`: whether of the activities or deals with their id one of another contact counts.

    Args:
        rows: All rows of some ids; those that cannot count have no `copy`.
    """
    ordered = rows.sort(
        "kind", "copy", "age", "type", "ord", "dest", descending=[False, False, True, False, False, False]
    )
    first = pl.col("dest").first().over("kind", "copy")
    again = pl.col("copy").is_not_null() & (pl.col("dest") != first)
    return ordered.with_columns(
        pl.when(pl.col("copy").is_null()).then("again").otherwise(again).alias("again")
    )
