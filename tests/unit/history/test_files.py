"""Files of a history are what their names say, or the run says which one is not."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING

import pytest

from leadscore.errors import InputError
from leadscore.history.files import named, sound

if TYPE_CHECKING:
    from pathlib import Path

HELP = "bring the folder back from a backup, or run the nights from 2026-11-03 on again, the first one with --rebuild"


@pytest.fixture
def name(tmp_path: Path) -> str:
    (tmp_path / "new").write_bytes(b"state")
    with (tmp_path / "new").open("rb") as file:
        name = named("state", "2026-11-03", file, ".parquet")
    (tmp_path / "state").mkdir()
    (tmp_path / "new").rename(tmp_path / name)
    return name


def test_a_file_is_named_after_what_is_in_it(name: str) -> None:
    assert name == f"state/2026-11-03-{sha256(b'state').hexdigest()[:12]}.parquet"


def test_a_file_with_the_right_name_is_sound(tmp_path: Path, name: str) -> None:
    assert sound(tmp_path, name) == tmp_path / name


def test_a_file_that_is_missing(tmp_path: Path, name: str) -> None:
    (tmp_path / name).unlink()
    with pytest.raises(InputError) as error:
        sound(tmp_path, name)
    assert str(error.value) == f"{tmp_path / name}: this file of the history is missing\n  help: {HELP}"


def test_a_file_that_is_not_what_it_was(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(b"stat")
    with pytest.raises(InputError, match="this file of the history is not what was written"):
        sound(tmp_path, name)


def test_a_file_that_may_not_be_read(tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("pathlib.Path.open", refuse)
    with pytest.raises(InputError, match=r"cannot be read \(Permission denied\)\n  help: make sure"):
        sound(tmp_path, name)
