"""One lead and its outlook, from rules and exports as text."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Final

from leadscore.pipeline import Inputs, Settings
from leadscore.pipeline.inputs import open_session
from leadscore.pipeline.outlook import look_ahead
from leadscore.schema.load import parse_rules

if TYPE_CHECKING:
    from pathlib import Path

    from leadscore.pipeline.inputs import Session
    from leadscore.results.outlook import Outlook, Step
    from leadscore.schema.model import InputName

AS_OF: Final = date(2026, 11, 1)
OTHERS: Final[tuple[InputName, ...]] = ("activities", "deals", "companies")
LOG: Final = "contact_id,type,occurred_at,url\n"
"""A log of activities without any."""


def session(folder: Path, rules: str, contacts: str, **others: str) -> Session:
    """Open a run; inputs that are not given are meant to be absent."""
    file = parse_rules(f"version: 1\n{rules}\n", "rules.yaml", folder)
    texts: dict[InputName, str] = {"contacts": contacts, **others}  # type: ignore[dict-item]  # names of inputs
    for name, text in texts.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    files = {name: (folder / f"{name}.csv",) for name in texts}
    absent = frozenset(name for name in OTHERS if name not in texts)
    return open_session(Inputs(files, absent), file, Settings(AS_OF, folder))


def outlook(folder: Path, rules: str, contacts: str = "contact_id\n1\n", **others: str) -> Outlook:
    """Return the outlook of the contact 1."""
    return look_ahead(session(folder, rules, contacts, **others), "1")


def told(step: Step) -> list[str]:
    """Return the changes of a step, shortened."""
    found = []
    for change in step.changes:
        cells = "".join(f" {cell.field}={cell.value}" for cell in change.cells)
        rows = f"{change.count} {change.name}{cells}"
        found.append(rows if change.is_repeatable else f"{change.name}={change.said or change.value}")
    return found


def steps(found: Outlook) -> list[list[str]]:
    """Return the changes of each step to the next stage, shortened."""
    return [told(step) for step in found.goals[0].steps]
