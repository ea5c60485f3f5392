"""Accounts: the scores that they go by are scores of the file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from leadscore.schema.check_names import unknown_name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from leadscore.schema.declared import Declared
    from leadscore.schema.faults import Fault
    from leadscore.schema.model import Rules

__all__ = ["find_account_faults"]


def find_account_faults(rules: Rules, declared: Declared) -> Iterator[Fault]:
    """Yield the scores that accounts name and that there are not.

    Args:
        rules: The rules.
        declared: The names of the file.
    """
    if rules.accounts is None or not declared.is_sure("scores"):
        return
    for key in ("engagement", "fit"):
        name = getattr(rules.accounts, key)
        if name is not None and name not in declared.scores:
            yield unknown_name("score", name, declared.scores, "accounts", ("accounts", key))
