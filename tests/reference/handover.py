"""One night of hand-offs, sentence by sentence: which are new, what Sales answers, whose leads they are, and who waits."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from tests.reference.handoff import hand_off, list_entries, list_score
from tests.reference.meanings import sales_answer
from tests.reference.owners import Claim, Share, share_out
from tests.reference.scores import lead_score_name
from tests.reference.values import duration_days, trim

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from tests.reference.conditions import Setting
    from tests.reference.contacts import Contact
    from tests.reference.lead import Settled
    from tests.reference.rows import Rules

Pair = tuple[str, str]
"""The key of a contact's id, and a list."""


@dataclass(frozen=True)
class HandOff:
    """A contact on a list, from the night on which that began.

    `on` says whether it still belongs there, as far as the last export that had the contact goes.
    """

    contact: str
    list: str
    since: date
    first: bool
    on: bool
    owner: str | None
    answer: str | None
    answered_on: date | None
    reason: str | None
    said_before: str | None
    rules: tuple[str, ...]


@dataclass(frozen=True)
class Person:
    """A contact of tonight's export, by itself."""

    contact: Contact
    settled: Settled

    @property
    def said(self) -> str | None:
        return sales_answer(self.contact.row.value("lead_status").text)

    @property
    def reason(self) -> str | None:
        return self.contact.row.value("rejected_reason").text

    @property
    def crm_owner(self) -> str | None:
        row = self.contact.row
        return trim(row.cell("owner")) if row.value("owner").known else None


@dataclass(frozen=True)
class Line:
    """One line of a list. Without a history, nobody knows what stands in `since`, `new`, `due` and `answer`."""

    id: str
    list: str
    owner: str | None
    since: date | None = None
    new: bool | None = None
    due: date | None = None
    answer: str | None = None


@dataclass(frozen=True)
class Night:
    """What a night hands over.

    Attributes:
        lists: The lines of each list, best first.
        waiting: Id, why, lists and the owner, if it has one, of those who wait, the best first; `None` where the rules have no owners.
        overdue: Lines without an answer in time, the longest overdue first; `None` where no list says until when.
        owners: Whose each lead is, by its id, where the rules have owners.
        given: The ids of those who got their owner tonight.
        handoffs: All hand-offs that ever were, by contact, list and day.
    """

    lists: Mapping[str, Sequence[Line]]
    waiting: Sequence[tuple[str, str, str, str | None]] | None
    overdue: Sequence[Line] | None
    owners: Mapping[str, str]
    given: Sequence[str]
    handoffs: Sequence[HandOff]


def hand_over(
    rules: Rules, people: Sequence[Person], setting: Setting, past: Sequence[HandOff] | None
) -> Night:
    """Hand leads over.

    Args:
        rules: The rules.
        people: Everybody in tonight's export, in its order.
        setting: The day.
        past: The hand-offs that the night before left; `None` for a run without a history.
    """
    listed = _listed(rules, people, setting)
    pairs = {(person.contact.key, name): person for name, some in listed.items() for person in some}
    closed, last = _last(past or [])
    seen = {person.contact.key: person for person in people}
    known = {
        pair: _go_on(one, seen[pair[0]], rules, setting, is_on=pair in pairs) if pair[0] in seen else one
        for pair, one in last.items()
    }
    begun = {
        pair: _begin(pair, person, setting, first=pair not in known)
        for pair, person in pairs.items()
        if pair not in known or not known[pair].on
    }
    going = {pair: begun.get(pair) or known[pair] for pair in pairs}
    share = _share(rules, listed, going, setting, past)
    handed = _handed(going, pairs, share)
    lines = _lines(rules, listed, handed, setting, past)
    waits = {key for key, name in pairs if share is not None and (key, name) not in handed}
    return Night(
        lines,
        None
        if share is None
        else [(one.id, why, "; ".join(one.lists), owner) for one, why, owner in share.waiting],
        _overdue(rules, lines, setting),
        {} if share is None else share.owners,
        [] if share is None else share.given,
        [
            *closed,
            *(
                handed[pair]
                if one.on and pair in handed
                else replace(one, on=one.on and pair[0] not in waits)
                for pair, one in known.items()
            ),
            *(handed[pair] for pair in begun if pair in handed),
        ],
    )


def _listed(rules: Rules, people: Sequence[Person], setting: Setting) -> dict[str, list[Person]]:
    """Return who belongs on each list, best first."""
    by_id = {person.settled.id: person for person in people}
    lists = hand_off(rules, [person.settled for person in people], setting)
    return {name: [by_id[lead.id] for lead in leads] for name, leads in lists.items()}


def _last(past: Iterable[HandOff]) -> tuple[list[HandOff], dict[Pair, HandOff]]:
    """Split off the last hand-off of each contact to each list; those before it are closed for good."""
    closed, last = [], dict[Pair, HandOff]()
    for one in sorted(past, key=lambda one: one.since):
        if (one.contact, one.list) in last:
            closed.append(last[one.contact, one.list])
        last[one.contact, one.list] = one
    return closed, last


def _begin(pair: Pair, person: Person, setting: Setting, *, first: bool) -> HandOff:
    """Whom Sales has taken already, it takes; a rejection from before says nothing of this hand-off."""
    taken, given_back = person.said == "accepted", person.said == "rejected"
    return HandOff(
        *pair,
        since=setting.as_of,
        first=first,
        on=True,
        owner=None,
        answer="accepted" if taken else None,
        answered_on=setting.as_of if taken else None,
        reason=None,
        said_before="rejected" if given_back else None,
        rules=tuple(rule for rule, points in person.settled.points.items() if points > 0),
    )


def _go_on(one: HandOff, person: Person, rules: Rules, setting: Setting, *, is_on: bool) -> HandOff:
    """Bring a hand-off up to date with what tonight's export says of its contact."""
    old, said = one, person.said
    if said != one.said_before:
        one = replace(one, said_before=None)
    if is_on and not old.on and old.answer is not None:
        return one  # back after an answer: another one begins
    one = replace(one, on=is_on)
    if not old.on and old.answer is not None:
        return one  # an answer stands once the contact has left the list
    if said is not None and said != old.said_before:
        answer: str | None = said
    elif old.answer is None and is_on and _is_silent(one, rules, setting):
        answer = "silence"
    else:
        answer = old.answer
    if answer == old.answer:
        return one
    reason = person.reason if answer == "rejected" else None
    return replace(one, answer=answer, answered_on=setting.as_of, reason=reason)


def _is_silent(one: HandOff, rules: Rules, setting: Setting) -> bool:
    last_day = _working_day_of(one, "accepted_after", rules)
    return last_day is not None and setting.as_of > last_day


def _working_day_of(one: HandOff, limit: str, rules: Rules) -> date | None:
    """Return the last of the working days, Monday to Friday, that the list of a hand-off gives."""
    entry = next((entry for entry in list_entries(rules) if entry["list"] == one.list), {})
    if limit not in entry:
        return None
    day, left = one.since, duration_days(entry[limit])
    while left:
        day += timedelta(days=1)
        left -= day.weekday() < 5
    return day


def _share(
    rules: Rules,
    listed: Mapping[str, Sequence[Person]],
    going: Mapping[Pair, HandOff],
    setting: Setting,
    past: Sequence[HandOff] | None,
) -> Share | None:
    """Share the leads out; `None` where the rules have no owners."""
    if "owners" not in rules:
        return None
    people = {person.contact.key: person for some in listed.values() for person in some}
    claims = []
    for key, person in people.items():
        own = {name: going[key, name] for name in listed if (key, name) in going}
        begins = past is not None and any(one.since == setting.as_of for one in own.values())
        claims.append(
            Claim(
                id=person.settled.id,
                lists=list(own),
                merit=_merit(rules, person.settled, next(iter(own))),
                facts=person.settled.facts,
                had=(_owner_before(key, past or []), person.crm_owner),
                goes_on=past is None
                or any(
                    one.on
                    for one in _last(past)[1].values()
                    if (one.contact, one.list) in going and one.contact == key
                ),
                new=begins,
                open=any(one.answer is None for one in own.values()),
            )
        )
    return share_out(rules["owners"], claims, setting)


def _merit(rules: Rules, lead: Settled, first_list: str) -> tuple[object, ...]:
    """The deeper stage first, then by list, its score, the lead score and the id."""
    stages = [stage["name"] for stage in rules.get("stages", [{"name": "lead"}])]
    entries = {entry["list"]: entry for entry in list_entries(rules)}
    shown = lead.scores[list_score(entries[first_list], rules)].shown
    place, main = list(entries).index(first_list), lead.scores[lead_score_name(rules)].shown
    return -stages.index(str(lead.stage)), place, -shown, -main, lead.id


def _owner_before(key: str, past: Iterable[HandOff]) -> str | None:
    """Return who had a contact last: on a list that it is still on, else on the one that it came to last."""
    had = [one for one in past if one.contact == key and one.owner is not None]
    return max(had, key=lambda one: (one.on, one.since, one.list)).owner if had else None


def _handed(
    going: Mapping[Pair, HandOff], pairs: Mapping[Pair, Person], share: Share | None
) -> dict[Pair, HandOff]:
    """Return what is handed over tonight: everything, or where the rules have owners, what has one."""
    if share is None:
        return dict(going)
    owners = {pair: share.owners.get(person.settled.id) for pair, person in pairs.items()}
    return {pair: replace(one, owner=owners[pair]) for pair, one in going.items() if owners[pair]}


def _lines(
    rules: Rules,
    listed: Mapping[str, Sequence[Person]],
    handed: Mapping[Pair, HandOff],
    setting: Setting,
    past: Sequence[HandOff] | None,
) -> dict[str, list[Line]]:
    lines: dict[str, list[Line]] = {name: [] for name in listed}
    for name, person in ((name, person) for name, some in listed.items() for person in some):
        one = handed.get((person.contact.key, name))
        if one is None:
            continue
        line = Line(person.settled.id, name, one.owner if "owners" in rules else person.crm_owner)
        if past is not None:
            new = one.first and one.since == setting.as_of
            due = _working_day_of(one, "respond_within", rules)
            line = replace(line, since=one.since, new=new, due=due, answer=one.answer)
        lines[name].append(line)
    return lines


def _overdue(rules: Rules, lines: Mapping[str, Sequence[Line]], setting: Setting) -> list[Line] | None:
    if not any("respond_within" in entry for entry in list_entries(rules)):
        return None
    late = [
        line
        for some in lines.values()
        for line in some
        if line.due is not None and line.answer is None and line.due < setting.as_of
    ]
    return sorted(late, key=lambda line: (line.due, line.list, line.id))
