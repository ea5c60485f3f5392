"""`summary.json` and `run.json`."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from datetime import date

    from leadscore.results import Manifest, SourceFile, Summary
    from leadscore.results.examples import ExampleReport
    from leadscore.results.explanation import Explanation
    from leadscore.results.history import HistoryReport, LeadPath
    from leadscore.results.movement import Movement

__all__ = [
    "Output",
    "examples_json",
    "explanation_json",
    "history_json",
    "movement_json",
    "run_json",
    "summary_json",
]

# NOTE: names are written as they are, but for what a terminal would obey: C1 controls, and marks that turn text round.
_OBEYED: Final = re.compile("[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]")


@dataclass(frozen=True)
class Output:
    """One file that a run wrote.

    Attributes:
        path: Its path below the output folder, with `/`.
        rows: Records in it, the header aside; None where it is no table.
        sha256: Hash of its bytes, in hexadecimal digits.
    """

    path: str
    rows: int | None
    sha256: str


def summary_json(summary: Summary) -> str:
    """Return the summary as JSON: what `summary.json` holds and `--json` prints.

    The keys are the attributes of `Summary`, in their order.
    """
    return _json(asdict(summary))


def examples_json(report: ExampleReport) -> str:
    """Return what examples came to as JSON, which `leadscore test --json` prints.

    The keys are the attributes of `ExampleReport`, in their order.
    """
    return _json(asdict(report))


def explanation_json(explanation: Explanation) -> str:
    """Return what explains some leads as JSON, which `leadscore explain --json` prints.

    The keys are the attributes of `Explanation`, in their order. Amounts are numbers, with the digits that are shown.
    """
    return _json(asdict(explanation))


def movement_json(movement: Movement) -> str:
    """Return what moves as JSON, which `leadscore diff --json` prints.

    The keys are the attributes of `Movement`, in their order.
    """
    return _json(asdict(movement))


def history_json(told: HistoryReport | Sequence[LeadPath]) -> str:
    """Return what a history tells as JSON, which `leadscore history --json` prints.

    The keys are the attributes of `HistoryReport`, or of a `LeadPath` for each contact, in their order.
    """
    return _json([asdict(path) for path in told] if isinstance(told, Sequence) else asdict(told))


def run_json(manifest: Manifest, outputs: Sequence[Output]) -> str:
    """Return what `run.json` holds: what went in and what came out, without a time of day or an absolute path.

    Args:
        manifest: What went in.
        outputs: Every other file of the run; they are listed in the order of their paths.
    """
    return _json(
        {
            "version": manifest.version,
            "as_of": manifest.as_of,
            "rules": {"name": manifest.rules, "sha256": manifest.rules_sha256},
            "lists": [asdict(used) for used in manifest.lists],
            "inputs": {name: [_source(file) for file in files] for name, files in manifest.inputs.items()},
            "columns": manifest.columns,
            "formats": manifest.formats,
            "forced": list(manifest.forced),
            "outputs": [asdict(output) for output in sorted(outputs, key=lambda output: output.path)],
        }
    )


def _source(file: SourceFile) -> dict[str, Any]:
    member = {"member": file.member} if file.member else {}
    dialect = {key: value for key, value in asdict(file.dialect).items() if value}
    hashed = {"sha256": file.sha256} if file.sha256 else {}  # NOTE: a frame has none
    return {"name": file.path.name, **member, "rows": file.rows, **hashed, **dialect}


def _json(content: dict[str, Any] | list[dict[str, Any]]) -> str:
    text = json.dumps(content, ensure_ascii=False, indent=2, default=_plain)
    return _OBEYED.sub(lambda found: f"\\u{ord(found[0]):04x}", text) + "\n"


def _plain(value: date | Decimal) -> str | int | float:
    """Return a day as text, a decimal number as one; so few digits survive as they are."""
    if isinstance(value, Decimal):
        return int(value) if value.as_tuple().exponent == 0 else float(value)
    return value.isoformat()
