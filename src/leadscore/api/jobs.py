"""One call of `score`, checked, as engines take it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Protocol

from leadscore.errors import Problem, RulesError, UsageError, did_you_mean
from leadscore.schema import inputs_needed
from leadscore.schema.model import INPUTS

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from leadscore.api.result import Result
    from leadscore.publish.limits import RejectionLimit
    from leadscore.schema import InputName, RulesFile

__all__ = ["Engine", "Job", "check_inputs", "check_without", "day_of"]


@dataclass(frozen=True)
class Job:
    """What is to be scored.

    Attributes:
        frames: The inputs that were given, contacts among them, each of some kind of frames.
        without: Inputs that are meant to be absent.
        rules: The rules.
        as_of: The day on which ages are counted.
        limit: How many records may be rejected.
        dedupe: Whether activities without an id that repeat each other count once.
        force: Whether guards that trip are overridden.
    """

    frames: Mapping[InputName, Any]
    without: frozenset[InputName]
    rules: RulesFile
    as_of: date
    limit: RejectionLimit
    dedupe: bool
    force: bool


class Engine(Protocol):
    """Scores frames of some kind."""

    def __call__(self, job: Job) -> Result[Any]:
        """Score the contacts of a job.

        Raises:
            InputError: An input is not what it was given as.
            RulesError: The rules need something that the inputs do not have.
            FindingError: The run found something that must not be published.
        """


def day_of(given: object) -> date:
    """Return the as-of date.

    Raises:
        UsageError: It is no date.
    """
    if isinstance(given, date) and not isinstance(given, datetime):
        return given
    found = f'the text "{given}"' if isinstance(given, str) else f"{type(given).__name__} {given}"
    advice = "datetime.date.fromisoformat(…)" if isinstance(given, str) else "of a time take .date()"
    raise UsageError(
        f"as_of is a datetime.date, the day on which ages are counted; found {found}\n  help: {advice}"
    )


def check_without(without: Collection[str], given: Collection[InputName]) -> frozenset[InputName]:
    """Return the inputs that are meant to be absent.

    Raises:
        UsageError: There is no such input, or it was given.
    """
    if isinstance(without, str):
        raise UsageError(f'without is a list of inputs\n  help: without=["{without}"]')
    others = [name for name in INPUTS if name != "contacts"]
    for name in without:
        if name not in others:
            hint = did_you_mean(name, others) or f"it knows: {', '.join(others)}"
            raise UsageError(f'without does not know "{name}"\n  help: {hint}')
        if name in given:
            raise UsageError(f'without=["{name}"] contradicts {name}=…\n  help: leave one of them out')
    return frozenset(name for name in INPUTS if name in without)


def check_inputs(rules: RulesFile, given: Collection[InputName], without: Collection[InputName]) -> None:
    """Check that every input that the rules read was given, or is meant to be absent.

    Raises:
        RulesError: Some were not.
    """
    needed = inputs_needed(rules.rules)
    missing = [(name, use) for name, use in needed.items() if name not in given and name not in without]
    if missing:
        raise RulesError(
            Problem(
                rules.file,
                rules.place(use.path).line,
                rules.place(use.path).column,
                f"{use.what} reads {name}, but no {name} were given",
                f'give them as {name}=…, or say without=["{name}"] if that is meant',
            )
            for name, use in missing
        )
