"""Nobody is written to who must not be, and nobody twice, for generated rules and exports."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, note

from tests.properties.pools import LISTS
from tests.properties.program import read_mailing, run_program, run_reference
from tests.properties.strategies import Example, examples
from tests.properties.yaml_text import yaml_text
from tests.reference.cells import guarded
from tests.reference.conditions import Setting
from tests.reference.nurture import may_be_written_to


@given(examples(nurtured=True))
def test_whoever_is_written_to_consents_is_not_disqualified_and_has_a_track(example: Example) -> None:
    note(yaml_text(example.rules))
    with TemporaryDirectory() as folder:
        out = run_program(example, Path(folder))
        lists = [read_mailing(out / name) for name in ("nurture.csv", "nurture_finished.csv")]
        addresses = _addresses(out / "nurture.csv")
    setting = Setting(example.as_of, LISTS)
    leads = {guarded(lead.id): lead for lead in run_reference(example).leads}
    for contact, track, content in lists[0]:
        lead = leads[contact]
        assert may_be_written_to(example.rules["nurture"], lead.facts, setting)
        assert lead.stage != "disqualified"
        assert track in {one["name"] for one in example.rules["nurture"]["tracks"]}
        assert content
    assert [times for times in Counter(row[0] for rows in lists for row in rows).values() if times > 1] == []
    assert [times for times in Counter(addresses).values() if times > 1] == []


def _addresses(path: Path) -> list[str]:
    with path.open(encoding="utf-8", newline="") as file:
        return [row["email"].strip().lower() for row in csv.DictReader(file) if row["email"]]
