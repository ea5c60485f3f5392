from __future__ import annotations

from random import Random

import numpy as np
import pytest

from leadscore.columns import AGE, CONTACT
from leadscore.steps.latest import THING, Latest


@pytest.mark.parametrize("seed", range(6))
def test_each_thing_stands_once_with_its_least_age(seed: int) -> None:
    random = Random(seed)
    rows = [(random.randrange(5), random.randrange(4), random.choice([0, 1, 9, 800_000])) for _ in range(60)]
    latest = Latest(4)
    for part in (rows[:20], rows[20:21], [], rows[21:]):
        contact, thing, age = (np.array([row[at] for row in part], np.int64) for at in range(3))
        latest.add(contact, thing, age)
    least = {(who, thing): min(age for *key, age in rows if key == [who, thing]) for who, thing, _ in rows}
    expected = sorted((who, age, thing) for (who, thing), age in least.items())
    assert latest.newest_first().select(CONTACT, AGE, THING).rows() == expected


def test_without_activities_and_things_there_is_nothing() -> None:
    assert Latest(0).newest_first().is_empty()


def test_what_can_be_held_has_numbers_of_its_own() -> None:
    contacts, things = 1_000_000, 2_000_000
    assert Latest.can_hold(contacts, things)
    assert not Latest.can_hold(2 * contacts, things)
    latest = Latest(things)
    last = (
        np.array([contacts - 1], np.int64),
        np.array([things - 1], np.int64),
        np.array([4_000_000], np.int64),
    )
    latest.add(*last)
    assert latest.newest_first().select(CONTACT, THING, AGE).rows() == [(contacts - 1, things - 1, 4_000_000)]
