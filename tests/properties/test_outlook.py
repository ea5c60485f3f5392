"""What is told of a lead's future comes true: steps are done to its rows, days are waited for, and it is scored again.

Generated rules and exports, and the examples that come with the program.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Final

import polars as pl
import pytest
from hypothesis import given, note, settings
from hypothesis import strategies as st

from leadscore.columns import ID, LEAD_STAGE, LINE
from leadscore.pipeline.outlook import look_ahead
from leadscore.schema.load import load_rules, parse_rules
from tests.properties.ahead import World, people, read_records
from tests.properties.pools import LISTS
from tests.properties.strategies import examples
from tests.properties.yaml_text import yaml_text

if TYPE_CHECKING:
    from leadscore.results.outlook import Change, Goal, Outlook
    from tests.properties.ahead import Person
    from tests.properties.strategies import Example

ROOT: Final = Path(__file__).parents[2]
LEADS: Final = 2
"""Contacts of a generated export that are looked at."""
STEPS: Final = 3
"""Steps of each goal that are done."""
FEW: Final = settings(max_examples=settings().max_examples // 10)


def world_of(example: Example) -> World:
    """Return a generated run."""
    with TemporaryDirectory() as folder:
        for name, text in LISTS.items():
            (Path(folder) / name).parent.mkdir(exist_ok=True)
            (Path(folder) / name).write_text(text, encoding="utf-8")
        rules = parse_rules(yaml_text(example.rules), "rules.yaml", Path(folder))
    given_ = {name: table for name, table in example.tables().items() if table}
    tables = {name: [table.header, *map(list, table.rows)] for name, table in given_.items()}
    return World(rules, example.as_of, tables)  # type: ignore[arg-type]  # names of inputs


def outlooks(world: World, ids: list[str]) -> list[Outlook]:
    with world.session() as session:
        return [look_ahead(session, one) for one in ids]


@FEW
@given(examples())
def test_every_step_leads_to_the_stage_that_it_promises(example: Example) -> None:
    note(yaml_text(example.rules))
    world = world_of(example)
    ids = world.leads[ID].to_list()[:LEADS]
    for person, outlook in zip(people(world, ids), outlooks(world, ids), strict=True):
        check_steps(person, outlook)


@FEW
@given(examples(), st.lists(st.integers(1, 500), min_size=2, max_size=2))
def test_the_stage_holds_until_the_day_that_is_told(example: Example, days: list[int]) -> None:
    note(yaml_text(example.rules))
    world = world_of(example)
    ids = world.leads[ID].to_list()[:LEADS]
    for contact, outlook in zip(ids, outlooks(world, ids), strict=True):
        check_hold(world, contact, outlook, days)


def check_steps(person: Person, outlook: Outlook) -> None:
    """Do each step to the rows of a contact, and score it again."""
    for goal in outlook.goals:
        for step in goal.steps[:STEPS]:
            world = person.after(step.changes)
            if world is not None:
                found = world.stage(person.contact_id)
                assert (person.contact_id, found) == (person.contact_id, step.stage), step
                assert reaches(person, goal, found), step
                check_that_less_is_not_enough(person, goal, step.changes)


def check_that_less_is_not_enough(person: Person, goal: Goal, changes: tuple[Change, ...]) -> None:
    for place, change in enumerate(changes):
        fewer = (replace(change, count=change.count - 1),) if change.count > 1 else ()
        less = (*changes[:place], *fewer, *changes[place + 1 :])
        world = person.after(less)
        if less and world is not None:
            assert not reaches(person, goal, world.stage(person.contact_id)), (person.contact_id, less)


def reaches(person: Person, goal: Goal, stage: str) -> bool:
    """Tell whether a stage is as good as the one that was looked for."""
    names = [one.name for one in person.world.rules.rules.stages] or ["lead"]
    return stage in names[names.index(goal.stage) if goal.stage else 0 :]


def check_hold(world: World, contact: str, outlook: Outlook, days: list[int]) -> None:
    """Score a contact on the day that is told, on the one before, and on some that come earlier."""
    hold, today = outlook.hold, world.as_of
    assert (contact, world.stage(contact)) == (contact, outlook.stage)
    for day in {today + timedelta(days=number) for number in days}:
        if day < (hold.until or hold.looked_until or date.max):
            assert (day, world.on(day).stage(contact)) == (day, outlook.stage), hold
    if hold.until is not None:
        assert world.on(hold.until - timedelta(days=1)).stage(contact) == outlook.stage, hold
        assert world.on(hold.until).stage(contact) == hold.stage != outlook.stage, hold


@pytest.fixture(scope="module")
def sample() -> World:
    """Return the examples that come with the program."""
    names = ("contacts", "activities", "deals", "companies")
    tables = {name: read_records(ROOT / "sample_data" / f"{name}.csv") for name in names}
    return World(load_rules(ROOT / "rules.example.yaml"), date(2026, 11, 1), tables)  # type: ignore[arg-type]  # names of inputs


@pytest.mark.parametrize("stage", ["lead", "mql", "sal", "sql", "opportunity", "customer", "evangelist"])
def test_what_is_told_of_the_sample_comes_true(sample: World, stage: str) -> None:
    rows = sample.leads.filter(pl.col(LEAD_STAGE) == stage).sort(LINE)
    ids = [rows[ID][0], rows[ID][-1]]
    world = alone(sample, ids)
    for person, outlook in zip(people(world, ids), outlooks(world, ids), strict=True):
        assert outlook.stage == stage
        check_steps(person, outlook)
        check_hold(world, person.contact_id, outlook, [1, 20])


def alone(world: World, ids: list[str]) -> World:
    """Return a world without the activities of others."""
    header, *rows = world.tables["activities"]
    own = [row for row in rows if row[header.index("contact_id")] in ids]
    return replace(world, tables={**world.tables, "activities": [header, *own]})
