"""Hand-offs, answers and owners: a sequence of nights goes as the plain specification says, for generated rules."""

from __future__ import annotations

import io
from collections import Counter
from dataclasses import astuple
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from hypothesis import given, note, settings
from hypothesis import strategies as st

from leadscore.pipeline.inputs import Inputs, Settings
from leadscore.pipeline.past import Past
from leadscore.pipeline.run import Run, score_inputs
from leadscore.schema.load import parse_rules
from tests.properties.teams import HEADERS, Record, Rules, nights, team_rules, teams
from tests.properties.yaml_text import yaml_text
from tests.reference.conditions import Setting
from tests.reference.contacts import accept
from tests.reference.handover import HandOff, Line, Night, Person, hand_over
from tests.reference.keys import id_key
from tests.reference.lead import moved, settle
from tests.reference.memory import Memory, night
from tests.reference.owners import names_of
from tests.reference.run import Exports, meet
from tests.written import tables_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

Cells = list[tuple[str, ...]]


@settings(max_examples=settings().max_examples // 3)
@given(st.data())
def test_hand_offs_go_from_night_to_night_as_the_reference_says(data: st.DataObject) -> None:
    rules, calendar = data.draw(team_rules()), data.draw(nights())
    changes = data.draw(st.sampled_from([None, None, 1, 3]))
    team = data.draw(teams()) if changes else {}
    note(yaml_text(rules))
    memory: dict[str, Memory] = {}
    past = Past()
    known: Sequence[HandOff] = ()
    were_new: Counter[tuple[str, str]] = Counter()
    with TemporaryDirectory() as folder:
        for number, (today, records) in enumerate(calendar):
            if number == changes:
                rules = {key: own for key, own in rules.items() if key != "owners"} | team
            expected = hand_over(rules, _people(rules, records, today, memory), Setting(today), known)
            run = _run(Path(folder) / str(number), rules, records, today, past)
            assert _found(run) == _told(expected), (number, yaml_text(rules), records)
            assert _handoffs(run) == sorted(map(astuple, expected.handoffs), key=lambda one: one[:3])
            past, known = _left(run), expected.handoffs
            were_new.update(_new_leads(run))
    assert set(were_new.values()) <= {1}


@settings(max_examples=settings().max_examples // 5)
@given(team_rules(), nights())
def test_a_run_without_a_history_hands_over_as_the_reference_says(
    rules: Rules, calendar: list[tuple[date, list[Record]]]
) -> None:
    today, records = calendar[-1]
    expected = hand_over(rules, _people(rules, records, today, {}), Setting(today), None)
    with TemporaryDirectory() as folder:
        run = _run(Path(folder) / "one", rules, records, today, None)
    assert _found(run) == _told(expected)
    assert run.leaves is None


@settings(max_examples=settings().max_examples // 10)
@given(st.data())
def test_nights_are_repeatable_and_owners_get_what_they_can_take(data: st.DataObject) -> None:
    rules, calendar = data.draw(team_rules()), data.draw(nights())
    note(yaml_text(rules))
    past = Past()
    with TemporaryDirectory() as folder:
        for number, (today, records) in enumerate(calendar):
            base = Path(folder) / str(number)
            run = _run(base / "once", rules, records, today, past)
            again = _run(base / "twice", rules, records, today, past)
            mixed = _run(base / "mixed", rules, data.draw(st.permutations(records)), today, past)
            assert _bytes(run) == _bytes(again)
            assert _found(mixed) == _found(run)
            assert _handoffs(mixed) == _handoffs(run)
            _check_room(run, rules, past, records, today)
            past = _left(run)


def _new_leads(run: Run) -> list[tuple[str, str]]:
    """Return who is new, on which list."""
    return [
        (who, one.name)
        for one in run.summary.lists
        for who, new in _cells(run, f"handoff/{one.name}.csv", "contact_id", "handoff_new") or []
        if new == "true"
    ]


def _bytes(run: Run) -> tuple[bytes, ...]:
    """Return what is written of a run."""
    assert run.leaves is not None
    tables = [table.rows.write_csv().encode() for table in tables_of(run)]
    kept = io.BytesIO()
    run.leaves.tables["handoffs"].write_parquet(kept)
    return *tables, kept.getvalue()


def _check_room(run: Run, rules: Rules, past: Past, records: Sequence[Record], today: date) -> None:
    """Hold what owners got tonight against what the entries of the rules allow them at most."""
    if "owners" not in rules:
        return
    names = {name.lower() for entry in rules["owners"] for name in names_of(entry)}
    had = set(past.handoffs.drop_nulls("owner")["contact_id"])
    had |= {id_key(one["contact_id"]) for one in records if one["owner"].strip().lower() in names}
    lines = [
        line
        for one in run.summary.lists
        for line in _cells(
            run, f"handoff/{one.name}.csv", "contact_id", "owner", "handoff_since", "handoff_answer"
        )
        or []
    ]
    for name in {owner for _, owner, _, _ in lines}:
        own = [(id_key(who), since, answer) for who, owner, since, answer in lines if owner == name]
        given = {who for who, _, _ in own if who not in had}
        new = given | {who for who, since, _ in own if since == str(today)}
        still_open = {who for who, _, answer in own if not answer}
        entries = [entry for entry in rules["owners"] if name in names_of(entry)]
        assert not given or len(new) <= max(entry.get("per_day", len(new)) for entry in entries)
        assert not given or len(still_open) <= max(entry.get("open", len(still_open)) for entry in entries)
        assert not given or name not in _away(rules, today)


def _away(rules: Rules, today: date) -> set[str]:
    return {
        who for entry in rules["owners"] for who, day in entry.get("away", {}).items() if str(today) <= day
    }


def _people(rules: Rules, records: list[Record], today: date, memory: dict[str, Memory]) -> list[Person]:
    """Return everybody in tonight's export, in the stages that the memory, which goes on by a night, puts them in."""
    exports, setting = Exports(records), Setting(today)
    contacts, _ = accept(exports.rows("contacts", rules))
    leads, _ = meet(rules, exports, setting, contacts)
    people = []
    for contact, lead in zip(contacts, leads, strict=True):
        settled = settle(rules, lead, setting)
        memory[contact.key] = night(rules, settled.facts, setting, memory.get(contact.key, Memory()))
        people.append(Person(contact, moved(settled, memory[contact.key].stage)))
    return people


def _run(folder: Path, rules: Rules, records: Sequence[Record], today: date, past: Past | None) -> Run:
    """Make a night's run."""
    folder.mkdir(parents=True)
    path = folder / "contacts.csv"
    lines = [",".join(HEADERS), *(",".join(record[header] for header in HEADERS) for record in records)]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    file = parse_rules(yaml_text(rules), "rules.yaml", folder)
    return score_inputs(Inputs({"contacts": (path,)}), file, Settings(today, folder, past=past))


def _left(run: Run) -> Past:
    leaves = run.leaves
    assert leaves is not None
    return Past(leaves.tables["state"], leaves.tables["handoffs"], leaves.counts)


def _handoffs(run: Run) -> list[tuple[Any, ...]]:
    assert run.leaves is not None
    return [(*row[:-1], tuple(row[-1])) for row in run.leaves.tables["handoffs"].iter_rows()]


def _cells(run: Run, path: str, *columns: str) -> Cells | None:
    """Return columns of a table of a run; `None` where there is no such table."""
    table = next((table for table in tables_of(run) if table.path == path), None)
    if table is None:
        return None
    places = [table.header.index(column) for column in columns]
    return [tuple(row[place] or "" for place in places) for row in table.rows.iter_rows()]


_LINE = ("contact_id", "owner", "handoff_since", "handoff_new", "handoff_due", "handoff_answer")
_WAITING = ("waiting_place", "contact_id", "waiting_why", "list", "owner")
_OVERDUE = ("handoff_due", "list", "contact_id", "handoff_since", "owner")


def _found(run: Run) -> dict[str, Any]:
    """Return what a run says of hand-offs."""
    names = [one.name for one in run.summary.lists]
    owned = None
    if "lead_owner" in run.scored.headers["scored.csv"]:
        cells = _cells(run, "scored.csv", "contact_id", "lead_owner") or []
        owned = {who: owner for who, owner in cells if owner}
    return {
        **{name: _cells(run, f"handoff/{name}.csv", "lead_rank", *_LINE) for name in names},
        "waiting": _cells(run, "handoff/waiting.csv", *_WAITING),
        "overdue": _cells(run, "handoff/overdue.csv", *_OVERDUE),
        "owners": owned,
    }


def _told(night: Night) -> dict[str, Any]:
    """Return what a run must say of hand-offs."""
    waiting = night.waiting
    return {
        **{
            name: [(str(rank), *_line(line)) for rank, line in enumerate(lines, start=1)]
            for name, lines in night.lists.items()
        },
        "waiting": None
        if waiting is None
        else [
            (str(place), who, why, lists, owner or "")
            for place, (who, why, lists, owner) in enumerate(waiting, start=1)
        ],
        "overdue": None
        if night.overdue is None
        else [
            (str(line.due), line.list, line.id, str(line.since), line.owner or "") for line in night.overdue
        ],
        "owners": night.owners if waiting is not None else None,
    }


def _line(line: Line) -> tuple[str, ...]:
    new = "" if line.new is None else str(line.new).lower()
    return line.id, line.owner or "", str(line.since or ""), new, str(line.due or ""), line.answer or ""
