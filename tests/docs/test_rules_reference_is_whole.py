"""The reference of the rules language leaves nothing out: what may be written has an example that runs."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import pytest

from leadscore.schema import (
    accounts,
    channels,
    deals,
    decay,
    funnel,
    grade,
    guards,
    handoff,
    model,
    nurture,
    scores,
    sources,
)
from leadscore.schema.base import Model
from leadscore.schema.fields import COMPUTED
from leadscore.schema.load import parse_rules
from leadscore.schema.operators import OPERATORS
from leadscore.schema.uses import all_uses
from leadscore.tables.contract import KEYS, REQUIRED, STATES
from tests.docs.examples import REFERENCE, examples, files

if TYPE_CHECKING:
    from collections.abc import Iterator

    from leadscore.schema.model import Rules

TEXT: Final = REFERENCE.read_text(encoding="utf-8")
CONTACT_FIELDS: Final = [
    *(
        "contact_id",
        "email",
        "first_name",
        "last_name",
        "full_name",
        "company",
        "company_id",
        "job_title",
        "industry",
        "employees",
    ),
    *(
        "revenue",
        "country",
        "city",
        "phone",
        "channel",
        "owner",
        "lead_status",
        "rejected_reason",
        "lifecycle_stage",
    ),
    *("marketing_consent", "do_not_call", "referred_by", "created_at"),
]
ACTIVITY_FIELDS: Final = [
    *("contact_id", "email", "contact_name", "company", "type", "occurred_at"),
    *("activity_id", "url", "asset", "done"),
]
JOINING: Final = sorted(
    {field for fields in (*REQUIRED.values(), *STATES.values(), *KEYS.values()) for field in fields}
)
MODULES: Final = (
    model,
    accounts,
    channels,
    deals,
    decay,
    funnel,
    grade,
    guards,
    handoff,
    nurture,
    scores,
    sources,
)
NOW: Final = tuple(module.__name__ for module in MODULES)
"""Modules whose models take effect in this version."""
FAMILIES: Final = ("score.", "momentum.", "rule.", "activities.", "company.", "contact.")


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> list[Rules]:
    """The rules of all examples that run."""
    folder = tmp_path_factory.mktemp("reference")
    for name, text in files(TEXT).items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return [parse_rules(one.rules, "rules.yaml", folder).rules for one in examples(TEXT) if not one.messages]


def models(value: object) -> Iterator[Model]:
    """Yield the mappings of a rules file, from the outermost to the innermost."""
    if isinstance(value, Model):
        yield value
        value = dict(value)
    for part in value.values() if isinstance(value, dict) else value if isinstance(value, tuple) else ():
        yield from models(part)


def written_keys(rules: Rules) -> set[str]:
    """Return the keys that a rules file uses, each with the mapping that declares it."""
    return {f"{declaring(type(one), key)}.{key}" for one in models(rules) for key in one.model_fields_set}


def declaring(kind: type[Model], key: str) -> str:
    """Return the name of the class that declares a key: rules of all kinds share some."""
    return next(one.__name__ for one in kind.__mro__ if key in vars(one).get("__annotations__", {}))


def all_keys() -> set[str]:
    """Return every key of the rules language, without those of later sections."""
    kinds = [kind for module in MODULES for kind in vars(module).values() if isinstance(kind, type)]
    models_now = [
        kind
        for kind in kinds
        if issubclass(kind, Model) and kind.__module__ in NOW and not kind.__name__.startswith("_")
    ]
    return {f"{declaring(kind, key)}.{key}" for kind in models_now for key in kind.model_fields}


def test_every_key_has_an_example(shown: list[Rules]) -> None:
    used = {key for rules in shown for key in written_keys(rules)}
    assert all_keys() - used == set()


def test_every_operator_has_an_example(shown: list[Rules]) -> None:
    used = {use.test.operator for rules in shown for use in all_uses(rules) if use.test}
    assert set(OPERATORS) - used == set()


def test_every_operator_has_a_line() -> None:
    assert [name for name in OPERATORS if f"\n| `{name}` |" not in TEXT] == []


def test_every_computed_field_has_an_example(shown: list[Rules]) -> None:
    used = {use.field for rules in shown for use in all_uses(rules)}
    assert set(COMPUTED) - used == set()


@pytest.mark.parametrize("family", FAMILIES)
def test_every_family_of_fields_has_an_example(family: str, shown: list[Rules]) -> None:
    assert any(use.field.startswith(family) for rules in shown for use in all_uses(rules))


@pytest.mark.parametrize("field", CONTACT_FIELDS)
def test_every_field_of_contacts_has_an_example(field: str, shown: list[Rules]) -> None:
    assert any(use.field == field and not use.of_activity for rules in shown for use in all_uses(rules))


@pytest.mark.parametrize("field", ACTIVITY_FIELDS)
def test_every_field_of_activities_has_an_example(field: str, shown: list[Rules]) -> None:
    assert any(use.field == field and use.of_activity for rules in shown for use in all_uses(rules))


@pytest.mark.parametrize("field", JOINING)
def test_every_field_that_joins_is_named(field: str) -> None:
    assert f"`{field}`" in TEXT


@pytest.mark.parametrize("word", ["all", "any", "not"])
def test_every_way_to_join_conditions_has_an_example(word: str) -> None:
    assert any(re.search(rf"\b{word}:", one.rules) for one in examples(TEXT))
