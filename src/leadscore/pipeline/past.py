"""What the runs before this one left, and what this one leaves for the next."""

from __future__ import annotations

from dataclasses import dataclass, field
from hashlib import sha256
from typing import TYPE_CHECKING, Any, Final

import polars as pl

from leadscore.columns import (
    DISQUALIFIED_STAGE,
    KEY,
    LEAD_STAGE,
    MOVED_BY,
    ONLY_STAGE,
    WAS_FURTHEST,
    WAS_RECYCLED_BY,
    WAS_RECYCLED_ON,
    WAS_SINCE,
    WAS_STAGE,
    tenths,
    typed,
)
from leadscore.rules.arithmetic import quotient
from leadscore.rules.stages import MEMORY
from leadscore.steps.handover import HANDOFFS
from leadscore.steps.memory import REMEMBERED, remember

if TYPE_CHECKING:
    from collections.abc import Mapping

    from leadscore.pipeline.inputs import Session
    from leadscore.schema.load import RulesFile

__all__ = ["STATE", "TRANSITIONS", "Leaves", "Past", "leave"]

_NAMES: Final = {
    KEY: "contact_id",
    WAS_STAGE: "stage",
    WAS_SINCE: "since",
    WAS_FURTHEST: "furthest",
    WAS_RECYCLED_BY: "recycled_by",
    WAS_RECYCLED_ON: "recycled_on",
}
"""Under which names a history keeps what is remembered."""
STATE: Final = {
    "contact_id": pl.String(),
    **{_NAMES[name]: kind for name, kind in MEMORY.items()},
    "seen": pl.Date(),
}
"""The columns of the state of contacts, before one for each score: one row per contact that ever was in an export.

`contact_id` is the id as ids compare, `seen` the as-of date of the last export that had the contact.
"""
TRANSITIONS: Final = {
    "contact_id": pl.String(),
    "as_of": pl.Date(),
    "from": pl.String(),
    "to": pl.String(),
    "reason": pl.String(),
    "detail": pl.String(),
    "rules": pl.String(),
}
"""The columns of the transitions: one row per contact and run that changed its stage.

`from` is null for a contact that is new, `to` for one that is in no stage any more. `reason` is what put it there: `enter`,
`fell`, `stay`, `min_days`, `forward_only`, `crm_stage`, `recycle:<id>` or `disqualify:<id>`; `detail` is what the CRM says
of the reason, and `rules` the hash of the rules and lists.
"""


@dataclass(frozen=True)
class Past:
    """What the runs before this one left.

    Attributes:
        state: The state of contacts, with the columns of `STATE` and some scores; without rows before the first run.
        handoffs: The hand-offs, with the columns of `HANDOFFS`.
        counts: The counts of the last run; None before the first.
    """

    state: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=STATE))
    handoffs: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=HANDOFFS))
    counts: Mapping[str, Any] | None = None

    @property
    def memory(self) -> pl.DataFrame:
        """What stages need of it."""
        return self.state.select(pl.col(kept).alias(name) for name, kept in _NAMES.items())


@dataclass(frozen=True)
class Leaves:
    """What a run leaves for the next one.

    Attributes:
        tables: The tables of the history, by their names there.
        counts: Counts of the run, as JSON knows them.
    """

    tables: Mapping[str, pl.DataFrame]
    counts: Mapping[str, Any]


def leave(session: Session, scored: pl.LazyFrame, handoffs: pl.DataFrame | None) -> Leaves | None:
    """Return what a run leaves for the next one; None for a run without a history.

    Args:
        session: The run.
        scored: Its scored contacts, with every column that the steps add.
        handoffs: All hand-offs after it.
    """
    past = session.settings.past
    if past is None or handoffs is None:
        return None
    contacts = scored.select(_read(session)).collect(engine="streaming")
    transitions = _transitions(session, contacts)
    tables = {"state": _state(session, contacts, past), "transitions": transitions, "handoffs": handoffs}
    return Leaves(tables, _counts(session, contacts, transitions))


def _read(session: Session) -> list[str]:
    """Return the columns of scored contacts that are looked at."""
    model = session.rules.model
    reasons = [typed("text", way.reason) for way in model.recycle or () if way.reason is not None]
    scores = [tenths(name) for name in model.scores]
    return list(dict.fromkeys([*REMEMBERED, MOVED_BY, WAS_STAGE, *scores, *reasons]))


def _counts(session: Session, contacts: pl.DataFrame, transitions: pl.DataFrame) -> dict[str, Any]:
    """Return how many contacts are in each stage, and how many entered it in this run."""
    names = [stage.name for stage in session.rules.model.stages] or [ONLY_STAGE]
    names.append(DISQUALIFIED_STAGE)
    inside, entered = (
        dict(frame.group_by(column).len().drop_nulls().iter_rows())
        for frame, column in ((contacts, LEAD_STAGE), (transitions, "to"))
    )
    stages = [
        {"stage": name, "count": inside.get(name, 0), "entered": entered.get(name, 0)} for name in names
    ]
    return {
        "as_of": session.rules.as_of.isoformat(),
        "rules": hash_of(session.file),
        "contacts": contacts.height,
        "moved": transitions.filter(pl.col("from").is_not_null()).height,
        "stages": stages,
    }


def _state(session: Session, contacts: pl.DataFrame, past: Past) -> pl.DataFrame:
    """Return the state of every contact after a run: those that are not in its export keep theirs.

    Args:
        session: The run.
        contacts: Its scored contacts, with every column that the steps add.
        past: What the runs before it left.

    Returns:
        The columns of `STATE`, and `score_<name>` for each score, in the order of the ids.
    """
    scores = [
        quotient(pl.col(tenths(name)), 10).alias(f"score_{name}") for name in session.rules.model.scores
    ]
    own = contacts.select(KEY, *scores)
    kept = remember(contacts).rename(_NAMES).with_columns(pl.lit(session.rules.as_of).alias("seen"))
    now = kept.hstack(own.drop(KEY))
    absent = past.state.join(now, on="contact_id", how="anti", maintain_order="left")
    known = [name for name in now.columns if name in absent.columns]
    return pl.concat([now, absent.select(known)], how="diagonal").sort("contact_id")


def _transitions(session: Session, contacts: pl.DataFrame) -> pl.DataFrame:
    """Return the contacts whose stage is another one than before, with the columns of `TRANSITIONS`.

    Args:
        session: The run.
        contacts: Its scored contacts, with every column that the steps add.
    """
    moved = contacts.filter(pl.col(LEAD_STAGE).ne_missing(pl.col(WAS_STAGE)))
    names = [stage.name for stage in session.rules.model.stages]
    was, now = (
        pl.col(name).replace_strict(names, list(range(len(names))), default=None, return_dtype=pl.Int64)
        for name in (WAS_STAGE, LEAD_STAGE)
    )
    fell = (pl.col(MOVED_BY).is_in(["enter", "stay", "none"])) & (now.fill_null(-1) < was)
    return moved.select(
        pl.col(KEY).alias("contact_id"),
        pl.lit(session.rules.as_of).alias("as_of"),
        pl.col(WAS_STAGE).alias("from"),
        pl.col(LEAD_STAGE).alias("to"),
        pl.when(fell).then(pl.lit("fell")).otherwise(MOVED_BY).alias("reason"),
        _detail(session).alias("detail"),
        pl.lit(hash_of(session.file)).alias("rules"),
    ).sort("contact_id")


def _detail(session: Session) -> pl.Expr:
    """Return what the CRM says of the reason for which a contact was sent back."""
    found: pl.Expr = pl.lit(None, pl.String)
    for way in session.rules.model.recycle or ():
        if way.reason is not None:
            sent = pl.col(MOVED_BY) == f"recycle:{way.id}"
            found = pl.when(sent).then(typed("text", way.reason)).otherwise(found)
    return found


def hash_of(file: RulesFile) -> str:
    """Return the hash of the rules and of the lists that they name, in hexadecimal digits."""
    parts = [file.sha256, *(f"{name}:{file.lists[name].sha256}" for name in sorted(file.lists))]
    return sha256("\n".join(parts).encode()).hexdigest()
