from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from leadscore.errors import InputError, UsageError
from leadscore.pipeline.discover import Request, find_inputs, find_rules
from leadscore.schema.load import parse_rules

if TYPE_CHECKING:
    from leadscore.pipeline.discover import Found

HEADERS = {
    "contacts.csv": "contact_id,email,company_id",
    "more.csv": "contact_id,email,company_id",
    "activities.csv": "contact_id,type,occurred_at",
    "a1.csv": "contact_id,type,occurred_at",
    "a2.csv": "contact_id,type,occurred_at",
    "deals.csv": "contact_id,stage,amount",
    "companies.csv": "company_id,domain",
    "costs.csv": "channel,period,spend",
}
RULES = "version: 1\n%sscores: {fit: {rules: [{id: r, when: {x: 1}, points: 1}]}}\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A current folder with a folder of exports."""
    (tmp_path / "exports").mkdir()
    monkeypatch.chdir(tmp_path)
    return tmp_path / "exports"


def put(folder: Path, *names: str) -> None:
    for name in names:
        (folder / name).write_text(HEADERS[name] + "\n", encoding="utf-8")


def find(
    *contacts: str, sources: str = "", without: tuple[str, ...] = (), **others: tuple[str, ...]
) -> Found:
    rules = parse_rules(RULES % (f"sources: {sources}\n" if sources else ""), "rules.yaml", None).rules
    return find_inputs(Request(contacts, others, without), rules)


def paths(found: Found) -> dict[str, list[str]]:
    return {name: [path.as_posix() for path in files] for name, files in found.inputs.files.items()}


def test_files_beside_the_contacts_are_taken_and_told(folder: Path) -> None:
    put(folder, "contacts.csv", "activities.csv", "deals.csv", "companies.csv")
    found = find("exports/contacts.csv")
    assert paths(found) == {
        name: [f"exports/{name}.csv"] for name in ("contacts", "activities", "deals", "companies")
    }
    assert found.taken == ("activities.csv", "deals.csv", "companies.csv")


def test_files_that_are_named_win(folder: Path) -> None:
    put(folder, "contacts.csv", "activities.csv", "a1.csv")
    found = find("exports/contacts.csv", activities=("exports/a1.csv",))
    assert paths(found) == {"contacts": ["exports/contacts.csv"], "activities": ["exports/a1.csv"]}
    assert found.taken == ()


def test_files_beside_may_be_meant_to_be_left(folder: Path) -> None:
    put(folder, "contacts.csv", "activities.csv", "deals.csv")
    found = find("exports/contacts.csv", without=("activities, companies",))
    assert list(found.inputs.files) == ["contacts", "deals"]
    assert found.inputs.without == {"activities", "companies"}


def test_quoted_globs_are_expanded_in_order(folder: Path) -> None:
    put(folder, "contacts.csv", "more.csv", "a2.csv", "a1.csv")
    found = find("exports/[cm]o*.csv", activities=("exports/a?.csv",))
    assert paths(found)["contacts"] == ["exports/contacts.csv", "exports/more.csv"]
    assert paths(found)["activities"] == ["exports/a1.csv", "exports/a2.csv"]


def test_several_files_and_globs_keep_their_order(folder: Path) -> None:
    put(folder, "contacts.csv", "a1.csv", "a2.csv", "activities.csv")
    found = find("exports/contacts.csv", activities=("exports/activities.csv", "exports/a[0-9].csv"))
    assert [Path(path).name for path in paths(found)["activities"]] == ["activities.csv", "a1.csv", "a2.csv"]


def test_a_file_with_the_signs_of_a_glob_in_its_name_is_that_file(folder: Path) -> None:
    (folder / "c[1].csv").write_text("contact_id\n")
    assert paths(find("exports/c[1].csv")) == {"contacts": ["exports/c[1].csv"]}


def test_a_glob_that_matches_nothing_is_an_error(folder: Path) -> None:
    put(folder, "contacts.csv")
    with pytest.raises(InputError, match=r"exports/b\*\.csv: no file matches"):
        find("exports/contacts.csv", activities=("exports/b*.csv",))


def test_contacts_that_are_not_there_are_an_error(folder: Path) -> None:
    with pytest.raises(InputError, match=r"nobody\.csv"):
        find(str(folder / "nobody.csv"))


@pytest.mark.parametrize(
    ("name", "message"),
    [
        (
            "activities.csv",
            "looks like activities, not like contacts\n  help: give it with -a exports/activities.csv",
        ),
        ("deals.csv", "looks like deals, not like contacts\n  help: give it with --deals exports/deals.csv"),
        (
            "companies.csv",
            "looks like companies, not like contacts\n  help: give it with --companies exports/companies.csv",
        ),
        ("costs.csv", "looks like costs, not like contacts"),
    ],
)
def test_another_input_given_as_contacts(folder: Path, name: str, message: str) -> None:
    put(folder, name)
    with pytest.raises(InputError) as error:
        find(f"exports/{name}")
    assert f"exports/{name} {message}" in str(error.value)


def test_a_glob_that_the_shell_has_expanded(folder: Path) -> None:
    put(folder, "contacts.csv", "a1.csv", "a2.csv")
    with pytest.raises(InputError) as error:
        find("exports/contacts.csv", "exports/a2.csv", activities=("exports/a1.csv",))
    assert str(error.value) == 'exports/a2.csv looks like activities; quote the glob: -a "exports/a*.csv"'


@pytest.mark.parametrize(
    ("header", "sources"),
    [
        ("contact_id,company_id,domain", ""),
        ("email,domain", ""),
        ("contact_id,stage,amount,first_name", ""),
        ("contact_id,type", ""),
        ("Nr,company_id", "{contacts: {columns: {contact_id: Nr}}}"),
    ],
)
def test_contacts_may_have_columns_of_other_inputs(folder: Path, header: str, sources: str) -> None:
    (folder / "c.csv").write_text(header + "\n")
    assert paths(find("exports/c.csv", sources=sources)) == {"contacts": ["exports/c.csv"]}


def test_other_inputs_are_known_by_their_mapped_headers(folder: Path) -> None:
    (folder / "c.csv").write_text("Kundennummer,Ereignis,Zeitpunkt\n", encoding="utf-8")
    with pytest.raises(InputError, match="looks like activities"):
        find("exports/c.csv", sources="{activities: {columns: {type: Ereignis, occurred_at: Zeitpunkt}}}")


@pytest.mark.parametrize(
    ("without", "message"),
    [
        (("activitys",), '--without does not know "activitys"\n  help: did you mean "activities"?'),
        (("deals", "x"), '--without does not know "x"\n  help: allowed: activities, deals, companies, costs'),
        (("contacts",), '--without does not know "contacts"'),
    ],
)
def test_without_knows_the_inputs(folder: Path, without: tuple[str, ...], message: str) -> None:
    put(folder, "contacts.csv")
    with pytest.raises(UsageError) as error:
        find("exports/contacts.csv", without=without)
    assert message in str(error.value)


def test_an_input_cannot_be_given_and_absent(folder: Path) -> None:
    put(folder, "contacts.csv", "deals.csv")
    with pytest.raises(UsageError, match="--without deals contradicts --deals"):
        find("exports/contacts.csv", deals=("exports/deals.csv",), without=("deals",))


@pytest.mark.parametrize(
    ("there", "named", "expected"),
    [
        (["rules.yaml", "exports/rules.yaml"], None, "rules.yaml"),
        (["exports/rules.yaml"], None, "exports/rules.yaml"),
        ([], None, None),
        (["rules.yaml"], "other.yaml", "other.yaml"),
    ],
)
def test_rules_are_those_named_else_here_else_beside(
    folder: Path, there: list[str], named: str | None, expected: str | None
) -> None:
    for name in there:
        Path(name).write_text("version: 1\n")
    found = find_rules(named, ["exports/contacts.csv"], folder.parent)
    assert (found and found.as_posix()) == expected


def test_the_newest_contacts_are_taken_and_told(folder: Path) -> None:
    for name in ("c-2026-10-30.csv", "c-2026-10-31.csv"):
        (folder / name).write_text(HEADERS["contacts.csv"] + "\n", encoding="utf-8")
    rules = parse_rules(RULES % "", "rules.yaml", None).rules
    found = find_inputs(Request(("exports/c-*.csv",), newest=True), rules)
    assert paths(found) == {"contacts": ["exports/c-2026-10-31.csv"]}
    assert found.newest == ("exports/c-2026-10-31.csv",)
    alone = find_inputs(Request(("exports/c-2026-10-31.csv",), newest=True), rules)
    assert alone.newest == ()
