"""The files that people open: who is listed, how good, why, what they did, and what is to be asked next."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tests.reference.arithmetic import signed_points
from tests.reference.cells import guarded, largest_rules
from tests.reference.handoff import list_entries, list_score
from tests.reference.rule_points import counts
from tests.reference.scores import lead_score_name
from tests.reference.values import trim

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from datetime import date

    from tests.reference.activities import Activity
    from tests.reference.conditions import Setting
    from tests.reference.handover import Line, Night
    from tests.reference.lead import Lead, Settled
    from tests.reference.rows import Row, Rules

Table = list[list[str]]
"""A header, and the records below."""
Cells = dict[str, str]

_PERSON = ("first_name", "last_name", "company", "job_title", "email", "phone", "country")
_HANDED = ("handoff_since", "handoff_new", "handoff_due", "handoff_answer")
_NOT_READ = ("email_sent", "email_open", "email_opened", "email_bounce", "email_bounced")


def list_tables(
    rules: Rules, night: Night, people: Sequence[tuple[Lead, Settled]], setting: Setting
) -> dict[str, Table]:
    """Return every list, who waits, and what is overdue, by name."""
    told = {settled.id: _told(rules, lead, settled, setting) for lead, settled in people}
    main = _score_column(lead_score_name(rules), rules)
    tables = {}
    for entry in list_entries(rules):
        scores = _score_columns(rules, entry)
        columns = _columns(rules, ("lead_rank",), scores, _HANDED)
        lines = [
            _line(line) | {"lead_rank": str(rank)}
            for rank, line in enumerate(night.lists[entry["list"]], start=1)
        ]
        tables[entry["list"]] = _table(columns, lines, told)
    if night.waiting is not None:
        waits = [
            {
                "contact_id": who,
                "waiting_place": str(place),
                "waiting_why": why,
                "list": lists,
                "owner": owner or "",
            }
            for place, (who, why, lists, owner) in enumerate(night.waiting, start=1)
        ]
        columns = _columns(rules, ("waiting_place", "waiting_why", "list"), (main,), ())
        tables["waiting"] = _table(columns, waits, told)
    if night.overdue is not None:
        columns = _columns(rules, ("handoff_due", "list"), (main,), ("handoff_since",))
        tables["overdue"] = _table(columns, list(map(_line, night.overdue)), told)
    return tables


def _score_columns(rules: Rules, entry: Rules) -> list[str]:
    """Return the lead score and that of the order, each with what it gained where the rules ask for that."""
    columns = []
    for name in dict.fromkeys((lead_score_name(rules), list_score(entry, rules))):
        column = _score_column(name, rules)
        columns += [column, f"{column}_momentum"] if "momentum" in rules["scores"][name] else [column]
    return columns


def _score_column(name: str, rules: Rules) -> str:
    return "lead_score" if name == lead_score_name(rules) else f"lead_{name}"


def _columns(rules: Rules, first: Iterable[str], scores: Iterable[str], last: Iterable[str]) -> list[str]:
    asks = ("lead_qualification", "answers", "lead_next_question") if "qualification" in rules else ()
    return [
        *(*first, "contact_id", *_PERSON, *scores),
        *(f"lead_{part}" for part, key in (("grade", "grade"), ("light", "lights")) if key in rules),
        "lead_stage",
        *(["lead_persona"] if "personas" in rules else []),
        *("reasons", *asks, "owner", *last, "last_activity", "pages_read", "content_taken"),
    ]


def _table(columns: list[str], lines: Iterable[Cells], told: Mapping[str, Cells]) -> Table:
    cells = [told[line["contact_id"]] | line for line in lines]
    return [columns, *([guarded(one[column]) for column in columns] for one in cells)]


def _line(line: Line) -> Cells:
    return {
        "contact_id": line.id,
        "list": line.list,
        "owner": line.owner or "",
        "handoff_since": str(line.since or ""),
        "handoff_new": "" if line.new is None else str(line.new).lower(),
        "handoff_due": str(line.due or ""),
        "handoff_answer": line.answer or "",
    }


def _told(rules: Rules, lead: Lead, settled: Settled, setting: Setting) -> Cells:
    """Return what every list says of a lead, before it is guarded."""
    row, questions = lead.contact.row, rules.get("qualification", [])
    person = {field: _shown(row, field) for field in _PERSON}
    if not person["first_name"] and not person["last_name"]:
        person["last_name"] = _shown(row, "full_name")
    answered = [(asked["id"], _shown(row, asked["answered_by"])) for asked in questions]
    unanswered = [asked["ask"] for asked in questions if not _shown(row, asked["answered_by"])]
    days = [activity.day for activity in lead.activities]
    return {
        **settled.cells,
        **person,
        "reasons": _dated_reasons(rules, lead, settled, setting),
        "answers": "; ".join(f"{name}: {answer}" for name, answer in answered if answer),
        "lead_next_question": unanswered[0] if unanswered else "",
        "last_activity": str(max(days)) if days else "",
        "pages_read": _pages(lead.activities),
        "content_taken": "; ".join(_newest_first(lead.activities, _asset)),
    }


def _shown(row: Row, field: str) -> str:
    return trim(row.cell(field)) if row.value(field).known else ""


def _dated_reasons(rules: Rules, lead: Lead, settled: Settled, setting: Setting) -> str:
    """Return the reasons, with the day on which the lead last did what a rule counts."""
    by_id = {rule["id"]: rule for score in rules["scores"].values() for rule in score.get("rules", [])}
    texts = []
    for name in largest_rules(rules, settled.points):
        rule = by_id[name]
        did = [one.day for one in lead.activities if "activity" in rule and counts(rule, one, setting)]
        day = f" ({max(did)})" if did else ""
        texts.append(f"{rule.get('label', name)} {signed_points(settled.points[name])}{day}")
    return "; ".join(texts)


def _pages(activities: Sequence[Activity]) -> str:
    """Return the last five pages that were read, without what their address says of the visit."""
    pages = _newest_first(activities, _page)
    return "; ".join(f"{page} ({day})" for page, day in list(pages.items())[:5])


def _page(activity: Activity) -> str:
    return "" if activity.type in _NOT_READ else re.split("[?#]", _shown(activity.row, "url"))[0]


def _asset(activity: Activity) -> str:
    """What a mail names is what was sent, not what was taken."""
    return "" if activity.type.startswith("email") else _shown(activity.row, "asset")


def _newest_first(activities: Sequence[Activity], name: Callable[[Activity], str]) -> dict[str, date]:
    """Return what the activities name, each with the last day, ties in alphabetical order."""
    last: dict[str, date] = {}
    for activity in sorted(activities, key=lambda one: one.day):
        if name(activity):
            last[name(activity)] = activity.day
    return dict(sorted(sorted(last.items()), key=lambda pair: pair[1], reverse=True))
