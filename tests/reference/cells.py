"""The text of the columns that a run adds to `scored.csv`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tests.reference.arithmetic import score_text, signed_points

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tests.reference.contacts import Contact
    from tests.reference.rows import Rules
    from tests.reference.scores import Score, Scores

_NUMBER = re.compile(r"[+-]?[0-9][0-9.,' \u00a0]*([eE][+-]?[0-9]+)?%?")
_PHONE = re.compile(r"\+[0-9 ().\-/]*")


def guarded(text: str) -> str:
    """Put a `'` before what a spreadsheet would run as a formula, numbers and phone numbers aside."""
    runs = text[:1] in tuple("=+-@\t\r") and not _NUMBER.fullmatch(text) and not _PHONE.fullmatch(text)
    return f"'{text}" if runs else text


def score_cells(scores: Mapping[str, Score], lead_score: str, gained: Mapping[str, int]) -> dict[str, str]:
    """Return the lead score under its own name, then every other score in file order, some with what they gained."""
    names = {lead_score: "lead_score"} | {name: f"lead_{name}" for name in scores if name != lead_score}
    cells = {}
    for name, column in names.items():
        cells[column] = score_text(scores[name].shown)
        cells[f"{column}_low"] = score_text(scores[name].low)
        cells[f"{column}_high"] = score_text(scores[name].high)
        if name in gained:
            cells[f"{column}_momentum"] = score_text(gained[name])
    return cells


def largest_rules(rules: Rules, points: Mapping[str, int]) -> list[str]:
    """Return the ids of the five rules that gave or took the most, by size, ties in file order."""
    own = [rule["id"] for score in rules["scores"].values() for rule in score.get("rules", [])]
    return sorted((rule for rule in own if points[rule] != 0), key=lambda rule: -abs(points[rule]))[:5]


def reasons(rules: Rules, scores: Scores) -> str:
    """Return the labels of these rules with what they gave."""
    labels = {
        rule["id"]: rule.get("label", rule["id"])
        for score in rules["scores"].values()
        for rule in score.get("rules", [])
    }
    largest = largest_rules(rules, scores.rules)
    return guarded("; ".join(f"{labels[rule]} {signed_points(scores.rules[rule])}" for rule in largest))


def questions_answered(questions: Sequence[Rules], contact: Contact) -> int:
    return sum(contact.row.value(question["answered_by"]).known for question in questions)


def question_cells(questions: Sequence[Rules], contact: Contact) -> dict[str, str]:
    """Return how many questions are answered, and the first that is not."""
    unanswered = [entry["ask"] for entry in questions if not contact.row.value(entry["answered_by"]).known]
    return {
        "lead_qualification": f"{questions_answered(questions, contact)}/{len(questions)}",
        "lead_next_question": guarded(unanswered[0]) if unanswered else "",
    }
