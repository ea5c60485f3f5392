"""Lists for Marketing and Sales: who is on them, and in which order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.reference.conditions import Setting, held_back, holds
from tests.reference.scores import lead_score_name

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.reference.lead import Settled
    from tests.reference.rows import Rules


def hand_off(rules: Rules, leads: Sequence[Settled], setting: Setting) -> dict[str, list[Settled]]:
    """Return who is on each list, best first."""
    return {entry["list"]: _listed(entry, rules, leads, setting) for entry in list_entries(rules)}


def list_entries(rules: Rules) -> Sequence[Rules]:
    """Return the hand-off entries; without any, stages named `mql` and `sql` each have a list."""
    names = [stage["name"] for stage in rules.get("stages", [])]
    default = [{"list": name, "stage": name} for name in names if name in ("mql", "sql")]
    entries: Sequence[Rules] = rules.get("handoff", default)
    return entries


def list_score(entry: Rules, rules: Rules) -> str:
    """Return the name of the score by which a list is ordered."""
    name: str = entry.get("order_by", f"score.{lead_score_name(rules)}").removeprefix("score.")
    return name


def _listed(entry: Rules, rules: Rules, leads: Sequence[Settled], setting: Setting) -> list[Settled]:
    first, main = list_score(entry, rules), lead_score_name(rules)
    on_it = [lead for lead in leads if _is_on(entry, lead, setting)]
    return sorted(on_it, key=lambda lead: (-lead.scores[first].shown, -lead.scores[main].shown, lead.id))


def _is_on(entry: Rules, lead: Settled, setting: Setting) -> bool:
    stages = [entry["stage"]] if isinstance(entry["stage"], str) else entry["stage"]
    wanted = "when" not in entry or holds(entry["when"], lead.facts, setting) is True
    return lead.stage in stages and wanted and not held_back(entry, lead.facts, setting)
