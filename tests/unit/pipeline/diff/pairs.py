"""Small comparisons, from the text of two rules files and exports to what moves."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from tempfile import mkdtemp
from typing import TYPE_CHECKING, Final

from leadscore.pipeline import Inputs, Settings
from leadscore.pipeline.diff import compare_rules
from leadscore.schema.load import parse_rules

if TYPE_CHECKING:
    from leadscore.pipeline.diff import Comparison
    from leadscore.schema.model import InputName

HEAD: Final = "version: 1\n"
CONTACTS: Final = "contact_id,first_name,country,employees\n1,Anna,DE,300\n2,Ben,de,12\n3,Eve,,\n"


def compared(folder: Path, old: str, new: str, fields: tuple[str, ...] = (), **texts: str) -> Comparison:
    """Compare rules on exports; inputs that are not given are meant to be absent."""
    names: tuple[InputName, ...] = ("contacts", "activities", "deals", "companies")
    files: dict[InputName, tuple[Path, ...]] = {}
    for name in names:
        text = texts.get(name, CONTACTS if name == "contacts" else None)
        if text is not None:
            files[name] = (folder / f"{name}.csv",)
            files[name][0].write_text(text, encoding="utf-8")
    without = frozenset(name for name in names if name not in files)
    one, other = (parse_rules(HEAD + text, name, folder) for name, text in (("old", old), ("new", new)))
    settings = Settings(date(2026, 11, 1), Path(mkdtemp(dir=folder)))
    return compare_rules(Inputs(files, without), one, other, settings, fields)


def rows(found: Comparison, *headers: str) -> list[tuple[str | None, ...]]:
    """Return some columns of the file."""
    places = [str(found.table.header.index(header)) for header in headers]
    return found.table.rows.select(places).rows()
