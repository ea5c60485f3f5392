"""Hand-off lists, as plain values between the layers."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["ListSummary", "TopLead"]


@dataclass(frozen=True)
class TopLead:
    """One lead at the top of a hand-off list. Texts are as in the file, and empty where unknown.

    `score` is the lead score and `momentum` what it has gained; `list_score` and `list_momentum` are those of the score
    by which the list is ordered, where that is another one. `owner` is empty where the rules have no owners; `new` is None in
    a run without a history.
    """

    rank: int
    contact_id: str
    name: str
    company: str
    score: str
    grade: str
    light: str
    reasons: str
    next_question: str
    owner: str = ""
    new: bool | None = None
    momentum: str = ""
    list_score: str = ""
    list_momentum: str = ""


@dataclass(frozen=True)
class ListSummary:
    """One hand-off list.

    Attributes:
        name: Its name.
        path: Its file below the output folder.
        count: Leads on it.
        top: The first of them, in order.
        order_by: The score by which it is ordered, where that is not the lead score; else empty.
    """

    name: str
    path: str
    count: int
    top: tuple[TopLead, ...]
    order_by: str = ""
