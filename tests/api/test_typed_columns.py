"""Columns with types mean what the same records in a file mean, and come back as they were given."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from pandas.testing import assert_frame_equal

import leadscore
from tests.api.frames import KINDS, as_polars, cells, made, records
from tests.cli.shell import leadscore as program

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

AS_OF: Final = date(2026, 11, 1)
RULES: Final = """
version: 1
timezone: Europe/Berlin
scores:
  fit:
    rules:
      - {id: big, when: {employees: {at_least: 100}}, points: 0.5}
      - {id: exact, when: {share: {is: 0.25}}, points: 1}
      - {id: recent, when: {created_at: {within_last: 10d}}, points: 2}
      - {id: agreed, when: {consent: true}, points: 4}
      - {id: sector, when: {industry: Software}, points: 8}
      - {id: dear, when: {revenue: {above: 10}}, points: 16}
      - {id: seen, activity: visit, points: 32}
      - {id: unknown, when: {nps: {known: true}}, points: 30}
"""
CONTACTS: Final = pl.DataFrame(
    {
        "contact_id": [1, 2, 3, 2],
        "employees": [100.0, None, float("nan"), 1.0],
        "share": [0.25, 0.1, None, 1.0],
        "created_at": [date(2026, 10, 30), None, date(2020, 1, 1), date(2026, 10, 30)],
        "consent": [True, None, False, True],
        "industry": pl.Series(["Software", None, "Other", "Other"], dtype=pl.Categorical),
        "revenue": pl.Series([Decimal("10.50"), None, Decimal("1.00"), None], dtype=pl.Decimal(12, 2)),
        "nps": pl.Series([None] * 4, dtype=pl.Null),
    }
)
ACTIVITIES: Final = pl.DataFrame(
    {
        "contact_id": [1, 2, 3],
        "type": pl.Series(["visit"] * 3, dtype=pl.Enum(["visit"])),
        # NOTE: in Berlin the second one is on the day after the as-of date.
        "occurred_at": pl.Series(
            [datetime(2026, 11, 1, 22, 59, tzinfo=UTC), datetime(2026, 11, 1, 23, 1, tzinfo=UTC), None]
        ).cast(pl.Datetime("us", "UTC")),
    }
)
SCORES: Final = ["63.5", "0.0", "0.0"]


def scored(contacts: Any, activities: Any, rules: str = RULES) -> Any:
    loaded = leadscore.load_rules(text=rules)
    return leadscore.score(contacts, activities=activities, rules=loaded, as_of=AS_OF, max_rejected=5)


def column(rows: Sequence[Sequence[str]], name: str) -> list[str]:
    return [row[rows[0].index(name)] for row in rows[1:]]


def command(folder: Path, kind: str) -> list[list[str]]:
    """Return what the command line makes of the same records in files."""
    (folder / "rules.yaml").write_text(RULES)
    for name, frame in {"contacts": CONTACTS, "activities": ACTIVITIES}.items():
        if kind == "parquet":
            frame.write_parquet(folder / f"{name}.parquet")
        else:
            pd.DataFrame(frame.to_dicts()).to_csv(folder / f"{name}.csv", index=False)
    files = (f"contacts.{kind}", "-a", f"activities.{kind}", "--as-of", str(AS_OF), "--max-rejected", "5")
    answer = program(folder, "score", *files, "-r", "rules.yaml")
    assert answer.code == 0, answer
    return records(folder / "leadscore-out" / "scored.csv")


@pytest.mark.parametrize("file", ["csv", "parquet"])
@pytest.mark.parametrize("kind", KINDS)
def test_they_are_read_as_from_files(tmp_path: Path, kind: str, file: str) -> None:
    found = cells(scored(made(kind, CONTACTS), made(kind, ACTIVITIES)).scored)
    expected = command(tmp_path, file)
    assert column(found, "lead_score") == column(expected, "lead_score") == SCORES
    for name in (one for one in expected[0] if one.startswith("lead_")):
        assert column(found, name) == column(expected, name)


@pytest.mark.parametrize("kind", KINDS)
def test_own_columns_come_back_with_their_types(kind: str) -> None:
    contacts = made(kind, CONTACTS)
    found = scored(contacts, made(kind, ACTIVITIES)).scored
    kept = CONTACTS.columns
    if isinstance(contacts, pd.DataFrame):
        assert_frame_equal(found[kept], contacts.iloc[:3])
    if isinstance(contacts, pa.Table):
        assert found.select(kept).schema == contacts.schema
    if not isinstance(contacts, pd.DataFrame):
        assert as_polars(found).select(kept).equals(CONTACTS.head(3))


@pytest.mark.parametrize("kind", KINDS)
def test_scores_are_numbers_and_days_are_days(kind: str) -> None:
    result = scored(made(kind, CONTACTS), made(kind, ACTIVITIES))
    schema = as_polars(result.scored).schema
    assert (schema["lead_score"], schema["lead_stage"]) == (pl.Float64(), pl.String())
    assert schema["lead_as_of"] == (pl.Datetime("ms") if kind == "pandas" else pl.Date)
    rejected = as_polars(result.rejected)
    assert rejected.select("file", "line").rows() == [("contacts", 4), ("activities", 3)]
    assert rejected["reason"].to_list() == ["repeats the id of line 2", "has no time"]


def test_types_of_pandas_that_others_do_not_have() -> None:
    contacts = pd.DataFrame(
        {
            "contact_id": pd.array([1, 2, None], dtype="Int64"),
            "employees": np.array([100, 1, 1], dtype="int8"),
            "share": [0.25, np.nan, np.nan],
            "created_at": [pd.Timestamp("2026-10-30 08:00"), pd.NaT, pd.NaT],
            "consent": pd.Series([True, None, False], dtype="object"),
            "industry": pd.Categorical(["Software", None, "Other"]),
            "revenue": pd.Series([Decimal("10.5"), None, None], dtype="object"),
            "nps": pd.Series([date(2026, 1, 1), None, None], dtype="object"),
        }
    ).set_axis(["x", "y", "y"])
    times = pd.to_datetime(["2026-11-01 23:59", "2026-11-02 00:01", ""]).tz_localize("Europe/Berlin")
    activities = pd.DataFrame({"contact_id": [1.0, 2.0, np.nan], "type": "visit", "occurred_at": times})
    found = scored(contacts, activities).scored
    assert found["lead_score"].to_list() == [93.5, 0.0]
    assert found.index.to_list() == ["x", "y"]
    assert contacts.columns[-1] == "nps"  # what is given is not changed


@pytest.mark.parametrize("kind", KINDS)
def test_a_column_that_is_written_is_replaced(kind: str) -> None:
    first = cells(scored(made(kind, CONTACTS), ACTIVITIES).scored)
    old = CONTACTS.select(pl.lit("old").alias("lead_stage"), pl.all())
    assert cells(scored(made(kind, old), ACTIVITIES).scored) == first


def test_frames_of_several_kinds_go_together() -> None:
    found = scored(CONTACTS.to_pandas(), ACTIVITIES.lazy()).scored
    assert found["lead_score"].to_list() == [63.5, 0.0, 0.0]


def test_lazy_activities_may_have_columns_of_any_type() -> None:
    more = ACTIVITIES.with_columns(
        a=pl.lit(None),
        b=pl.lit(datetime(2026, 1, 1).time()),  # noqa: DTZ001 - a time of day
        c=pl.duration(days=1),
        d=pl.lit(1, pl.Int128),
        e=pl.lit("x", pl.Categorical),
    )
    assert column(cells(scored(CONTACTS, more.lazy()).scored), "lead_score") == SCORES
