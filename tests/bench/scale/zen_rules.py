"""The benchmark's rules for a row-at-a-time rule engine, zen-engine, on a sample of the contacts.

    python -m tests.bench.scale.zen_rules FOLDER OUT

The engine gets each contact with its activities, of which age and weights were computed beforehand; only what it takes
to evaluate the rules is measured, and reading, joining and writing are not. Two thousand contacts are evaluated, each as
far from the next; `zen.json` says how long that took, and `zen.csv` what came out.
"""

from __future__ import annotations

import csv
import json
import sys
from itertools import pairwise
from pathlib import Path
from time import perf_counter
from typing import Any

import polars as pl
import zen

from tests.bench.scale.facts import AS_OF, DECIDERS, RESULT, STUDENTS, weights

SAMPLE = 2_000
RULES = {
    "visits": ("#.type == 'page_view'", 30, 1500, 20_000),
    "pricing": ("#.type == 'page_view' and #.age <= 90 and contains(#.url, '/pricing')", 30, 6000, 24_000),
    "downloads": ("#.type == 'download'", 30, 8000, None),
    "webinars": ("#.type == 'webinar'", 60, 10_000, None),
    "met": ("#.type == 'event_visit'", 60, 12_000, None),
    "opens": ("#.type == 'email_open'", 30, 500, 8000),
    "clicks": ("#.type == 'email_click'", 30, 3000, 15_000),
    "demo": ("#.type in ['demo_request', 'contact_sales'] and #.age <= 60", 14, 40_000, None),
}
"""Which activities count, their half-life in days, and points and limit in thousandths."""


def score(folder: Path, out: Path) -> None:
    """Evaluate the sample, and write how long it took."""
    leads = _leads(folder)
    decision = zen.ZenEngine().create_decision(json.dumps(_graph()))
    decision.evaluate(leads[0])
    start = perf_counter()
    results = [decision.evaluate(lead)["result"] for lead in leads]
    seconds = perf_counter() - start
    (out / "zen.json").write_text(json.dumps({"contacts": len(leads), "seconds": seconds}), "utf-8")
    with (out / "zen.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(RESULT)
        writer.writerows(
            [lead["contact"]["contact_id"], *(result[name] for name in RESULT[1:])]
            for lead, result in zip(leads, results, strict=True)
        )


def _leads(folder: Path) -> list[dict[str, Any]]:
    """Return contacts with their activities, evenly spread over the file."""
    table = pl.scan_csv(folder / "contacts.csv", infer_schema=False).with_row_index()
    step = max(1, table.select(pl.len()).collect(engine="streaming").item() // SAMPLE)
    size = pl.col("employees").cast(pl.Int64, strict=False)
    contacts = (
        table.filter(pl.col("index") % step == 0)
        .head(SAMPLE)
        .select(
            "contact_id",
            "country",
            "industry",
            "lead_status",
            pl.col("job_title").fill_null(""),
            employees=size,
        )
        .collect(engine="streaming")
    )
    age = (pl.lit(AS_OF) - pl.col("occurred_at").str.slice(0, 10).str.to_date("%Y-%m-%d")).dt.total_days()
    rows = (
        pl.scan_csv(folder / "activities.csv", infer_schema=False)
        .join(contacts.lazy(), on="contact_id", how="semi")
        .select("contact_id", "type", pl.col("url").fill_null(""), age=age)
        .filter(pl.col("age") >= 0)
        .collect(engine="streaming")
        .with_columns(
            pl.lit(pl.Series(weights(days))).gather(pl.col("age")).alias(f"w{days}") for days in (14, 30, 60)
        )
    )
    found: dict[str, list[dict[str, Any]]] = {}
    for row in rows.to_dicts():
        found.setdefault(row.pop("contact_id"), []).append(row)
    return [
        {"contact": contact, "activities": found.get(contact["contact_id"], [])}
        for contact in contacts.to_dicts()
    ]


def _graph() -> dict[str, Any]:
    """Return the decision: sums, a table for each of size and region, and what comes of them."""
    sums = {
        rule: f"sum(map(filter(activities, {counts}), #.w{days}))"
        for rule, (counts, days, _, _) in RULES.items()
    }
    nodes = [
        {"name": "in", "type": "inputNode"},
        _expressions("sums", sums | {"title": "lower(contact.job_title)"}),
        _table("size", "contact.employees", {"< 10": "0", "< 250": "10000", ">= 250": "20000", "": "0"}),
        _table("region", "contact.country", {"'DE', 'AT', 'CH'": "15000", "'GB'": "5000", "": "0"}),
        _expressions("scores", _scores()),
        {"name": "out", "type": "outputNode"},
    ]
    names = [node["name"] for node in nodes]
    edges = [
        {"id": f"{source}-{target}", "type": "edge", "sourceId": source, "targetId": target}
        for source, target in pairwise(names)
    ]
    place = {"x": 0, "y": 0}
    return {"nodes": [node | {"id": node["name"], "position": place} for node in nodes], "edges": edges}


def _scores() -> dict[str, str]:
    points = {}
    for rule, (_, _, each, most) in RULES.items():
        earned = _rounded(f"{rule} * {each}", 1_000_000)
        points[f"{rule}_points"] = earned if most is None else f"min([{earned}, {most}])"
    decider, student = (f"some({list(words)}, contains(title, #))" for words in (DECIDERS, STUDENTS))
    engagement = " + ".join(f"$.{name}" for name in points)
    return points | {
        "industry": "contact.industry in ['Software', 'Machinery', 'Chemicals'] ? 15000 : 0",
        "person": f"({decider} ? 20000 : 0) - ({student} ? 30000 : 0)",
        "fit": "max([min([size + region + $.industry + $.person, 70000]), 0])",
        "engagement": f"min([{engagement}, 100000])",
        "lead_fit": _rounded("$.fit", 70),
        "lead_engagement": _rounded("$.engagement", 100),
        "lead_score": _rounded("(40 * $.lead_fit + 60 * $.lead_engagement)", 100),
        "lead_stage": (
            "$.lead_score >= 500 and $.demo_points > 0 ? 'sql' : "
            "$.lead_score >= 400 and contact.lead_status != 'rejected' ? 'mql' : 'lead'"
        ),
    }


def _rounded(numerator: str, denominator: int) -> str:
    """Return a quotient that is not negative, rounded half up."""
    return f"floor((2 * {numerator} + {denominator}) / {2 * denominator})"


def _expressions(name: str, values: dict[str, str]) -> dict[str, Any]:
    entries = [{"id": key, "key": key, "value": value} for key, value in values.items()]
    return {"name": name, "type": "expressionNode", "content": {"expressions": entries, "passThrough": True}}


def _table(name: str, field: str, rows: dict[str, str]) -> dict[str, Any]:
    content = {
        "hitPolicy": "first",
        "inputs": [{"id": "i", "name": field, "field": field}],
        "outputs": [{"id": "o", "name": name, "field": name}],
        "rules": [{"_id": f"{name}{number}", "i": i, "o": o} for number, (i, o) in enumerate(rows.items())],
        "passThrough": True,
    }
    return {"name": name, "type": "decisionTableNode", "content": content}


if __name__ == "__main__":
    score(Path(sys.argv[1]), Path(sys.argv[2]))
