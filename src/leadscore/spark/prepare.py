"""What a record says of itself: keys, by which records find each other, read by the same steps as everywhere.

These functions run on the workers, on any piece of an input.
"""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Final

import polars as pl

from leadscore.columns import AGE, CONTACT, EMAIL, FATE, FILE, ID, KEY, LINE, own, typed
from leadscore.pipeline.formats import has_votes, survey_cells
from leadscore.rules.activity_rules import TYPE
from leadscore.rules.formats import Vote
from leadscore.rules.keys import email_key, join_key
from leadscore.rules.values import as_text, normalised
from leadscore.spark.cells import cell
from leadscore.spark.job import session_of
from leadscore.spark.read import FILE as FROM
from leadscore.spark.read import RAW
from leadscore.steps import activity, companies, contacts, deals, match

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from leadscore.pipeline.inputs import Session
    from leadscore.schema.model import InputName
    from leadscore.spark.job import Job
    from leadscore.tables.layout import Layout

__all__ = [
    "VOTES",
    "company_keys",
    "contact_keys",
    "row_keys",
    "votes_of",
]

VOTES: Final = "place int, vote int, number long, example string"
_SAID: Final = ("name_activities", "name_deals", "referred_by_id", "referred_by_email")
_BETWEEN: Final = "\0"
_IDS: Final = {"activities": "activity_id", "deals": "deal_id"}
_BLANK: Final = r'^[\s,;|"]*$'


def as_records(rows: pl.DataFrame, columns: int) -> pl.DataFrame:
    """Return records that came from Spark under the names that steps know them by."""
    names = {cell(place): own(place) for place in range(columns)}
    numbered = rows.rename(names).with_row_index(LINE, offset=1)
    return numbered.with_columns(pl.col(LINE).cast(pl.Int64), pl.lit(0, pl.Int32).alias(FILE))


def _session(job: Job) -> Session:
    return session_of(job, Path(tempfile.gettempdir()))


def _filled(columns: int) -> pl.Expr:
    """Return whether a record holds anything: rows of nothing but delimiters are no records."""
    blank = [pl.col(own(place)).fill_null("").str.contains(_BLANK) for place in range(columns)]
    return (
        pl.when(pl.col(RAW).is_null())
        .then(~pl.all_horizontal(blank))
        .otherwise(~pl.col(RAW).str.contains(_BLANK))
    )


def contact_keys(job: Job) -> Callable[[pl.DataFrame], pl.DataFrame]:
    """Return what adds to contacts the keys by which they are found, and by which they find others."""
    columns = len(job.sources["contacts"].header)

    def add(rows: pl.DataFrame) -> pl.DataFrame:
        session = _session(job)
        layout = session.layout
        some = as_records(rows, columns).filter(_filled(columns)).with_row_index(CONTACT)
        known = contacts.add_id(some.lazy(), layout).with_columns(
            pl.when(pl.col(RAW).is_null()).then(KEY).alias(KEY)
        )
        said = as_text(layout.cell("referred_by"), layout.missing).is_not_null()
        found = (
            known.with_columns(email_key(layout.cell("email"), layout.missing).alias(EMAIL))
            .pipe(contacts.add_email_fields)
            .with_columns(
                pl.when(said).then(join_key(layout.cell("referred_by"))).alias("referred_by_id"),
                pl.when(said).then(normalised(layout.cell("referred_by"))).alias("referred_by_email"),
                companies.company_id(layout).alias("company_id"),
                pl.when(~pl.col(typed("flag", "free_mail")))
                .then(typed("text", "email_domain"))
                .alias("domain"),
                _name(session, "activities").alias("name_activities"),
                _name(session, "deals").alias("name_deals"),
            )
        ).collect()
        return found.select(
            pl.lit("contacts").alias("kind"),
            pl.col(KEY).alias("one"),
            *_carried(columns),
            _order(range(columns)).alias("ord"),
            pl.col(EMAIL).alias("email"),
            pl.col(ID).alias("id"),
            *_SAID,
            "company_id",
            "domain",
        )

    return add


def _name(session: Session, name: InputName) -> pl.Expr:
    """Return the name by which rows of an input find a contact; null where they have none."""
    if name not in session.inputs or not session.inputs[name].layout.has("contact_name"):
        return pl.lit(None, pl.String)
    return match.name_of_contact(session.layout, session.inputs[name].layout)


def _carried(columns: int) -> list[pl.Expr]:
    """Return the cells of records as one column, and where they are from."""
    return [pl.concat_list(own(place) for place in range(columns)).alias("cells"), pl.col(FROM), pl.col(RAW)]


def _order(places: Iterable[int]) -> pl.Expr:
    """Return what decides among records of one id: their cells, one after the other."""
    return pl.concat_str((pl.col(own(place)).fill_null("") for place in places), separator=_BETWEEN)


def row_keys(job: Job, name: InputName) -> Callable[[pl.DataFrame], pl.DataFrame]:
    """Return what adds to activities or deals the key by which each finds its contact, as `k`.

    Of those with an id that may count, `copy` is that id, and `age` and `type` say which of several counts.
    """
    columns = len(job.sources[name].header)
    judge = _judged_activities if name == "activities" else _judged_deals

    def add(rows: pl.DataFrame) -> pl.DataFrame:
        session = _session(job)
        layout = session.inputs[name].layout
        some = as_records(rows, columns).filter(_filled(columns))
        keyed = some.lazy().with_columns(match.key_of_row(layout).alias("k"))
        none, number = pl.lit(None, pl.String), pl.lit(None, pl.Int64)
        if layout.has(_IDS[name]):
            places = (
                range(columns) if name == "deals" else [layout.places[one] for one in sorted(layout.places)]
            )
            judged = keyed.pipe(judge, session, layout).with_columns(_order(places).alias("ord"))
        else:
            judged = keyed.with_columns(copy=none, age=number, type=none, ord=none)
        by_name = pl.col("k").str.starts_with(match.BY_NAME)
        by_id = pl.when(pl.col("k").str.starts_with(match.BY_ID)).then(
            pl.col("k").str.slice(len(match.BY_ID))
        )
        flag = pl.lit(None, pl.Boolean)
        return judged.select(
            pl.lit(name).alias("kind"),
            pl.when(by_name).then(name + pl.col("k")).otherwise("k").alias("k"),
            pl.lit(value=False).alias("named"),
            by_id.alias("dest"),
            none.alias("id"),
            "ord",
            *_carried(columns),
            flag.alias("again"),
            "copy",
            "age",
            "type",
            flag.alias("apart"),
        ).collect()

    return add


def company_keys(job: Job) -> Callable[[pl.DataFrame], pl.DataFrame]:
    """Return what adds to companies the id and the domain by which contacts find them."""
    columns = len(job.sources["companies"].header)

    def add(rows: pl.DataFrame) -> pl.DataFrame:
        layout = _session(job).inputs["companies"].layout
        # NOTE: records that cannot be cut are no companies, whatever is left of them.
        good, none = pl.col(RAW).is_null(), pl.lit(None, pl.String)
        return as_records(rows, columns).select(
            pl.lit("companies").alias("kind"),
            pl.when(good).then(companies.company_id(layout)).alias("one"),
            *_carried(columns),
            _order(range(columns)).alias("ord"),
            *(none.alias(name) for name in ("email", "id", *_SAID, "company_id")),
            pl.when(good).then(companies.company_domain(layout)).alias("domain"),
        )

    return add


def _judged_activities(keyed: pl.LazyFrame, session: Session, layout: Layout) -> pl.LazyFrame:
    judged = keyed.pipe(activity.add_age, layout, session.zone, session.rules.as_of)
    usable = pl.col(RAW).is_null() & pl.col(TYPE).is_not_null() & (pl.col(AGE) >= 0)
    return judged.with_columns(
        pl.when(usable).then(activity.activity_key(layout)).alias("copy"),
        pl.col(AGE).alias("age"),
        pl.col(TYPE).alias("type"),
    )


def _judged_deals(keyed: pl.LazyFrame, session: Session, layout: Layout) -> pl.LazyFrame:
    # NOTE: any contact does here; whether it is one is looked up later.
    somebody = keyed.with_columns(pl.lit(0, pl.Int64).alias(CONTACT))
    rules = session.rules
    judged = deals.add_deal_state(somebody, layout, session.zone, rules.as_of, rules.deal_words)
    usable = pl.col(RAW).is_null() & pl.col(FATE).is_in(["used", "repeated"])
    return judged.with_columns(
        pl.when(usable).then(deals.deal_key(layout)).alias("copy"),
        pl.lit(0, pl.Int64).alias("age"),
        pl.lit("").alias("type"),
    )


def votes_of(job: Job, name: InputName) -> Callable[[pl.DataFrame], pl.DataFrame]:
    """Return what makes of records what they say of how the columns of their input are written."""
    columns = len(job.sources[name].header)

    def votes(rows: pl.DataFrame) -> pl.DataFrame:
        session = _session(job)
        layout, wanted = session.inputs[name].layout, session.columns_read(name)
        good = as_records(rows, columns).filter(pl.col(RAW).is_null()).lazy()
        found = survey_cells(good, wanted, layout) if has_votes(good, wanted, layout) else {}
        told = [
            (place, int(said), one.counts[said], one.examples.get(said))
            for place, one in enumerate(found.values())
            for said in Vote
            if said is not Vote.NOTHING and one.counts[said]
        ]
        kinds = {"place": pl.Int32, "vote": pl.Int32, "number": pl.Int64, "example": pl.String}
        return pl.DataFrame(told, schema=kinds, orient="row")

    return votes
