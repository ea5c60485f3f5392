"""Strategies for whole runs: a valid rules file, exports that it can be used on, and an as-of date."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st

from tests.properties.columns import ACTIVITIES, COMPANIES, CONTACTS, Column
from tests.properties.deal_words import deal_words
from tests.properties.exports import Table, activity_tables, company_tables, contact_tables, deal_tables
from tests.properties.nurture import nurtures
from tests.properties.odds import mostly
from tests.properties.pools import (
    ADDRESS,
    AS_OF,
    COUNTS,
    DASHES,
    ZONES,
    Field,
    days,
)
from tests.properties.scores import score_sets
from tests.properties.stages import followings, personas, questions, score_fields

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

Rules = dict[str, Any]


@dataclass(frozen=True)
class Example:
    """Everything that one run is given; an export that is `None` is not given."""

    rules: Rules
    as_of: date
    contacts: Table
    activities: Table | None
    deals: Table | None
    companies: Table | None

    def tables(self) -> dict[str, Table | None]:
        return {
            "contacts": self.contacts,
            "activities": self.activities,
            "deals": self.deals,
            "companies": self.companies,
        }


@st.composite
def examples(draw: st.DrawFn, *, nurtured: bool = False) -> Example:
    """Draw a run, with nurture tracks where that is asked for, and now and then without."""
    as_of = draw(st.sampled_from(AS_OF))
    example = Example(
        rules=draw(_rules(as_of, nurtured=nurtured)),
        as_of=as_of,
        contacts=draw(contact_tables(as_of)),
        activities=draw(mostly(activity_tables(as_of), st.none(), 7)),
        deals=draw(mostly(deal_tables(as_of), st.none())),
        companies=draw(mostly(company_tables(as_of), st.none())),
    )
    if draw(st.integers(0, 2)) == 2:
        example.rules["deals"] = draw(deal_words())
    for name, table in example.tables().items():
        source = draw(_source(table)) if table else {}
        if source:
            example.rules.setdefault("sources", {}).setdefault(name, {}).update(source)
    return example


def _source(table: Table) -> st.SearchStrategy[Rules]:
    """Draw what `sources:` say of an export: headers that are not recognised, what means nothing, and what is open."""
    fixed: dict[str, st.SearchStrategy[Any]] = {"columns": st.just(table.mapped)} if table.mapped else {}
    fixed |= {"decimal": st.sampled_from(".,"), "dates": st.sampled_from(["day_first", "month_first"])}
    return st.fixed_dictionaries(fixed, optional={"missing": st.just(list(DASHES))})


@st.composite
def _rules(draw: st.DrawFn, as_of: date, *, nurtured: bool) -> Rules:
    """Draw rules in the order in which conditions may use what comes before."""
    rules: Rules = {"version": 1} | draw(
        st.fixed_dictionaries({}, optional={"name": st.just("Acme B2B"), "timezone": _ZONES})
    )
    fields = [*_fields(CONTACTS, as_of), *_fields(COMPANIES, as_of, "company."), *COUNTS, *ADDRESS]
    if draw(st.booleans()):
        rules["sources"] = {"contacts": {"optional": ["loyalty"]}}
        fields.append(Field("loyalty", "text", ("gold", "silver")))
    if draw(st.booleans()):
        rules["qualification"] = draw(questions())
        fields.append(Field("qualification.answered", "count", (0, 1, 2)))
    if draw(st.booleans()):
        rules["personas"] = draw(personas(fields))
        fields.append(Field("persona", "name", [persona["name"] for persona in rules["personas"]]))
    rules |= draw(score_sets(fields, _fields(ACTIVITIES, as_of)))
    rules |= draw(followings(fields, rules["scores"]))
    if nurtured or draw(st.integers(0, 3)) == 3:
        stages = [stage["name"] for stage in rules.get("stages", [{"name": "lead"}])]
        known = [*fields, *score_fields(rules["scores"]), Field("stage", "name", stages)]
        rules["nurture"] = draw(nurtures(known, [one["id"] for one in rules.get("qualification", [])]))
    return rules


_ZONES = st.sampled_from(ZONES)


def _fields(columns: Iterable[Column], as_of: date, prefix: str = "") -> list[Field]:
    """Return the columns that rules can test, days with operands around the as-of date."""
    operands = {column: days(as_of) if column.kind == "day" else column.operands for column in columns}
    return [Field(prefix + column.field, column.kind, own) for column, own in operands.items() if own]
