"""What companies come to: their contacts lie in many buckets, so they are weighed first and scored afterwards."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Final

import polars as pl
from pyspark.sql import functions as F

from leadscore.columns import (
    ACCOUNT,
    ACCOUNT_ENGAGEMENT,
    CONTACT,
    DISQUALIFIED,
    ENGAGED,
    KEY,
    tenths,
    typed,
)
from leadscore.pipeline.scored import weigh_contacts
from leadscore.rules.accounts import compile_accounts
from leadscore.spark.cells import arrow_schema, as_arrow, safe_name
from leadscore.spark.job import session_of, with_tables
from leadscore.spark.route import BUCKET
from leadscore.spark.worker import bucket_tables
from leadscore.steps.accounts import count_companies

if TYPE_CHECKING:
    from collections.abc import Callable

    import pyarrow as pa
    from pyspark.sql import DataFrame

    from leadscore.spark.cells import Cogrouped, GroupKey
    from leadscore.spark.job import Job
    from leadscore.spark.route import Routed

__all__ = ["with_company_counts"]

_WON: Final = typed("number", "deals.won")
_WEIGHED: Final = "key string, account string, disqualified boolean, engagement long, won double"
_COUNTS: Final = {
    ENGAGED: "long",
    ACCOUNT_ENGAGEMENT: "long",
    typed("number", "company.engaged_contacts"): "double",
    typed("number", "company.deals_won"): "double",
    typed("number", "company.engagement"): "double",
}
_COUNTED: Final = ", ".join(
    ("key string", *(f"`{safe_name(name)}` {kind}" for name, kind in _COUNTS.items()))
)
_GROUP: Final = "company"


def with_company_counts(job: Job, routed: Routed, buckets: int) -> DataFrame:
    """Return the contacts of all buckets with what their companies come to.

    Args:
        job: The run; its rules ask for accounts.
        routed: Rows by bucket.
        buckets: How many buckets there are.
    """
    weighed_schema, counted_schema = arrow_schema(_WEIGHED), arrow_schema(_COUNTED)
    weighed = (
        routed.contacts.groupBy(BUCKET)
        .cogroup(routed.others.groupBy(BUCKET))
        .applyInArrow(_weigher(job, weighed_schema), _WEIGHED)
    )
    group = F.coalesce(F.concat(F.lit("a"), "account"), F.concat(F.lit("k"), "key"))
    grouped = weighed.withColumn(_GROUP, F.pmod(F.xxhash64(group), F.lit(buckets)))
    counted = grouped.groupBy(_GROUP).applyInArrow(_counter(job, counted_schema), _COUNTED)
    known = counted.withColumnRenamed("key", "of")
    return routed.contacts.join(known.hint("merge"), F.col("key") == F.col("of"), "left").drop("of")


def _weigher(job: Job, schema: pa.Schema) -> Cogrouped:
    def weigh(_key: GroupKey, people: pa.Table, others: pa.Table) -> pa.Table:
        with TemporaryDirectory(prefix="leadscore-") as scratch:
            session = session_of(job, Path(scratch))
            rows = weigh_contacts(with_tables(session, bucket_tables(job, session, people, others)))
            accounts = compile_accounts(session.rules.model)
            score = tenths(accounts.engagement) if accounts is not None else ""
            named = rows.select(KEY, ACCOUNT, DISQUALIFIED, score, _WON)
            return as_arrow(named.rename(dict(zip(named.columns, schema.names, strict=True))), schema)

    return weigh


def _counter(job: Job, schema: pa.Schema) -> Callable[[pa.Table], pa.Table]:
    def count(weighed: pa.Table) -> pa.Table:
        accounts = compile_accounts(session_of(job, Path()).rules.model)
        if accounts is None:
            raise ValueError("nothing asks for accounts")
        rows = pl.DataFrame(pl.from_arrow(weighed)).with_row_index(CONTACT).cast({CONTACT: pl.Int64})
        names = {
            "account": ACCOUNT,
            "disqualified": DISQUALIFIED,
            "engagement": tenths(accounts.engagement),
            "won": _WON,
        }
        counted = count_companies(rows.rename(names).lazy(), accounts).collect()
        return as_arrow(counted.select("key", *_COUNTS).rename(safe_name), schema)

    return count
