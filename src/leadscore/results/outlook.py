"""What would move a lead up, and how long its stage holds, as plain values between the layers."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from datetime import date

    from leadscore.results.conditions import TestedPart

__all__ = ["Cell", "Change", "Effect", "Goal", "Hold", "Obstacle", "Outlook", "Step"]

Obstacle = Literal["", "never", "nothing_to_change", "none_found"]


@dataclass(frozen=True)
class Cell:
    """A cell of a row that is added."""

    field: str
    value: str


@dataclass(frozen=True)
class Change:
    """One thing that would be different.

    Attributes:
        kind: A field of the `contact` or of its `company` that is filled in or changed; an `activity` or a `deal` that
            is added, today; a `referral`, which is another contact that names this one.
        name: The field, the type of activity, or what the deal is: open, won or lost.
        value: What the cell of the field then says.
        said: What it says in words, where several values would do.
        before: What the cell says now; empty where nothing is known.
        count: How many rows are added; 1 for a field.
        cells: What else stands in each row that is added.
        corrects: Whether something that is known of the lead would have to be otherwise.
    """

    kind: Literal["contact", "company", "activity", "deal", "referral"]
    name: str
    value: str = ""
    said: str = ""
    before: str = ""
    count: int = 1
    cells: tuple[Cell, ...] = ()
    corrects: bool = False

    @property
    def is_repeatable(self) -> bool:
        """Whether it is a row, of which there may be several."""
        return self.kind in {"activity", "deal", "referral"}


@dataclass(frozen=True)
class Effect:
    """How the points of one rule change.

    Attributes:
        rule: Its id.
        title: Its label.
        before: Its points now.
        after: Its points then.
    """

    rule: str
    title: str
    before: Decimal
    after: Decimal

    @property
    def points(self) -> Decimal:
        """What is added; below 0 where something is lost."""
        return self.after - self.before


@dataclass(frozen=True)
class Step:
    """What would be enough to move the lead up.

    Attributes:
        changes: All of them are needed.
        stage: The stage in which the lead would be; it may lie above the next one.
        title: The label of that stage.
        effects: The rules whose points change, in file order.
    """

    changes: tuple[Change, ...]
    stage: str
    title: str
    effects: tuple[Effect, ...] = ()

    @property
    def size(self) -> int:
        """How many changes it takes: each field and each row is one."""
        return sum(change.count for change in self.changes)

    @property
    def points(self) -> Decimal:
        """The points that all rules together give more."""
        return sum((effect.points for effect in self.effects), Decimal(0))

    @property
    def corrects(self) -> bool:
        """Whether something that is known of the lead would have to be otherwise."""
        return any(change.corrects for change in self.changes)


@dataclass(frozen=True)
class Goal:
    """A stage above the present one, and the ways to it.

    Attributes:
        stage: Its name; empty for a disqualified lead, whose stage is whatever it then has.
        title: Its label.
        missing: The parts of its condition that are not true.
        held_back: What is true of `unless`, so that it holds back; of a disqualified lead, what disqualifies it.
        steps: The cheapest steps: fewest changes, then fewest points, then file order. Those that correct what is
            known of the lead come last.
        obstacle: Why there are none: its condition is `never` true of anybody; there is `nothing_to_change` that rules
            read; or `none_found` among what was tried.
        reason: Why it is never true.
    """

    stage: str
    title: str
    missing: tuple[TestedPart, ...] = ()
    held_back: tuple[TestedPart, ...] = ()
    steps: tuple[Step, ...] = ()
    obstacle: Obstacle = ""
    reason: str = ""


@dataclass(frozen=True)
class Hold:
    """How long the stage holds if nothing happens.

    Attributes:
        until: The first day on which the lead is in another stage; None if it stays.
        stage: The stage in which it then is; empty for none.
        title: The label of that stage.
        rises: Whether that is a stage above the present one.
        effects: The rules whose points are then different, the largest change first.
        looked_until: The last day that was looked at, where nothing says that it stays beyond it; else None.
        disqualified_by: The reason of what then takes it out, or is then over; empty where that is not why.
    """

    until: date | None = None
    stage: str = ""
    title: str = ""
    rises: bool = False
    effects: tuple[Effect, ...] = ()
    looked_until: date | None = None
    disqualified_by: str = ""


@dataclass(frozen=True)
class Outlook:
    """What may become of a lead.

    Attributes:
        as_of: The day on which ages are counted.
        stage: The present stage; empty for none, `disqualified` for who is.
        title: The label of that stage.
        goals: The next stage; a further one where the next takes no more than what people enter by hand. Empty in the
            last stage.
        hold: How long the present stage holds.
    """

    as_of: date
    stage: str
    title: str
    goals: tuple[Goal, ...]
    hold: Hold
