"""Activities are summed per contact: how many count for each rule, and with which weight.

`sum_activities` is the hot spot of a run. Its border is narrow: activity rows with an age and a type in, one integer
per contact and rule out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import polars as pl

from leadscore.columns import (
    AGAIN,
    AGE,
    CONTACT,
    COUNTED,
    FATE,
    FATES,
    FILE,
    LINE,
    NEWEST,
    OLDEST,
    count,
    newest,
    own,
    typed,
    weight,
)
from leadscore.rules.activity_rules import TYPE
from leadscore.rules.keys import is_rounded
from leadscore.rules.values import as_day, as_kind, as_text, normalised_all, trimmed
from leadscore.schema.uses import field_uses

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from leadscore.rules.activity_rules import CompiledActivityRule
    from leadscore.rules.compile import CompiledRules
    from leadscore.schema.model import Rules
    from leadscore.tables.layout import Layout

__all__ = [
    "READ_LATER",
    "activity_key",
    "add_age",
    "add_fate",
    "add_missing_sums",
    "age_on",
    "columns_of_sums",
    "drop_unread",
    "find_repeated",
    "find_repeated_rows",
    "sum_activities",
    "sum_once_a_day",
    "types_counted",
]


NOT_DONE: Final = (
    "to do",
    "todo",
    "planned",
    "no",
    "false",
    "0",
    "zu erledigen",
    "geplant",
    "nein",
    "falsch",
)
"""What `done` says of an activity that is only planned."""
READ_LATER: Final = ("contact_id", "email", "contact_name", "company", "type", "occurred_at", "asset", "url")
"""Fields whose cells are read after the values were made of them: keys, what is rejected, what was taken and read."""


def add_age(activities: pl.LazyFrame, layout: Layout, zone: str, as_of: date) -> pl.LazyFrame:
    """Add the normalised type, and the age in whole days on the as-of date; null where a cell is unreadable.

    Args:
        activities: One row per activity.
        layout: Where the activities' fields stand.
        zone: Time zone that gives a time with an offset its day.
        as_of: The day on which ages are counted.
    """
    day = as_day(layout.cell("occurred_at"), zone, layout.missing, layout.format_of("occurred_at"))
    age = age_on(day, layout, as_of)
    return activities.with_columns(
        as_kind("text", layout.cell("type"), zone, layout.missing).alias(TYPE), age.alias(AGE)
    )


def age_on(day: pl.Expr, layout: Layout, as_of: date) -> pl.Expr:
    """Return an activity's age in whole days.

    Args:
        day: Its day.
        layout: Where the activities' fields stand.
        as_of: The day on which ages are counted.

    NOTE: what is planned and not done yet counts as later than the as-of date, whenever it is due.
    """
    age = (pl.lit(as_of) - day).dt.total_days()
    if not layout.has("done"):
        return age
    planned = as_text(layout.cell("done"), layout.missing).is_in(NOT_DONE)
    return pl.when(planned).then(-1).otherwise(age)


def drop_unread(
    activities: pl.LazyFrame, layout: Layout, read: Iterable[str], *, compare: bool
) -> pl.LazyFrame:
    """Drop the own cells that no later step reads.

    Args:
        activities: One row per activity, with its own cells and what was read of them.
        layout: Where the activities' fields stand.
        read: Fields that the rules read; what of them is unreadable is counted later.
        compare: Whether copies of activities are compared, which takes all cells.
    """
    if compare:
        return activities
    kept = {layout.places[field] for field in (*READ_LATER, *read) if layout.has(field)}
    unread = [own(place) for place in range(len(layout.header)) if place not in kept]
    return activities.drop(unread)


def add_fate(activities: pl.LazyFrame, repeated: pl.DataFrame | None) -> pl.LazyFrame:
    """Add `row:fate`: used, later than the as-of date, of no known contact, repeated or rejected.

    Args:
        activities: One row per activity, with type, age and contact.
        repeated: `row:file` and `row:line` of those that `find_repeated` and `find_repeated_rows` found, each once.
    """
    if repeated is None or repeated.is_empty():
        return activities.with_columns(_fate(_again_elsewhere(activities)).alias(FATE))
    marked = repeated.lazy().with_columns(again=pl.lit(value=True))
    joined = activities.join(marked, on=[FILE, LINE], how="left", validate="m:m", maintain_order="none")
    repeats = pl.col("again").fill_null(value=False) | _again_elsewhere(joined)
    return joined.with_columns(_fate(repeats).alias(FATE)).drop("again")


def _again_elsewhere(activities: pl.LazyFrame) -> pl.Expr:
    """Return whether somebody who has seen all activities says that another one counts instead."""
    return pl.col(AGAIN) if AGAIN in activities.collect_schema().names() else pl.lit(value=False)


def _fate(repeated: pl.Expr) -> pl.Expr:
    return (
        pl.when(pl.col(TYPE).is_null() | pl.col(AGE).is_null())
        .then(pl.lit("rejected"))
        .when(pl.col(AGE) < 0)
        .then(pl.lit("later"))
        .when(pl.col(CONTACT).is_null())
        .then(pl.lit("unknown_contact"))
        .when(repeated)
        .then(pl.lit("repeated"))
        .otherwise(pl.lit("used"))
    )


def find_repeated(activities: pl.LazyFrame, layout: Layout) -> pl.LazyFrame:
    """Find the activities whose id another one has, all but one of each id.

    The one that stays is the first by day, type and cells, so that the order of rows does not matter.

    Args:
        activities: One row per activity with its fate, before repetition is known.
        layout: Where the activities' fields stand; it has `activity_id`.

    Returns:
        `row:file` and `row:line` of the others.
    """
    keyed = activities.filter(pl.col(FATE) == "used").with_columns(activity_key(layout).alias("key"))
    copies = _copies(keyed.drop_nulls("key"))
    cells = [layout.cell(field) for field in sorted(layout.places)]
    ordered = copies.sort(
        "key", pl.col(AGE), TYPE, *cells, FILE, LINE, descending=[False, True, *[False] * (len(cells) + 3)]
    )
    return ordered.filter(~pl.col("key").is_first_distinct()).select(FILE, LINE)


def find_repeated_rows(activities: pl.LazyFrame, layout: Layout) -> pl.LazyFrame:
    """Find the activities without an id that repeat another one in all their cells, all but one of each.

    Args:
        activities: One row per activity with all its cells and its fate, before repetition is known.
        layout: Where the activities' fields stand.

    Returns:
        `row:file` and `row:line` of the others.
    """
    cells = [pl.col(own(place)).fill_null("") for place in range(len(layout.header))]
    nameless = activities.filter(pl.col(FATE) == "used", ~_has_id(layout))
    copies = _copies(nameless.with_columns(pl.struct(cells).hash().alias("key"))).sort(FILE, LINE)
    return copies.filter(~pl.struct(cells).is_first_distinct()).select(FILE, LINE)


def _copies(keyed: pl.LazyFrame) -> pl.LazyFrame:
    """Return the rows whose `key` another row has too."""
    twice = keyed.group_by("key").agg(pl.len()).filter(pl.col("len") > 1).select("key")
    return keyed.join(twice, on="key", how="semi", maintain_order="none")


def activity_key(layout: Layout) -> pl.Expr:
    """Return what says that two activities are one; null without an id."""
    return pl.when(_has_id(layout)).then(trimmed(layout.cell("activity_id")))


def _has_id(layout: Layout) -> pl.Expr:
    """Return whether an activity has an id; one that a spreadsheet has rounded is none."""
    cell = layout.cell("activity_id")
    return as_text(cell, layout.missing).is_not_null() & ~is_rounded(cell).fill_null(value=False)


def types_counted(rules: Rules) -> dict[str, str]:
    """Return the fields `activities.<type>` that the rules read, each with its normalised type."""
    names = {
        use.field for use in field_uses(rules) if use.field.startswith("activities.") and not use.of_activity
    }
    ordered = sorted(names)
    return dict(zip(ordered, normalised_all(name.partition(".")[2] for name in ordered), strict=True))


def sum_activities(activities: pl.LazyFrame, rules: CompiledRules) -> pl.LazyFrame:
    """Sum what counts for each rule, per contact.

    Args:
        activities: One row per activity, with `row:contact`, `row:age`, its type, its fate and the columns of `where`.
        rules: The rules.

    Returns:
        One row per contact, and one with a null contact for the rows of nobody: `activity:newest`, `activity:oldest`,
        `activity:counted`, the number of rows of each fate, `count:<rule>` for each activity rule that is not `per_day`, `weight:<rule>` where each
        activity counts, `newest:<rule>` where only the newest does and for rules about silence, and `activities.<type>`.
    """
    used = pl.col(FATE) == "used"
    each = [rule for rule in rules.activity_rules if rule.mode != "per_day"]
    flags = {count(rule.id): used & rule.counts for rule in each}
    flags |= {count(rule.id): used & rule.counts for rule in rules.quiet_rules}
    marked = activities.with_columns(**flags)
    weights = {
        weight(rule.id): pl.when(count(rule.id)).then(rule.weight_of(pl.col(AGE)))
        for rule in each
        if rule.mode == "each"
    }
    marked = marked.with_columns(**weights)
    ages = sorted({rule.id for rule in each if rule.mode == "once"} | {rule.id for rule in rules.quiet_rules})
    return marked.group_by(CONTACT).agg(
        pl.col(AGE).filter(used).min().alias(NEWEST),
        pl.col(AGE).filter(used).max().alias(OLDEST),
        used.sum().cast(pl.Int64).alias(COUNTED),
        *[(pl.col(FATE) == fate).sum().cast(pl.Int64).alias(fate) for fate in FATES],
        *[pl.col(count(rule.id)).sum().cast(pl.Int64) for rule in each],
        *[pl.col(name).sum() for name in weights],
        *[pl.col(AGE).filter(pl.col(count(rule))).min().alias(newest(rule)) for rule in ages],
        *[
            (used & (pl.col(TYPE) == type_)).sum().cast(pl.Float64).alias(typed("number", field))
            for field, type_ in types_counted(rules.model).items()
        ],
    )


def sum_once_a_day(activities: pl.LazyFrame, rules: Sequence[CompiledActivityRule]) -> pl.LazyFrame:
    """Sum what counts for the rules that count one activity a day, per contact.

    Args:
        activities: As for `sum_activities`.
        rules: The rules with `count: per_day`.

    Returns:
        One row per contact with such an activity: `count:<rule>` and `weight:<rule>`.
    """
    used = pl.col(FATE) == "used"
    flags = {count(rule.id): rule.counts for rule in rules}
    marked = activities.filter(used).select(CONTACT, AGE, **flags).filter(pl.any_horizontal(list(flags)))
    days = marked.group_by(CONTACT, AGE).agg(pl.col(name).any() for name in flags)
    weights = {weight(rule.id): pl.when(count(rule.id)).then(rule.weight_of(pl.col(AGE))) for rule in rules}
    weighted = days.with_columns(**weights)
    return weighted.group_by(CONTACT).agg(
        *[pl.col(name).sum().cast(pl.Int64) for name in flags], *[pl.col(name).sum() for name in weights]
    )


def add_missing_sums(contacts: pl.LazyFrame, rules: CompiledRules) -> pl.LazyFrame:
    """Complete each contact's sums: 0 where it has no activity, also where none were given at all.

    Args:
        contacts: One row per contact, joined to what `sum_activities` and `sum_once_a_day` return if there are activities.
        rules: The rules.

    Returns:
        The same rows, plus `last_activity_days`, `activities.<type>`, `count:<rule>` and `weight:<rule>` in millionths for
        each activity rule, and `newest:<rule>` for each rule about silence.
    """
    there = set(contacts.collect_schema().names())
    absent = [
        pl.lit(None, kind).alias(name) for name, kind in columns_of_sums(rules).items() if name not in there
    ]
    counting = [name(rule.id) for rule in rules.activity_rules for name in (count, weight)]
    types = [typed("number", field) for field in types_counted(rules.model)]
    once = [_newest_only(rule) for rule in rules.activity_rules if rule.mode == "once"]
    return (
        contacts.with_columns(absent)
        .with_columns(once)
        .with_columns(
            pl.col(counting).fill_null(0),
            pl.col(types).fill_null(0.0),
            pl.col(COUNTED).fill_null(0),
            pl.col(NEWEST).cast(pl.Float64).alias(typed("number", "last_activity_days")),
        )
    )


def _newest_only(rule: CompiledActivityRule) -> pl.Expr:
    return rule.weight_of(pl.col(newest(rule.id))).alias(weight(rule.id))


def columns_of_sums(rules: CompiledRules) -> dict[str, pl.DataType]:
    """Return the columns that sums give contacts, with what they hold."""
    integer = [NEWEST, OLDEST, COUNTED, *(newest(rule.id) for rule in rules.quiet_rules)]
    for rule in rules.activity_rules:
        integer += [count(rule.id), newest(rule.id) if rule.mode == "once" else weight(rule.id)]
    numbers = [typed("number", field) for field in types_counted(rules.model)]
    return dict.fromkeys(integer, pl.Int64()) | dict.fromkeys(numbers, pl.Float64())
