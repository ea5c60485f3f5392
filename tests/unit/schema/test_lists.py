"""Lists in files of their own."""

import hashlib
import os
from pathlib import Path

import pytest

from leadscore.errors import InputError, RulesError
from leadscore.schema import parse_rules
from leadscore.schema.lists import MAX_LIST_SIZE, read_list

RULES = "version: 1\nscores: {fit: {rules: [{id: known, when: {any: [{domain: {in_list: a.txt}}, {site: {in_list: a.txt}}]}, points: 1}]}}\n"


def write(folder: Path, content: bytes) -> Path:
    path = folder / "a.txt"
    path.write_bytes(content)
    return path


@pytest.mark.parametrize(
    ("content", "values"),
    [
        (b"one\ntwo\n", ("one", "two")),
        (b"one\r\n\r\n \t\r\ntwo", ("one", "two")),
        (b"\xef\xbb\xbfone\n", ("one",)),
        (b"# comment; with, signs\n  # another\none # no comment\n", ("one # no comment",)),
        (b"\xc2\xa0 Two Words \t\n", ("Two Words",)),
        (b"one\none\n", ("one", "one")),
        (b"", ()),
    ],
)
def test_a_line_is_a_value(tmp_path: Path, content: bytes, values: tuple[str, ...]) -> None:
    found = read_list(write(tmp_path, content))
    assert (found.values, found.rows) == (values, len(values))
    assert found.sha256 == hashlib.sha256(content).hexdigest()


@pytest.mark.parametrize(
    ("content", "problems"),
    [
        (b"one\ntwo;2\n\nx, y\n", ["2:4: ;", "4:2: ,"]),
        (b"# fine, here\n ;one\n", ["2:2: ;"]),
    ],
)
def test_separators_are_errors_of_the_list(tmp_path: Path, content: bytes, problems: list[str]) -> None:
    with pytest.raises(RulesError) as caught:
        read_list(write(tmp_path, content))
    assert [f"{one.line}:{one.column}: {one.message[-2]}" for one in caught.value.problems] == problems
    assert {one.file for one in caught.value.problems} == {str(tmp_path / "a.txt")}


@pytest.mark.parametrize(("lines", "reported"), [(10, 10), (11, 11), (5000, 11)])
def test_many_wrong_lines_are_counted(tmp_path: Path, lines: int, reported: int) -> None:
    with pytest.raises(RulesError) as caught:
        read_list(write(tmp_path, b"a,b\n" * lines))
    assert len(caught.value.problems) == reported
    if lines > 10:
        assert caught.value.problems[-1].message == f"{lines - 10:,} more lines like this one follow"


def test_bytes_that_are_no_text_are_placed(tmp_path: Path) -> None:
    with pytest.raises(RulesError, match=r"a\.txt:2:3: here stands a character that is not in UTF-8"):
        read_list(write(tmp_path, b"one\n\xc3\xa4\xf6\xfc\n".replace(b"\xc3\xa4", b"ab")))


def test_a_symbolic_link_is_followed(tmp_path: Path) -> None:
    write(tmp_path, b"one\n")
    (tmp_path / "link.txt").symlink_to("a.txt")
    assert read_list(tmp_path / "link.txt").values == ("one",)


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("none.txt", "there is no such file"),
        ("folder", "it is not a regular file"),
        ("pipe", "it is not a regular file"),
        ("huge.txt", "it is larger than 50 MB"),
        ("a.txt/b", "it cannot be read"),
        ("a\0b", "it cannot be read"),
    ],
)
def test_what_is_no_list_is_refused(tmp_path: Path, name: str, message: str) -> None:
    write(tmp_path, b"one\n")
    (tmp_path / "folder").mkdir()
    os.mkfifo(tmp_path / "pipe")
    with (tmp_path / "huge.txt").open("wb") as huge:
        huge.truncate(MAX_LIST_SIZE + 1)
    with pytest.raises(InputError, match=message):
        read_list(tmp_path / name)


def test_a_missing_list_is_reported_once(tmp_path: Path) -> None:
    with pytest.raises(RulesError) as caught:
        parse_rules(RULES, "rules.yaml", tmp_path)
    (problem,) = caught.value.problems
    assert problem.message == 'rule "known": the list "a.txt" cannot be used: there is no such file'
    assert problem.help.startswith(f"it was looked for at {tmp_path / 'a.txt'}; ")


def test_rules_without_a_folder_have_no_lists() -> None:
    with pytest.raises(RulesError, match="these rules lie in no folder"):
        parse_rules(RULES, "starter rules", None)


def test_a_wrong_list_and_wrong_rules_are_reported_together(tmp_path: Path) -> None:
    write(tmp_path, b"a,b\n")
    with pytest.raises(RulesError) as caught:
        parse_rules(RULES.replace("points: 1", "points: x"), "rules.yaml", tmp_path)
    assert [Path(problem.file).name for problem in caught.value.problems] == ["a.txt", "rules.yaml"]
