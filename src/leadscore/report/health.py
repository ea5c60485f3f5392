"""On how many leads each rule fires: as a table in 80 columns, and for programs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from rich.cells import cell_len, set_cell_size

from leadscore.report.words import counted, harmless, percentage

if TYPE_CHECKING:
    from collections.abc import Sequence

    from leadscore.results.health import Health, PartHealth, RuleHealth

__all__ = ["health_lines", "health_values"]

_HEADINGS: Final = ("score", "rule", "leads", "share", "mean points")
_WIDEST: Final = (18, 28)
"""Columns of the terminal for names of scores and rules; longer ones are cut."""
_CUT: Final = "…"


def health_lines(health: Health) -> list[str]:
    """Return a table of all rules, line by line."""
    who = counted(health.leads, "lead", "leads")
    heading = f"{who} in {', '.join(health.contacts)}, as of {health.as_of}: whom each rule fires on"
    few = ["too few leads to say how often something occurs"] if health.few else []
    return [*map(harmless, [heading, *few]), *_table([_HEADINGS, *map(_cells, health.rules)])]


def _cells(rule: RuleHealth) -> tuple[str, ...]:
    names = (
        _cut(harmless(name), widest) for name, widest in zip((rule.score, rule.rule), _WIDEST, strict=True)
    )
    mean = "" if rule.mean is None else f"{rule.mean:+.1f}"
    return (*names, f"{rule.leads:,}", percentage(rule.percent), mean)


def _cut(text: str, widest: int) -> str:
    return text if cell_len(text) <= widest else set_cell_size(text, widest - 1).rstrip() + _CUT


def _table(rows: Sequence[tuple[str, ...]]) -> list[str]:
    """Return rows as lines whose cells stand below each other: names to the left, numbers to the right."""
    widths = [max(map(cell_len, cells)) for cells in zip(*rows, strict=True)]
    return [
        "  ".join(
            cell.rjust(width) if place >= len(_WIDEST) else cell + " " * (width - cell_len(cell))
            for place, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    ]


def health_values(health: Health | None) -> dict[str, Any]:
    """Return how rules fare for programs; without an export that they fit, nothing is known of any rule."""
    if health is None:
        return {"as_of": None, "leads": None, "rules": []}
    return {
        "as_of": health.as_of.isoformat(),
        "leads": health.leads,
        "rules": [_rule(rule) for rule in health.rules],
    }


def _rule(rule: RuleHealth) -> dict[str, Any]:
    return {
        "score": rule.score,
        "rule": rule.rule,
        "kind": rule.kind,
        "line": rule.line,
        "leads": rule.leads,
        "percent": rule.percent,
        "mean": rule.mean,
        "parts": [_part(part) for part in rule.parts],
    }


def _part(part: PartHealth) -> dict[str, Any]:
    return {"part": part.part, "leads": part.leads, "percent": part.percent}
