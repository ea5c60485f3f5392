"""What is right in a rules file and hardly meant so: `leadscore check` tells, a run does not mind."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from leadscore.schema.remark_conditions import find_condition_remarks
from leadscore.schema.remark_fields import find_field_remarks
from leadscore.schema.remark_habits import find_number_habits, find_quote_habits, find_value_habits
from leadscore.schema.remark_points import find_point_remarks
from leadscore.schema.uses import all_uses

if TYPE_CHECKING:
    from collections.abc import Iterator

    from leadscore.schema.faults import Fault
    from leadscore.schema.validation import Validation

__all__ = ["find_remarks"]


def find_remarks(validation: Validation, *, complete: bool) -> Iterator[Fault]:
    """Yield a remark for everything in a file that is hardly meant so.

    Args:
        validation: The models of the file.
        complete: Whether nothing of it was left out. Else only habits are looked for: what rules can reach is not
            known where one of them could not be read.
    """
    if validation.rules is None:
        return
    rules, uses = validation.rules, tuple(all_uses(validation.rules))
    data = validation.data
    habits = [*find_number_habits(data), *find_quote_habits(data), *find_value_habits(uses, rules, data)]
    wider = []
    if complete:
        wider = [*find_point_remarks(rules), *find_condition_remarks(rules), *find_field_remarks(uses, rules)]
    for remark in (*habits, *wider):
        yield replace(remark, path=validation.original(remark.path))
