"""What is wrong with a rules file as a whole, beyond each of its entries alone."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from leadscore.schema.check_accounts import find_account_faults
from leadscore.schema.check_channels import find_channel_faults
from leadscore.schema.check_comments import find_cut_texts
from leadscore.schema.check_deals import find_deal_faults
from leadscore.schema.check_examples import find_example_faults
from leadscore.schema.check_fields import find_field_faults, find_source_faults
from leadscore.schema.check_names import find_repeated_names, find_unknown_groups, find_unknown_names
from leadscore.schema.check_nurture import find_nurture_faults
from leadscore.schema.check_scores import find_score_faults
from leadscore.schema.check_values import find_cell_faults, find_lookup_faults, find_value_faults
from leadscore.schema.declared import Declared
from leadscore.schema.uses import all_uses

if TYPE_CHECKING:
    from collections.abc import Iterator

    from leadscore.schema.document import Document
    from leadscore.schema.faults import Fault
    from leadscore.schema.model import Rules
    from leadscore.schema.validation import Validation

__all__ = ["find_faults"]


def find_faults(document: Document, validation: Validation) -> Iterator[Fault]:
    """Yield what is wrong with a rules file as a whole.

    What is missing only because its entry has faults of its own is not reported.

    Args:
        document: The file.
        validation: Its models, as far as they could be read.
    """
    declared = Declared(document.data, document.left_out)
    yield from find_repeated_names(declared, lambda path: document.value_place(path).line)
    yield from find_unknown_groups(declared)
    yield from find_cut_texts(document)
    if validation.rules is not None:
        for fault in _model_faults(validation.rules, validation.data, declared):
            yield replace(fault, path=validation.original(fault.path))


def _model_faults(rules: Rules, data: object, declared: Declared) -> Iterator[Fault]:
    uses = tuple(all_uses(rules))
    yield from find_unknown_names(rules, declared)
    yield from find_score_faults(rules, declared)
    yield from find_source_faults(rules)
    yield from find_channel_faults(rules)
    yield from find_account_faults(rules, declared)
    yield from find_field_faults(uses, declared)
    yield from find_value_faults(uses, data, declared)
    yield from find_lookup_faults(rules, data, declared)
    yield from find_cell_faults(rules)
    yield from find_deal_faults(rules)
    yield from find_example_faults(rules)
    yield from find_nurture_faults(rules, declared)
