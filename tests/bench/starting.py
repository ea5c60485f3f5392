"""How long `leadscore --help` and `leadscore check` take, as ratios to the import of Typer in the same run.

    python -m tests.bench.starting [--rounds 15] [--rules 50]

Every measurement is a process of its own; they take turns, and medians are compared. Modules are compiled before, as they
are of a program that is installed. A command of Typer that does nothing shows what every command costs: Typer itself
imports pydantic as soon as a command line has to be read.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median
from time import perf_counter

_NOTHING = """
from typing import Annotated
import typer
app = typer.Typer(add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None)
@app.command()
def nothing(rules: Annotated[str | None, typer.Option("-r")] = None) -> None:
    pass
app()
"""
_CONTACT_RULES = (
    "{{id: rule_{n}, label: Rule {n}, when: {{country: [DE, AT, X{n}], employees: {{at_least: {n}}}}}, points: 5}}",
    "{{id: rule_{n}, band: size_{n}, points: [{{below: 10, points: 0}}, {{below: 250, points: 15}}, {{points: 30}}]}}",
    "{{id: rule_{n}, lookup: industry_{n}, points: {{Software: 20, Retail: -5, default: 1}}}}",
    "{{id: rule_{n}, when: {{any: [{{job_title: {{has_word: [ceo, cto]}}}}, {{team: {{contains: t{n}}}}}]}}, points: 5}}",
    "{{id: rule_{n}, when: {{not: {{email: {{matches: '\\\\.edu{n}$'}}}}}}, points: -5}}",
)
_ACTIVITY_RULE = (
    "{{id: rule_{n}, label: Rule {n}, activity: [type_{n}, other_{n}], where: {{url: {{contains: /page/{n}}}}}, "
    "within_last: 90d, points: 4, max: 12}}"
)
_REST = """\
  total: {combine: {fit: 40, engagement: 60}}
grade:
  letter: {score: fit, A: 75, B: 50, C: 0}
  number: {score: engagement, 1: 60, 2: 35, 3: 0}
stages:
  - {name: lead}
  - {name: mql, enter: {score.total: {at_least: 45}}}
  - {name: sql, enter: {grade: [A1, A2, B1]}}
handoff:
  - {list: sql, stage: sql}
"""


def main() -> None:
    """Write a rules file, measure, and print ratios."""
    options = _options()
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        (folder / "rules.yaml").write_text(rules_of(options.rules), encoding="utf-8")
        (folder / "nothing.py").write_text(_NOTHING, encoding="utf-8")
        kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
        environment = {**kept, "PYTHONPYCACHEPREFIX": str(folder / "compiled")}
        seconds: dict[str, list[float]] = {}
        for turn in range(options.rounds + 1):
            for name, arguments in COMMANDS.items():
                took = _process(arguments, folder, environment)
                if turn:  # the first one compiles the modules
                    seconds.setdefault(name, []).append(took)
    _report({name: median(values) for name, values in seconds.items()}, options)


COMMANDS = {
    "import typer": ("-c", "import typer"),
    "a command that does nothing": ("nothing.py", "-r", "rules.yaml"),
    "leadscore --help": ("-m", "leadscore", "--help"),
    "leadscore check": ("-m", "leadscore", "check", "-r", "rules.yaml"),
}


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--rules", type=int, default=50, help="how many rules the file has")
    return parser.parse_args()


def rules_of(number: int) -> str:
    """Return a rules file in which every second rule is about activities."""
    contact = [
        _CONTACT_RULES[place % len(_CONTACT_RULES)].format(n=2 * place + 1)
        for place in range((number + 1) // 2)
    ]
    activity = [_ACTIVITY_RULE.format(n=2 * place + 2) for place in range(number // 2)]
    head = ["version: 1", "scores:"]
    fit = ["  fit:", "    rules:", *(f"      - {rule}" for rule in contact)]
    engagement = [
        "  engagement:",
        "    decay: {half_life: 30d}",
        "    rules:",
        *(f"      - {rule}" for rule in activity),
    ]
    return "\n".join([*head, *fit, *engagement, _REST])


def _process(arguments: tuple[str, ...], folder: Path, environment: dict[str, str]) -> float:
    start = perf_counter()
    subprocess.run([sys.executable, *arguments], cwd=folder, env=environment, capture_output=True, check=True)
    return perf_counter() - start


def _report(medians: dict[str, float], options: argparse.Namespace) -> None:
    print(f"medians of {options.rounds} processes, {options.rules} rules; ratios to the import of Typer")
    shortest = medians["import typer"]
    for name, seconds in medians.items():
        print(f"{name:<28} {seconds:6.3f} s {seconds / shortest:5.2f} x")


if __name__ == "__main__":
    main()
