"""The benchmark's rules in Polars, the obvious way: lazily, masked sums by contact, one CSV out.

    python -m tests.bench.scale.polars_query FOLDER OUT

It knows its data as the DuckDB query does. All numbers are whole ones.
"""

from __future__ import annotations

import sys
from pathlib import Path

import polars as pl

from tests.bench.scale.facts import AS_OF, DECIDERS, STUDENTS, weights

TYPE, AGE = pl.col("type"), pl.col("age")
RULES = {
    "visits": (TYPE == "page_view", 30, 1500, 20_000),
    "pricing": (
        (TYPE == "page_view") & (AGE <= 90) & pl.col("url").str.contains("/pricing", literal=True),
        30,
        6000,
        24_000,
    ),
    "downloads": (TYPE == "download", 30, 8000, None),
    "webinars": (TYPE == "webinar", 60, 10_000, None),
    "met": (TYPE == "event_visit", 60, 12_000, None),
    "opens": (TYPE == "email_open", 30, 500, 8000),
    "clicks": (TYPE == "email_click", 30, 3000, 15_000),
    "demo": (TYPE.is_in(["demo_request", "contact_sales"]) & (AGE <= 60), 14, 40_000, None),
}
"""Which activities count, their half-life in days, and points and limit in thousandths."""


def score(folder: Path, out: Path) -> None:
    """Score the contacts."""
    age = (pl.lit(AS_OF) - pl.col("occurred_at").str.slice(0, 10).str.to_date("%Y-%m-%d")).dt.total_days()
    tables = {f"w{days}": pl.lit(pl.Series(weights(days))).gather(AGE) for days in (14, 30, 60)}
    sums = (
        pl.scan_csv(folder / "activities.csv", infer_schema=False)
        .select("contact_id", "type", "url", age.alias("age"))
        .filter(AGE >= 0)
        .with_columns(**tables)
        .group_by("contact_id")
        .agg(
            pl.when(counts).then(pl.col(f"w{days}")).otherwise(0).sum().alias(rule)
            for rule, (counts, days, _, _) in RULES.items()
        )
    )
    contacts = pl.scan_csv(folder / "contacts.csv", infer_schema=False)
    fit, engagement, total = pl.col("lead_fit"), pl.col("lead_engagement"), pl.col("lead_score")
    (
        contacts.join(sums, on="contact_id", how="left", maintain_order="left")
        .with_columns(_points(rule, points, most) for rule, (_, _, points, most) in RULES.items())
        .with_columns(_rounded(_fit().clip(0, 70_000), 70).alias("lead_fit"))
        .with_columns(_rounded(pl.sum_horizontal(*RULES).clip(0, 100_000), 100).alias("lead_engagement"))
        .with_columns(_rounded(40 * fit + 60 * engagement, 100).alias("lead_score"))
        .with_columns(
            pl.when((total >= 500) & (pl.col("demo") > 0))
            .then(pl.lit("sql"))
            .when((total >= 400) & pl.col("lead_status").ne_missing("rejected"))
            .then(pl.lit("mql"))
            .otherwise(pl.lit("lead"))
            .alias("lead_stage")
        )
        .drop(*RULES)
        .sink_csv(out / "polars.csv")
    )


def _points(rule: str, points: int, most: int | None) -> pl.Expr:
    earned = _rounded(pl.col(rule).fill_null(0) * points, 1_000_000)
    return (earned if most is None else earned.clip(upper_bound=most)).alias(rule)


def _fit() -> pl.Expr:
    size, title = pl.col("employees").cast(pl.Float64, strict=False), pl.col("job_title").str.to_lowercase()
    return (
        pl.when(size < 10)
        .then(0)
        .when(size < 250)
        .then(10_000)
        .when(size.is_not_null())
        .then(20_000)
        .otherwise(0)
        + pl.col("country").replace_strict({"DE": 15_000, "AT": 15_000, "CH": 15_000, "GB": 5000}, default=0)
        + pl.when(pl.col("industry").is_in(["Software", "Machinery", "Chemicals"])).then(15_000).otherwise(0)
        + pl.when(title.str.contains_any(list(DECIDERS))).then(20_000).otherwise(0)
        - pl.when(title.str.contains_any(list(STUDENTS))).then(30_000).otherwise(0)
    ).cast(pl.Int64)


def _rounded(numerator: pl.Expr, denominator: int) -> pl.Expr:
    """Return a quotient that is not negative, rounded half up."""
    return (2 * numerator + denominator) // (2 * denominator)


if __name__ == "__main__":
    score(Path(sys.argv[1]), Path(sys.argv[2]))
