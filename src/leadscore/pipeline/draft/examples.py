"""Examples of people who are made up, with what becomes of them by the rules as they are."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import TYPE_CHECKING, Final

from leadscore.pipeline.draft.rule_text import Entry
from leadscore.pipeline.draft.yaml_text import flow_mapping, scalar
from leadscore.pipeline.examples import run_examples
from leadscore.schema.load import parse_rules

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from datetime import date
    from pathlib import Path

    from leadscore.pipeline.draft.engagement import Deed
    from leadscore.pipeline.draft.plan import Plan
    from leadscore.results.examples import ExampleResult

__all__ = ["ExampleText", "did", "make_examples", "met"]

RECENT: Final = 2
LONG_AGO: Final = 400
_DEEDS: Final = 3
_ROUND: Final = 5


@dataclass(frozen=True)
class ExampleText:
    """An example.

    Attributes:
        name: What it shows.
        as_of: The day on which ages are counted.
        rows: What is given, by key.
        score: The score that is expected.
        at_least: Whether at least so much is expected, else at most.
    """

    name: str
    as_of: date
    rows: tuple[Entry, ...]
    score: str
    at_least: bool = True

    def lines(self, expect: str) -> list[str]:
        """Return its lines.

        Args:
            expect: What is expected, in YAML.
        """
        rows = [line for row in self.rows for line in row.lines(4)]
        return [f"  - name: {scalar(self.name)}", f"    as_of: {self.as_of}", *rows, f"    expect: {expect}"]

    @property
    def probe(self) -> str:
        """An expectation that is never met, so that what comes out is told."""
        return f"{{stage: {{known: false}}, score.{self.score}: {{below: -1}}}}"

    def expectation(self, outcome: Mapping[str, str]) -> str:
        """Return what is expected, from what comes out by field."""
        shown = Decimal(outcome[f"score.{self.score}"])
        rounding = ROUND_FLOOR if self.at_least else ROUND_CEILING
        bound = int((shown / _ROUND).to_integral_value(rounding)) * _ROUND
        operator = "at_least" if self.at_least else "at_most"
        return f"{{stage: {scalar(outcome['stage'])}, score.{self.score}: {{{operator}: {bound}}}}}"


def make_examples(plan: Plan, as_of: date, *, customer: bool) -> list[ExampleText]:
    """Return the examples that suit a plan.

    Args:
        plan: What the rules file has.
        as_of: The day on which ages are counted.
        customer: Whether it has a stage of customers.
    """
    deeds = plan.engagement.deeds[:_DEEDS] if plan.engagement else ()
    recent = [did(deeds, as_of, RECENT)] if deeds else []
    found = []
    if plan.engagement:
        name = "Somebody who fits and is active" if plan.fit else "Somebody who is active"
        person = _best_person(plan, with_behaviour=True)
        found.append(ExampleText(name, as_of, (*person, *recent), plan.main))
    if deeds:
        long_ago = (did(deeds[:1], as_of, LONG_AGO),)
        found.append(ExampleText("Old interest fades", as_of, long_ago, "engagement", at_least=False))
    if plan.fit:
        name = "Somebody who fits and has done nothing yet" if plan.engagement else "Somebody who fits"
        found.append(ExampleText(name, as_of, tuple(_best_person(plan, with_behaviour=False)), "fit"))
    found.append(ExampleText("Somebody of whom nothing is known", as_of, (), plan.main, at_least=False))
    if customer:
        deals = (Entry("deals", "[{stage: won}]"),)
        found.append(ExampleText("Whoever has bought is a customer", as_of, deals, plan.main, at_least=False))
    return found


def _best_person(plan: Plan, *, with_behaviour: bool) -> list[Entry]:
    """Return the rows of somebody for whom every rule that reads them gives its most."""
    rows: dict[str, list[str]] = {}
    for rule in (*plan.fit, *(plan.engagement.rules if with_behaviour and plan.engagement else ())):
        for trait in rule.traits:
            rows.setdefault(trait.row, []).append(f"{trait.field}: {trait.value}")
    return [Entry(row, opening="{", parts=tuple(cells)) for row, cells in sorted(rows.items(), reverse=True)]


def did(deeds: Iterable[Deed], as_of: date, days: int) -> Entry:
    """Return the rows of activities, all of one day.

    Args:
        deeds: What was done.
        as_of: The day on which ages are counted.
        days: How long ago it was.
    """
    rows = []
    for deed in deeds:
        cells = [("type", scalar(deed.type)), ("occurred_at", str(as_of - timedelta(days=days)))]
        rows.append(flow_mapping([*cells, *([("url", scalar(deed.url))] if deed.url else [])]))
    return Entry("activities", opening="[", parts=tuple(rows))


def met(text: Callable[[list[str]], str], examples: Sequence[ExampleText], scratch: Path) -> str:
    """Return rules with examples that hold: what is expected is what comes out of them.

    Args:
        text: Makes the text of the rules with the lines of their examples.
        examples: The examples.
        scratch: A folder for temporary files.
    """
    probing = text([line for one in examples for line in one.lines(one.probe)])
    report = run_examples(parse_rules(probing, "rules.yaml", None), (), scratch)
    expected = [one.expectation(_outcome(came)) for one, came in zip(examples, report.examples, strict=True)]
    return text([line for one, expect in zip(examples, expected, strict=True) for line in one.lines(expect)])


def _outcome(example: ExampleResult) -> Mapping[str, str]:
    """Return what came out of an example that was probed, by field."""
    parts = example.failure.expected if example.failure is not None else ()
    return {part.text.partition(":")[0]: part.actual or "" for part in parts}
