"""What examples came to, in words: marks and counts, the lines below a failure, and what nothing touches."""

from __future__ import annotations

import re
from datetime import date
from io import BytesIO, StringIO, TextIOWrapper
from typing import TYPE_CHECKING, Final

import pytest
from rich.cells import cell_len
from rich.console import Console

from leadscore.report.examples import failure_lines, render_coverage, render_examples
from leadscore.results.conditions import TestedPart as Part  # a name that is not taken for a test
from leadscore.results.examples import (
    Coverage,
    Decision,
    ExampleReport,
    ExampleResult,
    Failure,
    RuleLine,
    ScoreLines,
    Untouched,
)

if TYPE_CHECKING:
    from leadscore.results.conditions import Answer
    from leadscore.results.examples import Outcome

ANSI: Final = re.compile(r"\x1b\[[0-9;]*m")
HOSTILE: Final = "\x1b[31m[bold]x[/bold]\n\u202e:smile:"
HARMLESS: Final = "␛[31m[bold]x[/bold]␊<U+202E>:smile:"


def example(outcome: Outcome = "passed", name: str = "Anna", failure: Failure | None = None) -> ExampleResult:
    return ExampleResult(name, "rules.yaml", 7, 5, date(2026, 11, 1), outcome, failure)


def report(*examples: ExampleResult, coverage: tuple[Coverage, ...] = ()) -> ExampleReport:
    outcomes: list[str] = [one.outcome for one in examples]
    passed, failed = map(outcomes.count, ("passed", "failed"))
    return ExampleReport("rules.yaml", passed, failed, examples, coverage)


def rendered(found: ExampleReport, *, failures_only: bool = False, colours: bool = False) -> str:
    file = StringIO()
    console = Console(file=file, width=80, force_terminal=colours, _environ={"TERM": "xterm"})
    render_examples(found, console, failures_only=failures_only)
    render_coverage(found, console)
    return file.getvalue().removesuffix("\nTouched by some example\n")


def part(text: str, actual: str | None, answer: Answer, depth: int = 0) -> Part:
    return Part(depth, text, actual, answer)


ALL: Final = report(
    example(),
    example("failed", "Bert", failure=Failure(expected=(part("stage: mql", "lead", "no"),))),
    example(name="Cleo"),
)


def test_every_outcome_has_a_mark_and_is_counted() -> None:
    assert rendered(ALL).splitlines() == [
        "✓ Anna",
        "✗ Bert",
        "    rules.yaml:7:5, as of 2026-11-01",
        "    expected",
        "      stage: mql  is lead  no",
        "✓ Cleo",
        "",
        "3 examples: 2 passed, 1 failed",
    ]


def test_failures_only_says_nothing_of_the_others() -> None:
    lines = rendered(ALL, failures_only=True).splitlines()
    assert lines[0] == "✗ Bert"
    assert len(lines) == 4
    assert rendered(report(example()), failures_only=True) == ""


@pytest.mark.parametrize(
    ("examples", "said"),
    [
        ((), "no examples"),
        ((example(),), "1 example: 1 passed"),
        ((example("failed"),) * 2, "2 examples: 2 failed"),
        ((example(),) * 1200, "1,200 examples: 1,200 passed"),
    ],
)
def test_only_outcomes_that_there_are_are_counted(examples: tuple[ExampleResult, ...], said: str) -> None:
    assert rendered(report(*examples)).splitlines()[-1] == said


def test_colours_say_nothing_that_marks_do_not() -> None:
    coloured = rendered(ALL, colours=True)
    assert coloured.count("\x1b") > 5
    assert ANSI.sub("", coloured).startswith(rendered(ALL))


def test_long_names_are_not_broken_into_lines() -> None:
    name = "A decision maker of a big company nearby " * 4
    assert rendered(report(example(name=name))).splitlines()[0] == f"✓ {name}"


def test_what_a_terminal_would_obey_is_shown_as_text() -> None:
    failure = Failure(
        expected=(part(HOSTILE, HOSTILE, "no"),),
        scores=(ScoreLines("fit", "5.0", (RuleLine("a", HOSTILE, "+5"),), (HOSTILE,)),),
        rejected=(HOSTILE,),
        unread=(HOSTILE,),
        idle=(HOSTILE,),
    )
    coverage = (Coverage("stages", 1, 0, (Untouched(HOSTILE, f"{HOSTILE}.yaml", 1, 1),)),)
    found = report(example("failed", HOSTILE, failure), example(name=HOSTILE), coverage=coverage)
    text = rendered(found)
    assert text.replace("\n", "").isprintable()
    assert text.count(HARMLESS) == 11


def test_a_condition_stands_in_columns_with_its_parts_below_it() -> None:
    failure = Failure(
        expected=(
            part("any of", None, "unknown"),
            part("job_title: 漢字", "CTO", "no", 1),
            part("not", None, "unknown", 1),
            part("nps: {above: 3}", "missing", "unknown", 2),
        )
    )
    assert failure_lines(failure) == [
        "expected",
        "  any of                           unknown",
        "    job_title: 漢字    is CTO      no",
        "    not                            unknown",
        "      nps: {above: 3}  is missing  unknown",
    ]


def test_characters_that_are_shown_as_others_do_not_move_the_columns() -> None:
    lines = failure_lines(Failure(expected=(part("a: \x1b\u202e", "1", "no"), part("b: 1", "1", "yes"))))
    assert lines[1:] == ["  a: ␛<U+202E>  is 1  no", "  b: 1          is 1  yes"]


def test_a_very_long_cell_stands_out_and_moves_no_other() -> None:
    long = f"country: [{', '.join(['Luxembourg'] * 9)}]"
    lines = failure_lines(Failure(expected=(part(long, "DE", "no"), part("nps: 3", "3", "yes"))))
    assert lines[1:] == [f"  {long}  is DE  no", "  nps: 3  is 3   yes"]


def test_a_list_that_is_cut_takes_nothing_of_what_it_came_to() -> None:
    (_, line) = failure_lines(Failure(expected=(part(f"country: [{'DE, ' * 500}AT]", "FR", "no"),)))
    assert line.endswith("…  is FR  no")
    assert cell_len(line) < 600


def test_titles_of_rules_that_gave_nothing_are_all_named() -> None:
    silent = tuple(f"Rule with a rather long title, number {at}" for at in range(50))
    (_, line) = failure_lines(Failure(scores=(ScoreLines("fit", "0.0", silent=silent),)))
    assert line == f"  nothing from {', '.join(silent)}"


def test_what_is_wrong_with_the_example_itself_comes_first() -> None:
    failure = Failure(
        expected=(part("stage: mql", "lead", "no"),),
        rejected=("entry 1 of deals: no stage",),
        unread=("contact: contry",),
        idle=("employees: many cannot be read as a number, so it counts as missing",),
    )
    assert failure_lines(failure)[:4] == [
        "no run would accept entry 1 of deals: no stage",
        "nothing reads contact: contry",
        "employees: many cannot be read as a number, so it counts as missing",
        "expected",
    ]


def test_decisions_are_shown_with_what_holds_them_back() -> None:
    decision = Decision("stage mql", "no", (part("nps: 3", "3", "yes"),), (part("deals.won: 1", "1", "yes"),))
    assert failure_lines(Failure(decisions=(decision, Decision("stage won", "unknown", ())))) == [
        "stage mql: no",
        "  nps: 3  is 3  yes",
        "  held back by `unless`",
        "    deals.won: 1  is 1  yes",
        "stage won: unknown",
    ]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (RuleLine("a", "Asked", "+5"), "+5  Asked"),
        (RuleLine("a", "Asked", "+5", 1), "+5  Asked (1 activity)"),
        (RuleLine("a", "Asked", "+5", 3, "+9"), "+5  Asked (3 activities, +9 before decay)"),
    ],
)
def test_a_rule_says_what_it_counted_and_what_decay_took(line: RuleLine, said: str) -> None:
    assert failure_lines(Failure(scores=(ScoreLines("fit", "5.0", (line,)),))) == [
        "score.fit: 5.0",
        f"  {said}",
    ]


def test_points_stand_below_each_other_whatever_their_width() -> None:
    rules = (RuleLine("a", "Asked", "+5"), RuleLine("b", "Student", "-12.5"))
    assert failure_lines(Failure(scores=(ScoreLines("fit", "0.0", rules),)))[1:] == [
        "  +5     Asked",
        "  -12.5  Student",
    ]


def test_a_combined_score_names_its_parts() -> None:
    combined = ScoreLines("total", "2.5", combines=(("fit", "1"), ("interest", "0.5")))
    assert failure_lines(Failure(scores=(combined,))) == [
        "score.total: 2.5, from fit with weight 1, interest with weight 0.5"
    ]


def test_coverage_counts_by_kind_and_names_what_is_not_touched() -> None:
    coverage = (
        Coverage("rules", 1200, 1199, (Untouched("demo", "rules.yaml", 7, 9),)),
        Coverage("disqualifications", 1, 0, (Untouched("rival", "rules.yaml", 12, 13),)),
        Coverage("stages", 2, 2, ()),
    )
    assert rendered(report(coverage=coverage)).splitlines()[2:] == [
        "Touched by some example",
        "  rules              1,199 of 1,200",
        "  disqualifications  0 of 1",
        "  stages             2 of 2",
        "Not touched",
        "  rule              demo   rules.yaml:7:9",
        "  disqualification  rival  rules.yaml:12:13",
    ]


def test_an_output_without_marks_has_words() -> None:
    raw = BytesIO()
    file = TextIOWrapper(raw, encoding="latin-1")
    render_examples(ALL, Console(file=file, width=80))
    file.flush()
    lines = [line for line in raw.getvalue().decode("latin-1").splitlines() if not line.startswith(" ")]
    assert lines[:2] == ["ok Anna", "FAILED Bert"]
