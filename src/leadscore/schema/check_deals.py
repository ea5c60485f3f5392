"""The words of deals: none means two things."""

from __future__ import annotations

from typing import TYPE_CHECKING

from leadscore.schema.faults import Fault
from leadscore.schema.fields import field_name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from leadscore.schema.deals import DealSteps
    from leadscore.schema.model import Rules

__all__ = ["find_deal_faults"]


def find_deal_faults(rules: Rules) -> Iterator[Fault]:
    """Yield a column that is not written like a field, and the words that mean two things."""
    if rules.deals is not None:
        yield from _wrong_column(rules.deals)
        yield from _won_and_lost(rules.deals)
        yield from _steps_twice(rules.deals)


def _wrong_column(deals: DealSteps) -> Iterator[Fault]:
    if deals.column is not None and deals.column != field_name(deals.column):
        named = "is not how a column is named here: lower case, with _ for blanks and signs"
        meant = field_name(deals.column)
        hint = f'did you mean "{meant}"?' if meant else ""
        yield Fault(("deals", "column"), f'"{deals.column}" in deals {named}', hint)


def _won_and_lost(deals: DealSteps) -> Iterator[Fault]:
    won = {_key(word) for word in deals.won or ()}
    for place, word in enumerate(deals.lost or ()):
        if _key(word) in won:
            message = f'"{word}" means both won and lost in deals'
            yield Fault(("deals", "lost", place), message, "leave it out of one of the two")


def _steps_twice(deals: DealSteps) -> Iterator[Fault]:
    first: dict[str, int] = {}
    for place, step in enumerate(deals.steps):
        for word in {_key(word): word for word in reversed(step.words)}.values():
            before = first.setdefault(_key(word), place)
            if before != place:
                line = f"step number {before + 1} and step number {place + 1}"
                yield Fault(
                    ("deals", "steps", place),
                    f'"{word}" means two steps of deals: {line}',
                    "leave it out of one of the two",
                )


def _key(word: str) -> str:
    """Return what two spellings of a word have in common where deals are read: its letters and digits, in lower case."""
    return field_name(word).replace("_", "") or word.strip().lower()
