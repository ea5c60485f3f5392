"""What cannot be scored is said in leadscore's own words, with the name of the argument and no traceback of a library."""

from __future__ import annotations

import sys
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any, Final

import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

import leadscore

if TYPE_CHECKING:
    from pathlib import Path

AS_OF: Final = date(2026, 11, 1)
RULES: Final = leadscore.load_rules(
    text="version: 1\nscores: {fit: {rules: [{id: any_rule, when: {x: 1}, points: 1}]}}\n"
)
LOG: Final = leadscore.load_rules(
    text="version: 1\nscores: {fit: {rules: [{id: any_rule, activity: visit, points: 1}]}}\n"
)
CONTACTS: Final = pl.DataFrame({"contact_id": [1], "x": [1]})
VISITS: Final = pl.DataFrame({"contact_id": [7], "type": "visit", "occurred_at": [AS_OF]})


def refusal(contacts: Any, error: type[Exception] = leadscore.InputError, **more: Any) -> str:
    arguments = {"rules": RULES, "as_of": AS_OF, **more}
    with pytest.raises(error) as found:
        leadscore.score(contacts, **arguments)
    assert isinstance(found.value, leadscore.LeadscoreError)
    return str(found.value)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("contacts.csv", 'read the file first, every cell as text: polars.read_csv("contacts.csv", infer'),
        (None, "contacts: this is no frame but None"),
        ([{"contact_id": 1}], "contacts: this is no frame but builtins.list"),
        (pl.Series([1]), "contacts: this is no frame but polars.series.series.Series"),
    ],
)
def test_what_is_no_frame(given: object, said: str) -> None:
    message = refusal(given, leadscore.UsageError)
    assert said in message
    assert "read are frames of Polars (also lazy), pandas, PyArrow and Spark\n  help: " in message


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (pl.DataFrame({"x": [1]}), "contacts has no column contact_id, which contacts need\n  help: "),
        (pl.DataFrame({"contact_id": [1], "x": [[1]]}), 'contacts: the cells of "x" are lists, records'),
        (CONTACTS.clear(), "contacts has a header and no contacts\n  help: "),
        (pl.DataFrame(), "contacts: the frame has no columns\n  help: "),
        (pd.DataFrame([[1, 2]]), "contacts: the names of columns are text; found 0\n  help: "),
        (pd.DataFrame([[1, 2]], columns=["x", "x"]), 'contacts has two columns called "x"\n  help: '),
        (
            pa.table([pa.array([1]), pa.array([2])], names=["x", "x"]),
            'contacts has two columns called "x"\n  help: ',
        ),
        (
            pd.DataFrame({"contact_id": [1, 2], "x": ["a", 1]}),
            (
                'contacts: the cells of "x" are of several types\n'
                '  help: make them one, such as text: contacts["x"] = contacts["x"].astype("string")'
            ),
        ),
        (
            CONTACTS.lazy().with_columns(pl.lit("a").cast(pl.Int64).alias("y")),
            "contacts: the lazy frame cannot be computed: ",
        ),
    ],
)
def test_frames_that_are_no_contacts(given: object, said: str) -> None:
    assert refusal(given).startswith(said)


def test_a_column_that_rules_read_and_is_not_there() -> None:
    message = refusal(CONTACTS.drop("x"), leadscore.RulesError)
    assert message.startswith(
        'rules:2:46: rule "any_rule" reads "x", but contacts has no column "x"\n  help: '
    )


def test_an_input_that_rules_read_and_is_not_there() -> None:
    message = refusal(CONTACTS, leadscore.RulesError, rules=LOG)
    assert message == (
        'rules:2:39: rule "any_rule" reads activities, but no activities were given\n'
        '  help: give them as activities=…, or say without=["activities"] if that is meant'
    )
    scored = leadscore.score(CONTACTS, rules=LOG, as_of=AS_OF, without=["activities"]).scored
    assert scored["lead_score"].to_list() == [0.0]


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"as_of": "2026-11-01"}, 'found the text "2026-11-01"\n  help: datetime.date.fromisoformat(…)'),
        (
            {"as_of": datetime(2026, 11, 1, tzinfo=UTC)},
            "found datetime 2026-11-01 00:00:00+00:00\n  help: of a time take .date()",
        ),
        ({"without": "activities"}, 'help: without=["activities"]'),
        ({"without": ["deal"]}, 'without does not know "deal"\n  help: did you mean "deals"?'),
        ({"without": ["contacts"]}, 'without does not know "contacts"\n  help: '),
        ({"without": ["deals"], "deals": CONTACTS}, 'without=["deals"] contradicts deals=…'),
        (
            {"max_rejected": "some"},
            "max_rejected is a number of records or a percentage, such as 50 or 5%; fo",
        ),
        ({"rules": {"version": 1}}, "or the path of a rules file; found dict\n  help: "),
        ({"rules": "version: 1\nscores: {}"}, "this is their text\n  help: leadscore.load_rules(text=…)"),
    ],
)
def test_arguments_that_are_not_what_they_must_be(more: dict[str, Any], said: str) -> None:
    assert said in refusal(CONTACTS, leadscore.UsageError, **more)


def test_runs_that_must_not_be_published() -> None:
    rows = pl.DataFrame({"contact_id": [1, *[None] * 21], "x": 1})
    assert refusal(rows, leadscore.FindingError) == (
        "21 of 22 contacts in contacts were rejected, more than 1% and more than 20 records; nothing was published\n"
        + "".join(f"  contacts:{row}: has no contact id\n" for row in range(2, 7))
        + "  help: repair the export, or allow more with max_rejected=…\n"
        "  help: lines without an id may continue the one above, as in Odoo: export without lists of several lines"
    )
    assert leadscore.score(rows, rules=RULES, as_of=AS_OF, max_rejected=21).rejected.height == 21
    assert "not one of 1 activities belongs to a contact" in refusal(
        CONTACTS, leadscore.FindingError, rules=LOG, activities=VISITS
    )


def test_guards_of_the_rules() -> None:
    text = "\n".join([*RULES.document.lines, "guards: {contacts: {at_least: 2}}"])
    rules = leadscore.load_rules(text=text)
    message = refusal(CONTACTS, leadscore.FindingError, rules=rules)
    assert message.startswith("a guard of the rules tripped; nothing was published\n")
    assert message.endswith("publish with force=True")
    assert leadscore.score(CONTACTS, rules=rules, as_of=AS_OF, force=True).summary.forced


class DataFrame:
    """A frame of Spark, as far as it can be told without Spark."""


DataFrame.__module__ = "pyspark.sql.classic.dataframe"


def test_frames_of_spark_where_there_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "leadscore.spark.frames", None)
    assert refusal(DataFrame(), leadscore.UsageError).endswith('help: pip install "leadscore[spark]"')
    message = refusal(CONTACTS, leadscore.UsageError, activities=DataFrame())
    assert message.startswith("activities is a frame of Spark and contacts is one of polars\n  help: ")


@pytest.mark.parametrize(
    "arguments", [{}, {"path": "rules.yaml", "text": "version: 1"}, {"path": "x", "folder": "y"}]
)
def test_rules_of_no_file_or_two(arguments: dict[str, str]) -> None:
    with pytest.raises(leadscore.UsageError, match=r"load_rules takes the path of a rules file, or text=…"):
        leadscore.load_rules(**arguments)


def test_rules_with_faults_are_listed_whole(tmp_path: Path) -> None:
    with pytest.raises(leadscore.RulesError) as found:
        leadscore.load_rules(text="version: 2\nscoers: {}\n")
    assert [problem.line for problem in found.value.problems][:2] == [1, 2]
    with pytest.raises(leadscore.InputError, match="there is no such rules file"):
        leadscore.load_rules(tmp_path / "rules.yaml")


def test_rules_as_text_find_their_lists_in_a_folder(tmp_path: Path) -> None:
    (tmp_path / "names.txt").write_text("1\n")
    text = "version: 1\nscores: {fit: {rules: [{id: a, when: {x: {in_list: names.txt}}, points: 1}]}}\n"
    rules = leadscore.load_rules(text=text, folder=tmp_path)
    assert leadscore.score(CONTACTS, rules=rules, as_of=AS_OF).scored["lead_score"].to_list() == [1.0]
