"""Which files a command reads: those that are named, those that lie beside the contacts, and the rules."""

from __future__ import annotations

import glob
from dataclasses import dataclass, field
from os.path import commonprefix
from pathlib import Path
from typing import TYPE_CHECKING, Final

from leadscore.crm.headers import recognise
from leadscore.errors import InputError, UsageError, did_you_mean
from leadscore.pipeline.inputs import Inputs
from leadscore.pipeline.newest import newest_files
from leadscore.schema.fields import field_name
from leadscore.tables import read_header

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from leadscore.schema.model import InputName, Rules

__all__ = ["ALL_INPUTS", "LEAD_INPUTS", "Found", "Request", "find_inputs", "find_rules"]

LEAD_INPUTS: Final[tuple[InputName, ...]] = ("activities", "deals", "companies")
"""Inputs besides contacts that say something of a lead."""
ALL_INPUTS: Final[tuple[InputName, ...]] = (*LEAD_INPUTS, "costs")
"""Inputs besides contacts."""
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
_OF_COMPANIES: Final = {"company_id": "company_id", "domain": "domain", "company_domain_name": "domain"}
"""Headers that only companies have."""
_PERSON: Final = (frozenset({"first_name"}), frozenset({"last_name"}), frozenset({"full_name", "email"}))
"""Fields by which a header is known to be that of people."""


@dataclass(frozen=True)
class Request:
    """What the user named on the command line.

    Attributes:
        contacts: Files or globs.
        others: Files or globs of the other inputs.
        without: Inputs that are meant to be absent.
        newest: Whether the contacts are several nights of one export, of which the newest counts.
    """

    contacts: tuple[str, ...]
    others: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    without: tuple[str, ...] = ()
    newest: bool = False


@dataclass(frozen=True)
class Found:
    """The files of a run.

    Attributes:
        inputs: All of them.
        taken: Those that were not named but lay beside the contacts.
        newest: The contacts, where they are the newest of several.
    """

    inputs: Inputs
    taken: tuple[str, ...]
    newest: tuple[str, ...] = ()


def find_rules(named: str | None, contacts: Sequence[str], here: Path) -> Path | None:
    """Return the rules file: the one that is named, else `rules.yaml` here, else beside the contacts, else none."""
    if named is not None:
        return Path(named)
    beside = _expand(contacts[:1], "contacts")[0].parent
    places = (here / RULES_FILE, beside / RULES_FILE)
    return next(
        (Path(RULES_FILE) if place.parent == here else place for place in places if place.is_file()), None
    )


def find_inputs(request: Request, rules: Rules, wanted: Sequence[InputName] = LEAD_INPUTS) -> Found:
    """Return the files of a run.

    Args:
        request: What the user named.
        rules: Their `sources` say which header is which input's.
        wanted: The inputs besides contacts that the run reads.

    Raises:
        InputError: A glob matches nothing, or a file given as contacts is another input.
        UsageError: The command line contradicts itself, or names do not say which contacts are the newest.
    """
    without = inputs_without(request)
    given = _expand(request.contacts, "contacts")
    contacts = newest_files(given) if request.newest else given
    named = {name: _expand(patterns, name) for name in wanted if (patterns := request.others.get(name))}
    for path in contacts:
        _check_is_contacts(path, named, rules)
    beside = {name: _beside(contacts, name) for name in wanted if name not in named and name not in without}
    files: dict[InputName, tuple[Path, ...]] = {"contacts": contacts}
    files |= {name: found for name in wanted if (found := named.get(name) or beside.get(name))}
    taken = _told([path for paths in beside.values() for path in paths])
    return Found(Inputs(files, without), taken, tuple(map(str, contacts)) if contacts != given else ())


def _beside(contacts: Sequence[Path], name: InputName) -> tuple[Path, ...]:
    """Return the files of an input that lie beside contacts, in every folder with some.

    They are called `activities.csv` and so on, or end as the contacts do, such as `activities.xlsx`.
    """
    found: dict[Path, None] = {}
    for path in contacts:
        endings = (_ending(path), ".csv")
        beside = (path.parent / f"{name}{ending}" for ending in endings)
        first = next((other for other in beside if other not in contacts and other.is_file()), None)
        if first is not None:
            found[first] = None
    return tuple(found)


def _ending(path: Path) -> str:
    """Return what a file's name ends in: `.csv`, `.csv.gz`, `.xlsx`."""
    return path.suffix if path.suffix.lower() != ".gz" else f"{Path(path.stem).suffix}{path.suffix}"


def _told(paths: Sequence[Path]) -> tuple[str, ...]:
    """Return names where one folder has them all, which the contacts name; else paths."""
    one_folder = len({path.parent for path in paths}) == 1
    return tuple(path.name if one_folder else str(path) for path in paths)


def inputs_without(request: Request) -> frozenset[InputName]:
    """Return the inputs that the user says are meant to be absent.

    Raises:
        UsageError: There is no such input, or it is named too.
    """
    names = [name.strip() for entry in request.without for name in entry.split(",") if name.strip()]
    known: dict[str, InputName] = {name: name for name in ALL_INPUTS}
    for name in names:
        if name not in known:
            hint = did_you_mean(name, ALL_INPUTS) or f"allowed: {', '.join(ALL_INPUTS)}"
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
    header = read_header(path, rules.source("contacts"))
    as_contacts = _fields("contacts", header, rules)
    for name, signs in _SIGNS.items():
        fields = _fields(name, header, rules)
        if any(sign <= fields for sign in signs) and not _may_be_contacts(name, header, as_contacts, rules):
            raise InputError(_other_input(path, name, named.get(name, ())))


def _fields(name: InputName, header: Sequence[str], rules: Rules) -> set[str]:
    """Return the canonical fields that a header has if it is that of an input."""
    source = rules.source(name)
    titles = {field_name(title) for title in header}
    mapped = {field for field, title in source.columns.items() if field_name(title) in titles}
    if name == "companies":  # an id, a name and a website are not enough to tell a company from a person
        return {field for title, field in _OF_COMPANIES.items() if title in titles} | mapped
    return {*recognise(name, header, source.profile).candidates, *mapped}


def _may_be_contacts(name: InputName, header: Sequence[str], fields: set[str], rules: Rules) -> bool:
    """Return whether a header with another input's fields is still one of contacts.

    Args:
        name: The other input.
        header: The header.
        fields: What it has if it is that of contacts.
        rules: Their `sources`.
    """
    titles = {field_name(title) for title in header}
    if any(sign <= titles for sign in _SIGNS[name]) and name in {"activities", "costs"}:
        return False
    if name == "companies":
        mapped = "contact_id" in rules.source("contacts").columns
        return (
            mapped or "email" in fields or "contact_id" in titles or any(sign <= fields for sign in _PERSON)
        )
    if name == "deals":
        return "deal_id" not in titles and any(sign <= fields for sign in (*_PERSON, frozenset({"company"})))
    return any(sign <= fields for sign in _PERSON)


def _other_input(path: Path, name: InputName, given: Sequence[Path]) -> str:
    option = "-a" if name == "activities" else f"--{name}"
    if not given:
        return f"{path} looks like {name}, not like contacts\n  help: give it with {option} {path}"
    if path in given:
        return f"{path} is given as contacts and as {name}\n  help: leave it out of the contacts"
    prefix = commonprefix([str(path), *map(str, given)])  # noqa: RUF071 - a glob is made of characters
    return f'{path} looks like {name}; quote the glob: {option} "{prefix}*{path.suffix}"'
