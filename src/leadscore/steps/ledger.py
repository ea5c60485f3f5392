"""The ledger: how every score of every contact came about, line by line, in whole numbers that add up.

Its lines are made of the very columns that were summed, and are checked as they are made:

```
a rule      before - lost_to_decay - lost_to_cap = points
a group     the points of its rules - lost_to_limit = points
a score     the points of all its rules - lost_to_limit of its groups - its own lost_to_limit = points
            100 * points / full_at, rounded = shown
a combined  the points of its parts + those of its rounding = points, which are what is shown
score       the shown * weight of its parts / the sum of their weights, rounded = shown
```
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import polars as pl
from polars.io.plugins import register_io_source

from leadscore.columns import CONTACT, ID, grouped, points, tenths, total
from leadscore.errors import InputError
from leadscore.rules.activity_rules import CompiledActivityRule
from leadscore.rules.arithmetic import excess, rounded
from leadscore.schema.scores import RuledScore

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from leadscore.rules.compile import CompiledRule, CompiledRules, CompiledScore
    from leadscore.schema.scores import CombinedScore, Rule

__all__ = ["AMOUNTS", "LEDGER", "list_ledger"]

AMOUNTS: Final = ("count", "before", "lost_to_decay", "lost_to_cap", "points", "lost_to_limit", "shown")
"""Int64, null where a line has none: a number of activities, thousandths of points, and for `shown` tenths."""
_SAID: Final = ("score", "kind", "line", "label", "group")
_SAID_SCHEMA: Final = dict.fromkeys(_SAID, pl.String())
LEDGER: Final = {"contact_id": pl.String(), **_SAID_SCHEMA, **dict.fromkeys(AMOUNTS, pl.Int64())}
"""The columns of the ledger."""
_LINES_AT_ONCE: Final = 200_000
"""Enough for every core, and little beside the contacts."""
_CONTACTS_AT_ONCE: Final = 50_000


@dataclass(frozen=True)
class _Line:
    """What one line says of every contact; amounts that are missing are null."""

    score: str
    kind: str
    line: str
    label: str
    group: str | None = None
    amounts: Mapping[str, pl.Expr] = field(default_factory=dict)


def list_ledger(contacts: pl.LazyFrame, rules: CompiledRules) -> pl.LazyFrame:
    """Return the ledger of contacts, which is made and checked slice by slice as it is collected or written.

    Args:
        contacts: Scored contacts, with every column that the steps add.
        rules: The rules.

    Returns:
        One row per contact, score and line, with the columns of `LEDGER`: contacts in their order, scores in file order,
        and of each score its rules, its groups and itself, or its parts, their rounding and itself.

    Raises:
        InputError: When it is collected: a line does not add up, which would be a fault of this program.
    """
    lines = [line for name in rules.model.scores for line in _lines_of(name, rules)]
    read = {name for line in lines for amount in line.amounts.values() for name in amount.meta.root_names()}
    kept = contacts.select(CONTACT, ID, *sorted(read))

    def slices(
        columns: list[str] | None, predicate: pl.Expr | None, most: int | None, _: int | None
    ) -> Iterator[pl.DataFrame]:
        size = max(1, _LINES_AT_ONCE // len(lines))
        for part in _slices(kept, size):
            made = _listed(part, lines)
            _check(made, rules)
            found = made if predicate is None else made.filter(predicate)
            found = found.select(columns or list(LEDGER)).head(found.height if most is None else most)
            yield found
            most = None if most is None else most - found.height

    return register_io_source(slices, schema=LEDGER)


def _slices(contacts: pl.LazyFrame, size: int) -> Iterator[pl.DataFrame]:
    """Yield so many contacts at a time, in their order; without any, none."""
    first = 0
    while (some := contacts.slice(first, _CONTACTS_AT_ONCE).collect()).height:
        yield from some.iter_slices(size)
        first += _CONTACTS_AT_ONCE


def _listed(contacts: pl.DataFrame, lines: Sequence[_Line]) -> pl.DataFrame:
    """Return all lines of some contacts, with `row:contact` of each."""
    said = pl.DataFrame(
        [[getattr(line, name) for name in _SAID] for line in lines], _SAID_SCHEMA, orient="row"
    )
    rows = pl.int_range(contacts.height * len(lines), eager=True)
    contact, line = rows // len(lines), rows % len(lines)
    # NOTE: amounts are stacked line by line and taken contact by contact, which lists in cells would do ten times slower.
    taken = line * contacts.height + contact
    amounts = [_stacked(contacts, lines, name).gather(taken) for name in AMOUNTS]
    whose = contacts.select(pl.col(CONTACT, ID).gather(contact)).rename({ID: "contact_id"})
    return whose.hstack(said.select(pl.all().gather(line))).hstack(amounts)


def _stacked(contacts: pl.DataFrame, lines: Sequence[_Line], amount: str) -> pl.Series:
    """Return one amount of all contacts for the first line, then for the second and so on."""
    none = pl.lit(None, pl.Int64)
    each = {str(place): line.amounts.get(amount, none) for place, line in enumerate(lines)}
    wide = contacts.with_columns(**each).select(each.keys())
    return pl.concat([column.alias(amount) for column in wide.iter_columns()], rechunk=True)


def _lines_of(name: str, rules: CompiledRules) -> Iterator[_Line]:
    model = rules.model.scores[name]
    if not isinstance(model, RuledScore):
        yield from _combined(name, model)
        return
    score = next(score for score in rules.scores if score.name == name)
    for rule, compiled in zip(model.rules, score.rules, strict=True):
        yield _rule(name, rule, compiled)
    yield from _groups(score)
    alone = [pl.col(points(rule.id)) for rule in score.by_group.get(None, ())]
    within = [pl.col(grouped(name, group)) for group in score.by_group if group is not None]
    added = pl.sum_horizontal(*alone, *within)
    amounts = {
        "points": pl.col(total(name)),
        "lost_to_limit": excess(added, model.min, model.full_at),
        "shown": pl.col(tenths(name)),
    }
    yield _Line(name, "score", name, name, None, amounts)


def _rule(score: str, rule: Rule, compiled: CompiledRule) -> _Line:
    given = pl.col(points(rule.id))
    nothing = pl.lit(0, pl.Int64)
    amounts = {"before": given, "lost_to_decay": nothing, "lost_to_cap": nothing, "points": given}
    if isinstance(compiled, CompiledActivityRule):
        before = compiled.counted * compiled.points
        amounts |= {
            "count": compiled.counted,
            "before": before,
            "lost_to_decay": before - compiled.decayed,
            "lost_to_cap": compiled.capped,
        }
    return _Line(score, "rule", rule.id, rule.title, rule.group, amounts)


def _groups(score: CompiledScore) -> Iterator[_Line]:
    for group, members in score.by_group.items():
        if group is not None:
            limits = score.model.groups[group]
            added = pl.sum_horizontal([pl.col(points(rule.id)) for rule in members])
            amounts = {
                "points": pl.col(grouped(score.name, group)),
                "lost_to_limit": excess(added, limits.min, limits.max),
            }
            yield _Line(score.name, "group", group, group, None, amounts)


def _combined(name: str, score: CombinedScore) -> Iterator[_Line]:
    """Yield each part's share, rounded to thousandths, and what rounding adds to their sum."""
    whole = sum(score.combine.values())
    shares = {
        part: rounded(pl.col(tenths(part)) * (100 * weight), whole) for part, weight in score.combine.items()
    }
    for part, share in shares.items():
        yield _Line(name, "part", part, part, None, {"points": share, "shown": pl.col(tenths(part))})
    given = pl.col(tenths(name)) * 100
    rounding = {"points": given - pl.sum_horizontal(shares.values())}
    yield _Line(name, "rounding", "rounding", "rounding", None, rounding)
    yield _Line(name, "score", name, name, None, {"points": given, "shown": pl.col(tenths(name))})


def _check(lines: pl.DataFrame, rules: CompiledRules) -> None:
    """Check that lines add up.

    Raises:
        InputError: They do not.
    """
    found = [_wrong_rules(lines), _wrong_groups(lines)]
    for name, score in rules.model.scores.items():
        own = lines.lazy().filter(pl.col("score") == name).group_by(CONTACT)
        if isinstance(score, RuledScore):
            found.append(own.agg(_is_wrong(score)))
        else:
            found.append(own.agg(_is_wrong_mean(score)))
    wrong = [frame.filter("wrong").select(CONTACT) for frame in found]
    places = pl.concat(pl.collect_all(wrong))
    if not places.is_empty():
        contact = lines.filter(pl.col(CONTACT) == places[CONTACT].min())["contact_id"][0]
        raise InputError(
            f"the ledger of contact {contact} does not add up; nothing was written. Please report this"
        )


def _wrong_rules(lines: pl.DataFrame) -> pl.LazyFrame:
    kept = pl.col("before") - pl.col("lost_to_decay") - pl.col("lost_to_cap")
    return lines.lazy().filter(kind="rule").select(CONTACT, wrong=kept.ne_missing(pl.col("points")))


def _wrong_groups(lines: pl.DataFrame) -> pl.LazyFrame:
    is_group = pl.col("kind") == "group"
    group = pl.when(is_group).then("line").otherwise("group").alias("group")
    kept = pl.col("points").filter(~is_group).sum() - pl.col("lost_to_limit").filter(is_group).sum()
    members = lines.lazy().with_columns(group).filter(pl.col("group").is_not_null())
    wrong = kept.ne_missing(pl.col("points").filter(is_group).first())
    return members.group_by(CONTACT, "score", "group").agg(wrong=wrong).drop("score", "group")


def _of_score(amount: str) -> pl.Expr:
    return pl.col(amount).filter(pl.col("kind") == "score").first()


def _is_wrong(score: RuledScore) -> pl.Expr:
    earned = pl.col("points").filter(pl.col("kind") == "rule").sum()
    added = (earned - pl.col("lost_to_limit").sum()).ne_missing(_of_score("points"))
    shown = rounded(_of_score("points") * 1000, score.full_at)
    return (added | shown.ne_missing(_of_score("shown"))).alias("wrong")


def _is_wrong_mean(score: CombinedScore) -> pl.Expr:
    weight = pl.col("line").replace_strict(score.combine, default=None, return_dtype=pl.Int64)
    weighted = (pl.col("shown") * weight).filter(pl.col("kind") == "part").sum()
    added = pl.col("points").filter(pl.col("kind").is_in(["part", "rounding"])).sum()
    return (
        added.ne_missing(_of_score("points"))
        | _of_score("points").ne_missing(_of_score("shown") * 100)
        | rounded(weighted, sum(score.combine.values())).ne_missing(_of_score("shown"))
    ).alias("wrong")
