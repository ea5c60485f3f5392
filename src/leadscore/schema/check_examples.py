"""Examples: what they say of the past goes together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from leadscore.schema.faults import Fault

if TYPE_CHECKING:
    from collections.abc import Iterator

    from leadscore.schema.model import Rules

__all__ = ["find_example_faults"]


def find_example_faults(rules: Rules) -> Iterator[Fault]:
    """Yield what is wrong with the past of an example."""
    for place, example in enumerate(rules.tests):
        path = ("tests", place, "since")
        if example.since is None:
            continue
        what = f'`since` of example "{example.name}"'
        if example.was is None:
            help_ = "say with `was` in which stage the contact was since then"
            yield Fault(path, f"{what} needs `was`", help_, at_key=True)
        elif example.since > example.as_of:
            yield Fault(path, f"{what} is {example.since}, which is later than its as_of, {example.as_of}")
