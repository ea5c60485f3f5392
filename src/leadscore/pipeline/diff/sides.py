"""One side of a comparison: what one rules file makes of every lead, and both sides beside each other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import polars as pl

from leadscore.columns import (
    FILE,
    ID,
    LEAD_DISQUALIFIED_BY,
    LEAD_GRADE,
    LEAD_LIGHT,
    LEAD_PERSONA,
    LEAD_STAGE,
    LINE,
    points,
    tenths,
)
from leadscore.pipeline.diff.segments import add_segments, segment
from leadscore.rules.lists import compile_lists

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from leadscore.pipeline.scored import Scored
    from leadscore.schema.load import RulesFile
    from leadscore.schema.model import Rules

__all__ = [
    "BOTH",
    "CHANGE",
    "CHANGED",
    "FACTS",
    "FIRST",
    "LAST",
    "LISTS",
    "MAIN",
    "MOVED",
    "STAGE",
    "Side",
    "join_sides",
    "new",
    "old",
    "other_scores",
    "take_side",
]

STAGE: Final = LEAD_STAGE
"""A lead's stage; an empty text for none."""
MAIN: Final = "main"
"""The lead score in tenths."""
LISTS: Final = "lists"
"""The names of the hand-off lists that a lead is on, in alphabetical order, joined by `; `."""
FACTS: Final = (LEAD_GRADE, LEAD_LIGHT, LEAD_PERSONA, LEAD_DISQUALIFIED_BY)
"""What else rules make of a lead, where they make it."""
FIRST, LAST = "first_name", "last_name"
"""The name; one that is in one piece stands in the place of the last name."""
_THERE: Final = "there"

BOTH: Final = "is:both"
"""Boolean: both sides have the lead."""
MOVED: Final = "is:moved"
"""Boolean: its stage changes, or only one side has it."""
CHANGED: Final = "is:changed"
"""Boolean: anything about it changes, or only one side has it."""
CHANGE: Final = "change"
"""By how many tenths the lead score changes; null where only one side has the lead."""


def old(name: str) -> str:
    """Return the name of a column of the old side."""
    return f"old:{name}"


def new(name: str) -> str:
    """Return the name of a column of the new side."""
    return f"new:{name}"


@dataclass(frozen=True)
class Side:
    """What one rules file makes of every lead.

    Attributes:
        file: The rules.
        contacts: One row per accepted contact: `row:file`, `row:line`, `row:id`, the name, the columns named in this
            module, `tenths:<score>`, `list:<list>`, `points:<rule>` and `segment:<field>`.
        lists: The names of its hand-off lists, in file order.
        strangers: How many activities there are, where not one of them finds a contact; else 0.
        rejected: How many contacts were not accepted.
    """

    file: RulesFile
    contacts: pl.DataFrame
    lists: tuple[str, ...]
    strangers: int
    rejected: int

    @property
    def rules(self) -> Rules:
        """What the rules say."""
        return self.file.rules

    @property
    def facts(self) -> tuple[str, ...]:
        """Those of `FACTS` that the rules make."""
        return _made(self.rules)


def _made(rules: Rules) -> tuple[str, ...]:
    made = {
        LEAD_GRADE: rules.grade is not None,
        LEAD_LIGHT: rules.lights is not None,
        LEAD_PERSONA: bool(rules.personas),
        LEAD_DISQUALIFIED_BY: bool(rules.disqualify),
    }
    return tuple(name for name in FACTS if made[name])


def take_side(scored: Scored, fields: Sequence[str]) -> Side:
    """Keep what is compared of scored contacts.

    Args:
        scored: The contacts, and how they were scored.
        fields: Fields whose values make segments.
    """
    session, rules = scored.session, scored.session.rules
    lists = compile_lists(rules)
    on = [pl.when(one.on).then(pl.lit(one.name)) for one in sorted(lists, key=lambda one: one.name)]
    layout = session.layout
    whole = pl.when(layout.shown(FIRST).is_null() & layout.shown(LAST).is_null()).then(
        layout.shown("full_name")
    )
    kept = add_segments(scored.contacts, fields, session).select(
        FILE,
        LINE,
        ID,
        layout.shown(FIRST).alias(FIRST),
        pl.coalesce(layout.shown(LAST), whole).alias(LAST),
        pl.col(LEAD_STAGE).fill_null("").alias(STAGE),
        pl.col(tenths(rules.model.main_score)).alias(MAIN),
        *(_fact(name, _made(rules.model)) for name in FACTS),
        *(pl.col(tenths(name)) for name in rules.model.scores),
        *(one.on.alias(f"list:{one.name}") for one in lists),
        (pl.concat_str(on, separator="; ", ignore_nulls=True) if on else pl.lit("")).alias(LISTS),
        *(pl.col(points(rule.id)) for rule in rules.rules),
        *(segment(field) for field in fields),
    )
    parts = scored.parts
    rejected = parts["contacts"].fates["rejected"] + session.inputs["contacts"].table.malformed.height
    return Side(session.file, kept, tuple(one.name for one in lists), parts["activities"].strangers, rejected)


def _fact(name: str, made: Collection[str]) -> pl.Expr:
    """Return what rules make of leads, empty where they do not."""
    return pl.col(name).fill_null("") if name in made else pl.lit("").alias(name)


def other_scores(one: Side, other: Side) -> tuple[str, ...]:
    """Return the scores of both sides but the lead score, in file order."""
    mains = {one.rules.main_score, other.rules.main_score}
    names = dict.fromkeys([*one.rules.scores, *other.rules.scores])
    return tuple(name for name in names if len(mains) > 1 or name not in mains)


def join_sides(one: Side, other: Side) -> pl.DataFrame:
    """Put both sides beside each other.

    Args:
        one: The old side.
        other: The new side.

    Returns:
        One row per lead that any side has, in input order: `row:file`, `row:line`, `row:id`, the name, the columns of
        each side under names of `old` and `new`, null where it does not have the lead, and those named in this module.
    """
    sides = [
        side.contacts.select(
            FILE, LINE, *(pl.col(name).alias(own(name)) for name in side.contacts.columns[2:])
        ).with_columns(pl.lit(value=True).alias(own(_THERE)))
        for side, own in ((one, old), (other, new))
    ]
    joined = sides[0].join(
        sides[1], on=[FILE, LINE], how="full", coalesce=True, validate="1:1", maintain_order="none"
    )
    both = pl.col(old(_THERE)).fill_null(value=False) & pl.col(new(_THERE)).fill_null(value=False)
    named = [pl.coalesce(new(name), old(name)).alias(name) for name in (ID, FIRST, LAST)]
    marked = joined.sort(FILE, LINE).with_columns(
        *named, both.alias(BOTH), (pl.col(new(MAIN)) - pl.col(old(MAIN))).alias(CHANGE)
    )
    return marked.with_columns(
        _differ([STAGE]).alias(MOVED), _differ(_compared(one, other)).alias(CHANGED)
    ).drop(own(name) for own in (old, new) for name in (ID, FIRST, LAST, _THERE))


def _compared(one: Side, other: Side) -> list[str]:
    """Return the columns in which leads may change: those that both sides make, and the lists."""
    facts = [name for name in FACTS if name in one.facts and name in other.facts]
    scores = [tenths(name) for name in other_scores(one, other) if _is_in_both(name, one, other)]
    return [STAGE, MAIN, LISTS, *facts, *scores]


def _is_in_both(score: str, one: Side, other: Side) -> bool:
    return score in one.rules.scores and score in other.rules.scores


def _differ(names: Iterable[str]) -> pl.Expr:
    return pl.any_horizontal(
        ~pl.col(BOTH), *(pl.col(old(name)).ne_missing(pl.col(new(name))) for name in names)
    )
