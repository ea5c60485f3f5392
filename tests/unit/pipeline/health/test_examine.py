"""Each file in tests/health gives one finding with its export; its first lines are that finding, its name begins with the code."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Final

import pytest

from leadscore.pipeline import health
from leadscore.pipeline.discover import Request, find_inputs
from leadscore.pipeline.health import examine
from leadscore.pipeline.inputs import Settings
from leadscore.results.health import PartHealth, RuleHealth
from leadscore.schema.inspection import inspect_text
from leadscore.schema.load import load_rules
from leadscore.schema.sources import Source
from tests.unit.pipeline.health.cases import AS_OF, examined, inspected, split

ROOT: Final = Path(__file__).parents[4]
FILES: Final = sorted((ROOT / "tests" / "health").glob("*.yaml"))

each = pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)


@each
def test_a_case_gives_its_finding_and_no_other(path: Path, tmp_path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    (remark,) = inspected(text, tmp_path).remarks
    assert str(remark.problem).split("\n") == split(text)[0]
    assert path.stem.replace("_", "-").startswith(remark.code)
    assert remark.severity == ("note" if path.stem.endswith("beside_default") else "remark")


@each
def test_nothing_is_said_of_a_case_without_its_export(path: Path) -> None:
    assert inspect_text(path.read_text(encoding="utf-8"), "rules.yaml", None).remarks == ()


@each
def test_nothing_is_said_of_few_leads(path: Path, tmp_path: Path) -> None:
    text = re.sub(r"^# \d+ x", "# 1 x", path.read_text(encoding="utf-8"), flags=re.MULTILINE)
    found = examined(text, tmp_path)
    assert found.few
    assert {one.code for one in found.findings} <= {"unreadable-values", "left-undecided"}


def test_every_code_has_a_case() -> None:
    modules = Path(health.__file__ or "").parent.glob("*.py")
    written = "".join(path.read_text(encoding="utf-8") for path in modules)
    codes = set(re.findall(r'finding\(\s*"([a-z-]+)"', written))
    assert codes == {
        next(code for code in codes if path.stem.replace("_", "-").startswith(code)) for path in FILES
    }


def test_the_sample_has_no_remarks_and_one_note(tmp_path: Path) -> None:
    file = load_rules(ROOT / "rules.example.yaml")
    inputs = find_inputs(Request((str(ROOT / "sample_data" / "contacts.csv"),)), file.rules).inputs
    found = examine(inputs, file, Settings(AS_OF, tmp_path))
    (note,) = found.findings
    assert (note.code, note.severity) == ("frequent-value-unnamed", "note")
    assert "GB" in note.problem.message
    assert found.contacts == ("contacts.csv",)
    assert (found.as_of, found.leads, found.few) == (date(2026, 11, 1), 500, False)


EVERY_KIND: Final = """\
# contacts: country, employees
# 10 x DE, 300
# 6 x AT, 20
# 4 x FR,
# 5 x , 8
# activities: type, occurred_at
# 12 x page_view, 2026-10-01
# 3 x page_view, 2026-10-02
version: 1
scores:
  fit:
    rules:
      - {id: near, when: {country: [DE, AT]}, points: -5.25}
      - {id: size, band: employees, points: [{below: 10, points: 0}, {below: 250, points: 10}, {points: 20}], unknown: 1}
      - {id: region, lookup: country, points: {DE: 10, AT: 0, default: 2}}
      - {id: visits, activity: page_view, points: 3, max: 5}
      - {id: silent, quiet_for: 20d, points: -1}
"""


def test_rules_fire_where_they_are_true_or_give_points(tmp_path: Path) -> None:
    near, size, region, visits, silent = examined(EVERY_KIND, tmp_path).rules
    assert near == RuleHealth("fit", "near", "when", 13, 16, 64.0, -5.3)
    assert (size.leads, size.percent, size.mean) == (20, 80.0, 13.2)  # 10 * 20, 6 * 10 and 4 * 1
    assert (region.leads, region.percent, region.mean) == (14, 56.0, 7.7)
    assert (visits.kind, visits.leads, visits.mean) == ("activity", 12, 3.5)  # 3 * 5 and 9 * 3
    assert (silent.kind, silent.leads, silent.mean) == ("quiet_for", 12, -1.0)


def test_every_lead_is_in_one_part_of_a_band_and_of_a_lookup(tmp_path: Path) -> None:
    _, size, region, *_ = examined(EVERY_KIND, tmp_path).rules
    assert size.parts == (
        PartHealth("below 10", 5, 20.0),
        PartHealth("below 250", 6, 24.0),
        PartHealth("250 and above", 10, 40.0),
        PartHealth("unknown", 4, 16.0),
    )
    assert [(part.part, part.leads) for part in region.parts] == [
        ("DE", 10),
        ("AT", 6),
        ("default", 4),
        ("unknown", 5),
    ]
    assert sum(part.leads for part in region.parts) == 25


def codes(text: str, folder: Path) -> list[str]:
    """Return the codes of what is found."""
    return [one.code for one in examined(text, folder).findings]


def rules(*listed: str, more: str = "") -> str:
    """Return rules of one score."""
    return "version: 1\nscores:\n  fit:\n    rules:\n" + "".join(f"      - {one}\n" for one in listed) + more


def test_a_field_that_few_are_asked_for_is_judged_by_those(tmp_path: Path) -> None:
    data = "# contacts: country, nps\n# 30 x DE, 9\n# 470 x AT,\n"
    beside_others = "{id: fan, when: {country: DE, nps: {at_least: 9}}, points: 5}"
    alone = "{id: fan, when: {nps: {at_least: 9}}, points: 5}"
    assert codes(data + rules(beside_others), tmp_path) == []
    assert codes(data + rules(alone), tmp_path) == ["nearly-empty-field"]


def test_an_optional_column_that_is_absent_is_no_empty_field(tmp_path: Path) -> None:
    text = "# contacts: country\n# 30 x DE\n# 30 x AT\n" + rules(
        "{id: fan, when: {nps: {at_least: 9}}, points: 5}",
        "{id: near, when: {country: DE}, points: 5}",
        more="sources: {contacts: {optional: [nps]}}\n",
    )
    assert codes(text, tmp_path) == []


def test_values_of_a_status_are_found_by_what_they_mean(tmp_path: Path) -> None:
    text = "# contacts: lifecycle_stage\n# 30 x Marketing Qualified Lead\n# 30 x Verkaufschance\n" + rules(
        "{id: status, lookup: lifecycle_stage, points: {mql: 20, opportunity: 10}}"
    )
    assert codes(text, tmp_path) == []


def test_a_lookup_of_texts_and_numbers_counts_each_lead_once(tmp_path: Path) -> None:
    text = "# contacts: code\n# 20 x 5\n# 20 x 5.0\n# 20 x many\n" + rules(
        "{id: mixed, lookup: code, points: {5: 20, many: 10}}"
    )
    found = examined(text, tmp_path)
    assert [(part.part, part.leads) for part in found.rules[0].parts] == [
        ("5", 40),
        ("many", 20),
        ("default", 0),
        ("unknown", 0),
    ]
    assert found.findings == ()


def test_a_value_below_one_per_cent_is_not_frequent(tmp_path: Path) -> None:
    lookup = rules("{id: region, lookup: country, points: {DE: 20}}")
    assert codes("# contacts: country\n# 594 x DE\n# 6 x FR\n" + lookup, tmp_path) == [
        "frequent-value-unnamed"
    ]
    assert codes("# contacts: country\n# 595 x DE\n# 6 x FR\n" + lookup, tmp_path) == []


def test_rules_that_share_less_than_95_per_cent_are_no_twins(tmp_path: Path) -> None:
    both = rules("{id: near, when: {country: DE}, points: 5}", "{id: big, when: {size: 2}, points: 5}")
    data = "# contacts: country, size\n# {} x DE, 2\n# 5 x DE, 1\n# 50 x AT, 1\n"
    assert codes(data.format(95) + both, tmp_path) == ["twin-rules"]
    assert codes(data.format(94) + both, tmp_path) == []


VISITS: Final = """\
# contacts: country
# 30 x DE
# activities: type, occurred_at
# 30 x page_view, 2026-10-01
# 15 x page_view, 2026-10-20
"""


@pytest.mark.parametrize("more", ["", ", decay: {half_life: 30d}", ", count: per_day"])
def test_activities_that_give_leads_different_points_tell_them_apart(tmp_path: Path, more: str) -> None:
    text = VISITS + rules(f"{{id: visits, activity: page_view, points: 3{more}}}")
    (found,) = examined(text, tmp_path).rules
    assert found.leads == 30
    assert codes(text, tmp_path) == []


@pytest.mark.parametrize("more", [", count: once", ", min_count: 1, max: 2"])
def test_activities_that_give_all_leads_the_same_tell_nobody_apart(tmp_path: Path, more: str) -> None:
    text = VISITS + rules(f"{{id: visits, activity: page_view, points: 3{more}}}")
    assert codes(text, tmp_path)[0] == "always-fires"


BANDS: Final = """\
# contacts: visits, minutes, again
# 20 x 1, 1, 2
# 20 x 1, 9, 2
# 20 x 9, 1, 18
# 20 x 9, 9, 18
# 20 x , ,
"""


def bands(first: str, one: str) -> str:
    """Return rules with bands over two fields, on the same leads."""
    band = "{{id: {}, band: {}, points: [{{below: 5, points: 2}}, {{points: 8}}]}}"
    return BANDS + rules(band.format("a", first), band.format("b", one))


def test_bands_whose_points_differ_between_the_same_leads_are_no_twins(tmp_path: Path) -> None:
    assert codes(bands("visits", "minutes"), tmp_path) == []


def test_bands_whose_points_go_together_are_twins_whatever_they_read(tmp_path: Path) -> None:
    assert codes(bands("visits", "again"), tmp_path) == ["twin-rules"]
    turned = bands("visits", "again").replace("points: 8", "points: -8", 1)
    assert codes(turned, tmp_path) == ["twin-rules"]


def test_whether_and_how_much_are_no_twins(tmp_path: Path) -> None:
    both = rules(
        "{id: any, when: {visits: {known: true}}, points: 5}",
        "{id: much, band: visits, points: [{below: 5, points: 2}, {points: 8}]}",
    )
    assert codes(BANDS + both, tmp_path) == []


def test_a_few_leads_with_other_points_make_no_difference(tmp_path: Path) -> None:
    text = "# contacts: country, size\n# 97 x DE, 2\n# 1 x DE, 9\n# 50 x AT,\n" + rules(
        "{id: near, when: {country: DE}, points: 5}",
        "{id: big, band: size, points: [{below: 5, points: 2}, {points: 8}]}",
    )
    assert codes(text, tmp_path) == ["twin-rules"]


def test_rules_on_everybody_that_go_together_are_twins(tmp_path: Path) -> None:
    twice = "{{id: {}, activity: page_view, points: {}, decay: {{half_life: 30d}}}}"
    text = VISITS + rules(twice.format("a", 3), twice.format("b", 5))
    assert codes(text, tmp_path) == ["twin-rules"]


def test_twins_are_found_across_scores_and_named_once(tmp_path: Path) -> None:
    text = "# contacts: country\n# 30 x DE\n# 30 x AT\n" + rules(
        "{id: one, when: {country: DE}, points: 5}",
        "{id: two, when: {country: [DE]}, points: 5}",
        more="  other:\n    rules:\n      - {id: three, when: {country: de}, points: 5}\n",
    ).replace("version: 1", "version: 1\nlead_score: fit")
    found = examined(text, tmp_path).findings
    assert [one.code for one in found] == ["twin-rules", "twin-rules"]
    assert [
        '"one" and "two"' in found[0].problem.message,
        '"one" and "three"' in found[1].problem.message,
    ] == [True, True]


def test_a_rule_that_says_what_unknown_gives_has_decided(tmp_path: Path) -> None:
    data = "# contacts: country\n# 30 x US\n# 30 x DE\n# 20 x\n"
    negation = "{{id: abroad, when: {{not: {{country: US}}}}, points: 20{}}}"
    assert codes(data + rules(negation.format("")), tmp_path) == ["left-undecided"]
    assert codes(data + rules(negation.format(", unknown: 5")), tmp_path) == []


def test_a_negation_beside_what_decides_leaves_nobody_undecided(tmp_path: Path) -> None:
    data = "# contacts: country, industry\n# 30 x US, Software\n# 30 x DE, Software\n# 20 x , Retail\n"
    either = "{id: abroad, when: {any: [{not: {country: US}}, {country: {known: false}}]}, points: 20}"
    beside = "{id: abroad, when: {industry: Software, not: {country: US}}, points: 20}"
    assert codes(data + rules(either), tmp_path) == []
    assert codes(data + rules(beside), tmp_path) == []


def test_what_never_fires_by_itself_is_left_to_the_check_of_the_rules(tmp_path: Path) -> None:
    text = "# contacts: employees\n# 30 x 5\n" + rules(
        "{id: odd, when: {employees: {at_least: 50, below: 40}}, points: 20}"
    )
    assert codes(text, tmp_path) == []


def test_rules_on_activities_that_are_meant_to_be_absent_say_nothing(tmp_path: Path) -> None:
    (tmp_path / "rules.yaml").write_text(
        rules("{id: visits, activity: page_view, points: 5}"), encoding="utf-8"
    )
    (tmp_path / "contacts.csv").write_text(
        "contact_id\n" + "".join(f"{n}\n" for n in range(30)), encoding="utf-8"
    )
    file = load_rules(tmp_path / "rules.yaml")
    request = Request((str(tmp_path / "contacts.csv"),), without=("activities",))
    assert examine(find_inputs(request, file.rules).inputs, file, Settings(AS_OF, tmp_path)).findings == ()


def test_unreadable_cells_of_activities_and_companies_are_told(tmp_path: Path) -> None:
    text = (
        "# contacts: company_id\n# 30 x K1\n# companies: company_id, employees\n# 1 x K1, many\n"
        "# activities: type, occurred_at, minutes\n# 10 x call, 2026-10-01, long\n# 20 x call, 2026-10-02, 20\n"
    ) + rules(
        "{id: size, when: {company.employees: {above: 5}}, points: 5}",
        "{id: calls, activity: call, where: {minutes: {above: 5}}, points: 5}",
    )
    found = [one for one in examined(text, tmp_path).findings if one.code == "unreadable-values"]
    assert ["1 of 1 cells" in found[0].problem.message, "10 of 30 cells" in found[1].problem.message] == [
        True,
        True,
    ]


def test_what_helps_to_read_cells_are_keys_of_sources(tmp_path: Path) -> None:
    text = "# contacts: size, met_on, ok\n# 30 x many, soon, perhaps\n" + rules(
        "{id: big, when: {size: {above: 5}}, points: 5}",
        "{id: met, when: {met_on: {after: 2026-01-01}}, points: 5}",
        "{id: fine, when: {ok: true}, points: 5}",
    )
    found = [one.problem.help for one in examined(text, tmp_path).findings if one.code == "unreadable-values"]
    named = [set(re.findall("`([a-z]+)`", help_)) for help_ in found]
    assert named == [{"decimal", "ranges", "missing"}, {"dates", "missing"}, {"missing"}]
    assert set.union(*named) <= set(Source.model_fields)


def test_a_very_long_condition_is_looked_at_in_time(tmp_path: Path) -> None:
    tests = ", ".join(f"{{nps: {{above: {number}}}}}" for number in range(400))
    text = "# contacts: nps\n# 30 x 9\n" + rules(
        f"{{id: a, when: {{all: [{tests}]}}, points: 1}}", f"{{id: b, when: {{any: [{tests}]}}, points: 1}}"
    )
    assert codes(text, tmp_path) == ["never-fires", "always-fires"]


def test_days_among_the_contacts_are_activities_of_a_type_too(tmp_path: Path) -> None:
    text = "# contacts: fair_on\n# 30 x 2026-10-01\n" + rules(
        "{id: fairs, activity: fairs, points: 5}", more="sources: {contacts: {events: {fair_on: fair}}}\n"
    )
    (found,) = examined(text, tmp_path).findings
    assert (found.code, found.problem.help) == ("never-fires", 'did you mean "fair"? types in the log: fair')


def test_old_activities_make_one_ask_for_the_day(tmp_path: Path) -> None:
    text = "# contacts: country\n# 30 x DE\n# activities: type, occurred_at\n# 25 x call, 2025-10-01\n"
    (found,) = examined(
        text + rules("{id: calls, activity: call, min_count: 2, points: 5}"), tmp_path
    ).findings
    assert found.problem.help == (
        "activities of this type in the log: 25; look at `min_count`; "
        "the newest of all activities is 396 days old: is --as-of right?"
    )


@pytest.mark.parametrize(
    ("condition", "help_"),
    [
        ("{met_on: {after: 2027-01-01}}", '"met_on" is from 2026-01-05 to 2026-01-05 in this export'),
        ("{consent: true}", "look at what it asks for, or remove it"),
        ("{country: {in: [Fr, It]}, met_on: {before: 2020-01-01}}", 'frequent values of "country": DE, AT'),
    ],
)
def test_what_the_export_has_instead_is_told(tmp_path: Path, condition: str, help_: str) -> None:
    data = "# contacts: country, met_on, consent\n# 30 x DE, 2026-01-05, no\n# 10 x AT, 2026-01-05, no\n"
    (found,) = examined(data + rules(f"{{id: a, when: {condition}, points: 5}}"), tmp_path).findings
    assert found.problem.help.split("\n")[0] == help_


def phones(*more: str) -> str:
    """Return contacts whose telephone numbers differ, but for a few."""
    numbers = [f"# 1 x +43 1 {place}" for place in range(30)]
    return "\n".join(["# contacts: phone", *numbers, *more, ""])


@pytest.mark.parametrize(
    "rule", ["{id: call, when: {phone: known}, points: 5}", "{id: call, lookup: phone, points: {known: 5}}"]
)
def test_known_as_a_value_is_told_from_the_test(tmp_path: Path, rule: str) -> None:
    (found,) = examined(phones() + rules(rule), tmp_path).findings
    assert found.code == "never-fires"
    assert found.problem.help == (
        'the values of "phone" differ from lead to lead; '
        "whether there is any value is asked with {phone: {known: true}}"
    )


def test_no_value_is_frequent_where_values_differ_nearly_everywhere(tmp_path: Path) -> None:
    text = phones("# 6 x +43 1 999", "# 5 x none") + rules(
        "{id: call, lookup: phone, points: {none: -5, known: 5}}"
    )
    (found,) = examined(text, tmp_path).findings
    assert found.code == "lookup-value-absent"
    assert found.problem.help.endswith("is asked with {phone: {known: true}}")
    assert found.problem.help.startswith('the values of "phone" differ')


def test_a_value_is_frequent_beside_many_that_occur_once(tmp_path: Path) -> None:
    rest = "".join(f"# 1 x C{place}\n" for place in range(10))
    text = f"# contacts: country\n# 60 x DE\n# 6 x FR\n{rest}" + rules(
        "{id: region, lookup: country, points: {DE: 20}}"
    )
    assert codes(text, tmp_path) == ["frequent-value-unnamed"]
