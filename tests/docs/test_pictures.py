"""The pictures of the README show what the program prints today. `pytest tests/docs --update-golden` draws them anew."""

from __future__ import annotations

import re
import shutil
from html import unescape
from typing import TYPE_CHECKING

import pytest

from tests.docs.pictures import PICTURES, Picture
from tests.docs.readme import README, ROOT

if TYPE_CHECKING:
    from pathlib import Path


def texts(svg: str) -> list[str]:
    """Return what can be read in a picture, line by line."""
    lines = re.findall(r"<text [^>]*>(.*?)</text>", svg, flags=re.DOTALL)
    return [unescape(line).replace("\xa0", " ") for line in lines]


@pytest.mark.parametrize("picture", PICTURES, ids=[picture.name for picture in PICTURES])
def test_a_picture_shows_what_is_printed(picture: Picture, tmp_path: Path, update_golden: bool) -> None:
    shutil.copytree(ROOT / "sample_data", tmp_path / "sample_data")
    shutil.copy(ROOT / "rules.example.yaml", tmp_path)
    drawn = picture.draw(tmp_path)
    if update_golden:
        picture.path.write_text(drawn, encoding="utf-8")
    assert texts(picture.path.read_text(encoding="utf-8")) == texts(drawn)


@pytest.mark.parametrize("picture", PICTURES, ids=[picture.name for picture in PICTURES])
def test_the_readme_shows_the_picture(picture: Picture) -> None:
    assert f"(docs/pictures/{picture.name})" in README.read_text(encoding="utf-8")


def test_pictures_show_their_sections() -> None:
    for picture in PICTURES:
        shown = "".join(texts(picture.path.read_text(encoding="utf-8")))
        assert [section for section in picture.sections if section not in shown] == []
