"""Explanations to be shown: parts of them with what a test does not care about filled in."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from io import StringIO
from typing import TYPE_CHECKING, Final

from rich.console import Console, Group

from leadscore.report.explanation import render_explanation
from leadscore.report.layout import Unpadded
from leadscore.results.explanation import (
    Activities,
    Activity,
    Explanation,
    GroupPoints,
    LeadExplanation,
    Reading,
    RuledScore,
    RulePoints,
    Standing,
    Verdict,
    Who,
)

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Literal

    from rich.console import RenderableType

    from leadscore.results.conditions import Answer, TestedPart
    from leadscore.results.explanation import ScoreExplanation

AS_OF: Final = date(2026, 11, 1)
HOSTILE: Final = "\x1b[31m[bold]x[/bold]\n\u202e:smile:"
HARMLESS: Final = "␛[31m[bold]x[/bold]␊<U+202E>:smile:"
ANNA: Final = Who("17", "Anna Lee", "CTO", "Acme", "anna@acme.example")
STANDING: Final = Standing(Decimal("60.0"), "mql", "Marketing qualified", "", "", "", "", "")


def drawn(content: Iterable[RenderableType], width: int = 80) -> list[str]:
    """Return a section line by line, without a terminal."""
    console = Console(file=StringIO(), width=width, _environ={})
    console.print(Unpadded(Group(*content)))
    assert isinstance(console.file, StringIO)
    return console.file.getvalue().splitlines()


def rendered(*leads: LeadExplanation, width: int = 80, colours: bool = False) -> str:
    """Return what is printed of leads."""
    console = Console(file=StringIO(), width=width, force_terminal=colours, _environ={"TERM": "xterm"})
    render_explanation(Explanation("Our rules", AS_OF, leads), console)
    assert isinstance(console.file, StringIO)
    return console.file.getvalue()


def lead(
    *scores: ScoreExplanation,
    who: Who = ANNA,
    standing: Standing = STANDING,
    stages: tuple[Verdict, ...] = (),
) -> LeadExplanation:
    """Return a lead of which nothing else is known."""
    return LeadExplanation(
        asked="17",
        who=who,
        standing=standing,
        scores=scores,
        grade=(),
        lights=(),
        personas=(),
        disqualifications=(),
        stages=stages,
        lists=(),
        questions=(),
    )


def score(
    *rules: RulePoints,
    groups: tuple[GroupPoints, ...] = (),
    lost: str = "0",
    points: str = "60",
    least: str = "0",
) -> RuledScore:
    """Return a score of 60 out of 100."""
    return RuledScore(
        score="fit",
        shown=Decimal("60.0"),
        low=Decimal("60.0"),
        high=Decimal("60.0"),
        missing=(),
        rules=rules,
        groups=groups,
        lost_to_limit=Decimal(lost),
        points=Decimal(points),
        least=Decimal(least),
        full_at=Decimal(100),
    )


def rule(  # noqa: PLR0913 - what a rule is made of
    title: str,
    points: str,
    *reads: Reading,
    answer: Answer | None = "yes",
    kind: str = "when",
    why: str = "",
    decay: str = "0",
    cap: str = "0",
    activities: Activities | None = None,
) -> RulePoints:
    """Return a rule that gave these points."""
    return RulePoints(
        rule="r",
        title=title,
        kind=kind,
        group=None,
        before=Decimal(points) + Decimal(decay) + Decimal(cap),
        lost_to_decay=Decimal(decay),
        lost_to_cap=Decimal(cap),
        points=Decimal(points),
        answer=answer,
        why=why,
        reads=reads,
        activities=activities,
    )


def activity(  # noqa: PLR0913 - what an activity is made of
    age: int = 3,
    type_: str = "visit",
    weight: str = "100",
    points: str = "5",
    *details: Reading,
    same_day: int = 0,
    column: str = "",
) -> Activity:
    """Return an activity so many days ago."""
    day = AS_OF - timedelta(days=age)
    return Activity(day, age, type_, details, Decimal(weight), Decimal(points), same_day, column)


def behind(  # noqa: PLR0913 - what stands behind points
    *newest: Activity,
    count: Literal["each", "per_day", "once"] = "each",
    found: int | None = None,
    others: int = 0,
    others_points: str = "0",
    rounding: str = "0",
    each: str = "5",
    most: str | None = None,
) -> Activities:
    """Return activities that stand behind the points of a rule."""
    return Activities(
        count=count,
        each=Decimal(each),
        found=len(newest) + others if found is None else found,
        newest=newest,
        others=others,
        others_points=Decimal(others_points),
        rounding=Decimal(rounding),
        most=None if most is None else Decimal(most),
    )


def verdict(
    name: str,
    answer: Answer,
    *parts: TestedPart,
    chosen: bool = False,
    unless: tuple[TestedPart, ...] = (),
    held: Answer | None = None,
) -> Verdict:
    """Return what came of a condition."""
    return Verdict(name, name, answer, chosen, parts, unless, held)
