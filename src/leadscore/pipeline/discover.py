"""Which files a command reads: those that are named, those that lie beside the contacts, and the rules."""

from __future__ import annotations

import glob
from dataclasses import dataclass, field
from os.path import commonprefix
from pathlib import Path
from typing import TYPE_CHECKING, Final

from leadscore.errors import InputError, UsageError, did_you_mean
from leadscore.pipeline.inputs import Inputs
from leadscore.schema.fields import field_name
from leadscore.tables import read_header

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from leadscore.schema.model import InputName, Rules

__all__ = ["OPTIONAL_INPUTS", "Found", "Request", "find_inputs", "find_rules"]

OPTIONAL_INPUTS: Final[tuple[InputName, ...]] = ("activities", "deals", "companies")
"""Inputs besides contacts that a run reads."""
RULES_FILE: Final = "rules.yaml"

_SIGNS: Final[Mapping[InputName, tuple[frozenset[str], ...]]] = {
    "activities": (frozenset({"type", "occurred_at"}),),
    "deals": (
        frozenset({"deal_id", "stage"}),
        frozenset({"stage", "closed_at"}),
        frozenset({"stage", "amount"}),
    ),
    "costs": (frozenset({"channel", "period", "spend"}),),
    "companies": (frozenset({"company_id"}), frozenset({"domain"})),
}
"""Fields by which a header is known to be another input's."""


@dataclass(frozen=True)
class Request:
    """What the user named on the command line.

    Attributes:
        contacts: Files or globs.
        others: Files or globs of the other inputs.
        without: Inputs that are meant to be absent.
    """

    contacts: tuple[str, ...]
    others: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    without: tuple[str, ...] = ()


@dataclass(frozen=True)
class Found:
    """The files of a run.

    Attributes:
        inputs: All of them.
        taken: Those that were not named but lay beside the contacts.
    """

    inputs: Inputs
    taken: tuple[str, ...]


def find_rules(named: str | None, contacts: Sequence[str], here: Path) -> Path | None:
    """Return the rules file: the one that is named, else `rules.yaml` here, else beside the contacts, else none."""
    if named is not None:
        return Path(named)
    beside = _expand(contacts[:1], "contacts")[0].parent
    places = (here / RULES_FILE, beside / RULES_FILE)
    return next(
        (Path(RULES_FILE) if place.parent == here else place for place in places if place.is_file()), None
    )


def find_inputs(request: Request, rules: Rules) -> Found:
    """Return the files of a run.

    Args:
        request: What the user named.
        rules: Their `sources` say which header is which input's.

    Raises:
        InputError: A glob matches nothing, or a file given as contacts is another input.
        UsageError: The command line contradicts itself.
    """
    without = _without(request)
    contacts = _expand(request.contacts, "contacts")
    named = {
        name: _expand(patterns, name) for name in OPTIONAL_INPUTS if (patterns := request.others.get(name))
    }
    for path in contacts:
        _check_is_contacts(path, named, rules)
    beside = {
        name: _beside(contacts, name) for name in OPTIONAL_INPUTS if name not in named and name not in without
    }
    files: dict[InputName, tuple[Path, ...]] = {"contacts": contacts}
    files |= {name: found for name in OPTIONAL_INPUTS if (found := named.get(name) or beside.get(name))}
    return Found(Inputs(files, without), _told([path for paths in beside.values() for path in paths]))


def _beside(contacts: Sequence[Path], name: InputName) -> tuple[Path, ...]:
    """Return the files of an input that lie beside contacts, in every folder with some."""
    paths = dict.fromkeys(path.parent / f"{name}.csv" for path in contacts)
    return tuple(path for path in paths if path not in contacts and path.is_file())


def _told(paths: Sequence[Path]) -> tuple[str, ...]:
    """Return names where one folder has them all, which the contacts name; else paths."""
    one_folder = len({path.parent for path in paths}) == 1
    return tuple(path.name if one_folder else str(path) for path in paths)


def _without(request: Request) -> frozenset[InputName]:
    names = [name.strip() for entry in request.without for name in entry.split(",") if name.strip()]
    known: dict[str, InputName] = {name: name for name in OPTIONAL_INPUTS}
    for name in names:
        if name not in known:
            hint = did_you_mean(name, OPTIONAL_INPUTS) or f"allowed: {', '.join(OPTIONAL_INPUTS)}"
            raise UsageError(f'--without does not know "{name}"\n  help: {hint}')
        if request.others.get(known[name]):
            raise UsageError(f"--without {name} contradicts --{name}\n  help: leave one of them out")
    return frozenset(known[name] for name in names)


def _expand(patterns: Sequence[str], name: InputName) -> tuple[Path, ...]:
    paths: list[Path] = []
    for pattern in patterns:
        if Path(pattern).exists() or not glob.has_magic(pattern):
            paths.append(Path(pattern))
            continue
        matches = sorted(glob.glob(pattern, recursive=True))  # noqa: PTH207 - a pattern may be absolute
        if not matches:
            raise InputError(
                f"{pattern}: no file matches\n  help: check the folder and the name of the {name}"
            )
        paths += map(Path, matches)
    return tuple(paths)


def _check_is_contacts(path: Path, named: Mapping[InputName, tuple[Path, ...]], rules: Rules) -> None:
    header = read_header(path)
    fields = {field_name(title) for title in header}
    for name, signs in _SIGNS.items():
        columns = rules.source(name).columns
        mapped = fields | {key for key, title in columns.items() if field_name(title) in fields}
        if any(sign <= mapped for sign in signs) and not _may_be_contacts(name, fields, rules):
            raise InputError(_other_input(path, name, named.get(name, ())))


def _may_be_contacts(name: InputName, fields: set[str], rules: Rules) -> bool:
    """Return whether a header with a company's or deal's fields is still one of contacts."""
    if name == "companies":
        mapped = rules.source("contacts").columns.get("contact_id")
        return "contact_id" in fields or "email" in fields or mapped is not None
    return (
        name == "deals" and "deal_id" not in fields and bool({"first_name", "last_name", "company"} & fields)
    )


def _other_input(path: Path, name: InputName, given: Sequence[Path]) -> str:
    option = "-a" if name == "activities" else f"--{name}"
    if not given:
        return f"{path} looks like {name}, not like contacts\n  help: give it with {option} {path}"
    if path in given:
        return f"{path} is given as contacts and as {name}\n  help: leave it out of the contacts"
    prefix = commonprefix([str(path), *map(str, given)])  # noqa: RUF071 - a glob is made of characters
    return f'{path} looks like {name}; quote the glob: {option} "{prefix}*{path.suffix}"'
