"""Slips on the command line: an empty value, rules among the contacts, two ids in one word."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest

from tests.cli.shell import hashes, leadscore

if TYPE_CHECKING:
    from pathlib import Path

CONTACTS: Final = "contacts.csv"
BOTH: Final = ("diff", "rules.yaml", "rules.yaml")


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (("explain", CONTACTS, "-c", ""), "-c"),
        (("explain", CONTACTS, "-c", "1", "--contact", " \t"), "-c"),
        (("explain", CONTACTS, "-c", "1", "-r", ""), "-r"),
        ((*BOTH, CONTACTS, "--fail-if-moved", ""), "--fail-if-moved"),
        ((*BOTH, CONTACTS, "--fail-if-moved", " "), "--fail-if-moved"),
        ((*BOTH, CONTACTS, "--by", ""), "--by"),
        (("diff", "", "rules.yaml", CONTACTS), "OLD"),
        (("score", ""), "CONTACTS"),
        (("score", CONTACTS, "--max-rejected", ""), "--max-rejected"),
        (("score", CONTACTS, "-a", ""), "-a"),
        (("score", CONTACTS, "--without", ""), "--without"),
        (("score", CONTACTS, "--as-of", ""), "--as-of"),
        (("score", CONTACTS, "-o", ""), "-o"),
        (("score", CONTACTS, "--history", ""), "--history"),
        (("check", "-r", ""), "-r"),
        (("check", "", CONTACTS), "RULES.yaml CONTACTS"),
        (("init", CONTACTS, "--force", "--out", ""), "-o"),
        (("test", "-r", ""), "-r"),
        (("test", "--junit", ""), "--junit"),
        (("history", "--history", ""), "--history"),
        (("history", "--history", "past", "--forget", ""), "--forget"),
        (("sample", "-o", ""), "-o"),
    ],
)
def test_an_empty_value_is_not_taken_for_none(folder: Path, arguments: tuple[str, ...], named: str) -> None:
    before = hashes(folder)
    answer = leadscore(folder, *arguments)
    told = f"error: {named} is empty\n  help: give it a value; a variable that stands there may have none\n"
    assert (answer.code, answer.out, answer.err) == (2, "", told)
    assert hashes(folder) == before


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (
            ("score", "rules.yaml"),
            "rules.yaml is a rules file; name it with -r\n  help: write contacts.csv -r rules.yaml",
        ),
        (
            ("score", "new.YML", "people.csv"),
            "new.YML is a rules file; name it with -r\n  help: write people.csv -r new.YML",
        ),
        (
            ("explain", CONTACTS, "my rules.yaml", "-c", "1"),
            "my rules.yaml is a rules file; name it with -r\n  help: write contacts.csv -r 'my rules.yaml'",
        ),
        (
            (*BOTH, "third.yaml", CONTACTS),
            "third.yaml is a rules file, and diff compares two\n  help: leave it out: contacts.csv",
        ),
        (
            ("init", "rules.yaml", CONTACTS),
            "rules.yaml is a rules file, and init reads exports\n  help: leave it out: contacts.csv",
        ),
    ],
)
def test_rules_are_no_contacts(folder: Path, arguments: tuple[str, ...], told: str) -> None:
    before = hashes(folder)
    answer = leadscore(folder, *arguments)
    assert (answer.code, answer.out, answer.err) == (2, "", f"error: {told}\n")
    assert hashes(folder) == before


@pytest.mark.parametrize("asked", ["1,2", "1; ben@gmail.com", "1 2"])
def test_two_leads_in_one_word_are_named_one_by_one(folder: Path, asked: str) -> None:
    answer = leadscore(folder, "explain", CONTACTS, "-c", asked, "--as-of", "2026-11-01")
    second = asked.replace(",", " ").replace(";", " ").split()[1]
    assert (answer.code, answer.out) == (2, "")
    assert answer.err.endswith(
        f'error: no contact has the id or e-mail address "{asked}"\n'
        f"  help: if several contacts are meant, give -c for each: -c 1 -c {second}\n"
    )


def test_a_day_that_does_not_exist_is_called_so(folder: Path) -> None:
    answer = leadscore(folder, "score", CONTACTS, "--as-of", "2026-11-31")
    assert (answer.code, answer.out) == (2, "")
    assert answer.err.endswith(
        "error: --as-of 2026-11-31: there is no such day\n  help: the last one of that month is 2026-11-30\n"
    )
    answer = leadscore(folder, "score", CONTACTS, "--as-of", "2026-13-01")
    assert answer.err.endswith("error: --as-of 2026-13-01: there is no such day\n")


def test_one_lead_is_counted_in_the_singular(folder: Path) -> None:
    rules = (folder / "rules.yaml").read_text("utf-8")
    (folder / "new.yaml").write_text(rules.replace("at_least: 50", "at_least: 5"), "utf-8")
    few = ("diff", "rules.yaml", "new.yaml", CONTACTS, "--as-of", "2026-11-01", "--fail-if-moved")
    assert "\nerror: 1 of 3 leads changes its stage, more than 0 leads\n" in leadscore(folder, *few, "0").err
    (folder / "new.yaml").write_text(rules.replace("at_least: 50", "at_least: 0"), "utf-8")
    assert "\nerror: 2 of 3 leads change their stage, more than 1 lead\n" in leadscore(folder, *few, "1").err


def test_rules_in_another_encoding_are_told_to_be_saved_as_utf_8(folder: Path) -> None:
    rules = (folder / "rules.yaml").read_text("utf-8")
    for encoding in ("utf-16", "utf-16-le", "utf-16-be"):
        (folder / "rules.yaml").write_text(rules, encoding)
        answer = leadscore(folder, "score", CONTACTS)
        assert (answer.code, answer.out) == (2, "")
        assert "rules.yaml:1:1: the file is saved as UTF-16\n  help: save it as UTF-8\n" in answer.err
