from __future__ import annotations

from datetime import date

import pytest

from leadscore.pipeline.draft.columns import Value
from leadscore.pipeline.draft.engagement import engagement_rules
from leadscore.pipeline.draft.log import Activities, Pages


def activities(*types: str, pages: dict[str, Pages] | None = None) -> Activities:
    values = tuple(Value(text.lower(), text, 10) for text in types)
    return Activities(values, pages or {}, date(2026, 1, 1), date(2026, 10, 1))


@pytest.mark.parametrize(
    ("type_", "rule"),
    [
        ("demo_request", "asked"),
        ("Preisanfrage", "asked"),
        ("purchase", "bought"),
        ("Telefonat", "met"),
        ("webinar", "events"),
        ("Whitepaper-Download", "downloads"),
        ("email_click", "clicks"),
        ("Mail geöffnet", "opens"),
        ("page_view", "visits"),
        ("presentation", "presentation"),
        ("consent_given", "consent_given"),
    ],
)
def test_a_type_is_counted_by_the_rule_of_its_meaning(type_: str, rule: str) -> None:
    found = engagement_rules(activities(type_), set())
    assert found is not None
    assert [one.id for one in found.rules] == [rule, "quiet"]


@pytest.mark.parametrize("types", [(), ("email_sent", "bounce"), ("unsubscribed",), ("x" * 50,)])
def test_without_anything_good_there_is_no_engagement(types: tuple[str, ...]) -> None:
    assert engagement_rules(activities(*types), set()) is None


def test_what_we_did_is_no_sign_of_life() -> None:
    found = engagement_rules(activities("webinar", "email_sent"), set())
    assert found is not None
    assert found.rules[-1].body[1].parts == ("email_sent",)


def test_pages_with_prices_count_in_activities_of_theirs_alone() -> None:
    pages = {"pricing": Pages(("/pricing",), ("email_sent", "page_view"))}
    found = engagement_rules(activities("page_view", "email_sent", pages=pages), set())
    assert found is not None
    pricing = next(rule for rule in found.rules if rule.id == "pricing")
    assert (pricing.body[0].key, pricing.body[0].value) == ("activity", "page_view")


def test_of_very_many_types_only_those_that_come_again_are_named() -> None:
    rare = tuple(
        Value(f"call with person {letter}", f"call with person {letter}", 1)
        for letter in "abcdefghijklmnopqrstuvwxyzäöüß"
    )
    found = engagement_rules(Activities((Value("call", "call", 9), *rare)), set())
    assert found is not None
    assert found.rules[0].body[0].value == "call"
    assert len(found.left_out) == 30
