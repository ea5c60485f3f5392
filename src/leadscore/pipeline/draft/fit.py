"""Rules about who the contacts are, from columns that are there and filled."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import polars as pl

from leadscore.pipeline.draft.ladder import thresholds
from leadscore.pipeline.draft.rule_text import NOTES, Entry, RuleText, Trait, bands, points_by_value
from leadscore.pipeline.draft.words import (
    DECIDES,
    DECIDES_PART,
    INFLUENCES,
    LEARNS,
    POOR_CHANNELS,
    WARM_CHANNELS,
)
from leadscore.pipeline.draft.yaml_text import entries, flow_list, scalar
from leadscore.rules.keys import email_key
from leadscore.rules.values import as_text
from leadscore.steps.contacts import is_free_mail

if TYPE_CHECKING:
    from collections.abc import Sequence

    from leadscore.pipeline.draft.columns import Column
    from leadscore.pipeline.draft.export import Export

__all__ = ["PersonaText", "fit_rules", "personas"]

SHARE: Final = 0.01
"""The part of the filled cells that a value needs to be named."""
MOST_VALUES: Final = 16
FAVOURITES: Final = 3
FAVOURED: Final = 0.1
"""The part of the filled cells that a value needs to be given points."""
COVERED: Final = 0.3
"""The part of the filled cells that the named values cover at least."""
_DECIDES: Final = 25
_INFLUENCES: Final = 15
_TITLED: Final = 5
_MATCHED: Final = 15
_SIZES: Final = (0, 10, 15, 20)
_BUSINESS: Final = 5
_LEARNS: Final = -20


@dataclass(frozen=True)
class PersonaText:
    """A persona.

    Attributes:
        name: Its name.
        words: Words of the titles that it takes.
        parts: What else such titles contain.
        points: What it is worth.
        title: A title that it takes, in YAML.
    """

    name: str
    words: tuple[str, ...]
    parts: tuple[str, ...]
    points: int
    title: str

    def lines(self) -> list[str]:
        """Return its lines."""
        tests = [("has_word", self.words), ("contains", self.parts)]
        there = [(test, tuple(map(scalar, words))) for test, words in tests if words]
        name = f"  - name: {self.name}"
        if not there:
            note = "any other title; whoever has none has no persona"
            return [f"{name:<{NOTES}}  # {note}", "    when: {job_title: {known: true}}"]
        if len(there) == 1:
            ((test, words),) = there
            return [name, "    when:", "      job_title:", *entries(test, "[", words, 8)]
        lines = [name, "    when:", "      any:"]
        for test, words in there:
            lines += ["        - job_title:", *entries(test, "[", words, 12)]
        return lines


def personas(export: Export) -> tuple[PersonaText, ...]:
    """Return the personas that job titles tell; none where no title has a word that is known."""
    titles = _titles(export)
    decides, parts, has_say = (
        _occurring(titles, DECIDES),
        _contained(titles, DECIDES_PART),
        _occurring(titles, INFLUENCES),
    )
    found = []
    if decides or parts:
        title = _as_title((*decides, *parts)[0])
        found.append(PersonaText("decision_maker", decides, parts, _DECIDES, title))
    if has_say:
        found.append(PersonaText("influencer", has_say, (), _INFLUENCES, _as_title(has_say[0])))
    if found:
        found.append(PersonaText("other", (), (), _TITLED, "Clerk"))
    return tuple(found)


def _titles(export: Export) -> pl.Series:
    """Return the different job titles, as they are compared."""
    if export.contacts.filled("job_title") is None:
        return pl.Series([], dtype=pl.String)
    cell, missing = export.contacts.layout.cell("job_title"), export.contacts.layout.missing
    return export.contacts.frame.select(as_text(cell, missing).alias("title"))["title"].drop_nulls().unique()


def _occurring(titles: pl.Series, words: Sequence[str]) -> tuple[str, ...]:
    edge = r"[^\p{L}\p{N}]"
    return tuple(word for word in words if titles.str.contains(f"(?:^|{edge}){word}(?:$|{edge})").any())


def _contained(titles: pl.Series, parts: Sequence[str]) -> tuple[str, ...]:
    return tuple(part for part in parts if titles.str.contains(part, literal=True).any())


def _as_title(word: str) -> str:
    return scalar(word.upper() if len(word) <= 3 else word.capitalize())


def fit_rules(export: Export, known: Sequence[PersonaText]) -> list[RuleText]:
    """Return the rules that take effect.

    Args:
        export: The export.
        known: The personas.
    """
    found = [
        _role(known),
        _learner(export),
        _values(export, "industry", "Industry", "the most frequent ones have points: put in whom you serve"),
        _values(export, "country", "Country", "the most frequent ones have points: put in your markets"),
        _size(export),
        _channel(export),
        _business_mail(export),
        _phone(export),
    ]
    return [rule for rule in found if rule is not None]


def _role(known: Sequence[PersonaText]) -> RuleText | None:
    if not known:
        return None
    pairs = tuple(f"{persona.name}: {persona.points}" for persona in known)
    body = (Entry("lookup", "persona"), Entry("points", opening="{", parts=pairs))
    return RuleText("role", "Role", body, known[0].points, (Trait("contact", "job_title", known[0].title),))


def _learner(export: Export) -> RuleText | None:
    words = _occurring(_titles(export), LEARNS)
    if not words:
        return None
    when = f"{{job_title: {{has_word: {flow_list(map(scalar, words))}}}}}"
    body = (Entry("when", when), Entry("points", str(_LEARNS)))
    return RuleText("learner", "Student or trainee", body)


def _source(export: Export, name: str) -> tuple[str, str, Column] | None:
    """Return where a field stands: under which row of an example, its name in rules, its column."""
    column = export.contacts.filled(name)
    companies = export.parts.get("companies")
    of_company = companies.filled(name) if companies is not None else None
    if column is not None and (of_company is None or column.share >= of_company.share / 2):
        return "contact", name, column
    return None if of_company is None else ("company", f"company.{name}", of_company)


def _values(export: Export, name: str, label: str, note: str) -> RuleText | None:
    """Return a lookup of the frequent values, of which the most frequent get the same points."""
    found = _source(export, name)
    listed = found[2].frequent(SHARE, MOST_VALUES) if found else ()
    if not found or found[2].distinct < 2 or sum(value.rows for value in listed) < found[2].filled * COVERED:
        return None
    row, field, column = found
    liked = {value.key for value in listed[:FAVOURITES] if value.rows >= column.filled * FAVOURED} or {
        listed[0].key
    }
    pairs = [(value.text, _MATCHED if value.key in liked else 0) for value in listed]
    body = (Entry("lookup", field), points_by_value(pairs, 0, note))
    return RuleText(name, label, body, _MATCHED, (Trait(row, name, scalar(listed[0].text)),))


def _size(export: Export) -> RuleText | None:
    companies = export.parts.get("companies")
    for name, label in (("employees", "Company size"), ("revenue", "Revenue")):
        for row, part, field in (
            ("contact", export.contacts, name),
            ("company", companies, f"company.{name}"),
        ):
            numbers = part.numbers.get(name) if part is not None else None
            limits = thresholds(numbers.values) if numbers is not None else ()
            if limits:
                note = "larger is taken for better: say where your customers are"
                body = (Entry("band", field), bands(limits, _SIZES, note))
                return RuleText(
                    f"company_{'size' if name == 'employees' else name}",
                    label,
                    body,
                    _SIZES[len(limits)],
                    (Trait(row, name, str(limits[-1])),),
                )
    return None


def _channel(export: Export) -> RuleText | None:
    column = export.contacts.filled("channel")
    listed = column.frequent(SHARE, MOST_VALUES, 2) if column else ()
    pairs = [(value.text, _worth(value.key)) for value in listed]
    if column is None or len({points for _, points in pairs}) < 2:
        return None
    best = max(pairs, key=lambda pair: pair[1])
    body = (Entry("lookup", "channel"), points_by_value(pairs, 0, "where the lead comes from"))
    return RuleText("channel", "Channel", body, best[1], (Trait("contact", "channel", scalar(best[0])),))


def _worth(channel: str) -> int:
    if any(word in channel for word in POOR_CHANNELS):
        return 0
    return 10 if any(word in channel for word in WARM_CHANNELS) else 5


def _business_mail(export: Export) -> RuleText | None:
    """Return a rule about addresses that are no free mail, if there are both kinds."""
    if export.contacts.filled("email") is None:
        return None
    address = email_key(export.contacts.layout.cell("email"), export.contacts.layout.missing)
    domains = export.contacts.frame.select(address.str.extract(r"@([^@]+)$").alias("domain")).drop_nulls()
    free = domains.select(is_free_mail(pl.col("domain")).mean()).item() if domains.height else None
    if free is None or not 0.02 <= free <= 0.98:
        return None
    body = (Entry("when", "{free_mail: false}"), Entry("points", str(_BUSINESS)))
    trait = Trait("contact", "email", scalar("somebody@acme.example"))
    return RuleText("business_mail", "Writes from a company", body, _BUSINESS, (trait,))


def _phone(export: Export) -> RuleText | None:
    column = export.contacts.filled("phone")
    if column is None or column.share > 0.95:
        return None
    body = (Entry("when", "{phone: {known: true}}"), Entry("points", str(_BUSINESS)))
    return RuleText(
        "reachable",
        "Left a phone number",
        body,
        _BUSINESS,
        (Trait("contact", "phone", scalar("+1 555 0100")),),
    )
