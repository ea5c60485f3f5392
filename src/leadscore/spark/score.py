"""`leadscore score --engine spark`: from what a command line names to published folders of part files."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from leadscore.publish import folder_lock
from leadscore.publish.limits import check_guards, check_publishable
from leadscore.results import Published
from leadscore.spark.job import job_of
from leadscore.spark.session import open_spark, plain_errors
from leadscore.spark.storage import has_scheme, uri_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date

    from leadscore.publish.limits import RejectionLimit
    from leadscore.results import Summary
    from leadscore.schema.load import RulesFile
    from leadscore.schema.model import InputName
    from leadscore.spark.job import Job

__all__ = ["Order", "Outcome", "score_on_spark"]


@dataclass(frozen=True)
class Order:
    """What is to be scored.

    Attributes:
        paths: Files, folders and patterns of each input, with or without a scheme.
        without: Inputs that are meant to be absent.
        file: The rules.
        as_of: The day on which ages are counted.
        out: The output folder, with or without a scheme.
        limit: How many records may be rejected.
        master: The master of Spark; None for the one that it is configured for.
        guard_all: As in `Settings`, like those that follow.
        adapt: Whether rules whose columns are absent are left out.
        dedupe: Whether copies of activities without an id count once.
        force: Whether guards that trip are overridden.
        dry_run: Whether nothing is written.
        tell: Is called with what the run does next.
    """

    paths: Mapping[InputName, tuple[str, ...]]
    without: frozenset[InputName]
    file: RulesFile
    as_of: date
    out: str
    limit: RejectionLimit
    master: str | None = None
    guard_all: bool = False
    adapt: bool = False
    dedupe: bool = False
    force: bool = False
    dry_run: bool = False
    tell: Callable[[str], None] = field(default=lambda step: None)  # noqa: ARG005 - nobody is told


@dataclass(frozen=True)
class Outcome:
    """What a run showed, and where its files are; None where nothing was written."""

    summary: Summary
    published: Published | None


def score_on_spark(order: Order) -> Outcome:
    """Score exports, and publish the results.

    Raises:
        LeadscoreError: Something is wrong with the rules, the inputs or Spark, or must not be published.
    """
    with ExitStack() as stack:
        scratch = Path(stack.enter_context(TemporaryDirectory(prefix="leadscore-")))
        if not has_scheme(order.out) and not order.dry_run:
            stack.enter_context(folder_lock(Path(order.out)))
        order.tell("starting Spark")
        spark = stack.enter_context(open_spark(order.master))
        stack.enter_context(plain_errors())
        # NOTE: here, as nothing of leadscore needs pyspark where nobody asks for it.
        from leadscore.spark.read import read_paths
        from leadscore.spark.run import score_given

        order.tell("reading the beginning of files")
        given = {
            name: read_paths(spark, name, paths, order.file.rules.source(name), scratch)
            for name, paths in order.paths.items()
        }
        order.tell("scoring contacts")
        job = job_of(order.file, order.as_of, order.without)
        run = score_given(spark, _with_options(job, order), given, scratch)
        stack.callback(run.close)
        check_publishable(run.told.findings, order.limit)
        check_guards(run.told.findings.tripped)
        if order.dry_run:
            return Outcome(run.told.summary, None)
        order.tell("writing")
        written = run.outputs.publish(uri_of(order.out).rstrip("/"))
        return Outcome(
            run.told.summary,
            Published(Path(order.out), written, (), order.out if has_scheme(order.out) else ""),
        )


def _with_options(job: Job, order: Order) -> Job:
    return replace(job, guard_all=order.guard_all, adapt=order.adapt, dedupe=order.dedupe, force=order.force)
