"""The JSON Schema for editors: it lets every rules file pass that is right, and knows most of what can be wrong."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pytest
from jsonschema import Draft202012Validator

from leadscore.schema.document import load_document
from leadscore.schema.json_schema import rules_schema, schema_text
from tests.docs.examples import REFERENCE, examples

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT: Final = Path(__file__).parents[3]
COMMITTED: Final = ROOT / "docs" / "rules.schema.json"
SCHEMA: Final = json.loads(schema_text(), parse_float=Decimal)
VALIDATOR: Final = Draft202012Validator(SCHEMA)
SHIPPED: Final = [
    ROOT / "rules.example.yaml",
    ROOT / "src" / "leadscore" / "starter.yaml",
    *sorted((ROOT / "tests" / "golden").glob("*/rules.yaml")),
]
BROKEN: Final = sorted((ROOT / "tests" / "broken").glob("*.yaml"))
REFERENCE_EXAMPLES: Final = [one for one in examples(REFERENCE.read_text("utf-8")) if not one.messages]


def plain(value: object) -> Any:
    """Return what a rules file says as the values of JSON, numbers exactly."""
    if isinstance(value, dict):
        return {str(key): plain(entry) for key, entry in value.items()}
    if isinstance(value, list):
        return [plain(item) for item in value]
    if isinstance(value, bool):
        return value
    for kind in (str, int, Decimal):
        if isinstance(value, kind):
            return kind(value)
    raise AssertionError(value)


def faults(text: str) -> list[str]:
    """Return what the schema finds wrong with the text of a rules file."""
    return [error.message for error in VALIDATOR.iter_errors(plain(load_document(text, "rules.yaml").data))]


def properties(schema: Any, path: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield every key that a schema describes, with its place."""
    if isinstance(schema, list):
        for place, item in enumerate(schema):
            yield from properties(item, f"{path}/{place}")
    if not isinstance(schema, dict):
        return
    for key, value in schema.items():
        if key == "properties":
            yield from ((f"{path}/{name}", each) for name, each in value.items())
        if key != "examples":
            yield from properties(value, f"{path}/{key}")


PROPERTIES: Final = dict(properties(SCHEMA))


def test_it_is_a_schema_of_draft_2020_12() -> None:
    assert SCHEMA["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    Draft202012Validator.check_schema(rules_schema())


def test_every_reference_leads_somewhere() -> None:
    used = set(schema_text().split('"$ref": "#/$defs/')[1:])
    assert {name.partition('"')[0] for name in used} == set(SCHEMA["$defs"])


def test_the_committed_schema_is_up_to_date() -> None:
    assert COMMITTED.read_text("utf-8") == schema_text(), (
        "the rules language has changed: leadscore schema > docs/rules.schema.json brings the file up to date"
    )


def test_every_key_has_a_title_a_description_and_an_example() -> None:
    assert len(PROPERTIES) > 100
    lacking = {
        path: keyword
        for path, each in PROPERTIES.items()
        for keyword in ("title", "description", "examples")
        if not each.get(keyword)
    }
    assert lacking == {}


def test_titles_are_words() -> None:
    titles = {each["title"] for each in PROPERTIES.values()}
    assert {title for title in titles if "_" in title or not title[0].isupper()} == set()


@pytest.mark.parametrize("path", PROPERTIES)
def test_the_example_of_a_key_is_right(path: str) -> None:
    each = PROPERTIES[path]
    validator = Draft202012Validator({**each, "$defs": SCHEMA["$defs"]})
    assert [error.message for example in each["examples"] for error in validator.iter_errors(example)] == []


def test_mappings_with_fixed_keys_take_no_others() -> None:
    closed = [*SCHEMA["$defs"].items(), ("", SCHEMA)]
    open_ones = {name for name, each in closed if each.get("additionalProperties", False) is not False}
    assert open_ones == {"Cells", "Condition"}  # columns have any name


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_shipped_rules_file_passes(path: Path) -> None:
    assert faults(path.read_text("utf-8")) == []


@pytest.mark.parametrize("example", REFERENCE_EXAMPLES, ids=lambda example: f"line_{example.line}")
def test_an_example_of_the_reference_passes(example: Any) -> None:
    assert faults(example.rules) == []


@pytest.mark.parametrize(
    "rule",
    [
        "{id: a, when: {x: 1}, points: 33.335}",
        "{id: a, when: {x: 1}, points: -10000}",
        "{id: a, when: {x: {above: 0.1, not_in: [1, b]}, y: [true, 2026-01-01]}, points: 0.001}",
        "{id: a, when: {not: {any: [{x: 1}, {y: {known: false}}]}}, points: 1}",
        "{id: a, lookup: x, points: {1: 1, true: 2, 2026-01-01: 3, 'a b': 4, default: 0}}",
        "{id: a, band: x, points: [{below: 0.5, points: 1}, {points: 2}]}",
        "{id: a, activity: [b, c], points: 1, decay: none}",
        "{id: a, quiet_for: 04w, except: b, points: -1}",
    ],
)
def test_a_rule_that_is_right_passes(rule: str) -> None:
    assert faults(f"version: 1\nscores: {{fit: {{rules: [{rule}]}}}}\n") == []


KNOWN_TO_BE_WRONG: Final = {
    "activity_empty", "any_as_mapping", "band_as_number", "band_below_text", "band_without_points",
    "between_one_end", "cell_with_list", "condition_as_text", "condition_empty", "count_unknown",
    "decay_as_duration", "decay_loses_a_number", "decay_twice", "decay_unknown", "duration_in_months",
    "duration_of_nothing", "duration_without_unit", "empty_value", "event_of_company", "event_of_header",
    "event_without_type", "example_without_date", "except_with_activity", "field_as_header",
    "field_of_signs", "forward_only_maybe", "forward_only_number", "forward_only_yes",
    "full_at_with_combine", "full_at_zero", "grade_empty", "grade_mark_unknown",
    "grade_threshold_as_text", "grade_with_lower_number", "grade_without_score", "group_without_limits",
    "guard_as_percentage", "guard_as_share", "guard_in_the_wrong_place", "guard_of_nothing",
    "guard_shift_of_nothing", "guard_without_limits", "guards_empty", "id_with_blank", "id_with_umlaut", "in_without_list", "key_of_another_kind",
    "known_yes", "label_as_number", "label_of_blanks", "light_empty", "list_empty", "list_file_absolute",
    "list_without_name", "lookup_as_number", "max_below_zero", "min_count_in_parts", "min_count_zero",
    "misspelt_kind_of_rule", "no_id", "no_kind_of_rule", "no_points", "no_rules", "no_scores",
    "no_version", "not_with_two", "operator_compares_text", "operator_unknown", "operator_wants_text",
    "or_for_any", "outputs_delimiter", "outputs_unknown", "owner_per_day", "points_as_text",
    "points_too_many", "points_true", "points_with_comma",
    "points_with_separator", "rules_as_mapping", "score_name_with_hyphen", "score_with_both_kinds",
    "score_without_kind", "scores_as_list", "source_field_as_header", "source_unknown", "stage_as_text",
    "ten_faults", "text_as_list", "two_kinds_of_rule", "unknown_key_in_rule", "unknown_key_in_stage",
    "unknown_section", "unknown_with_activity", "version_of_the_future", "weight_zero",
    "within_last_number", "word_border_in_double_quotes",
}  # fmt: skip
"""Files in tests/broken of which the schema alone shows that they are wrong."""


def test_the_schema_refuses_what_is_wrong_in_itself() -> None:
    documents = {path.stem: load_document(path.read_text("utf-8"), path.name).data for path in BROKEN}
    refused = {name for name, data in documents.items() if data and not VALIDATOR.is_valid(plain(data))}
    assert refused >= KNOWN_TO_BE_WRONG
