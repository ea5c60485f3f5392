from __future__ import annotations

import pytest

from leadscore.sample.entries import Entry, successive


@pytest.mark.parametrize(("night", "there"), [(9, False), (8, True), (3, True), (2, False), (0, False)])
def test_a_row_is_there_until_it_is_replaced(night: int, there: bool) -> None:
    assert Entry(("a",), since=8, replaced=2).is_there(night) is there


def test_a_row_that_nothing_replaces_is_there_on_the_last_night() -> None:
    assert Entry(("a",), since=0).is_there(0)


@pytest.mark.parametrize(
    ("versions", "entries"),
    [
        ([], []),
        ([("a", 5)], [("a", 5, -1)]),
        ([("a", 5), ("b", 3), ("c", 0)], [("a", 5, 3), ("b", 3, 0), ("c", 0, -1)]),
        ([("a", 5), ("b", 5), ("c", 3)], [("b", 5, 3), ("c", 3, -1)]),
        ([("a", 5), ("a", 3), ("b", 2)], [("a", 5, 2), ("b", 2, -1)]),
        ([("a", 5), ("b", 3), ("a", 3)], [("a", 5, -1)]),
    ],
    ids=["none", "one", "three", "two of a day", "nothing new", "to and fro within a day"],
)
def test_each_version_replaces_the_one_before(
    versions: list[tuple[str, int]], entries: list[tuple[str, int, int]]
) -> None:
    found = successive(Entry((cell,), since) for cell, since in versions)
    assert [(entry.row[0], entry.since, entry.replaced) for entry in found] == entries
