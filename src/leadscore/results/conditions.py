"""What conditions came to, part by part."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

__all__ = ["Answer", "TestedPart"]

Answer = Literal["yes", "no", "unknown"]


@dataclass(frozen=True)
class TestedPart:
    """One part of a condition, and what it came to.

    Attributes:
        depth: How deep it stands inside of `any`, `not` and the like.
        text: What is tested, as the rules write it, or `any of`, `all of`, `not` for the parts below it.
        actual: What was found; None for a part that has others below it.
        answer: What the part comes to.
    """

    depth: int
    text: str
    actual: str | None
    answer: Answer
