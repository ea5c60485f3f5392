"""Scores frames."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any, cast

from leadscore.api.jobs import Job, check_inputs, check_without, day_of
from leadscore.api.kinds import SPARK, Frame, library_of
from leadscore.api.loading import rules_of
from leadscore.api.local import score_local
from leadscore.errors import UsageError
from leadscore.publish.limits import parse_limit

if TYPE_CHECKING:
    import os
    from collections.abc import Collection, Mapping
    from datetime import date

    from leadscore.api.jobs import Engine
    from leadscore.api.kinds import AnyFrame
    from leadscore.api.result import Result
    from leadscore.schema import InputName, RulesFile

__all__ = ["score"]


def score(  # noqa: PLR0913 - one parameter per input and option, as on the command line
    contacts: Frame,
    *,
    rules: RulesFile | str | os.PathLike[str],
    as_of: date,
    activities: AnyFrame | None = None,
    deals: AnyFrame | None = None,
    companies: AnyFrame | None = None,
    costs: AnyFrame | None = None,
    without: Collection[str] = (),
    max_rejected: int | str | None = None,
    dedupe: bool = False,
    force: bool = False,
) -> Result[Frame]:
    """Score contacts: what `leadscore score` does with files, with frames.

    Frames are of Polars (also lazy), pandas, PyArrow, or Spark; of the first three kinds each may be of another one.
    One row is one record, as in an export; columns are found by their names, as `sources` in the rules says. Cells may
    have types: numbers, dates, times and flags mean what their text in a CSV file would mean. Nothing is changed in
    the frames that are given, and nothing is printed.

    Args:
        contacts: One row per contact, with its id.
        rules: What `load_rules` returns, or the path of a rules file.
        as_of: The day on which ages are counted; activities and deals later than that are left out.
        activities: One row per activity, with the contact it is of, its type and its time.
        deals: One row per deal.
        companies: One row per company.
        costs: One row per channel and month.
        without: Inputs that the rules read and that are meant to be absent.
        max_rejected: How many records of an input may be rejected, as a number, or in per cent, such as `"5%"`. By
            default more than 1 % and more than 20 are too many.
        dedupe: Whether activities without an id that repeat each other count once.
        force: Whether guards of the rules that trip are overridden.

    Returns:
        The scored contacts, rejected records, hand-off lists and the summary, in frames of the kind of the contacts.

    Raises:
        UsageError: An argument is not what it must be.
        RulesError: The rules have faults, or need an input or a column that is not there.
        InputError: A frame is not what it was given as, or the rules file cannot be read.
        FindingError: Where the command would publish nothing: too many records were rejected, not one activity
            belongs to a contact, or a guard of the rules trips.
    """
    given = {
        "contacts": contacts,
        "activities": activities,
        "deals": deals,
        "companies": companies,
        "costs": costs,
    }
    frames = cast(
        "Mapping[InputName, Any]",
        {name: frame for name, frame in given.items() if name == "contacts" or frame is not None},
    )
    kinds = {name: library_of(name, frame) for name, frame in frames.items()}
    limit = parse_limit(None if max_rejected is None else str(max_rejected), "max_rejected")
    job = Job(frames, check_without(without, frames), rules_of(rules), day_of(as_of), limit, dedupe, force)
    check_inputs(job.rules, job.frames, job.without)
    return _engine(kinds)(job)


def _engine(kinds: Mapping[InputName, str]) -> Engine:
    """Return what scores frames of these kinds.

    Raises:
        UsageError: Some are of Spark and some are not, or leadscore's part for Spark is not installed.
    """
    if SPARK not in kinds.values():
        return score_local
    other = next((name for name, kind in kinds.items() if kind != SPARK), None)
    if other is not None:
        spark = next(name for name, kind in kinds.items() if kind == SPARK)
        raise UsageError(
            f"{spark} is a frame of Spark and {other} is one of {kinds[other].partition('.')[0]}\n"
            "  help: give all of them as frames of Spark, or none: spark.createDataFrame(…), frame.toArrow()"
        )
    try:
        # NOTE: by its name, as what is for Spark alone is above this layer.
        engine: Engine = import_module("leadscore.spark.frames").score_spark
    except ModuleNotFoundError as error:
        raise UsageError(
            'frames of Spark need a part of leadscore that is not installed\n  help: pip install "leadscore[spark]"'
        ) from error
    return engine
