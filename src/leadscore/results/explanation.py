"""Where the points of single leads come from, as plain values between the layers. Renderers see nothing else.

Every amount is a decimal number, exactly as it was computed, and what stands below each other adds up:

```
a rule      before - lost_to_decay - lost_to_cap = points
a group     the points of its rules - lost_to_limit = points
a score     the points of all its rules - lost_to_limit of its groups - its own lost_to_limit = points
a combined  the points of its parts + rounding = shown
```
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from datetime import date
    from decimal import Decimal

    from leadscore.results.conditions import Answer, TestedPart
    from leadscore.results.nurture import OnTrack
    from leadscore.results.outlook import Outlook
    from leadscore.results.scores import Momentum

__all__ = [
    "Activities",
    "Activity",
    "AxisMark",
    "CombinedScore",
    "Explanation",
    "GroupPoints",
    "LeadExplanation",
    "Question",
    "Reading",
    "RulePoints",
    "RuledScore",
    "ScoreExplanation",
    "Share",
    "Standing",
    "Verdict",
    "Who",
]


@dataclass(frozen=True)
class Reading:
    """What one field was found to hold.

    Attributes:
        field: Its name in the rules.
        value: What is there, as people read it; None where it is missing.
    """

    field: str
    value: str | None


@dataclass(frozen=True)
class Activity:
    """One activity that counts for a rule.

    Attributes:
        day: When it was.
        age: How many days ago.
        type: What it was.
        details: What else is known of it.
        weight: How much of its points is left, in per cent.
        points: What it gives alone, rounded to thousandths.
        same_day: How many more of that day stand behind it, where one a day counts.
        column: The contact's own column that it was made of; empty for a row of activities.
    """

    day: date
    age: int
    type: str
    details: tuple[Reading, ...]
    weight: Decimal
    points: Decimal
    same_day: int = 0
    column: str = ""


@dataclass(frozen=True)
class Activities:
    """What stands behind the points of a rule that counts activities.

    Attributes:
        count: `each`, `per_day` or `once`.
        each: The points of one, without decay.
        found: How many activities are of its types, young enough, and as `where` asks.
        newest: The newest of those that count.
        others: How many more count.
        others_points: What those give together.
        rounding: What is added as weights are summed before they are rounded, where there are no others.
        most: The most that the rule gives; None without a limit.
    """

    count: Literal["each", "per_day", "once"]
    each: Decimal
    found: int
    newest: tuple[Activity, ...]
    others: int
    others_points: Decimal
    rounding: Decimal
    most: Decimal | None


@dataclass(frozen=True)
class RulePoints:
    """What one rule gave, and why.

    Attributes:
        rule: Its id.
        title: Its label.
        kind: `when`, `band`, `lookup`, `activity` or `quiet_for`.
        group: Its group; None without one.
        before: Its points before decay and its own limit.
        lost_to_decay: What decay took.
        lost_to_cap: What its own limit took; below 0 where it holds back negative points.
        points: What is left, and was added up.
        answer: What its condition comes to; None for a rule that has none.
        why: Why it gives what it gives, in words; empty where the rest says it.
        reads: What its fields hold.
        parts: Its condition, part by part.
        missing: The fields that leave it open what it gives.
        activities: The activities behind its points; None where there are none.
    """

    rule: str
    title: str
    kind: str
    group: str | None
    before: Decimal
    lost_to_decay: Decimal
    lost_to_cap: Decimal
    points: Decimal
    answer: Answer | None = None
    why: str = ""
    reads: tuple[Reading, ...] = ()
    parts: tuple[TestedPart, ...] = ()
    missing: tuple[str, ...] = ()
    activities: Activities | None = None

    @property
    def gave(self) -> bool:
        """Whether it gave or took anything, be it lost again."""
        return bool(self.before or self.points)

    @property
    def lost(self) -> bool:
        """Whether decay or its own limit took something."""
        return bool(self.lost_to_decay or self.lost_to_cap)


@dataclass(frozen=True)
class GroupPoints:
    """What the rules of a group gave together.

    Attributes:
        group: Its name.
        lost_to_limit: What its limits took; below 0 where the lower one adds.
        points: What is left.
        least: The lower limit; None without one.
        most: The upper limit; None without one.
    """

    group: str
    lost_to_limit: Decimal
    points: Decimal
    least: Decimal | None
    most: Decimal | None


@dataclass(frozen=True)
class RuledScore:
    """How a score with rules came about.

    Attributes:
        score: Its name.
        shown: The score, from 0 to 100 as a rule.
        low: The least it could be, were everything known.
        high: The most it could be.
        missing: The fields on which that depends.
        rules: Its rules, in file order.
        groups: The groups that have rules, in file order.
        lost_to_limit: What its own limits took; below 0 where its floor adds.
        points: What is left.
        least: Its floor.
        full_at: The points that make a full 100, and the most it can have.
        momentum: What the score has gained; None where the rules do not ask for that.
    """

    score: str
    shown: Decimal
    low: Decimal
    high: Decimal
    missing: tuple[str, ...]
    rules: tuple[RulePoints, ...]
    groups: tuple[GroupPoints, ...]
    lost_to_limit: Decimal
    points: Decimal
    least: Decimal
    full_at: Decimal
    momentum: Momentum | None = None


@dataclass(frozen=True)
class Share:
    """What a score gives a combined one.

    Attributes:
        score: Its name.
        shown: The score.
        weight: Its weight.
        points: What it gives, rounded to thousandths.
    """

    score: str
    shown: Decimal
    weight: Decimal
    points: Decimal


@dataclass(frozen=True)
class CombinedScore:
    """How a score that combines others came about.

    Attributes:
        score: Its name.
        shown: The score.
        low: The least it could be, were everything known.
        high: The most it could be.
        missing: The fields on which that depends.
        combines: The scores it is made of.
        weights: The sum of their weights.
        rounding: What rounding adds to their sum.
        momentum: What the score has gained; None where the rules do not ask for that.
    """

    score: str
    shown: Decimal
    low: Decimal
    high: Decimal
    missing: tuple[str, ...]
    combines: tuple[Share, ...]
    weights: Decimal
    rounding: Decimal
    momentum: Momentum | None = None


ScoreExplanation = RuledScore | CombinedScore


@dataclass(frozen=True)
class AxisMark:
    """One half of the grade.

    Attributes:
        mark: The letter or number.
        score: The score it stands for.
        shown: That score.
        at_least: From which score on it is given; None for the last mark, which takes all that is below the others.
        better: The next better mark; empty for the best.
        better_at: From which score on that is given.
    """

    mark: str
    score: str
    shown: Decimal
    at_least: Decimal | None
    better: str = ""
    better_at: Decimal | None = None


@dataclass(frozen=True)
class Verdict:
    """Whether something that the rules decide is true of the lead.

    Attributes:
        name: Its name in the rules.
        title: Its label.
        answer: What it comes to.
        chosen: Whether it is what the lead is, or is on.
        parts: Its condition; empty where it takes everybody.
        unless: What would hold back.
        held_back: What that comes to; None where there is no such condition.
    """

    name: str
    title: str
    answer: Answer
    chosen: bool
    parts: tuple[TestedPart, ...] = ()
    unless: tuple[TestedPart, ...] = ()
    held_back: Answer | None = None


@dataclass(frozen=True)
class Question:
    """A question of Sales.

    Attributes:
        ask: The question.
        answered_by: The field that answers it.
        answer: The answer; None where it is open.
        next: Whether it is the one to ask next.
    """

    ask: str
    answered_by: str
    answer: str | None
    next: bool


@dataclass(frozen=True)
class Who:
    """Who a lead is; empty where it is not known."""

    contact_id: str
    name: str
    job_title: str
    company: str
    email: str


@dataclass(frozen=True)
class Standing:
    """What the rules make of a lead.

    Attributes:
        lead_score: The lead score.
        stage: The name of its stage; empty for none.
        stage_title: The label of its stage.
        light: Its light; empty where the rules have none.
        grade: Its grade; empty where the rules have none.
        persona: Its persona; empty for none.
        disqualified_by: The disqualification that is true of it; empty for none.
        disqualified_because: The reason of that.
        nurture: The track that it is on; None for none.
    """

    lead_score: Decimal
    stage: str
    stage_title: str
    light: str
    grade: str
    persona: str
    disqualified_by: str
    disqualified_because: str
    nurture: OnTrack | None = None


@dataclass(frozen=True)
class LeadExplanation:
    """Everything that explains what the rules make of one lead.

    Attributes:
        asked: How it was asked for.
        who: Who it is.
        standing: What the rules make of it.
        scores: How each score came about, in file order.
        grade: The halves of the grade.
        lights: When the light is green and when yellow, in this order.
        personas: Each persona, in file order; the first that matches is chosen.
        disqualifications: Each disqualification, in file order.
        stages: Each stage, top to bottom.
        lists: Each hand-off list, in file order.
        questions: The questions of Sales.
        outlook: What would move it up, and how long it holds.
    """

    asked: str
    who: Who
    standing: Standing
    scores: tuple[ScoreExplanation, ...]
    grade: tuple[AxisMark, ...]
    lights: tuple[Verdict, ...]
    personas: tuple[Verdict, ...]
    disqualifications: tuple[Verdict, ...]
    stages: tuple[Verdict, ...]
    lists: tuple[Verdict, ...]
    questions: tuple[Question, ...]
    outlook: Outlook | None = None


@dataclass(frozen=True)
class Explanation:
    """Everything that explains what the rules make of some leads.

    Attributes:
        rules: The rules' name, else that of their file.
        as_of: The day on which ages are counted.
        leads: The leads, in the order in which they were asked for.
    """

    rules: str
    as_of: date
    leads: tuple[LeadExplanation, ...]
