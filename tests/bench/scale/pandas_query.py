"""The benchmark's rules in pandas, as an analyst writes them in a notebook: one CSV out.

    python -m tests.bench.scale.pandas_query FOLDER OUT

It knows its data as the DuckDB query does. All numbers that are summed are whole ones.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TypeVar

import numpy as np
import pandas as pd

from tests.bench.scale.facts import AS_OF, DECIDERS, STUDENTS, USED, weights

_Numbers = TypeVar("_Numbers", pd.Series, np.ndarray)
"""Whole numbers, one per contact."""


def score(folder: Path, out: Path) -> None:
    """Score the contacts."""
    contacts = pd.read_csv(folder / "contacts.csv", dtype=str, keep_default_na=False)
    sums = _sums(folder).reindex(contacts["contact_id"]).fillna(0).astype("int64")
    points = {
        "visits": _rounded(sums["visits"] * 1500, 1_000_000).clip(upper=20_000),
        "pricing": _rounded(sums["pricing"] * 6000, 1_000_000).clip(upper=24_000),
        "downloads": _rounded(sums["downloads"] * 8000, 1_000_000),
        "webinars": _rounded(sums["webinars"] * 10_000, 1_000_000),
        "met": _rounded(sums["met"] * 12_000, 1_000_000),
        "opens": _rounded(sums["opens"] * 500, 1_000_000).clip(upper=8000),
        "clicks": _rounded(sums["clicks"] * 3000, 1_000_000).clip(upper=15_000),
        "demo": _rounded(sums["demo"] * 40_000, 1_000_000),
    }
    engagement = pd.DataFrame(points).sum(axis=1).clip(upper=100_000).to_numpy()
    contacts["lead_fit"] = _rounded(_fit(contacts).clip(0, 70_000), 70)
    contacts["lead_engagement"] = _rounded(engagement, 100)
    contacts["lead_score"] = _rounded(40 * contacts["lead_fit"] + 60 * contacts["lead_engagement"], 100)
    total = contacts["lead_score"]
    sql = (total >= 500) & (points["demo"].to_numpy() > 0)
    mql = (total >= 400) & (contacts["lead_status"] != "rejected")
    contacts["lead_stage"] = np.select([sql, mql], ["sql", "mql"], "lead")
    contacts.to_csv(out / "pandas.csv", index=False)


def _sums(folder: Path) -> pd.DataFrame:
    """Return the sum of weights by contact and rule."""
    activities = pd.read_csv(folder / "activities.csv", usecols=list(USED), dtype=str, keep_default_na=False)
    day = pd.to_datetime(activities["occurred_at"].str[:10], format="%Y-%m-%d")
    activities["age"] = (pd.Timestamp(AS_OF) - day).dt.days
    activities = activities[activities["age"] >= 0]
    age, kind = activities["age"], activities["type"]
    w14, w30, w60 = (np.array(weights(days))[age] for days in (14, 30, 60))
    priced = activities["url"].str.contains("/pricing", regex=False)
    masked = {
        "visits": np.where(kind == "page_view", w30, 0),
        "pricing": np.where((kind == "page_view") & (age <= 90) & priced, w30, 0),
        "downloads": np.where(kind == "download", w30, 0),
        "webinars": np.where(kind == "webinar", w60, 0),
        "met": np.where(kind == "event_visit", w60, 0),
        "opens": np.where(kind == "email_open", w30, 0),
        "clicks": np.where(kind == "email_click", w30, 0),
        "demo": np.where(kind.isin(["demo_request", "contact_sales"]) & (age <= 60), w14, 0),
    }
    return pd.DataFrame(masked, index=activities["contact_id"]).groupby(level=0).sum()


def _fit(contacts: pd.DataFrame) -> np.ndarray:
    size = pd.to_numeric(contacts["employees"], errors="coerce")
    title = contacts["job_title"].str.lower()
    band = np.select([size < 10, size < 250, size.notna()], [0, 10_000, 20_000], 0)
    region = (
        contacts["country"]
        .map({"DE": 15_000, "AT": 15_000, "CH": 15_000, "GB": 5000})
        .fillna(0)
        .astype("int64")
    )
    industry = np.where(contacts["industry"].isin(["Software", "Machinery", "Chemicals"]), 15_000, 0)
    decider = np.where(title.str.contains("|".join(DECIDERS)), 20_000, 0)
    student = np.where(title.str.contains("|".join(STUDENTS)), 30_000, 0)
    points: np.ndarray = band + region.to_numpy() + industry + decider - student
    return points


def _rounded(numerator: _Numbers, denominator: int) -> _Numbers:
    """Return a quotient that is not negative, rounded half up."""
    return (2 * numerator + denominator) // (2 * denominator)


if __name__ == "__main__":
    score(Path(sys.argv[1]), Path(sys.argv[2]))
