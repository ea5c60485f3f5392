"""Parts of a rules file that people talk about: rules, stages, scores, and what messages call them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from leadscore.schema.document import Path

__all__ = ["part_name", "part_path", "value_at"]

_CALLED: Final = {
    "personas": ("persona", "name"),
    "qualification": ("question", "id"),
    "disqualify": ("disqualification", "id"),
    "stages": ("stage", "name"),
    "handoff": ("list", "list"),
    "recycle": ("recycling", "id"),
    "tracks": ("track", "name"),
    "tests": ("example", "name"),
    "rules": ("rule", "id"),
}
"""What an entry of a list is called, and the key of its name."""


def value_at(data: Any, path: Path) -> Any:
    """Return what stands at a path, None where there is nothing."""
    for step in path:
        fits = isinstance(data, list) and isinstance(step, int) and step < len(data)
        if not (fits or (isinstance(data, dict) and step in data)):
            return None
        data = data[step]
    return data


def part_path(path: Path) -> Path:
    """Return the path of the part to which a path belongs: the smallest one that has a name."""
    match path:
        case ("scores", _, "rules" | "groups", _, *_):
            return path[:4]
        case ("nurture", "tracks", _, *_):
            return path[:3]
        case ("scores" | "lights" | "grade" | "sources", _, *_):
            return path[:2]
        case (_, int(), *_):
            return path[:2]
        case _:
            return path[:1]


def part_name(path: Path, data: Any) -> str:
    """Return what messages call the part to which a path belongs, such as `rule "pricing"`; empty for the whole file.

    Args:
        path: A path into the file.
        data: The whole file.
    """
    part = part_path(path)
    match part:
        case ("scores", score):
            name = f'score "{score}"'
        case ("scores", score, "groups", group):
            name = f'group "{group}" of score "{score}"'
        case ("lights", color):
            name = f"the {color} light"
        case ("grade", axis):
            name = f"the {axis} of the grade"
        case (*around, str(section), int(place)):
            name = _entry_name(section, place, value_at(data, part))
            name += f' of score "{around[1]}"' if around[:1] == ["scores"] and not name.endswith('"') else ""
        case _:
            name = ".".join(map(str, part))
    return name


def _entry_name(section: str, place: int, entry: Any) -> str:
    if section not in _CALLED:
        return f"entry number {place + 1} of {section}"
    what, key = _CALLED[section]
    name = entry.get(key) if isinstance(entry, dict) else None
    return f'{what} "{name}"' if isinstance(name, str) else f"{what} number {place + 1}"
