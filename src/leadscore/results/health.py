"""How rules fare with an export, as plain values between the layers. Renderers see nothing else."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from datetime import date

    from leadscore.errors import Problem

__all__ = ["Finding", "Health", "PartHealth", "RuleHealth"]


@dataclass(frozen=True)
class Finding:
    """One thing that an export shows about the rules.

    Attributes:
        code: A short name of this kind of finding, which stays as it is.
        problem: What, and where.
        severity: `remark` where it is hardly meant so, `note` where the rules say that it is.
    """

    code: str
    problem: Problem
    severity: Literal["remark", "note"] = "remark"


@dataclass(frozen=True)
class PartHealth:
    """How many leads one band, or one line of a lookup, is for.

    Attributes:
        part: The band or the value, as people write it.
        leads: How many leads.
        percent: Their share of all leads.
    """

    part: str
    leads: int
    percent: float | None


@dataclass(frozen=True)
class RuleHealth:
    """How many leads one rule gives points.

    Attributes:
        score: The score that it belongs to.
        rule: Its id.
        kind: `when`, `band`, `lookup`, `activity` or `quiet_for`.
        line: Where it stands in the rules file.
        leads: How many leads it fires on.
        percent: Their share of all leads.
        mean: The mean of what it gives them, to a tenth of a point; None of nobody.
        parts: The bands, or the lines of a lookup, with those for whom the value is missing.
    """

    score: str
    rule: str
    kind: str
    line: int
    leads: int
    percent: float | None
    mean: float | None
    parts: tuple[PartHealth, ...] = ()


@dataclass(frozen=True)
class Health:
    """How rules fare with an export.

    Attributes:
        contacts: Names of the files with the contacts.
        as_of: The day on which ages are counted.
        leads: How many contacts there are.
        few: Whether they are too few to say how often something occurs.
        findings: What is hardly meant so, in file order.
        rules: Every rule, in file order.
    """

    contacts: tuple[str, ...]
    as_of: date
    leads: int
    few: bool
    findings: tuple[Finding, ...]
    rules: tuple[RuleHealth, ...]
