"""What companies come to: their contacts lie in many buckets, so they are weighed first and scored afterwards."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Final

import polars as pl
from pyspark.sql import functions as F

from leadscore.columns import (
    ACCOUNT,
    CONTACT,
    DISQUALIFIED,
    KEY,
    tenths,
    typed,
)
from leadscore.pipeline.scored import weigh_contacts
from leadscore.rules.accounts import compile_accounts
from leadscore.spark.bucket import ACCOUNT_KIND, COUNTS, bucket_tables
from leadscore.spark.cells import arrow_schema, as_arrow
from leadscore.spark.job import session_of, with_tables
from leadscore.spark.route import BUCKET
from leadscore.steps.accounts import count_companies

if TYPE_CHECKING:
    from collections.abc import Callable

    import pyarrow as pa
    from pyspark.sql import DataFrame

    from leadscore.spark.cells import Cogrouped, GroupKey
    from leadscore.spark.job import Job
    from leadscore.spark.route import Routed

__all__ = ["company_counts"]

_WON: Final = typed("number", "deals.won")
_WEIGHED: Final = "key string, account string, disqualified boolean, engagement long, won double"
_COUNTED: Final = "kind string, dest string, cells array<string>"
_GROUP: Final = "company"


def company_counts(job: Job, routed: Routed, buckets: int) -> DataFrame:
    """Return for all contacts what their companies come to, as rows of `routed.others`.

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
    return grouped.groupBy(_GROUP).applyInArrow(_counter(job, counted_schema), _COUNTED)


def _weigher(job: Job, schema: pa.Schema) -> Cogrouped:
    def weigh(_key: GroupKey, people: pa.Table, others: pa.Table) -> pa.Table:
        with TemporaryDirectory(prefix="leadscore-") as scratch:
            session = session_of(job, Path(scratch))
            rows = weigh_contacts(with_tables(session, bucket_tables(job, people, others)))
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
        cells = pl.concat_list(pl.col(name).cast(pl.String) for name in ("key", *COUNTS))
        return as_arrow(counted.select(kind=pl.lit(ACCOUNT_KIND), dest="key", cells=cells), schema)

    return count
