"""Reading a file that a test writes down as bytes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from leadscore.schema.model import Source
from leadscore.tables import Table, read_table

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Read = Callable[..., Table]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    """Return a function that reads bytes as the only file of the contacts, as the rules say of it."""

    def read_bytes(content: bytes, name: str = "contacts.csv", **source: object) -> Table:
        path = tmp_path / name
        path.write_bytes(content)
        return read_table("contacts", [path], tmp_path, Source.model_validate(source))

    return read_bytes
