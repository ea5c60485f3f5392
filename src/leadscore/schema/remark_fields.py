"""Fields that are called as the columns that a run writes: what is meant has a name of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from leadscore.columns import LEAD_GRADE, LEAD_LIGHT, LEAD_PERSONA, LEAD_STAGE, lead, lead_momentum
from leadscore.schema.faults import Fault
from leadscore.schema.momentum import momentum_days

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from leadscore.schema.model import Rules
    from leadscore.schema.uses import FieldUse

__all__ = ["find_field_remarks"]


def find_field_remarks(uses: Iterable[FieldUse], rules: Rules) -> Iterator[Fault]:
    """Yield the fields that name a written column and not what stands in it; `sources` may say that they are columns.

    Args:
        uses: Every field that is read.
        rules: The rules file.
    """
    meant = {LEAD_STAGE: "stage", LEAD_GRADE: "grade", LEAD_LIGHT: "light", LEAD_PERSONA: "persona"}
    meant |= {lead(name, rules.main_score): f"score.{name}" for name in rules.scores}
    meant |= {
        lead_momentum(name, rules.main_score): f"momentum.{name}"
        for names in momentum_days(rules).values()
        for name in names
    }
    columns = rules.source("contacts").columns
    for use in uses:
        if use.field in meant and not use.of_activity and use.field not in columns:
            message = (
                f'{use.what} reads "{use.field}" from the contacts; what this run computes has another name'
            )
            hint = f'did you mean "{meant[use.field]}"?'
            yield Fault(use.path, message, hint, at_key=use.test is not None, code="written-column")
