"""Grade and lights: what a score looks like at a glance."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Annotated, Any, Final

from pydantic import BeforeValidator, ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

from leadscore.errors import did_you_mean
from leadscore.schema.base import Model
from leadscore.schema.conditions import Condition
from leadscore.schema.shapes import SHAPE, Shape
from leadscore.schema.types import (
    NAME,
    THRESHOLD,
    Name,
    Threshold,
    as_threshold,
    describe,
    error,
    fail,
    fail_at,
)

if TYPE_CHECKING:
    from leadscore.schema.types import Where

__all__ = ["Axis", "Grade", "Lights", "Mark"]

_LETTER_MARK: Final = "[A-Z]"
_NUMBER_MARK: Final = "[0-9]{1,2}"


class Mark(Model):
    """One letter or number of the grade and the score from which on it is given."""

    mark: str
    at_least: Threshold


class Axis(Model):
    """One half of the grade: a score and its marks, best first."""

    score: Name
    marks: tuple[Mark, ...]


def _letters(value: Any) -> Any:
    return _axis(value, re.compile(_LETTER_MARK), "letter", "{score: fit, A: 75, B: 50, C: 0}")


def _numbers(value: Any) -> Any:
    return _axis(value, re.compile(_NUMBER_MARK), "number", "{score: engagement, 1: 60, 2: 35, 3: 0}")


def _axis(value: Any, allowed: re.Pattern[str], what: str, example: str) -> Any:
    """Turn `{score: …, A: 75, …}` into the mapping of an `Axis`, or report every entry that is wrong."""
    if not isinstance(value, dict):
        fail(f"a grade's {what} is written {example}, found {describe(value)}")
    marks = {str(key): threshold for key, threshold in value.items() if key != "score"}
    wrong = [_wrong_mark(key, threshold, allowed, what) for key, threshold in marks.items()]
    if errors := [(error, where) for error, where in wrong if error is not None]:
        fail_at(*errors)
    if not marks:
        fail(f"a grade's {what} needs at least one mark", f"write {example}")
    listed = tuple({"mark": key, "at_least": threshold} for key, threshold in marks.items())
    return {**{key: value[key] for key in value if key == "score"}, "marks": listed}


def _wrong_mark(
    key: str, threshold: Any, allowed: re.Pattern[str], what: str
) -> tuple[PydanticCustomError | None, Where]:
    if not allowed.fullmatch(key):
        single = "one capital letter" if what == "letter" else "a number of one or two digits"
        hint = did_you_mean(key, ["score"])
        return error(f'"{key}" is no {what} of a grade, which is {single}', hint, "key"), (key,)
    try:
        as_threshold(threshold)
    except PydanticCustomError as wrong:
        return wrong, (key,)
    return None, ()


def _shape(name: str, mark: str, example: str) -> Shape:
    """Return what may be written for an axis whose marks look like this."""
    score = {
        SHAPE: NAME,
        "description": "The score that is marked.",
        "examples": [example],
    }
    schema = {
        "type": "object",
        "properties": {"score": score},
        "patternProperties": {f"^{mark}$": THRESHOLD},
        "additionalProperties": False,
        "required": ["score"],
        "minProperties": 2,
    }
    return Shape(name, schema)


_LETTER: Final = _shape("Letter", _LETTER_MARK, "fit")
_NUMBER: Final = _shape("Number", _NUMBER_MARK, "engagement")


class Grade(Model):
    """A letter for one score, a number for another, such as A2."""

    model_config = ConfigDict(json_schema_extra={"minProperties": 1})

    letter: Annotated[Axis, BeforeValidator(_letters), _LETTER] | None = Field(
        None,
        description="The letter: a score, and from which displayed value on each mark is given, best first.",
        examples=[{"score": "fit", "A": 75, "B": 50, "C": 0}],
    )
    number: Annotated[Axis, BeforeValidator(_numbers), _NUMBER] | None = Field(
        None,
        description="The number: a score, and from which displayed value on each mark is given, best first.",
        examples=[{"score": "engagement", "1": 60, "2": 35, "3": 0}],
    )

    @model_validator(mode="after")
    def _has_an_axis(self) -> Grade:
        if self.letter is None and self.number is None:
            fail("a grade has a `letter`, a `number`, or both")
        return self


class Lights(Model):
    """When a lead's light is green or yellow; it is red else."""

    model_config = ConfigDict(json_schema_extra={"minProperties": 1})

    green: Condition | None = Field(
        None, description="When the light is green.", examples=[{"grade": ["A1", "A2", "B1"]}]
    )
    yellow: Condition | None = Field(
        None,
        description="When the light is yellow, unless it is green.",
        examples=[{"score.total": {"at_least": 30}}],
    )

    @model_validator(mode="after")
    def _has_a_light(self) -> Lights:
        if self.green is None and self.yellow is None:
            fail("lights say when a lead is `green`, when it is `yellow`, or both")
        return self
