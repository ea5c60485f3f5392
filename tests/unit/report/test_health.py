from __future__ import annotations

from datetime import date

from rich.cells import cell_len

from leadscore.report.health import health_lines, health_values
from leadscore.results.health import Health, PartHealth, RuleHealth


def health(*rules: RuleHealth, few: bool = False) -> Health:
    return Health(("contacts.csv",), date(2026, 11, 1), 1, few, (), rules)


def test_names_that_are_too_wide_are_cut_within_80_columns() -> None:
    wide = RuleHealth("企業" * 20, "r" * 60, "when", 1, 1_234_567, 100.0, -10_000.0)
    *_, heading, line = health_lines(health(wide))
    assert (cell_len(line), "…" in line) == (cell_len(heading), True)
    assert cell_len(line) <= 80
    assert line.endswith("  1,234,567  100.0 %     -10000.0")


def test_a_rule_that_fires_on_nobody_has_no_mean() -> None:
    line = health_lines(health(RuleHealth("fit", "big", "when", 1, 0, 0.0, None)))[-1]
    assert line == "fit    big       0  0.0 %"


def test_nothing_in_a_name_is_obeyed_by_a_terminal() -> None:
    named = Health(("\x1b[2J.csv",), date(2026, 11, 1), 2, True, (), ())
    assert health_lines(named)[:2] == [
        "2 leads in ␛[2J.csv, as of 2026-11-01: whom each rule fires on",
        "too few leads to say how often something occurs",
    ]


def test_programs_get_everything() -> None:
    rule = RuleHealth("fit", "size", "band", 7, 1, 100.0, 5.0, (PartHealth("below 10", 1, 100.0),))
    values = health_values(health(rule))
    assert (values["as_of"], values["leads"]) == ("2026-11-01", 1)
    assert values["rules"][0]["parts"] == [{"part": "below 10", "leads": 1, "percent": 100.0}]
    assert health_values(None) == {"as_of": None, "leads": None, "rules": []}
