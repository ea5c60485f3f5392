from __future__ import annotations

from pathlib import Path

import pytest

from leadscore.errors import UsageError
from leadscore.pipeline.newest import newest_files


def newest(*names: str) -> list[str]:
    return [path.as_posix() for path in newest_files([Path(name) for name in names])]


@pytest.mark.parametrize(
    "names",
    [
        ["c-2026-09-30.csv", "c-2026-10-30.csv", "c-2026-10-31.csv"],
        ["Leads_2026_02_09.csv", "Leads_2026_02_10.csv"],
        ["20250101 leads.csv", "20251231 leads.csv", "20260101 leads.csv"],
        ["Leads 31.12.2025.csv", "Leads 2.1.2026.csv", "Leads 01.02.2026.csv"],
        ["c-20261029.csv", "c-2026-10-30.csv", "c-31.10.2026.csv"],
        ["all-contacts-2025-10-13.csv", "all-contacts-2025-10-13-2.csv"],
        ["all-contacts-2025-10-13-9.csv", "all-contacts-2025-10-13-10.csv"],
        ["all-contacts-2025-10-13-3.csv", "all-contacts-2025-10-14.csv"],
        ["c-2025-10-13.csv", "c-2025-10-13 (1).csv"],
        ["c-2025-10-13.csv.gz", "c-2025-10-14.csv.gz"],
        ["mon/2025-10-13.csv", "tue/2025-10-14.csv"],
        ["from-2026-12-01-to-2025-10-13.csv", "from-2024-01-01-to-2025-10-14.csv"],
    ],
)
def test_the_latest_date_in_a_name_wins(names: list[str]) -> None:
    assert newest(*names) == names[-1:]
    assert newest(*reversed(names)) == names[-1:]


def test_parts_of_the_newest_export_stay_together_in_their_order() -> None:
    names = ["L_2026_02_09_001.csv", "L_2026_02_10_001.csv", "L_2026_02_10_002.csv", "L_2026_02_09_002.csv"]
    assert newest(*names) == names[1:3]
    assert newest("L_001_20260210.csv", "L_002_20260210.csv", "L_001_20260209.csv") == [
        "L_001_20260210.csv",
        "L_002_20260210.csv",
    ]
    assert newest("2026-02-10 part1.csv", "2026-02-10 part2.csv", "2026-02-09 part1.csv") == [
        "2026-02-10 part1.csv",
        "2026-02-10 part2.csv",
    ]


def test_a_single_file_needs_no_date() -> None:
    assert newest("contacts.csv") == ["contacts.csv"]


@pytest.mark.parametrize("name", ["contacts.csv", "c-2026-13-01.csv", "c-120261101.csv", "c-2026-1-5.csv"])
def test_names_without_a_date_are_refused(name: str) -> None:
    with pytest.raises(UsageError) as error:
        newest("c-2026-10-31.csv", name)
    assert str(error.value).startswith(
        f"--newest goes by the dates in file names, and {name} has none\n  help:"
    )


@pytest.mark.parametrize(
    "names",
    [
        ["leads-2026-10-31.csv", "contacts-2026-10-31.csv"],
        ["a/c-2026-10-31.csv", "b/c-2026-10-31.csv"],
        ["c_2026-10-31_093000.csv", "c_2026-10-31_180000.csv"],
    ],
)
def test_two_files_of_the_latest_day_that_are_no_parts_are_refused(names: list[str]) -> None:
    with pytest.raises(UsageError) as error:
        newest("c-2026-10-30.csv", *names)
    told = f"--newest cannot choose between {names[0]} and {names[1]}: both are of 2026-10-31"
    assert str(error.value).startswith(told)
