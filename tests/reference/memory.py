"""Stages of a contact that was here before, sentence by sentence."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from tests.reference.conditions import holds
from tests.reference.stages import DISQUALIFIED, first_true, stages_entered
from tests.reference.values import duration_days

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.reference.conditions import Setting
    from tests.reference.rows import Facts, Rules


@dataclass(frozen=True)
class Memory:
    """What is known of a contact's past; of a new one nothing.

    Attributes:
        stage: Its stage at the last as-of date before this one.
        since: The as-of date on which it entered that.
        furthest: The furthest stage that it has reached since it was last sent back.
        recycled_by: Which recycling sent it back, as long as that matters.
        recycled_on: The as-of date of that.
    """

    stage: str | None = None
    since: date | None = None
    furthest: str | None = None
    recycled_by: str | None = None
    recycled_on: date | None = None


def night(rules: Rules, facts: Facts, setting: Setting, memory: Memory) -> Memory:
    """Return what is remembered after a night: its stage is the contact's stage now."""
    stages: Sequence[Rules] = rules.get("stages", [{"name": "lead"}])
    names = [stage["name"] for stage in stages]
    was = names.index(memory.stage) if memory.stage in names else None
    places = [names.index(name) for name in stages_entered(rules, facts, setting)]
    places += _stayed(stages, facts, setting, was)
    places += _held(stages, setting, memory, was)
    reached = [was, names.index(memory.furthest) if memory.furthest in names else None]
    furthest_before = max((place for place in reached if place is not None), default=None)
    forward = names.index(memory.furthest) if memory.furthest in names else None
    places += [place for place, stage in enumerate(stages[: _after(forward)]) if stage.get("forward_only")]
    places += _lifted(rules, names, facts, setting)
    place = max(places, default=None)
    way = next((one for one in _sending(rules, facts, setting, memory) if _sends(one, place, names)), None)
    furthest = max((one for one in (furthest_before, place) if one is not None), default=None)
    if way is not None:
        place = furthest = names.index(way["to"])
    stage = None if place is None else names[place]
    if first_true(rules.get("disqualify", []), "id", facts, setting) is not None:
        stage = DISQUALIFIED
    since = memory.since if stage == memory.stage else setting.as_of
    return Memory(
        stage,
        None if stage is None else since,
        None if furthest is None else names[furthest],
        *_recycled(rules, setting, memory, way),
    )


def _after(place: int | None) -> int:
    return 0 if place is None else place + 1


def _stayed(stages: Sequence[Rules], facts: Facts, setting: Setting, was: int | None) -> list[int]:
    return [
        place
        for place, stage in enumerate(stages)
        if "stay" in stage and was is not None and was >= place and holds(stage["stay"], facts, setting)
    ]


def _held(stages: Sequence[Rules], setting: Setting, memory: Memory, was: int | None) -> list[int]:
    """It does not fall below where it was before it has been there for `min_days`."""
    if was is None or memory.since is None or "min_days" not in stages[was]:
        return []
    return [was] if setting.as_of < memory.since + timedelta(days=stages[was]["min_days"]) else []


def _lifted(rules: Rules, names: Sequence[str], facts: Facts, setting: Setting) -> list[int]:
    crm = rules.get("crm_stage")
    if crm is None or crm.get("use") == "ignore":
        return []
    column = crm.get("column", "lifecycle_stage")
    words = crm.get("map", {name: name for name in names})
    return [names.index(name) for word, name in words.items() if holds({column: word}, facts, setting)]


def _sending(rules: Rules, facts: Facts, setting: Setting, memory: Memory) -> list[Rules]:
    """Return the ways back that apply, or whose time is not over."""
    return [
        way
        for way in rules.get("recycle", [])
        if holds(way["when"], facts, setting) or _cools(way, setting, memory)
    ]


def _sends(way: Rules, place: int | None, names: Sequence[str]) -> bool:
    from_ = [way["from"]] if isinstance(way["from"], str) else way["from"]
    return place is not None and names[place] in from_


def _cools(way: Rules, setting: Setting, memory: Memory) -> bool:
    if memory.recycled_by != way["id"] or memory.recycled_on is None or "cool_off" not in way:
        return False
    return setting.as_of < memory.recycled_on + timedelta(days=duration_days(way["cool_off"]))


def _recycled(
    rules: Rules, setting: Setting, memory: Memory, way: Rules | None
) -> tuple[str | None, date | None]:
    if way is None:
        way = next((one for one in rules.get("recycle", []) if _cools(one, setting, memory)), None)
    if way is None:
        return None, None
    return way["id"], memory.recycled_on if way["id"] == memory.recycled_by else setting.as_of
