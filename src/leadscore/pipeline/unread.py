"""Columns of scored contacts that nothing reads which is written of them: they need not be kept."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from leadscore.columns import (
    FURTHEST,
    MOVED_BY,
    RECYCLED_BY,
    RECYCLED_ON,
    count,
    earlier,
    grouped,
    high,
    holds,
    low,
    newest,
    total,
    typed,
    undecided,
    weight,
)
from leadscore.rules.stages import MEMORY
from leadscore.schema.uses import field_uses

if TYPE_CHECKING:
    from collections.abc import Sequence

    from leadscore.pipeline.inputs import Session

__all__ = ["written_columns"]

_INNER: Final = tuple(name("") for name in (holds, undecided, low, high, earlier))
_LEDGER: Final = (*(name("") for name in (count, weight, newest, total)), grouped("", "").removesuffix(":"))
_MEMORY: Final = (*MEMORY, FURTHEST, RECYCLED_BY, RECYCLED_ON, MOVED_BY)
"""What a history alone keeps."""
_COMPUTED: Final = tuple(typed("number", name) for name in ("rule.", "activities."))


def written_columns(session: Session, columns: Sequence[str]) -> list[str]:
    """Return the columns that hand-offs, lists, reports, the history and the ledger may read.

    Args:
        session: The run.
        columns: All columns of scored contacts.
    """
    inner = _INNER if session.settings.ledger else (*_INNER, *_LEDGER)
    inner = inner if session.settings.past is not None else (*inner, *_MEMORY)
    named = {typed("number", use.field) for use in field_uses(session.rules.model)}
    return [
        name
        for name in columns
        if not name.startswith(inner) and (name in named or not name.startswith(_COMPUTED))
    ]
