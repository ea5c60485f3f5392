"""How inputs fit together: which rows found no contact, and which contacts files are one export of several nights."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import polars as pl

from leadscore.columns import FILE, KEY
from leadscore.errors import InputError
from leadscore.results import Joined
from leadscore.steps import match

if TYPE_CHECKING:
    from collections.abc import Mapping

    from leadscore.tables import Table
    from leadscore.tables.layout import Layout

__all__ = ["check_nights", "look_at_joins"]

EXAMPLES: Final = 3
FEWEST: Final = 2
"""Ids that two files must share; a single one is a mistake of its own."""
FIRST: Final = "first_file"


def look_at_joins(rows: pl.LazyFrame, layout: Layout, fates: Mapping[str, int]) -> Joined:
    """Find out how the rows of an input found their contacts.

    Args:
        rows: Activities or deals, with contact and fate.
        layout: Where their fields stand.
        fates: How many of them have each fate.
    """
    counts = rows.pipe(match.count_joins, layout).collect(engine="streaming").row(0, named=True)
    unknown = _unknown(rows, layout) if fates.get("unknown_contact") else []
    return Joined(tuple(map(match.key_text, unknown)), counts["by_name"], counts["several"], tuple(unknown))


def _unknown(rows: pl.LazyFrame, layout: Layout) -> list[str]:
    """Return the smallest keys that no contact has; however many there are, only these few are held."""
    found = pl.Series(KEY, [], dtype=pl.String)
    keys = rows.pipe(match.unknown_keys, layout)
    for part in keys.collect_batches(maintain_order=False, engine="streaming"):
        found = pl.concat([found, part[KEY]]).drop_nulls().unique().sort().head(EXAMPLES)
    return found.to_list()


def check_nights(accepted: pl.LazyFrame, left_out: pl.DataFrame, table: Table) -> None:
    """Check that no two contacts files are the same export of two nights.

    Args:
        accepted: The accepted contacts.
        left_out: The others, as `find_rejected` returns them.
        table: The contacts.

    Raises:
        InputError: At least half of the ids of a file, and more than one, repeat those of one file before it.
    """
    repeated = left_out.filter(pl.col(FIRST) != pl.col(FILE))
    if repeated.is_empty():
        return
    new = dict(accepted.group_by(FILE).agg(pl.col(KEY).len()).collect().iter_rows())
    counted = repeated.group_by(FILE, FIRST).agg(pl.col("value").n_unique()).sort(FILE, FIRST)
    shared = dict(counted.group_by(FILE).agg(pl.col("value").sum()).iter_rows())
    for file, first, number in counted.iter_rows():
        ids = new.get(file, 0) + shared[file]
        if number >= FEWEST and 2 * number >= ids:
            raise InputError(_same_export(table, first, file, number, ids))


def _same_export(table: Table, first: int, file: int, repeated: int, ids: int) -> str:
    one, other = (
        f"{source.path}/{source.member}" if source.member else str(source.path)
        for source in (table.files[first], table.files[file])
    )
    return (
        f"{other} looks like another night of the same export as {one}: {repeated:,} of its {ids:,} contact ids are there too\n"
        "  help: give one of them alone; --newest takes the file with the latest date in its name"
    )
