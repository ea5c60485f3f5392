"""The fields that rules read: whether they hold enough, and whether that can be read."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final

from leadscore.pipeline.health.asking import EVERYBODY, asked_of
from leadscore.pipeline.health.export import ENOUGH, share, those_of
from leadscore.rules.values import is_there
from leadscore.schema.uses import condition_uses, field_uses

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import polars as pl

    from leadscore.pipeline.health.export import Export
    from leadscore.results import Unreadable
    from leadscore.results.health import Finding
    from leadscore.schema.uses import FieldUse
    from leadscore.steps.type import Reading

__all__ = ["look_at_cells", "look_at_fields", "nearly_empty"]

_FEW: Final = 10
"""Per cent of the leads of whom a field is asked below which it decides little."""
_ODD: Final = 5
"""Per cent of the cells that hold something beyond which it is worth telling that they cannot be read."""
_WHAT: Final[Mapping[str, str]] = {"number": "a number", "flag": "yes or no", "day": "a date"}
_WORDS: Final = "`missing` which words stand for nothing"
_HOW: Final[Mapping[str, str]] = {
    "number": "write numbers like 1234.5, or say below `sources.{}`: `decimal` tells the decimal sign, "
    f"`ranges` which end of 50-200 counts, {_WORDS}",
    "flag": "only true, false, yes, no, ja, nein, wahr, falsch, 1 and 0 can be read; "
    "`missing` below `sources.{}` says which words stand for nothing",
    "day": "write dates like 2026-10-01, or say below `sources.{}`: `dates` tells whether the day or the month "
    f"comes first, {_WORDS}",
}


def nearly_empty(export: Export) -> dict[str, int]:
    """Return the fields that hold so little that they decide little, with how many leads have something there.

    A field that is only asked of some leads, as others fail what stands beside it, is judged by those.
    """
    if export.leads < ENOUGH:
        return {}
    asked = _asked(export)
    columns = {
        f"{field}:{place}": (of, export.filled(field))
        for field, ofs in asked.items()
        for place, of in enumerate(ofs)
    }
    if not columns:
        return {}
    found = export.contacts.select(
        *[of.sum().alias(f"asked:{name}") for name, (of, _) in columns.items()],
        *[(of & filled).sum().alias(f"filled:{name}") for name, (of, filled) in columns.items()],
    ).row(0, named=True)
    few = {}
    for field, ofs in asked.items():
        names = [f"{field}:{place}" for place in range(len(ofs))]
        shares = [
            (found[f"filled:{name}"], found[f"asked:{name}"]) for name in names if found[f"asked:{name}"]
        ]
        if shares and all(100 * filled < _FEW * of for filled, of in shares):
            few[field] = int(export.contacts.select(export.filled(field).sum()).item())
    return few


def _asked(export: Export) -> dict[str, list[pl.Expr]]:
    """Return the columns of contacts and companies that rules read, and of whom each place in the rules asks them."""
    found: defaultdict[str, list[pl.Expr]] = defaultdict(list)
    for use in condition_uses(export.rules):
        if not use.of_activity and use.path[-1] != "stay":
            for asked in asked_of(export, use.condition):
                if not any(asked.of is known for known in found[asked.test.field]):
                    found[asked.test.field].append(asked.of)
    for read in field_uses(export.rules):
        if read.test is None and read.path[0] == "scores":
            found[read.field].append(EVERYBODY)
    return {field: ofs for field, ofs in found.items() if _is_column(export, field)}


def _is_column(export: Export, field: str) -> bool:
    """Return whether a field is read from a column that may be empty, and that is there."""
    info = export.info(field)
    of_email = field in {"email_domain", "free_mail"} and export.session.layout.has("email")
    return of_email or (
        info.kind is None and info.input in {"contacts", "companies"} and not export.lacks(field)
    )


def look_at_fields(export: Export, empty: Mapping[str, int]) -> Iterator[Finding]:
    """Yield a remark on each field that is nearly empty, at the first place that reads it.

    Args:
        export: The export.
        empty: Those fields, with how many leads have something there.
    """
    uses: defaultdict[str, list[FieldUse]] = defaultdict(list)
    for use in field_uses(export.rules):
        if use.field in empty and not use.of_activity and use.path[0] not in {"qualification", "sources"}:
            uses[use.field].append(use)
    for field, those in uses.items():
        readers = list(dict.fromkeys(use.what for use in those))
        more = f" and {len(readers) - 1} more" if len(readers) > 1 else ""
        message = (
            f'"{field}" is nearly empty, so {readers[0]}{more} can decide little: '
            f"{those_of(empty[field], export.leads)} have something there"
        )
        hint = (
            "is this the right column, and is it in the export as it should be? Else ask for something else"
        )
        yield export.finding("nearly-empty-field", those[0].path, message, hint)


def look_at_cells(export: Export) -> Iterator[Finding]:
    """Yield a remark on each column of which many cells cannot be read as what the rules need."""
    for name, part in export.scored.parts.items():
        if name not in export.session.inputs:
            continue
        layout = export.session.inputs[name].layout
        readings = export.session.readings(name)
        headers = {(layout.header_of(one.column), str(one.kind)): one for one in readings}
        for one in part.unreadable:
            reading = headers.get((one.column, one.kind))
            if reading is not None:
                yield from _cells(export, one, reading)


def _cells(export: Export, one: Unreadable, reading: Reading) -> Iterator[Finding]:
    there = _filled_cells(export, reading)
    if one.count * 100 <= _ODD * there:
        return
    use = next(use for use in field_uses(export.rules) if use.field == reading.field)
    examples = ", ".join(f'"{example}"' for example in one.examples)
    message = (
        f'{use.what} reads "{use.field}" as {_WHAT[one.kind]}, which {one.count:,} of {there:,} cells of '
        f'"{one.column}" are not ({share(one.count, there)}): {examples}'
    )
    help_ = f"they count as missing; {_HOW[one.kind].format(reading.input)}"
    yield export.finding("unreadable-values", use.path, message, help_)


def _filled_cells(export: Export, reading: Reading) -> int:
    """Return how many cells of a column hold something."""
    there = export.session.inputs[reading.input]
    cell = is_there(reading.kind, there.layout.cell(reading.column), there.layout.missing)
    if reading.input == "contacts":
        return int(export.contacts.select(cell.sum()).item())
    return int(there.table.frame.select(cell.sum()).collect(engine="streaming").item())
