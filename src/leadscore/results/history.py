"""What a history tells, as plain values between the layers. Renderers see nothing else."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

__all__ = ["Flap", "HistoryReport", "LeadPath", "NightCounts", "PathHandoff", "PathStep", "StageHistory"]


@dataclass(frozen=True)
class NightCounts:
    """One run.

    Attributes:
        as_of: Its as-of date.
        contacts: Contacts that were scored.
        moved: Known contacts whose stage changed.
        stages: How many contacts each stage had, in the order of `HistoryReport.stages`; None where it did not exist.
    """

    as_of: date
    contacts: int
    moved: int
    stages: tuple[int | None, ...]


@dataclass(frozen=True)
class StageHistory:
    """One stage over the runs that are shown.

    Attributes:
        stage: Its name.
        entered: How often a contact entered it.
        went_on: How many of the contacts that entered it entered a later stage afterwards.
        converted: Those in per cent of the contacts that entered it; None of nothing.
        median_days: The median of the days that contacts stayed in it, of those that have left it; None of nothing.
    """

    stage: str
    entered: int
    went_on: int
    converted: float | None
    median_days: float | None


@dataclass(frozen=True)
class Flap:
    """A contact that changed its stage more than twice in 30 days.

    Attributes:
        contact_id: Its id.
        changes: How often it did in the 30 days with the most changes.
        stages: The stages that it went through, in order.
    """

    contact_id: str
    changes: int
    stages: tuple[str, ...]


@dataclass(frozen=True)
class HistoryReport:
    """The funnel over the last runs.

    Attributes:
        runs: How many runs the history has.
        stages: Names of the stages, in the order of the last run.
        nights: The last runs, oldest first.
        funnel: Each stage over those runs.
        flapping: How many contacts change their stage to and fro.
        flaps: The first of them, most changes first.
    """

    runs: int
    stages: tuple[str, ...]
    nights: tuple[NightCounts, ...]
    funnel: tuple[StageHistory, ...]
    flapping: int
    flaps: tuple[Flap, ...]


@dataclass(frozen=True)
class PathStep:
    """One change of a contact's stage.

    Attributes:
        as_of: The as-of date of the run.
        stage: The stage that it entered; empty for none.
        days: How long it stayed there, until it left or until the last run.
        reason: What put it there.
        detail: What the CRM says of the reason; mostly empty.
    """

    as_of: date
    stage: str
    days: int
    reason: str
    detail: str


@dataclass(frozen=True)
class PathHandoff:
    """One hand-off of a contact.

    Attributes:
        list: The list that it was on.
        since: The as-of date of the run that handed it over.
        on: Whether it was still on the list in its last export.
        owner: Who had it last; empty for nobody.
        answer: `accepted`, `rejected`, `silence`, or empty for none.
        answered_on: The as-of date of the run that saw the answer.
        reason: Why it was rejected; empty where none is known.
    """

    list: str
    since: date
    on: bool
    owner: str
    answer: str
    answered_on: date | None
    reason: str


@dataclass(frozen=True)
class LeadPath:
    """The way of one contact.

    Attributes:
        asked: The id that was asked for.
        contact_id: Its id as ids compare; empty if the history does not know it.
        seen: The as-of date of the last run whose export had it.
        last: The as-of date of the last run.
        steps: Its changes, oldest first.
        handoffs: When it was handed over, oldest first.
    """

    asked: str
    contact_id: str
    seen: date | None
    last: date | None
    steps: tuple[PathStep, ...]
    handoffs: tuple[PathHandoff, ...] = ()
