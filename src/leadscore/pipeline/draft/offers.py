"""Rules that are offered switched off: about columns of which only their owner knows what they are worth."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from leadscore.pipeline.draft.engagement import Engagement
from leadscore.pipeline.draft.export import ENOUGH, is_private
from leadscore.pipeline.draft.ladder import thresholds
from leadscore.pipeline.draft.rule_text import Entry, RuleText, Trait, bands, points_by_value, rule_id
from leadscore.pipeline.draft.words import BEHAVIOUR, EVENT_COLUMNS, QUESTIONS, REFUSALS
from leadscore.pipeline.draft.yaml_text import one_line, scalar
from leadscore.rules.values import YES
from leadscore.schema.fields import COMPUTED

if TYPE_CHECKING:
    from collections.abc import Iterable

    from leadscore.pipeline.draft.columns import Column
    from leadscore.pipeline.draft.export import Export

__all__ = ["fallback_rule", "offered_rules", "reference"]

MOST_RULES: Final = 12
MOST_CHOICES: Final = 15
NAMED: Final = 6
FEWEST: Final = 3
"""Cells that a value has at least before it is named, so that none tells who somebody is."""
SHARE: Final = 0.01
LONGEST_LABEL: Final = 60
_POINTS: Final = 5
_BANDS: Final = (0, 5, 10, 15)
_COUNTS: Final = (0, 10, 15, 20)
MOST_COUNTS: Final = 6
_WORDS_OF_CONDITIONS: Final = ("any", "all", "not", "rule", "score")


def reference(field: str) -> str:
    """Return how a condition names a column of contacts, in YAML."""
    hidden = field in COMPUTED or field in _WORDS_OF_CONDITIONS
    return scalar(f"contact.{field}") if hidden else scalar(field)


def offered_rules(export: Export, taken: set[str], used: Iterable[str]) -> list[RuleText]:
    """Return the rules, at most twelve: about the columns that are filled most often.

    Args:
        export: The export.
        taken: Ids of other rules; those of these are added.
        used: The fields of other rules.
    """
    questions = {name for names in QUESTIONS.values() for name in names}
    hidden = {*used, *questions, *EVENT_COLUMNS}
    found = []
    for column in export.contacts.columns.values():
        offered = _offer(export, column) if column.field not in hidden and column.share >= ENOUGH else None
        if offered is not None:
            found.append((column, offered))
    best = sorted(found, key=lambda pair: (-pair[0].filled, pair[0].place))[:MOST_RULES]
    return [
        RuleText(rule_id(column.field, taken), _label(column), entries)
        for column, entries in sorted(best, key=lambda pair: pair[0].place)
    ]


def behaviour_rules(export: Export, taken: set[str]) -> Engagement | None:
    """Return rules about columns that count what people did, for an export without activities; None where none are.

    Args:
        export: The export.
        taken: Ids of other rules; those of these are added.
    """
    rules: list[RuleText] = []
    for field, numbers in export.contacts.numbers.items():
        limits = thresholds(numbers.values) if _counts_deeds(field) else ()
        if limits and len(rules) < MOST_COUNTS:
            body = (Entry("band", reference(field)), bands(limits, _COUNTS))
            traits = (Trait("contact", reference(field), str(limits[-1])),)
            label = one_line(numbers.column.header, LONGEST_LABEL)
            rules.append(RuleText(rule_id(field, taken), label, body, _COUNTS[len(limits)], traits))
    return Engagement(tuple(rules), mail=False, most=sum(rule.most for rule in rules)) if rules else None


def _counts_deeds(field: str) -> bool:
    """Return whether the name of a column says that it counts what people did; an average counts nothing."""
    is_mean = bool({"per", "pro", "average", "avg", "mean"} & set(field.split("_")))
    return not is_mean and any(word in field for word in BEHAVIOUR)


def _label(column: Column) -> str:
    return "Revenue" if column.field == "revenue" else one_line(column.header, LONGEST_LABEL)


def _offer(export: Export, column: Column) -> tuple[Entry, ...] | None:
    """Return the lines of a rule about a column; None where nothing can be said about it."""
    if column.is_flag and not column.known:
        return _flag(column)
    if column.known and column.field != "revenue":
        return None
    if column.field in export.contacts.numbers:
        limits = thresholds(export.contacts.numbers[column.field].values)
        return (Entry("band", reference(column.field)), bands(limits, _BANDS)) if limits else None
    return None if is_private(column) or column.known else _choices(column)


def _flag(column: Column) -> tuple[Entry, ...] | None:
    yes = sum(value.rows for value in column.values if value.key in YES)
    if not SHARE <= yes / column.filled <= 1 - SHARE:
        return None
    points = -_POINTS if column.field.startswith(REFUSALS) else _POINTS
    return (Entry("when", f"{{{reference(column.field)}: true}}"), Entry("points", str(points)))


def _choices(column: Column) -> tuple[Entry, ...] | None:
    listed = column.frequent(SHARE, NAMED, FEWEST)
    if not 2 <= column.distinct <= MOST_CHOICES or len(listed) < 2:
        return None
    pairs = [(value.text, _POINTS if value is listed[0] else 0) for value in listed]
    return (Entry("lookup", reference(column.field)), points_by_value(pairs, 0))


def fallback_rule(export: Export) -> RuleText:
    """Return a rule for an export of which nothing says who is a good lead: whether some column is filled."""
    known = [column for column in export.contacts.columns.values() if column.filled]
    partly = [column for column in known if column.filled < column.rows and column.field != "contact_id"]
    column = (partly or known)[0]
    body = (Entry("when", f"{{{reference(column.field)}: {{known: true}}}}"), Entry("points", "10"))
    return RuleText("known", f"Has {one_line(column.header, LONGEST_LABEL)}", body, 10)
