"""Summaries to be shown: an ordinary one, an empty one, and one that nobody should trust."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Final

from leadscore.results import (
    Accounting,
    Disqualified,
    LightCount,
    ListSummary,
    Published,
    RejectedRecord,
    StageCount,
    Summary,
    TopLead,
    Unreadable,
)
from leadscore.results.handoff import (
    Answers,
    Handoffs,
    ListState,
    OverdueLead,
    OwnerLoad,
    ReasonAnswers,
    RuleAnswers,
    Waiting,
)

_MQL: Final = (
    TopLead(
        1,
        "1007",
        "Katharina Freifrau von Schwarzenberg-Müller",
        "Oberbayerische Maschinen- und Anlagenbau GmbH & Co. KG",
        "100.0",
        "A1",
        "green",
        "Asked for a demo +40; Company size +30; Industry we serve +25; Looked at prices +24; Region +20",
        "Is a budget set aside?",
        "anna-katharina.huber",
        True,
    ),
    TopLead(
        2,
        "88",
        "王小明",
        "東京精密機械株式会社",
        "87.4",
        "A1",
        "green",
        "Asked for a demo +40; Came to webinars +19.444",
        "What problem is to be solved?",
        "carl",
        False,
    ),
    TopLead(
        3,
        "1204",
        "Zoë D’Angelo",
        "",
        "61.5",
        "B2",
        "yellow",
        "Role +20; Gone quiet -15",
        "Who signs?",
        "carl",
        False,
    ),
    TopLead(4, "C-000031", "", "Nordstern Feinkost", "61.5", "A3", "yellow", "", "", "carl", True),
    TopLead(
        5,
        "77",
        "Ødegård, Bjørn",
        "Fjord AS",
        "45.0",
        "C1",
        "red",
        "Came to two or more webinars within the last hundred and eighty days, and asked something there +10",
        "By when?",
        "carl",
        False,
    ),
)

_HANDOFFS: Final = Handoffs(
    lists=(
        ListState("mql", 3, 1, 97, 1007),
        ListState("sql", 0, 0, 0, 0),
        ListState("win_back", 0, 0, 1, 0),
    ),
    owners=(
        OwnerLoad("anna-katharina.huber", 60, 2, 58, 1000, None),
        OwnerLoad("carl", 37, 1, 37, 7, date(2026, 11, 15)),
    ),
    waiting=Waiting("handoff/waiting.csv", 1200, 1, 2),
    overdue=(
        OverdueLead("1007", "mql", "anna-katharina.huber", date(2026, 10, 1), date(2026, 10, 2)),
        OverdueLead("C-000031", "win_back", "carl", date(2026, 10, 30), date(2026, 10, 30)),
    ),
    overdue_path="handoff/overdue.csv",
    answered_since=date(2026, 8, 3),
    answers=(
        Answers("mql", 1500, 900, 100, 500, 66.7),
        Answers("sql", 0, 0, 0, 0, None),
        Answers("win_back", 3, 0, 0, 3, 0.0),
    ),
    by_rule=(
        RuleAnswers("role", "Role", 3, 3, 0.0, ""),
        *(
            RuleAnswers(f"r{number}", f"Rule {number}", 900, 300 - number, 66.7, "no budget")
            for number in range(5)
        ),
        RuleAnswers("region", "Region", 40, 0, 100.0, ""),
    ),
    by_reason=(
        ReasonAnswers("no budget", 400, 79.5, ("Asked for a demo", "Looked at prices", "Company size")),
        ReasonAnswers("", 103, 20.5, ("Role",)),
    ),
)

ORDINARY: Final = Summary(
    rules="Acme B2B",
    as_of=date(2026, 11, 1),
    scored=496,
    funnel=(
        StageCount("lead", "Lead", 312, 62.9, 484, None),
        StageCount("mql", "Marketing qualified", 97, 19.6, 172, 35.5),
        StageCount("sal", "Sales accepted", 30, 6.0, 75, 43.6),
        StageCount("sql", "Sales qualified", 21, 4.2, 45, 60.0),
        StageCount("opportunity", "Opportunity with a signed letter of intent", 12, 2.4, 24, 53.3),
        StageCount("customer", "Customer", 12, 2.4, 12, 50.0),
        StageCount("evangelist", "Evangelist", 0, 0.0, 0, 0.0),
    ),
    stageless=3,
    disqualified=9,
    disqualified_by=(
        Disqualified("competitor", "Works for a competitor", 7),
        Disqualified(
            "student",
            "Studies, and looks for a topic for a thesis or for a place as an intern rather than for a machine",
            2,
        ),
    ),
    lights=(LightCount("green", 41, 8.3), LightCount("yellow", 120, 24.2), LightCount("red", 335, 67.5)),
    lists=(
        ListSummary("mql", "handoff/mql.csv", 97, _MQL),
        ListSummary("sql", "handoff/sql.csv", 0, ()),
        ListSummary("win_back", "handoff/win_back.csv", 1, _MQL[2:3]),
    ),
    inputs=(
        Accounting("contacts", ("contacts.csv",), 500, 496, 0, 0, 0, 4),
        Accounting(
            "activities",
            tuple(f"activities-2026-{month:02}.csv" for month in range(1, 11)),
            12034567,
            12000000,
            120,
            34000,
            440,
            7,
        ),
        Accounting("deals", ("deals.csv",), 58, 58, 0, 0, 0, 0),
    ),
    unreadable=(
        Unreadable("contacts", "employees", "number", 12),
        Unreadable("deals", "Closed at (local time)", "day", 1204),
    ),
    rejected=(
        RejectedRecord("contacts.csv", 17, "the id is missing"),
        RejectedRecord("contacts.csv", 18, "the id was there before, on line 3"),
        RejectedRecord(
            "activities-2026-01.csv",
            1048577,
            "the record has 5 fields where the header has 4: a comma or a line break inside a cell needs quotes around the cell",
        ),
    ),
    notes=(
        "120 of 12,034,567 activities are later than 2026-11-01 and were ignored; if that is not meant, give another --as-of",
        "rules.yaml:14:3: stay has no effect yet\n  help: it needs the history of earlier runs",
    ),
    handoffs=_HANDOFFS,
)

PUBLISHED: Final = Published(
    Path("leadscore-out"),
    (
        "scored.csv",
        "writeback.csv",
        "stages/lead.csv",
        "stages/mql.csv",
        "stages/sal.csv",
        "stages/sql.csv",
        "stages/opportunity.csv",
        "stages/customer.csv",
        "stages/evangelist.csv",
        "disqualified.csv",
        "handoff/mql.csv",
        "handoff/sql.csv",
        "handoff/win_back.csv",
        "rejected.csv",
        "summary.json",
        "run.json",
    ),
    ("handoff/nurture.csv",),
)

EMPTY: Final = Summary(
    "rules.yaml",
    date(2026, 11, 1),
    0,
    (StageCount("lead", "lead", 0, None, 0, None),),
    0,
    0,
    (),
    (),
    (),
    (Accounting("contacts", ("c.csv",), 0, 0, 0, 0, 0, 0),),
    (),
    (),
    (),
)

EVIL: Final = "\x1b[31m[bold]x[/bold]\x9b2J\r\n\t\u202e:smile:[/]\x07\ufeff\u2028"
_EVIL_LEAD: Final = TopLead(1, EVIL, EVIL, EVIL, EVIL, EVIL, EVIL, EVIL, EVIL, EVIL, True)
HOSTILE: Final = replace(
    ORDINARY,
    rules=EVIL,
    funnel=(StageCount("lead", EVIL, 1, 100.0, 1, None),),
    disqualified_by=(Disqualified("x", EVIL, 9),),
    lights=(LightCount(EVIL, 1, 100.0),),
    lists=(
        ListSummary(EVIL, EVIL, 1, (_EVIL_LEAD,)),
        ListSummary(EVIL, EVIL, 1, (replace(_EVIL_LEAD, name=""),)),
    ),
    inputs=(Accounting(EVIL, (EVIL,), 1, 1, 0, 0, 0, 0),),
    unreadable=(Unreadable(EVIL, EVIL, EVIL, 1),),
    rejected=(RejectedRecord(EVIL, 1, EVIL),),
    notes=(EVIL,),
    handoffs=Handoffs(
        (ListState(EVIL, 1, 1, 1, 9),),
        (OwnerLoad(EVIL, 1, 1, 1, 1, None),),
        Waiting(EVIL, 1, 1, 1),
        (OverdueLead(EVIL, EVIL, EVIL, date(2026, 10, 1), date(2026, 10, 2)),),
        EVIL,
        date(2026, 8, 3),
        (Answers(EVIL, 1, 0, 0, 1, 0.0),),
        (RuleAnswers("x", EVIL, 1, 1, 0.0, EVIL),),
        (ReasonAnswers(EVIL, 1, 100.0, (EVIL,)),),
    ),
)
HOSTILE_FILES: Final = Published(Path(EVIL), (EVIL, f"{EVIL}/{EVIL}"), (EVIL,))
