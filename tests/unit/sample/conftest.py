from __future__ import annotations

import csv
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import pytest

from leadscore.sample import write_sample

if TYPE_CHECKING:
    from pathlib import Path

AS_OF = date(2026, 11, 1)


@dataclass(frozen=True)
class Export:
    """The rows of a sample, by file, with the header's names as keys."""

    contacts: list[dict[str, str]]
    activities: list[dict[str, str]]
    deals: list[dict[str, str]]
    companies: list[dict[str, str]]
    costs: list[dict[str, str]]


def read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, strict=True))


@pytest.fixture(scope="session")
def export(tmp_path_factory: pytest.TempPathFactory) -> Export:
    """Return a sample of 5,000 contacts."""
    folder = tmp_path_factory.mktemp("sample")
    write_sample(folder, contacts=5_000, seed=1, as_of=AS_OF)
    names = ("contacts", "activities", "deals", "companies", "costs")
    return Export(*[read(folder / f"{name}.csv") for name in names])
