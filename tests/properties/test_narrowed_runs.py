"""A run that is narrowed to some leads says of each exactly what the run of all contacts says, in every column."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import polars as pl
from hypothesis import given, note, settings
from hypothesis import strategies as st

from leadscore.columns import CONTACT, EMAIL, ID
from leadscore.pipeline.inputs import Inputs, Settings, open_session
from leadscore.pipeline.leads import narrow
from leadscore.pipeline.scored import score_contacts
from leadscore.schema.load import load_rules
from leadscore.schema.model import INPUTS
from tests.properties.program import write_example
from tests.properties.strategies import examples
from tests.properties.yaml_text import yaml_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from leadscore.pipeline.inputs import Session
    from tests.properties.strategies import Example

Lead = dict[str, object]


@settings(max_examples=settings().max_examples // 3)
@given(examples(), st.booleans(), st.booleans())
def test_a_narrowed_run_says_of_each_lead_what_the_run_of_all_says(
    example: Example, dedupe: bool, together: bool
) -> None:
    note(yaml_text(example.rules))
    with TemporaryDirectory() as folder:
        session = _open(example, Path(folder), dedupe=dedupe)
        full = score_contacts(session).contacts
        ids = full[ID].to_list()
        for asked in [ids] if together else [[one] for one in ids[:: len(ids) // 2 or 1]]:
            narrowed = narrow(session, _called(full, asked))
            assert [lead.contact_id for lead in narrowed.leads] == asked
            scored = score_contacts(narrowed.session).contacts
            assert scored.select(sorted(scored.columns)).schema == full.select(sorted(full.columns)).schema
            for one in asked:
                assert _lead(scored, one) == _lead(full, one)


def _called(full: pl.DataFrame, ids: Sequence[str]) -> list[str]:
    """Return contacts by their e-mail addresses, and those by their ids whose address does not tell who is meant."""
    alone = full.filter(pl.col(EMAIL).is_unique(), ~pl.col(EMAIL).is_in(full[ID].implode()))
    emails = dict(alone.drop_nulls(EMAIL).select(ID, EMAIL).iter_rows())
    return [f" {emails[one]}\t" if one in emails else one for one in ids]


def _open(example: Example, folder: Path, *, dedupe: bool) -> Session:
    """Open a session on what an example is given."""
    files = {name: (path,) for name, path in write_example(example, folder).items()}
    (folder / "scratch").mkdir()
    how = Settings(example.as_of, folder / "scratch", dedupe=dedupe)
    inputs = Inputs({name: files[name] for name in INPUTS if name in files}, frozenset(INPUTS))
    return open_session(inputs, load_rules(folder / "rules.yaml"), how)


def _lead(scored: pl.DataFrame, contact: str) -> Lead:
    return scored.row(by_predicate=pl.col(ID) == contact, named=True) | {CONTACT: 0}
