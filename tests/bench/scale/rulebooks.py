"""Rules of any number, made from the eight of the benchmark."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

import yaml

__all__ = ["changed", "rulebook", "write_rules"]

_EIGHT: Final = Path(__file__).with_name("rules8.yaml")
_PAGES: Final = (
    "/product", "/docs", "/blog", "/cases", "/careers", "/webinars", "/demo", "integrations", "security",
)  # fmt: skip
_TYPES: Final = ("page_view", "email_open", "download", "webinar", "email_click", "event_visit", "email_sent")
_HALF_LIVES: Final = ("7d", "14d", "21d", "45d", "60d", "90d", "120d", "180d")


def rulebook(activity_rules: int) -> dict[str, Any]:
    """Return the rules of the benchmark with so many activity rules, at least eight.

    Of forty rules ten look at the URL, and thirteen look back a limited time.
    """
    rules: dict[str, Any] = yaml.safe_load(_EIGHT.read_text("utf-8"))
    more = [_further(number) for number in range(activity_rules - 8)]
    rules["scores"]["engagement"]["rules"] += more
    return rules


def changed(number: int) -> dict[str, Any]:
    """Return the eight rules as an analyst changes them: the points of one, and the half-life of another.

    Every number gives another change, so that nothing that was kept of a change before is of use.
    """
    rules = rulebook(8)
    _, _, downloads, webinars, *_ = rules["scores"]["engagement"]["rules"]
    downloads["points"] += (number + 1) / 10
    webinars["decay"]["half_life"] = f"{61 + number}d"
    return rules


def write_rules(path: Path, rules: dict[str, Any]) -> None:
    """Write rules as a file."""
    path.write_text(yaml.safe_dump(rules, allow_unicode=True, sort_keys=False), "utf-8")


def _further(number: int) -> dict[str, Any]:
    rule: dict[str, Any] = {"id": f"more_{number}", "points": 1, "max": 5}
    rule["decay"] = {"half_life": _HALF_LIVES[number % len(_HALF_LIVES)]}
    page, third = divmod(number, 3)
    if third == 0 and page < len(_PAGES):
        return rule | {"activity": "page_view", "where": {"url": {"contains": _PAGES[page]}}}
    recent = {"within_last": f"{30 + 10 * page}d"} if third == 1 else {}
    return rule | {"activity": _TYPES[number % len(_TYPES)]} | recent
