"""What may become of a lead, in words: the goal, what is missing, the steps, and how long it holds."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from io import StringIO
from typing import TYPE_CHECKING, Final

import pytest
from rich.cells import cell_len
from rich.console import Console

from leadscore.report.outlook import render_outlook
from leadscore.results.conditions import TestedPart as Part  # a name that is not taken for a test
from leadscore.results.outlook import Cell, Change, Effect, Goal, Hold, Outlook, Step

if TYPE_CHECKING:
    from leadscore.results.outlook import Obstacle

HOSTILE: Final = "\x1b[31m[bold]x[/bold]\u202e"
STAYS: Final = "How long it holds: it stays Lead as long as nothing happens"


def outlook(*goals: Goal, hold: Hold | None = None) -> Outlook:
    return Outlook(date(2026, 11, 1), "lead", "Lead", goals, hold or Hold())


def goal(*steps: Step, obstacle: Obstacle = "", reason: str = "") -> Goal:
    return Goal("mql", "Ripe", (), (), steps, obstacle, reason)


def step(*changes: Change, stage: str = "mql", effects: tuple[Effect, ...] = ()) -> Step:
    return Step(changes, stage, stage, effects)


def lines(found: Outlook, *, colours: bool = False) -> list[str]:
    file = StringIO()
    render_outlook(found, Console(file=file, width=80, force_terminal=colours, _environ={"TERM": "xterm"}))
    return file.getvalue().splitlines()


DEMO: Final = Change("activity", "demo_request")
WHOLE: Final = outlook(
    Goal(
        "mql",
        "Ripe",
        (
            Part(0, "any of", None, "no"),
            Part(1, "score.total: {at_least: 45}", "31.1", "no"),
            Part(1, "nps: 9", "missing", "unknown"),
        ),
        (Part(0, "rule.quiet: {below: 0}", "-15", "yes"),),
        (
            step(
                DEMO,
                stage="sql",
                effects=(Effect("demo", "Asked for a demo", Decimal(0), Decimal("40.000")),),
            ),
            step(replace(DEMO, count=3, cells=(Cell("url", "/a"),)), Change("contact", "country", "DE")),
        ),
    ),
    hold=Hold(
        date(2026, 12, 14),
        "sub",
        "Subscriber",
        rises=False,
        effects=(
            Effect("a", "Looked at prices", Decimal(6), Decimal("2.500")),
            Effect("b", "Gone quiet", Decimal(0), Decimal(-1)),
            Effect("c", "Opened", Decimal(1), Decimal("0.5")),
        ),
    ),
)


def test_a_whole_outlook() -> None:
    assert lines(WHOLE) == [
        "What would move it up: to become Ripe (mql)",
        "  what is missing",
        "    any of                                     no",
        "      score.total: {at_least: 45}  is 31.1     no",
        "      nps: 9                       is missing  unknown",
        "  what holds it back",
        "    rule.quiet: {below: 0}  is -15  yes",
        "  what would be enough",
        "    1 change   1 x demo_request (Asked for a demo +40), which even makes it sql",
        "    4 changes  3 x demo_request with url /a, and country is known: DE",
        "",
        "How long it holds: until 2026-12-14 if nothing happens: then it moves back to",
        "Subscriber (sub)",
        "  By then: Looked at prices -3.5, Gone quiet -1, …",
    ]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (Change("contact", "need", "x", "anything"), "1 change  need is known: anything"),
        (
            Change("contact", "lead_status", "accepted", before="new"),
            "1 change  lead_status becomes accepted (is new)",
        ),
        (
            Change("company", "industry", "Steel", before="IT", corrects=True),
            "1 change  company.industry becomes Steel (is IT)*",
        ),
        (
            Change("contact", "do_not_call", "", "nothing", "yes"),
            "1 change  do_not_call becomes nothing (is yes)",
        ),
        (Change("deal", "open"), "1 change  1 open deal"),
        (
            Change("deal", "won", count=2, cells=(Cell("amount", "5000"),)),
            "2 changes  2 won deals (amount 5000)",
        ),
        (Change("referral", "referred_by"), "1 change  1 other contact with this one in referred_by"),
        (Change("activity", "page_view", count=1000), "1,000 changes  1,000 x page_view"),
    ],
)
def test_changes_in_words(change: Change, said: str) -> None:
    assert lines(outlook(goal(step(change))))[2].strip() == said


def test_what_is_only_so_if_the_export_is_wrong_is_marked_and_explained() -> None:
    correction = step(Change("contact", "country", "DE", before="FR", corrects=True))
    assert lines(outlook(goal(correction)))[3] == "  * only if what the export says of the lead is wrong"
    assert not any("*" in line for line in lines(outlook(goal(step(DEMO)))))


@pytest.mark.parametrize(
    ("obstacle", "reason", "said"),
    [
        (
            "never",
            '"score.fit" is never above 40',
            'No lead can get there with these rules: "score.fit" is never above 40.',
        ),
        ("nothing_to_change", "", "No rule could do it: "),
        ("none_found", "", "No way was found: "),
    ],
)
def test_why_there_is_no_way(obstacle: Obstacle, reason: str, said: str) -> None:
    assert lines(outlook(goal(obstacle=obstacle, reason=reason)))[1].startswith(f"  {said}")


def test_nothing_is_above_the_last_stage() -> None:
    assert lines(outlook()) == ["What would move it up: nothing: Lead is the last stage", "", STAYS]


def test_a_disqualified_lead_is_told_what_disqualifies_it() -> None:
    out = Goal("", "", (), (Part(0, "banned: true", "yes", "yes"),), (step(DEMO, stage="mql"),))
    found = replace(outlook(out), stage="disqualified", title="Disqualified")
    assert lines(found)[:5] == [
        "What would move it up: to be in a stage again",
        "  what disqualifies it",
        "    banned: true  is yes  yes",
        "  what would be enough",
        "    1 change  1 x demo_request, which makes it mql",
    ]


@pytest.mark.parametrize(
    ("hold", "said"),
    [
        (Hold(), "it stays Lead as long as nothing happens"),
        (Hold(looked_until=date(2036, 10, 29)), "it stays Lead at least until 2036-10-29"),
        (
            Hold(date(2027, 1, 2), "mql", "Ripe", rises=True),
            "until 2027-01-02 if nothing happens: then it moves up to Ripe",
        ),
        (
            Hold(date(2027, 1, 2), "disqualified", "Disqualified"),
            "until 2027-01-02 if nothing happens: then it moves to",
        ),
        (Hold(date(2027, 1, 2)), "until 2027-01-02 if nothing happens: then it leaves it for"),
    ],
)
def test_how_long_it_holds(hold: Hold, said: str) -> None:
    (line,) = [line for line in lines(outlook(hold=hold)) if line.startswith("How long")]
    assert line.startswith(f"How long it holds: {said}")


@pytest.mark.parametrize(
    ("stage", "said"), [("disqualified", "  By then: Rival"), ("mql", "  Over by then: Rival")]
)
def test_what_takes_a_lead_out_is_named(stage: str, said: str) -> None:
    fading = Effect("a", "Asked", Decimal(2), Decimal(1))
    hold = Hold(date(2027, 1, 2), stage, "Ripe", effects=(fading,), disqualified_by="Rival")
    assert lines(outlook(hold=hold))[-1] == said


def test_a_lead_in_no_stage_stays_in_none() -> None:
    found = replace(outlook(goal(step(DEMO))), stage="", title="")
    assert lines(found)[-1] == "How long it holds: it stays in no stage as long as nothing happens"


def test_nothing_of_the_data_is_obeyed_and_no_line_is_too_long() -> None:
    change = Change("contact", "a", HOSTILE, before=HOSTILE)
    acted = Change("activity", HOSTILE, cells=(Cell("url", HOSTILE),))
    effect = Effect("a", HOSTILE, Decimal(0), Decimal(1))
    part = Part(0, HOSTILE, HOSTILE, "no")
    found = lines(outlook(Goal("mql", HOSTILE, (part,), (part,), (step(change, acted, effects=(effect,)),))))
    assert all(line.isprintable() for line in found)
    assert "".join(found).count("␛[31m[bold]x[/bold]") >= 8
    assert max(map(cell_len, [*found, *lines(WHOLE)])) <= 80


def test_colours_say_nothing_that_words_do_not() -> None:
    assert any("\x1b[" in line for line in lines(WHOLE, colours=True))
    assert not any("\x1b" in line for line in lines(WHOLE))


def test_blanks_at_the_ends_of_a_value_are_seen() -> None:
    change = Change("contact", "job_title", "vp ", before=" boss")
    assert any(
        line.endswith('job_title becomes "vp " (is " boss")') for line in lines(outlook(goal(step(change))))
    )
