"""What a worker does with a bucket: the pipeline, over all that is of some contacts."""

from __future__ import annotations

import io
import pickle
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Final

import polars as pl

from leadscore.columns import (
    AGAIN,
    CONTACT,
    DISQUALIFIED,
    EMAIL,
    FILE,
    ID,
    KEY,
    LEAD_DISQUALIFIED_BY,
    LEAD_LIGHT,
    LEAD_OWNER,
    LEAD_STAGE,
    LINE,
    NAMED_BY_EMAIL,
    NAMED_BY_ID,
    OLDEST,
    REJECTED,
    own,
)
from leadscore.pipeline.handover import add_traces
from leadscore.pipeline.scored import score_contacts
from leadscore.pipeline.unread import written_columns
from leadscore.publish.tables import table_lines
from leadscore.results import SourceFile
from leadscore.rules.accounts import compile_accounts
from leadscore.rules.lists import compile_lists
from leadscore.rules.owners import compile_owners
from leadscore.schema.model import INPUTS
from leadscore.spark.cells import as_arrow, cell, engine_name
from leadscore.spark.job import session_of, with_tables
from leadscore.spark.malformed import malformed_records
from leadscore.spark.read import FILE as FROM
from leadscore.spark.read import RAW
from leadscore.spark.totals import FIRST, Notes
from leadscore.steps import activity, contacts, deals, match, present, reject, spread
from leadscore.tables import Table

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    import pyarrow as pa

    from leadscore.pipeline.inputs import Session
    from leadscore.pipeline.parts import Part
    from leadscore.pipeline.scored import Scored
    from leadscore.results import OutputTable
    from leadscore.schema.model import InputName, Rules
    from leadscore.spark.cells import Cogrouped, GroupKey
    from leadscore.spark.job import Job

__all__ = [
    "COSTS",
    "DEALS",
    "HELD",
    "LISTED",
    "NOTES",
    "PEOPLE",
    "RESULT",
    "SPAN",
    "bucket_scorer",
    "bucket_tables",
    "first_of",
    "lines_row",
    "package_of",
    "rows_of",
    "unpacked",
    "written_rows",
]

RESULT: Final = "output string, bucket int, number long, text string, data binary"
"""What workers return: lines of an output, or a package for the one who sums up, which begins with `:`."""
PEOPLE: Final = ":people"
DEALS: Final = ":deals"
NOTES: Final = ":notes"
COSTS: Final = ":costs"
HELD: Final = ":held"
LISTED: Final = "is:listed"
"""Boolean: the contact is on some list."""
_KINDS: Final = {
    "output": pl.String,
    "bucket": pl.Int32,
    "number": pl.Int64,
    "text": pl.String,
    "data": pl.Binary,
}
KEYED: Final[tuple[InputName, ...]] = ("activities", "deals")
_REPEATS: Final = r"^repeats the id of line .*$"
SPAN: Final = 1 << 40


def bucket_scorer(job: Job, schema: pa.Schema) -> Cogrouped:
    """Return what scores the contacts of a bucket.

    Args:
        job: The run.
        schema: That of `RESULT`.
    """

    def score(key: GroupKey, people: pa.Table, others: pa.Table) -> pa.Table:
        bucket = int(key[0].as_py())
        with TemporaryDirectory(prefix="leadscore-") as scratch:
            session = session_of(job, Path(scratch))
            tables = bucket_tables(job, session, people, others)
            return as_arrow(_score(with_tables(session, tables), bucket), schema)

    return score


def bucket_tables(job: Job, session: Session, people: pa.Table, others: pa.Table) -> dict[InputName, Table]:
    """Return the inputs of a bucket.

    Args:
        job: The run.
        session: The same, opened.
        people: Its contacts, with what was found out of them by somebody who saw all.
        others: Everything else.
    """
    contacts_, rows = (pl.DataFrame(pl.from_arrow(one)) for one in (people, others))
    contacts_ = contacts_.rename(engine_name)
    given = [name for name in contacts_.columns if ":" in name]
    found: dict[InputName, Table] = {"contacts": _table(job, "contacts", contacts_, given)}
    for name in session.inputs:
        if name not in found:
            found[name] = _table(job, name, rows.filter(pl.col("kind") == name), ())
    for name in KEYED:
        told = rows.filter(pl.col("kind") == f"again:{name}")
        if name in found:
            found[name] = _marked(session, found, name, told)
    return found


def _table(job: Job, name: InputName, rows: pl.DataFrame, also: Sequence[str]) -> Table:
    """Return the records of an input, in the order of their cells."""
    header, delimiter = job.sources[name].header, job.sources[name].delimiter
    cells = [cell(place) for place in range(len(header))]
    titles = sorted(rows[FROM].drop_nulls().unique()) or [job.sources[name].name]
    files = pl.col(FROM).replace_strict(titles, range(len(titles)), default=0, return_dtype=pl.Int32)
    ordered = rows.sort(*(pl.col(one).fill_null("") for one in cells)).with_columns(files.alias(FILE))
    good = ordered.filter(pl.col(RAW).is_null()).select(
        *(pl.col(one).alias(own(place)) for place, one in enumerate(cells)), FILE, *also
    )
    numbered = good.with_row_index(LINE, offset=1).with_columns(pl.col(LINE).cast(pl.Int64))
    malformed = malformed_records(ordered.filter(pl.col(RAW).is_not_null()), titles, len(header), delimiter)
    counted = dict(ordered.group_by(FILE).len().iter_rows())
    sources = tuple(SourceFile(Path(title), counted.get(place, 0), "") for place, title in enumerate(titles))
    nowhere = (None,) * len(titles)
    return Table(name, sources, header, numbered.lazy(), malformed, texts=nowhere, lines=nowhere)


def _marked(
    session: Session, tables: Mapping[InputName, Table], name: InputName, told: pl.DataFrame
) -> Table:
    """Return activities or deals of which those are marked of which another contact's counts."""
    table, layout = tables[name], session.inputs[name].layout
    if told.is_empty():
        return table
    owners = told.select(pl.col(cell(0)).alias("copy"), pl.col(cell(1)).alias("winner")).unique("copy").lazy()
    copy = activity.activity_key(layout) if name == "activities" else deals.deal_key(layout)
    people = tables["contacts"].frame.pipe(contacts.accept_contacts, session.layout)
    keys = match.contact_keys(people, session.layout, layout)
    some = table.frame.with_columns(copy.alias("copy")).join(owners, on="copy", how="inner")
    mine = people.select(CONTACT, pl.col(KEY).alias("mine"))
    known = match.match_contacts(some, keys, layout).join(mine, on=CONTACT, how="inner")
    lost = known.filter(pl.col("mine") != pl.col("winner")).select(LINE).collect()[LINE]
    return replace(table, frame=table.frame.with_columns(pl.col(LINE).is_in(lost.implode()).alias(AGAIN)))


def _score(session: Session, bucket: int) -> pl.DataFrame:
    scored = score_contacts(session)
    found = {
        name: _rejected(session, name, part) for name, part in scored.parts.items() if name in session.inputs
    }
    records = pl.concat(found.values(), how="vertical_relaxed")
    rows = [*_contact_rows(scored, bucket), lines_row(present.rejected_table(records), bucket)]
    rows.append(package_of(PEOPLE, bucket, _known(scored, bucket)))
    dealt = scored.parts["deals"].rows
    if dealt is not None:
        rows.append(package_of(DEALS, bucket, _numbered(dealt.collect(), bucket)))
    notes = _notes(session, scored.parts, found)
    rows.append((NOTES, bucket, 0, None, pickle.dumps(notes)))
    return rows_of(rows)


def _numbered(rows: pl.DataFrame, bucket: int) -> pl.DataFrame:
    """Return rows whose contacts have numbers that no other bucket gives."""
    return rows.with_columns(pl.col(CONTACT) + bucket * SPAN)


def _contact_rows(scored: Scored, bucket: int) -> list[Row]:
    """Return the lines of contacts; where they have owners, what these are made of once that is known."""
    session = scored.session
    form = present.scored_form(session.rules, session.layout, guard_all=session.settings.guard_all)
    if compile_owners(session.rules) is None:
        return written_rows(form.lines(scored.contacts), bucket)
    held = scored.contacts.select(CONTACT, *(name for name in form.read if name != LEAD_OWNER))
    return [package_of(HELD, bucket, _numbered(held, bucket))]


def _known(scored: Scored, bucket: int) -> pl.DataFrame:
    """Return what the office needs to know of contacts: all of those on a list, and of the others what is counted of all."""
    session, people = scored.session, scored.contacts
    kept = people.select(written_columns(session, people.columns)).drop(NAMED_BY_ID, NAMED_BY_EMAIL)
    on_some = pl.any_horizontal(False, *(one.on for one in compile_lists(session.rules)))  # noqa: FBT003 - of no list
    marked = kept.with_columns(on_some.fill_null(value=False).alias(LISTED))
    leads, others = marked.filter(LISTED), marked.filter(~pl.col(LISTED))
    if not has_reports(session):
        others = others.select(LISTED, *counted_of_all(session.rules.model))
    if not leads.is_empty():
        leads = add_traces(session, leads, scored.parts["activities"])
    return _numbered(pl.concat([leads, others], how="diagonal"), bucket)


def has_reports(session: Session) -> bool:
    """Return whether there are reports, which look at all contacts."""
    rules = session.rules.model
    asked = (rules.channels, rules.nurture, rules.deals, compile_accounts(rules))
    return "costs" in session.inputs or any(one is not None for one in asked)


def counted_of_all(rules: Rules) -> list[str]:
    """Return the columns of contacts that the summary counts."""
    counted = (LEAD_STAGE, LEAD_LIGHT, DISQUALIFIED, LEAD_DISQUALIFIED_BY, *spread.read_of(rules))
    return [CONTACT, ID, EMAIL, *dict.fromkeys(counted)]


def _rejected(session: Session, name: InputName, part: Part) -> pl.DataFrame:
    """Return the rejected records of an input; there are no line numbers here."""
    table = session.inputs[name].table
    found = reject.with_raw(table, part.rejected).filter(~reject.is_blank())
    reason = pl.col(REJECTED[4]).str.replace(_REPEATS, "repeats the id of another record")
    return found.with_columns(pl.lit(None, pl.Int64).alias(REJECTED[1]), reason.alias(REJECTED[4]))


def _notes(
    session: Session, parts: Mapping[InputName, Part], rejected: Mapping[InputName, pl.DataFrame]
) -> Notes:
    # NOTE: companies come to every bucket with a contact of theirs, and are counted elsewhere.
    counted = {name: part for name, part in parts.items() if name in session.inputs and name != "companies"}
    gives = parts["activities"].gives
    oldest = gives[0][OLDEST].max() if gives else None
    return Notes(
        read={name: sum(file.rows for file in session.inputs[name].table.files) for name in counted},
        fates={name: {**part.fates, "rejected": rejected[name].height} for name, part in counted.items()},
        first=tuple(first for name in counted for first in first_of(name, rejected[name])),
        unreadable=tuple(one for part in counted.values() for one in part.unreadable),
        joined={name: part.joined for name, part in counted.items()},
        strangers=parts["activities"].strangers,
        later_events=parts["activities"].later_events,
        oldest=oldest if isinstance(oldest, int) else None,
    )


def first_of(name: InputName, records: pl.DataFrame) -> list[tuple[int, str, str, str]]:
    """Return the first rejected records of an input, as `Notes` have them."""
    told = records.select(REJECTED[0], REJECTED[4], REJECTED[5]).sort(pl.all()).head(FIRST)
    return [(INPUTS.index(name), *record) for record in told.iter_rows()]


Row = tuple[str, int, int, str | None, bytes | None]


def rows_of(rows: Iterable[Row]) -> pl.DataFrame:
    """Return rows of `RESULT` as a frame."""
    return pl.DataFrame(list(rows), schema=_KINDS, orient="row")


def written_rows(lines: Mapping[str, pl.Series], bucket: int) -> list[Row]:
    """Return the lines of several outputs as rows of `RESULT`."""
    return [(path, bucket, one.len(), _text(one), None) for path, one in lines.items()]


def _text(lines: pl.Series) -> str:
    return "".join(f"{line}\n" for line in lines)


def lines_row(table: OutputTable, bucket: int) -> Row:
    """Return the lines of an output as one row of `RESULT`."""
    return (table.path, bucket, table.rows.height, table_lines(table).decode(), None)


def package_of(name: str, bucket: int, frame: pl.DataFrame) -> Row:
    """Return a frame as one row of `RESULT`."""
    package = io.BytesIO()
    frame.write_ipc(package, compression="lz4")
    return (name, bucket, frame.height, None, package.getvalue())


def unpacked(package: bytes) -> pl.DataFrame:
    """Return the frame of a package."""
    return pl.read_ipc(io.BytesIO(package))
