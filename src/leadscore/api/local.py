"""Scores frames that are in memory, or are read into it, by the run that scores files."""

from __future__ import annotations

from functools import partial
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any, Final

import polars as pl

from leadscore.api.cells import lead_cells, table_cells
from leadscore.api.kinds import kind_of, library_of
from leadscore.api.result import Result
from leadscore.columns import LINE
from leadscore.errors import InputError
from leadscore.pipeline import Settings, score_tables
from leadscore.publish import folder_lock, publish
from leadscore.publish.limits import check_guards, check_publishable
from leadscore.tables import frame_table
from leadscore.tables.aside import run_folder, write_aside
from leadscore.tables.frames import check_cells

if TYPE_CHECKING:
    from leadscore.api.jobs import Job
    from leadscore.pipeline import Run
    from leadscore.results import Published

__all__ = ["score_local"]

_LIST: Final = "handoff/"
_ALL: Final = 2**31
"""More contacts than a frame can hold."""


def score_local(job: Job) -> Result[Any]:
    """Score frames of Polars, pandas and PyArrow.

    Raises:
        InputError: An input is not what it was given as.
        RulesError: The rules need something that the inputs do not have.
        FindingError: The run found something that must not be published.
    """
    with run_folder() as scratch:
        frames = {name: _read(name, frame, scratch) for name, frame in job.frames.items()}
        tables = {name: frame_table(name, frame) for name, frame in frames.items()}
        # NOTE: what is scored outlives its folder for temporary files, as it may be written later.
        settings = Settings(job.as_of, scratch, dedupe=job.dedupe, force=job.force, rows_at_once=_ALL)
        run = score_tables(tables, job.without, job.rules, settings)
        check_publishable(run.findings, job.limit, "max_rejected=…")
        check_guards(run.findings.tripped, "force=True")
        return _result(job, run, frames["contacts"])


def _read(name: str, frame: Any, scratch: Path) -> pl.DataFrame | pl.LazyFrame:
    """Return a frame as one of Polars whose rows are the same, in the same order, whenever it is computed."""
    found = kind_of(library_of(name, frame)).read(name, frame)
    if isinstance(found, pl.DataFrame):
        return found
    try:
        check_cells(name, found.collect_schema())
        if name != "activities":
            return found.collect(engine="streaming")
        place = scratch / f"{name}_given.parquet"
        write_aside(found, place, compression="lz4")
        return pl.scan_parquet(place, glob=False)
    except pl.exceptions.PolarsError as error:
        raise InputError(
            f"{name}: the lazy frame cannot be computed: {error}\n  help: {name}.collect() shows where"
        ) from error


def _result(job: Job, run: Run, contacts: pl.DataFrame | pl.LazyFrame) -> Result[Any]:
    rules, given = job.rules.rules, job.frames["contacts"]
    library = library_of("contacts", given)
    kind, tables = kind_of(library), {table.path: table for table in run.tables}
    lists = {path: table for path, table in tables.items() if path.startswith(_LIST)}
    # NOTE: a lazy frame was computed once, and need not be again.
    own = contacts if library == "polars.LazyFrame" else given
    leads = run.leads.collect()
    return Result(
        scored=kind.add(own, leads[LINE] - 1, lead_cells(leads, rules)),
        rejected=kind.make(table_cells(tables["rejected.csv"], rules)),
        lists={
            PurePosixPath(path).stem: kind.make(table_cells(table, rules)) for path, table in lists.items()
        },
        summary=run.summary,
        publish_to=partial(_publish, run),
    )


def _publish(run: Run, address: str) -> Published:
    folder = Path(address)
    with folder_lock(folder):
        return publish(folder, run.outputs, run.summary, run.manifest)
