"""The program writes exactly what the row-by-row specification says, for generated rules and exports.

100 new examples a run; `pytest tests/properties --hypothesis-profile=thorough` tries 3,000.
"""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from hypothesis import given, note

from tests.properties.program import expected_files, written_files
from tests.properties.strategies import examples
from tests.properties.yaml_text import yaml_text

if TYPE_CHECKING:
    from tests.properties.strategies import Example


@given(examples())
def test_program_and_reference_agree(example: Example) -> None:
    note(yaml_text(example.rules))
    with TemporaryDirectory() as folder:
        assert written_files(example, Path(folder)) == expected_files(example)
