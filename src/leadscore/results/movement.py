"""How leads move if the rules change, as plain values between the layers. Renderers see nothing else."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

__all__ = [
    "Crossing",
    "Effect",
    "ListChange",
    "MovedLead",
    "Movement",
    "MovingStage",
    "Segment",
    "Segmentation",
    "Shift",
    "Turn",
]


@dataclass(frozen=True)
class MovingStage:
    """One stage of either file, and who is in it.

    Attributes:
        name: Its name; empty for who is in no stage.
        title: Its label.
        old: Leads that are in it under the old rules; None where these do not have it.
        new: Leads that are in it under the new rules; None where these do not have it.
    """

    name: str
    title: str
    old: int | None
    new: int | None


@dataclass(frozen=True)
class MovedLead:
    """One lead that moved. Texts are as in the export; a stage is empty for none.

    Attributes:
        contact_id: Its id.
        name: Its name; empty where the export has none.
        stage_old: The title of its stage under the old rules.
        stage_new: The title of its stage under the new rules.
        score_old: Its lead score under the old rules, as it is shown.
        score_new: Its lead score under the new rules, as it is shown.
        because: What made the difference, with `; ` between the phrases.
    """

    contact_id: str
    name: str
    stage_old: str
    stage_new: str
    score_old: str
    score_new: str
    because: str


@dataclass(frozen=True)
class Effect:
    """What one cause did to some leads.

    Attributes:
        rule: The rule's id; empty for a cause that is no rule.
        label: How people call it.
        leads: How many of the leads it concerns.
        total: What it added to their lead scores, all together; None for a cause that adds nothing itself.
    """

    rule: str
    label: str
    leads: int
    total: float | None


@dataclass(frozen=True)
class Crossing:
    """Leads that crossed the border of a stage in one direction.

    Attributes:
        count: How many there are.
        top: The first of them, by score.
        effects: What made the difference, most first.
    """

    count: int = 0
    top: tuple[MovedLead, ...] = ()
    effects: tuple[Effect, ...] = ()


@dataclass(frozen=True)
class Turn:
    """Who becomes one thing and who stops being it: whoever is in this stage or a later one is.

    Attributes:
        stage: The name of the stage.
        title: Its label.
        old: How many are it under the old rules; None where these do not have the stage.
        new: How many are it under the new rules; None where these do not have the stage.
        became: Those that are it only under the new rules; nobody where one of both does not have the stage.
        stopped: Those that are it only under the old rules; nobody where one of both does not have the stage.
    """

    stage: str
    title: str
    old: int | None
    new: int | None
    became: Crossing = Crossing()
    stopped: Crossing = Crossing()


@dataclass(frozen=True)
class ListChange:
    """One hand-off list of either file.

    Attributes:
        name: Its name.
        old: Leads on it under the old rules; None where these do not have it.
        new: Leads on it under the new rules; None where these do not have it.
        on: Leads that are on it only under the new rules.
        off: Leads that are on it only under the old rules.
    """

    name: str
    old: int | None
    new: int | None
    on: int
    off: int


@dataclass(frozen=True)
class Shift:
    """How the lead scores of some leads change; figures are points of the score, None of nobody.

    Attributes:
        leads: How many leads there are.
        moved: How many of them change their stage.
        up: How many scores rise.
        down: How many fall.
        same: How many stay.
        old: The mean under the old rules.
        new: The mean under the new rules.
        mean: The mean of the changes.
        lower: A quarter of the changes are at most this.
        median: Half of them are.
        upper: Three quarters are.
    """

    leads: int
    moved: int
    up: int
    down: int
    same: int
    old: float | None
    new: float | None
    mean: float | None
    lower: float | None
    median: float | None
    upper: float | None


@dataclass(frozen=True)
class Segment:
    """Leads with the same value of a field."""

    value: str
    shift: Shift


@dataclass(frozen=True)
class Segmentation:
    """How the scores of segments change.

    Attributes:
        field: The field whose values they are.
        segments: The largest ones, then what has no value, then the rest together.
        rest: How many values the rest has; 0 where there is none.
    """

    field: str
    segments: tuple[Segment, ...]
    rest: int


@dataclass(frozen=True)
class Movement:
    """What changes if one rules file takes the place of another.

    Attributes:
        old: The old rules, as the user gave them.
        new: The new rules, as the user gave them.
        as_of: The day on which ages are counted.
        compared: Leads that both score.
        only_old: Leads that only the old rules accept.
        only_new: Leads that only the new rules accept.
        moved: Leads that change their stage, those that only one of both accepts among them.
        changed: Leads that change in anything, which are the rows of the file.
        stages: The stages of both files, top to bottom; before them who is in none, and last who is disqualified.
        matrix: How many of the compared leads go from which stage (row) to which (column), in the order of `stages`.
        turns: Who becomes and who stops being what, stage by stage.
        lists: The hand-off lists of both files.
        shift: How the lead scores change.
        rising: Those that rise most.
        falling: Those that fall most.
        segments: The same for segments, by field.
        notes: What the user should know.
    """

    old: str
    new: str
    as_of: date
    compared: int
    only_old: int
    only_new: int
    moved: int
    changed: int
    stages: tuple[MovingStage, ...]
    matrix: tuple[tuple[int, ...], ...]
    turns: tuple[Turn, ...]
    lists: tuple[ListChange, ...]
    shift: Shift
    rising: tuple[MovedLead, ...]
    falling: tuple[MovedLead, ...]
    segments: tuple[Segmentation, ...]
    notes: tuple[str, ...]

    @property
    def leads(self) -> int:
        """All leads that any of both accepts."""
        return self.compared + self.only_old + self.only_new
