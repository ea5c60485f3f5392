"""How sections of a rules file begin."""

from __future__ import annotations

from typing import Final

__all__ = ["heading"]

WIDTH: Final = 108


def heading(title: str) -> list[str]:
    """Return the line above a section."""
    return [f"# ---- {title} ".ljust(WIDTH, "-")]
