"""The exports and rules that a command line names, for every command that reads exports."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from leadscore.cli.days import parse_day, today
from leadscore.cli.talk import say
from leadscore.pipeline.discover import Request, find_rules
from leadscore.schema import load_rules
from leadscore.tables.cache import Cache

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from leadscore.pipeline.discover import Found
    from leadscore.schema import RulesFile
    from leadscore.schema.model import Rules as RulesModel

__all__ = ["Exports", "say_files_read", "say_rules", "say_taken", "say_what_is_read"]


@dataclass(frozen=True)
class Exports:
    """What a command line says of the inputs, as it was written there.

    Attributes:
        contacts: Contact exports.
        others: The files of the other inputs; None or none where they were not named.
        newest: Whether of several nights the latest is taken.
        without: Inputs that are meant to be absent.
        rules: The rules file.
        as_of: The day on which ages are counted.
        dedupe: Whether activities without an id that repeat each other count once.
        no_cache: Whether nothing is kept beside the inputs.
    """

    contacts: Sequence[str]
    others: Mapping[str, Sequence[str] | None]
    newest: bool = False
    without: Sequence[str] | None = None
    rules: str | None = None
    as_of: str | None = None
    dedupe: bool = False
    no_cache: bool = False

    @property
    def request(self) -> Request:
        """The files that it names."""
        named = {name: tuple(paths) for name, paths in self.others.items() if paths}
        return Request(tuple(self.contacts), named, tuple(self.without or ()), self.newest)

    def own_rules(self) -> RulesFile | None:
        """Return the rules that were named or lie here or beside the contacts; None where there are none.

        Raises:
            RulesError: They have faults.
        """
        path = find_rules(self.rules, self.contacts, Path.cwd())
        return None if path is None else load_rules(path)

    def cache(self, found: Found, scratch: Path) -> Cache | None:
        """Return where what is read of the inputs is kept; None where it is not.

        Args:
            found: The inputs.
            scratch: A folder for the run.
        """
        if self.no_cache:
            return None
        files = [path for paths in found.inputs.files.values() for path in paths]
        return Cache.beside([*found.inputs.files["contacts"], *files], scratch)

    def day(self, rules: RulesModel) -> date:
        """Return the as-of date: the one that was named, else today in the time zone of the rules.

        Raises:
            UsageError: What was named is no date.
        """
        return parse_day(self.as_of) if self.as_of is not None else today(rules.timezone)


def say_what_is_read(own_rules: RulesFile | None, found: Found) -> None:
    """Tell which rules and which files are used, where the command line does not say so."""
    say_rules(own_rules)
    say_files_read(found)


def say_rules(own_rules: RulesFile | None) -> None:
    """Tell which rules are used; None stands for the built-in starter rules."""
    built_in = "rules: the built-in starter rules, as no rules.yaml was found here or beside the contacts"
    say(f"rules: {own_rules.file}" if own_rules else built_in)


def say_files_read(found: Found) -> None:
    """Tell which files are used, where the command line does not say so."""
    if found.newest:
        say(f"contacts: {', '.join(found.newest)}, by the latest date in their names")
    say_taken(found.taken)


def say_taken(names: Sequence[str]) -> None:
    """Tell which files are used because they lie beside the contacts, if there are any."""
    if names:
        say(f"also read, as they lie beside the contacts: {', '.join(names)}")
