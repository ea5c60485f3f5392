"""How deals stand, and whether the score predicted them: the files and the numbers of the summary."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

import polars as pl

from leadscore.columns import CONTACT, DEAL_AMOUNT, ID, LAST_ACTIVITY, LEAD_STAGE
from leadscore.results import percent
from leadscore.results.pipeline import PipelineReport, PipelineStep, WinRate
from leadscore.results.prediction import FEWEST_WON, Outcome, Prediction, wilson
from leadscore.rules.arithmetic import amount_text, tenths_text
from leadscore.steps import pipeline, prediction, present

if TYPE_CHECKING:
    from collections.abc import Iterator

    from leadscore.pipeline.inputs import Session
    from leadscore.pipeline.parts import Part
    from leadscore.results import OutputTable
    from leadscore.schema.grade import Grade
    from leadscore.tables.layout import Layout

__all__ = ["Sales", "look_at_sales"]

_STEPS: Final = "pipeline.csv"
_STALLED: Final = "stalled.csv"
_CUSTOMERS: Final = "pipeline_customers.csv"
_PREDICTION: Final = "prediction.csv"


@dataclass(frozen=True)
class Sales:
    """What became of the leads that Sales has.

    Attributes:
        tables: The files.
        pipeline: How deals stand; None where the rules have no `deals`, or no deals were given.
        prediction: Whether the score predicted them; likewise.
    """

    tables: tuple[OutputTable, ...] = ()
    pipeline: PipelineReport | None = None
    prediction: Prediction | None = None


def look_at_sales(session: Session, scored: pl.LazyFrame, part: Part) -> Sales:
    """Look at the deals, where the rules have `deals` and some were given.

    Args:
        session: The inputs and the rules.
        scored: One row per contact, with every column that the steps add.
        part: What the deals gave.
    """
    if session.rules.model.deals is None or part.rows is None:
        return Sales()
    layout = session.inputs["deals"].layout
    listed = part.rows.pipe(pipeline.list_deals, scored, layout, session.rules).collect()
    steps = pipeline.count_steps(listed.lazy(), session.rules)
    report = _pipeline(session, listed, steps)
    predicted = _prediction(session, scored, report.win_rate.won)
    wanted = {_CUSTOMERS: pipeline.OF_CUSTOMER}
    if report.stalled_path is not None:
        wanted = {_STALLED: pipeline.STALLED, **wanted}
    tables = (
        present.report_table(_STEPS, _step_rows(steps, report)),
        *(_deal_table(path, by, listed, scored, session) for path, by in wanted.items()),
        present.report_table(_PREDICTION, _outcome_rows(predicted)),
    )
    return Sales(tables, report, predicted)


def _pipeline(session: Session, listed: pl.DataFrame, steps: pl.DataFrame) -> PipelineReport:
    deals = session.rules.model.deals
    stalled_after = deals.stalled_after if deals is not None else None
    open_ = steps.filter(pl.col("kind").is_in(["step", "other"]))
    of_customers = listed.filter(pipeline.OF_CUSTOMER)
    says = stalled_after is not None
    return PipelineReport(
        path=_STEPS,
        steps=tuple(_step(row) for row in steps.iter_rows(named=True)),
        open=int(open_["deals"].sum()),
        open_value=_amount(open_["value"].sum()),
        stalled_after=stalled_after,
        stalled_path=_STALLED if says else None,
        stalled=int(open_["stalled"].sum()) if says else None,
        stalled_value=_amount(open_["stalled_value"].sum()) if says else None,
        customers_path=_CUSTOMERS,
        customers=of_customers[CONTACT].n_unique(),
        customer_deals=of_customers.height,
        customer_value=_amount(of_customers[DEAL_AMOUNT].sum()),
        win_rate=_win_rate(listed),
        win_rate_year=_win_rate(listed.filter(pipeline.RECENT)),
    )


def _step(row: dict[str, Any]) -> PipelineStep:
    stalled, median = row["stalled_value"], row["median_tenths"]
    return PipelineStep(
        kind=row["kind"],
        name=row["step"] or "",
        deals=row["deals"],
        value=_amount(row["value"]),
        without_amount=row["without_amount"],
        median_days=None if median is None else median / 10,
        longest_days=row["longest_days"],
        without_days=row["without_days"],
        stalled=row["stalled"],
        stalled_value=None if stalled is None else _amount(stalled),
    )


def _amount(thousandths: Any) -> Decimal:
    """Return an amount with two decimals, and a third one where it has it."""
    value = int(thousandths)
    return Decimal(value).scaleb(-3) if value % 10 else Decimal(value // 10).scaleb(-2)


def _win_rate(listed: pl.DataFrame) -> WinRate:
    won, lost = (listed.filter(pl.col(pipeline.KIND) == kind).height for kind in ("won", "lost"))
    return WinRate(won, won + lost, percent(won, won + lost))


def _step_rows(steps: pl.DataFrame, report: PipelineReport) -> pl.DataFrame:
    """Return the rows of `pipeline.csv`."""
    amounts = [amount_text(pl.col(name)).alias(name) for name in ("value", "stalled_value")]
    rate = pl.when(pl.col("kind") == "won").then(pl.lit(report.win_rate.rate, pl.Float64))
    return steps.with_columns(
        *amounts, tenths_text(pl.col("median_tenths")).alias("median_days"), rate.alias("win_rate")
    ).select(
        *("kind", "step", "deals", "value", "without_amount", "median_days", "longest_days", "without_days"),
        *("stalled", "stalled_value", "win_rate"),
    )


def _deal_table(
    path: str, by: str, listed: pl.DataFrame, scored: pl.LazyFrame, session: Session
) -> OutputTable:
    """Return some open deals, each with its contact."""
    layout, deals = session.layout, session.inputs["deals"].layout
    wanted = (
        listed.lazy().pipe(pipeline.order_deals, by).with_columns(deals.shown("owner").alias("its_owner"))
    )
    people = scored.join(wanted, on=CONTACT, how="semi")
    named = people.select(
        CONTACT,
        _name(layout).alias("name"),
        layout.shown("company").alias("company"),
        layout.shown("owner").alias("owner"),
        LEAD_STAGE,
        LAST_ACTIVITY,
    )
    joined = wanted.join(named, on=CONTACT, how="left", validate="m:1", maintain_order="left")
    rows = joined.select(
        pl.col(pipeline.DEAL_ID).alias("deal_id"),
        pl.col(ID).alias("contact_id"),
        "name",
        "company",
        pl.coalesce("its_owner", "owner").alias("owner"),
        LEAD_STAGE,
        pl.col(pipeline.LABEL).alias("step"),
        amount_text(pl.col(DEAL_AMOUNT)).alias("value"),
        pl.col(pipeline.CREATED).alias("created_at"),
        LAST_ACTIVITY,
        pl.col(pipeline.AGE_DAYS).alias("days_open"),
        pl.col(pipeline.QUIET).alias("days_quiet"),
    )
    return present.report_table(path, rows.collect())


def _name(layout: Layout) -> pl.Expr:
    parts = [layout.shown("first_name"), layout.shown("last_name")]
    both = pl.concat_str(parts, separator=" ", ignore_nulls=True)
    return pl.when(both != "").then(both).otherwise(layout.shown("full_name"))


def _prediction(session: Session, scored: pl.LazyFrame, won_deals: int) -> Prediction:
    model, contacts = session.rules.model, scored
    enough, score = won_deals >= FEWEST_WON, model.main_score
    grades = _grades(model.grade) if model.grade is not None else []
    by_grade = contacts.pipe(prediction.outcomes_by_grade, grades, score).collect() if grades else None
    by_decile = contacts.pipe(prediction.outcomes_by_decile, score).collect()
    return Prediction(
        path=_PREDICTION,
        won_deals=won_deals,
        enough=enough,
        fewest=FEWEST_WON,
        grades=() if by_grade is None else tuple(_outcomes("grade", by_grade, enough=enough)),
        deciles=tuple(_outcomes("decile", by_decile, enough=enough)),
    )


def _grades(grade: Grade) -> list[str]:
    """Return all grades, the best first."""
    letters, numbers = (
        [mark.mark for mark in axis.marks] if axis else [""] for axis in (grade.letter, grade.number)
    )
    return [letter + number for letter in letters for number in numbers]


def _outcomes(by: str, counted: pl.DataFrame, *, enough: bool) -> Iterator[Outcome]:
    for name, lowest, highest, leads, decided, won in counted.iter_rows():
        low, high = wilson(won, decided) if enough and decided else (None, None)
        yield Outcome(
            by=by,
            name=name,
            lowest=None if lowest is None else Decimal(lowest).scaleb(-1),
            highest=None if highest is None else Decimal(highest).scaleb(-1),
            leads=leads,
            decided=decided,
            won=won,
            win_rate=percent(won, decided) if enough else None,
            low=None if low is None else round(100 * low, 1),
            high=None if high is None else round(100 * high, 1),
            conversion=percent(won, leads) if enough else None,
        )


def _outcome_rows(predicted: Prediction) -> pl.DataFrame:
    """Return the rows of `prediction.csv`."""
    texts, whole, share = pl.String(), pl.Int64(), pl.Float64()
    kinds = {
        "by": texts,
        "group": texts,
        "score_from": texts,
        "score_to": texts,
        "leads": whole,
        "decided": whole,
        "won": whole,
        "win_rate": share,
        "win_rate_low": share,
        "win_rate_high": share,
        "conversion": share,
    }
    rows = [
        (
            one.by,
            one.name,
            None if one.lowest is None else str(one.lowest),
            None if one.highest is None else str(one.highest),
            *(one.leads, one.decided, one.won, one.win_rate, one.low, one.high, one.conversion),
        )
        for one in (*predicted.grades, *predicted.deciles)
    ]
    return pl.DataFrame(rows, schema=kinds, orient="row")
