from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from leadscore.errors import OutputError, UsageError
from leadscore.publish.whole import check_free, write_whole

if TYPE_CHECKING:
    from pathlib import Path


def test_a_text_is_written_as_it_is_and_nothing_beside_it(tmp_path: Path) -> None:
    write_whole(tmp_path / "a.yaml", "ä\n", replace=False)
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [("a.yaml", "ä\n".encode())]


def test_a_file_that_is_there_stays(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("mine", encoding="utf-8")
    with pytest.raises(UsageError, match="is there already"):
        write_whole(tmp_path / "a.yaml", "x", replace=False)
    assert (tmp_path / "a.yaml").read_text("utf-8") == "mine"


def test_a_file_that_may_be_replaced_is(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("mine", encoding="utf-8")
    write_whole(tmp_path / "a.yaml", "x", replace=True)
    assert (tmp_path / "a.yaml").read_text("utf-8") == "x"


def test_a_link_that_leads_nowhere_counts_as_a_file(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").symlink_to(tmp_path / "gone.yaml")
    with pytest.raises(UsageError, match="is there already"):
        check_free(tmp_path / "a.yaml", replace=False)


@pytest.mark.parametrize(("name", "error"), [("no/a.yaml", "there is no folder"), ("", "this is a folder")])
def test_a_place_that_cannot_be_a_file_is_refused(tmp_path: Path, name: str, error: str) -> None:
    with pytest.raises(OutputError, match=error):
        check_free(tmp_path / name, replace=True)
