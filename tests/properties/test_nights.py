"""Stages with memory: a sequence of nights ends as the row-by-row specification says, for generated rules and exports."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import polars as pl
from hypothesis import given, note, settings
from hypothesis import strategies as st

from leadscore.columns import (
    KEY,
    WAS_FURTHEST,
    WAS_RECYCLED_BY,
    WAS_RECYCLED_ON,
    WAS_SINCE,
    WAS_STAGE,
)
from leadscore.pipeline.inputs import Inputs, Settings, open_session
from leadscore.pipeline.scored import score_contacts
from leadscore.rules.stages import MEMORY
from leadscore.schema.load import parse_rules
from leadscore.steps.memory import remember
from tests.properties.odds import mostly
from tests.properties.yaml_text import yaml_text
from tests.reference.conditions import Setting
from tests.reference.memory import Memory, night
from tests.reference.rows import rows_of

Rules = dict[str, Any]
Record = dict[str, str]

_STAGES = ("lead", "mql", "sal", "SQL", "customer")
_START = date(2026, 10, 1)
_HEADERS = ("contact_id", "x", "y", "lead_status", "lifecycle_stage")
_COLUMNS = (WAS_STAGE, WAS_SINCE, WAS_FURTHEST, WAS_RECYCLED_BY, WAS_RECYCLED_ON)


def _conditions() -> st.SearchStrategy[Rules]:
    number = st.integers(0, 4).map(lambda least: {"at_least": least})
    test = st.one_of(
        st.builds(lambda field, bound: {field: bound}, st.sampled_from(["x", "y"]), number),
        st.sampled_from([{"lead_status": "rejected"}, {"lead_status": {"known": True}}, {"y": {"below": 2}}]),
    )
    return mostly(test, test.map(lambda one: {"not": one}))


@st.composite
def _rules(draw: st.DrawFn) -> Rules:
    names = draw(st.lists(st.sampled_from(_STAGES), min_size=2, max_size=5, unique=True).map(_in_order))
    extras = st.fixed_dictionaries(
        {},
        optional={
            "stay": _conditions(),
            "min_days": st.sampled_from([1, 2, 7, 30]),
            "forward_only": st.booleans(),
            "unless": _conditions(),
        },
    )
    stages = [{"name": name, "enter": draw(_conditions()), **draw(extras)} for name in names]
    if draw(st.booleans()):
        stages[0].pop("enter")
    rules: Rules = {
        "version": 1,
        "scores": {"fit": {"rules": [{"id": "some", "when": {"x": {"above": 0}}, "points": 5}]}},
        "stages": stages,
    }
    return rules | draw(_others(names))


def _in_order(names: list[str]) -> list[str]:
    return sorted(names, key=_STAGES.index)


def _others(names: list[str]) -> st.SearchStrategy[Rules]:
    stage = st.sampled_from(names)
    words = st.sampled_from(["hot", "warm", "Subscriber", "customer", "open"])
    crm = st.one_of(
        st.fixed_dictionaries({"map": st.dictionaries(words, stage, min_size=1, max_size=3)}),
        st.just({"column": "lifecycle_stage", "use": "floor"}),
        st.just({"use": "ignore"}),
    )
    back = st.fixed_dictionaries(
        {
            "when": _conditions(),
            "from": st.one_of(stage, st.lists(stage, min_size=1, max_size=3, unique=True)),
            "to": stage,
        },
        optional={"cool_off": st.sampled_from(["1d", "3d", "2w"]), "reason": st.just("lead_status")},
    )
    ways = st.lists(back, min_size=1, max_size=2).map(
        lambda some: [{"id": f"way_{at}", **one} for at, one in enumerate(some)]
    )
    out = st.just([{"id": "out", "reason": "No", "when": {"y": {"at_least": 4}}}])
    return st.fixed_dictionaries({}, optional={"crm_stage": crm, "recycle": ways, "disqualify": out})


def _records() -> st.SearchStrategy[list[Record]]:
    cells = st.fixed_dictionaries(
        {
            "x": st.sampled_from(["", "0", "1", "2", "3"]),
            "y": st.sampled_from(["", "0", "1", "2", "3", "4"]),
            "lead_status": st.sampled_from(["", "rejected", "open"]),
            "lifecycle_stage": st.sampled_from(["", "Hot", "subscriber", "customer", "mql"]),
        }
    )
    present = st.lists(st.sampled_from("abcd"), min_size=1, unique=True)
    return present.flatmap(
        lambda ids: st.tuples(*[cells] * len(ids)).map(
            lambda rows: [{"contact_id": name} | row for name, row in zip(ids, rows, strict=True)]
        )
    )


def _nights() -> st.SearchStrategy[list[tuple[int, list[Record]]]]:
    """Draw nights: days since the one before, and what the export has."""
    return st.lists(st.tuples(st.sampled_from([1, 1, 2, 5, 20]), _records()), min_size=2, max_size=6)


@settings(max_examples=settings().max_examples // 2)
@given(st.data())
def test_a_sequence_of_nights_goes_as_the_reference_says(data: st.DataObject) -> None:
    rules, renewed = data.draw(_rules()), data.draw(_rules())
    nights = data.draw(_nights())
    changes = data.draw(st.sampled_from([None, None, 2, 3]))
    note(yaml_text(rules))
    expected: dict[str, Memory] = {}
    memory = pl.DataFrame(schema={KEY: pl.String(), **MEMORY})
    today = _START
    with TemporaryDirectory() as folder:
        for number, (days, records) in enumerate(nights):
            rules = renewed if number == changes else rules
            today += timedelta(days=days)
            setting = Setting(today)
            for row, cells in zip(rows_of("contacts", records, rules), records, strict=True):
                name = cells["contact_id"]
                expected[name] = night(rules, _facts(row), setting, expected.get(name, Memory()))
            contacts = _scored(Path(folder) / str(number), rules, records, today, memory)
            memory = _together(contacts, memory)
            found = {row[0]: Memory(*row[1:]) for row in memory.select(KEY, *_COLUMNS).iter_rows()}
            assert found == expected, (number, records)


def _facts(row: Any) -> dict[str, Any]:
    return {
        field: replace(value, column=field) if value.known else value for field, value in row.facts().items()
    }


def _scored(
    folder: Path, rules: Rules, records: list[Record], today: date, memory: pl.DataFrame
) -> pl.DataFrame:
    """Score a night."""
    folder.mkdir()
    path = folder / "contacts.csv"
    lines = [",".join(_HEADERS), *(",".join(record[header] for header in _HEADERS) for record in records)]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    file = parse_rules(yaml_text(rules), "rules.yaml", folder)
    session = open_session(Inputs({"contacts": (path,)}), file, Settings(today, folder))
    return score_contacts(replace(session, memory=memory)).contacts


def _together(contacts: pl.DataFrame, before: pl.DataFrame) -> pl.DataFrame:
    """Return what is remembered of everybody after a night: of those who were not there, what was."""
    made = remember(contacts)
    return made.vstack(before.join(made, on=KEY, how="anti").select(made.columns))
