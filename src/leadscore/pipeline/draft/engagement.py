"""Rules about what the contacts do, from the types of activities that occur."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from leadscore.pipeline.draft.columns import writable
from leadscore.pipeline.draft.rule_text import Entry, RuleText, rule_id
from leadscore.pipeline.draft.words import KINDS
from leadscore.pipeline.draft.yaml_text import flow_list, one_line, scalar

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from leadscore.pipeline.draft.columns import Value
    from leadscore.pipeline.draft.log import Activities
    from leadscore.pipeline.draft.words import Kind

__all__ = ["MAIL_MOST", "Deed", "Engagement", "engagement_rules"]

MAIL_MOST: Final = 10
MOST_TYPES: Final = 12
MOST_OTHERS: Final = 6
MANY: Final = 30
"""Types beyond which they may be texts that somebody wrote."""
FEWEST: Final = 3
"""Activities that such a type has at least before it is named, so that none tells who somebody is."""
QUIET_DAYS: Final = 60
_LABEL: Final = 40
_OTHER_POINTS: Final = 2
_OTHER_MOST: Final = 10
_ANYWHERE: Final = 6
"""Letters of a word from which on it may stand inside another one."""
_PRICES: Final = ("Looked at prices", 6, 24)
_CAREERS: Final = ("Reads our job offers", -10, 10)


@dataclass(frozen=True)
class Deed:
    """Something that a lively contact did.

    Attributes:
        type: The type of activity.
        url: The page that it names, else empty.
    """

    type: str
    url: str = ""


@dataclass(frozen=True)
class _Counted:
    """A rule about activities, and what it counts.

    Attributes:
        rule: The rule.
        points: Points of one activity.
        deed: One of them.
        mail: Whether it is one of mails.
    """

    rule: RuleText
    points: int
    deed: Deed
    mail: bool = False


@dataclass(frozen=True)
class Engagement:
    """The score of what contacts do.

    Attributes:
        rules: Its rules.
        mail: Whether it has the group of mails.
        most: How many points the rules give at most.
        deeds: What a lively contact did, what tells most first; nothing where there are no activities.
        left_out: Types that no rule counts, the most frequent first.
    """

    rules: tuple[RuleText, ...]
    mail: bool
    most: int
    deeds: tuple[Deed, ...] = ()
    left_out: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Types:
    """Types of activities by what they mean: of each kind, of none, and those that are not named."""

    by_kind: dict[Kind, list[Value]]
    others: list[Value]
    unnamed: list[str]


def engagement_rules(activities: Activities, taken: set[str]) -> Engagement | None:
    """Return the rules about activities; None where none can be made.

    Args:
        activities: What the contacts did.
        taken: Ids of other rules; those of these are added.
    """
    types = _sorted_out(activities.types)
    counted = [_of_kind(kind, values, taken) for kind, values in types.by_kind.items() if not kind.ours]
    counted += _of_pages(activities, types, taken)
    counted += [_other(value, taken) for value in types.others]
    good = [one for one in counted if one.points > 0]
    bad = [one.rule for one in counted if one.points < 0]
    if not good:
        return None
    ours = [value.text for kind, values in types.by_kind.items() if kind.ours for value in values]
    quiet = [_quiet(ours, taken)] if _is_long(activities) else []
    rules = (*(one.rule for one in good), *bad, *quiet)
    mail = any(one.mail for one in good)
    most = sum(one.rule.most for one in good if not one.mail) + MAIL_MOST * mail
    deeds = tuple(one.deed for one in sorted(good, key=lambda one: -one.points))
    return Engagement(rules, mail, most, deeds, tuple(types.unnamed))


def _sorted_out(listed: Sequence[Value]) -> _Types:
    types = _Types({}, [], [])
    by_kind: dict[Kind, list[Value]] = {}
    for value in listed:
        kind = next((kind for kind in KINDS if _is_of(kind, value.key)), None)
        if not writable(value.text) or (len(listed) > MANY and value.rows < FEWEST):
            types.unnamed.append(value.text)
        elif kind is None and len(types.others) < MOST_OTHERS:
            types.others.append(value)
        elif kind is None or len(by_kind.get(kind, ())) >= MOST_TYPES:
            types.unnamed.append(value.text)
        else:
            by_kind.setdefault(kind, []).append(value)
    types.by_kind.update({kind: by_kind[kind] for kind in KINDS if kind in by_kind})
    return types


def _is_of(kind: Kind, type_: str) -> bool:
    """Return whether a type has a word of a kind: short ones only where a word begins."""
    return any(
        re.search(re.escape(part) if len(part) >= _ANYWHERE else rf"(?<![^\W_]){re.escape(part)}", type_)
        for part in kind.parts
    )


def _types(texts: Iterable[str]) -> Entry:
    """Return which types a rule counts."""
    listed = tuple(scalar(text) for text in texts)
    return Entry("activity", listed[0]) if len(listed) == 1 else Entry("activity", opening="[", parts=listed)


def _of_kind(kind: Kind, values: Sequence[Value], taken: set[str]) -> _Counted:
    body = [_types(value.text for value in values)]
    if kind.group:
        body.append(Entry("group", kind.group))
    if kind.daily:
        body.append(Entry("count", "per_day", note="one a day counts"))
    if kind.once:
        body.append(Entry("count", "once", note="only the newest one counts"))
        body.append(Entry("within_last", "90d", note="older ones do not count at all"))
    body.append(Entry("points", str(kind.points)))
    if kind.once:
        body.append(Entry("decay", "none", note="in full up to the last day"))
    elif kind.most:
        body.append(Entry("max", str(kind.most), note="this rule gives at most so many points"))
    rule = RuleText(rule_id(kind.id, taken), kind.label, tuple(body), kind.most)
    return _Counted(rule, kind.points, Deed(values[0].text), mail=kind.group == "mail")


def _of_pages(activities: Activities, types: _Types, taken: set[str]) -> list[_Counted]:
    """Return the rules about pages that say something."""
    theirs = [values for kind, values in types.by_kind.items() if not kind.ours]
    named = {value.key: value.text for values in (*theirs, types.others) for value in values}
    found = []
    for meaning, (label, points, most) in (("pricing", _PRICES), ("careers", _CAREERS)):
        pages = activities.pages.get(meaning)
        texts = [named[key] for key in pages.types if key in named][:MOST_TYPES] if pages else []
        if pages is None or not texts:
            continue
        body = [
            _types(texts),
            Entry("where", f"{{url: {{contains: {flow_list(map(scalar, pages.parts))}}}}}"),
        ]
        body += [Entry("within_last", "90d"), Entry("points", str(points)), Entry("max", str(most))]
        rule = RuleText(rule_id(meaning, taken), label, tuple(body), most)
        found.append(_Counted(rule, points, Deed(texts[0], pages.parts[0])))
    return found


def _other(value: Value, taken: set[str]) -> _Counted:
    points = Entry("points", str(_OTHER_POINTS), note="what is it worth to you?")
    body = (_types([value.text]), points, Entry("max", str(_OTHER_MOST)))
    rule = RuleText(rule_id(value.key, taken), one_line(value.text, _LABEL), body, _OTHER_MOST)
    return _Counted(rule, _OTHER_POINTS, Deed(value.text))


def _is_long(activities: Activities) -> bool:
    """Return whether activities go back far enough for somebody to have gone quiet."""
    oldest, newest = activities.oldest, activities.newest
    return oldest is not None and newest is not None and (newest - oldest).days > QUIET_DAYS


def _quiet(ours: Sequence[str], taken: set[str]) -> RuleText:
    body = [
        Entry(
            "quiet_for",
            f"{QUIET_DAYS}d",
            note="the newest activity is older; who never did anything is not quiet",
        )
    ]
    if ours:
        parts = tuple(map(scalar, ours))
        body.append(Entry("except", opening="[", parts=parts, note="what we did does not count as theirs"))
    return RuleText(rule_id("quiet", taken), "Gone quiet", (*body, Entry("points", "-10")))
