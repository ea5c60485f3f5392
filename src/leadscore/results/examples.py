"""What examples of the rules came to, as plain values between the layers. Renderers see nothing else."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from datetime import date

    from leadscore.results.conditions import Answer, TestedPart

__all__ = [
    "Coverage",
    "Decision",
    "ExampleReport",
    "ExampleResult",
    "Failure",
    "Outcome",
    "RuleLine",
    "ScoreLines",
    "Untouched",
]

Outcome = Literal["passed", "failed"]


@dataclass(frozen=True)
class RuleLine:
    """What one rule gave.

    Attributes:
        rule: Its id.
        title: Its label.
        points: What it gave, with its sign.
        activities: How many activities counted for it; None for a rule that counts none.
        before_decay: What it would have given without decay, where decay took something; else empty.
    """

    rule: str
    title: str
    points: str
    activities: int | None = None
    before_decay: str = ""


@dataclass(frozen=True)
class ScoreLines:
    """What a score is made of.

    Attributes:
        score: Its name.
        shown: The score as it is shown.
        rules: The rules that gave points, in file order.
        silent: Titles of those that gave none.
        combines: Of a combined score, the scores and their weights.
    """

    score: str
    shown: str
    rules: tuple[RuleLine, ...] = ()
    silent: tuple[str, ...] = ()
    combines: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Decision:
    """Why the rules made something of the lead, or did not.

    Attributes:
        what: What it is, such as `stage mql`.
        answer: Whether its condition is true.
        parts: The condition.
        held_back: What is true of `unless`, so that it holds back; else empty.
    """

    what: str
    answer: Answer
    parts: tuple[TestedPart, ...]
    held_back: tuple[TestedPart, ...] = ()


@dataclass(frozen=True)
class Failure:
    """What explains why an example is not met.

    Attributes:
        expected: The expectation, part by part.
        decisions: What decided the stage, persona, light or disqualification that is not as expected.
        scores: What the scores that matter here are made of.
        rejected: Rows of the example that no run would accept, each with the reason.
        unread: Cells of the example that nothing reads.
        idle: Cells and activities of it that take no effect, each with the reason.
    """

    expected: tuple[TestedPart, ...] = ()
    decisions: tuple[Decision, ...] = ()
    scores: tuple[ScoreLines, ...] = ()
    rejected: tuple[str, ...] = ()
    unread: tuple[str, ...] = ()
    idle: tuple[str, ...] = ()


@dataclass(frozen=True)
class ExampleResult:
    """What one example came to.

    Attributes:
        name: Its name.
        file: The file in which it stands, as the user gave it.
        line: Line, counted from 1.
        column: Column, counted from 1.
        as_of: The day on which ages are counted.
        outcome: Whether it is met.
        failure: What explains why it is not met; None if it is.
    """

    name: str
    file: str
    line: int
    column: int
    as_of: date
    outcome: Outcome
    failure: Failure | None = None

    @property
    def place(self) -> str:
        """Where it stands, as editors and terminals understand it."""
        return f"{self.file}:{self.line}:{self.column}"


@dataclass(frozen=True)
class Untouched:
    """A part of the rules that no example touches, and where it stands."""

    name: str
    file: str
    line: int
    column: int

    @property
    def place(self) -> str:
        """Where it stands, as editors and terminals understand it."""
        return f"{self.file}:{self.line}:{self.column}"


@dataclass(frozen=True)
class Coverage:
    """How many parts of one kind the examples touch.

    Attributes:
        kind: What they are: `rules`, `stages`, ….
        total: How many there are.
        touched: How many of them some example touches.
        untouched: The others, in file order.
    """

    kind: str
    total: int
    touched: int
    untouched: tuple[Untouched, ...]


@dataclass(frozen=True)
class ExampleReport:
    """What all examples came to.

    Attributes:
        rules: The rules file, as the user gave it.
        passed: How many are met.
        failed: How many are not.
        examples: Each of them, in the order of the files.
        coverage: What they touch, one entry per kind.
    """

    rules: str
    passed: int
    failed: int
    examples: tuple[ExampleResult, ...]
    coverage: tuple[Coverage, ...]
