"""Channels: they stand in a column of contacts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from leadscore.schema.faults import Fault
from leadscore.schema.fields import COMPUTED, field_name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from leadscore.schema.model import Rules

__all__ = ["find_channel_faults"]


def find_channel_faults(rules: Rules) -> Iterator[Fault]:
    """Yield a fault where the channel would be something that is computed, or stands in another input."""
    column = rules.channels.column if rules.channels else ""
    if column not in COMPUTED and "." not in column:
        return
    bare = field_name(column.rpartition(".")[2])
    message = f'channels are read from a column of contacts, and "{column}" is none'
    hint = (
        f"name a column, such as channel; if one is called {bare}, give it another name: "
        f'sources: {{contacts: {{columns: {{lead_channel: "{bare}"}}}}}}'
    )
    yield Fault(("channels", "column"), message, hint)
