"""What buckets count is taken together."""

from __future__ import annotations

from leadscore.spark.totals import Notes, together


def test_counts_are_added_and_the_first_examples_stay() -> None:
    one = Notes(
        read={"contacts": 2, "activities": 3},
        fates={"contacts": {"used": 2}, "activities": {"unknown_contact": 3}},
        strangers=3,
        oldest=4,
        shared=1,
        sharing=(("b@x", "1", "2"),),
    )
    other = Notes(
        read={"contacts": 1, "activities": 1},
        fates={"contacts": {"rejected": 1}, "activities": {"used": 1}},
        oldest=9,
        shared=2,
        sharing=(("a@x", "3", "4"), ("c@x", "5", "6")),
    )
    both = together([one, other])
    assert both.read == {"contacts": 3, "activities": 4}
    assert both.fates == {
        "contacts": {"rejected": 1, "used": 2},
        "activities": {"unknown_contact": 3, "used": 1},
    }
    assert (both.strangers, both.oldest, both.shared) == (0, 9, 3)
    assert [email for email, _, _ in both.sharing] == ["a@x", "b@x", "c@x"]
