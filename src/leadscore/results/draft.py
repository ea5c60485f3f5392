"""A drafted rules file, and what it was drafted from, as plain values between the layers. Renderers see nothing else."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

__all__ = ["Draft", "DraftReport", "InputCount", "StageShare"]


@dataclass(frozen=True)
class InputCount:
    """An input that was looked at.

    Attributes:
        input: Which it is.
        files: Names of its files.
        records: How many records they have.
    """

    input: str
    files: tuple[str, ...]
    records: int


@dataclass(frozen=True)
class StageShare:
    """How many contacts are in a stage by the drafted rules.

    Attributes:
        label: The stage as people read it.
        contacts: How many are in it.
        percent: Their part of all contacts; None where there are none.
    """

    label: str
    contacts: int
    percent: float | None


@dataclass(frozen=True)
class Draft:
    """A drafted rules file.

    Attributes:
        text: Its text.
        inputs: What it was drafted from; nothing for the starter rules.
        rules: How many rules take effect.
        offered: How many are switched off.
        examples: How many examples it has.
        stages: What it makes of the contacts, in the order of the funnel.
        as_of: The day as of which they were scored, where the newest activity is long ago; else None.
        remarks: What was assumed, and what to look at, in plain words.
    """

    text: str
    inputs: tuple[InputCount, ...] = ()
    rules: int = 0
    offered: int = 0
    examples: int = 0
    stages: tuple[StageShare, ...] = ()
    as_of: date | None = None
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True)
class DraftReport:
    """A drafted rules file, and where it is.

    Attributes:
        draft: The file.
        place: Where it was written; empty where it was printed.
        next: Commands to go on with, and what each of them does.
    """

    draft: Draft
    place: str
    next: tuple[tuple[str, str], ...]
