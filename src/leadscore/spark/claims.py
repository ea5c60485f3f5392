"""Who is named by what: rows that can be named meet those that name, by Spark, in one exchange for all of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from pyspark.sql import Window
from pyspark.sql import functions as F

from leadscore.spark.cells import cell
from leadscore.spark.read import FILE, RAW
from leadscore.steps.match import BY_EMAIL, BY_ID, BY_NAME

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pyspark.sql import Column, DataFrame

__all__ = ["ASKS", "CLAIM", "COMPANY", "HOME", "answered", "claims_of_companies", "claims_of_contacts"]

NAMED: Final = 0
ASKS: Final = 1
"""What a row does: it can be named, or it names."""
CLAIM: Final = "claim"
"""The kind of a contact that can be named."""
NAMES: Final = "names"
"""The kind of a contact that names who referred it."""
COMPANY: Final = "company"
"""The kind of a contact that names its company."""
HOME: Final = "home"
"""The kind of a company that can be named, or is counted."""
_BY_COMPANY: Final = "c:"
_BY_DOMAIN: Final = "d:"


def claims_of_contacts(known: DataFrame) -> DataFrame:
    """Return by what contacts can be named, and what they name: `k`, `role`, `kind`, `owner`, `id`, `bucket`, `ord`."""
    accepted = known.filter("kind = 'contacts' and first")
    said = [
        _said(BY_ID, "key", NAMED, CLAIM),
        _said(BY_EMAIL, "email", NAMED, CLAIM),
        _said(f"activities{BY_NAME}", "name_activities", NAMED, CLAIM, cut=len(BY_NAME)),
        _said(f"deals{BY_NAME}", "name_deals", NAMED, CLAIM, cut=len(BY_NAME)),
        _said(BY_ID, "referred_by_id", ASKS, NAMES),
        _said(BY_EMAIL, "referred_by_email", ASKS, NAMES),
        _said(_BY_COMPANY, "company_id", ASKS, COMPANY),
        _said(_BY_DOMAIN, "domain", ASKS, COMPANY),
    ]
    all_ = accepted.select(
        F.explode(F.array(*said)).alias("said"), F.col("key").alias("owner"), "id", "bucket", "ord"
    ).filter("said.k is not null")
    return all_.select("said.k", "said.role", "said.kind", "owner", "id", "bucket", "ord")


def _said(kind: str, column: str, role: int, what: str, cut: int = 0) -> Column:
    key = F.expr(f"substr({column}, {cut + 1})") if cut else F.col(column)
    return F.struct(
        F.concat(F.lit(kind), key).alias("k"), F.lit(role).alias("role"), F.lit(what).alias("kind")
    )


def claims_of_companies(known: DataFrame, cells: Sequence[str]) -> DataFrame:
    """Return by what companies can be named, with their cells; those that repeat an id cannot.

    Args:
        known: Contacts and companies.
        cells: The columns with the cells of companies.
    """
    kept = known.filter("kind = 'companies' and (first or company_id is null)")
    said = [_said(_BY_COMPANY, "company_id", NAMED, HOME), _said(_BY_DOMAIN, "domain", NAMED, HOME)]
    all_ = kept.select(
        F.explode(F.array(*said)).alias("said"),
        "ord",
        *cells,
        FILE,
        F.col("company_id").isNull().alias("alone"),
    ).filter("said.k is not null")
    return all_.select("said.k", "said.role", "said.kind", "ord", *cells, FILE, "alone")


def answered(messages: DataFrame, width: int) -> DataFrame:
    """Return all rows with what is known behind their `k`.

    Args:
        messages: What can be named, and what names.
        width: How many cells rows have.

    Returns:
        The same rows, and `found`: the first that can be named so, its contact as `place`, or the cells of a company;
        `claims`: how many can; `place` among these; of contacts `by_id` and `by_email`: how many others name them, and,
        with the first of several contacts of an address, `address` and `both`: two of them.
    """
    alone = F.concat(F.lit("?"), F.xxhash64(*(cell(place) for place in range(width))))
    messages = _complete(messages, width)
    can = F.col("role") == NAMED
    meeting = Window.partitionBy(F.coalesce("k", alone)).orderBy("role", F.when(can, F.col("ord")))
    all_ = meeting.rowsBetween(Window.unboundedPreceding, Window.unboundedFollowing)
    of: list[Any] = [
        F.coalesce("owner", F.when(F.col("kind") == HOME, F.lit(""))).alias("place"),
        *map(cell, range(width)),
        FILE,
    ]
    mail = can & (F.col("kind") == CLAIM) & F.col("k").startswith(BY_EMAIL)
    met = messages.withColumns(
        {
            "found": F.first(F.when(can, F.struct(*of))).over(all_),
            "claims": F.sum(can.cast("int")).over(all_),
            "place": F.row_number().over(meeting),
            "named": F.sum((F.col("kind") == NAMES).cast("int")).over(all_),
            "ids": F.collect_list(F.when(mail, F.col("id"))).over(all_),
        }
    )
    named = F.when(F.col("named") > 0, F.col("named"))
    shared = mail & (F.col("place") == 1) & (F.col("claims") > 1)
    return met.withColumns(
        {
            "by_id": F.when(F.col("k").startswith(BY_ID), named),
            "by_email": F.when(F.col("k").startswith(BY_EMAIL), named),
            "address": F.when(shared, F.expr(f"substr(k, {len(BY_EMAIL) + 1})")),
            "both": F.when(shared, F.slice(F.sort_array("ids"), 1, 2)),
        }
    )


def _complete(messages: DataFrame, width: int) -> DataFrame:
    """Return messages with all columns that some kind of message has."""
    kinds = dict.fromkeys((*map(cell, range(width)), FILE, RAW, "owner", "id", "copy", "type"), "string")
    kinds |= {"bucket": "int", "age": "long", "alone": "boolean"}
    return messages.withColumns(
        {name: F.lit(None).cast(kind) for name, kind in kinds.items() if name not in messages.columns}
    )
