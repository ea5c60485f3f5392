"""Exports whose reading is kept, small as they are, and what a command answers with and without that."""

from __future__ import annotations

import gzip
import io
import os
import shutil
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING, Final

import polars as pl
import pytest
from typer.testing import CliRunner

from leadscore.cli import app
from leadscore.pipeline import Settings
from leadscore.tables import cache

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

__all__ = ["FILES", "FORMS", "RULES", "Desk", "desk", "in_place", "overwritten", "replaced"]

CONTACTS: Final = """\
contact_id,email,first_name,company,country,employees,created_at,segment
1,anna@acme.example,Anna,Acme,DE,300,2026-01-05,a
2,ben@gmail.com,Ben,Birch,AT,12,2026-02-01,b
3,eve@rival.example,Eve,Rival,CH,,2026-03-09,a
4,kim@cedar.example,Kim,Cedar,DE,70,05.04.2026,c
,nobody@nowhere.example,Nobody,Nowhere,DE,1,2026-05-01,a
5,lea@acme.example,Lea,Acme,n/a,301,2026-06-01,b
"""
ACTIVITIES: Final = """\
contact_id,type,occurred_at,url,asset
1,demo_request,2026-10-30,/demo,
2,page_view,2026-10-01 10:00,/pricing,
2,page_view,2026-10-20 23:30:00Z,/blog/one,
3,download,2026-09-15,/files,guide
4,page_view,2026-10-28 00:30:00+02:00,/pricing?plan=pro,
4,page_view,soon,/pricing,
9,page_view,2026-10-10,/pricing,
5,download,2026-08-01,/files,paper
5,page_view,2026-12-01,/blog/two,
1,page_view,2026-07-01,/blog/one,
"""
DEALS: Final = """\
deal_id,contact_id,stage,amount,created_at,closed_at
d1,1,negotiation,12000,2026-09-01,
d2,3,won,900,2026-04-01,2026-05-01
"""
RULES: Final = """\
version: 1
timezone: Europe/Berlin
scores:
  fit:
    rules:
      - {id: big, label: Big company, when: {employees: {above: 100}}, points: 60}
      - {id: here, label: Near us, lookup: country, points: {DE: 40, AT: 20, default: 0}}
  engagement:
    decay: {half_life: 30d}
    rules:
      - {id: demo, label: Asked for a demo, activity: demo_request, points: 80}
      - {id: visit, label: Visited, activity: page_view, points: 5}
      - {id: price, label: Looked at prices, activity: page_view, where: {url: {contains: pricing}}, points: 9}
      - {id: took, label: Took something, activity: download, points: 7}
  total: {combine: {fit: 1, engagement: 1}}
disqualify:
  - {id: rival, reason: Works for a competitor, when: {email_domain: {in_list: rivals.txt}}}
stages:
  - {name: lead}
  - {name: mql, enter: {score.total: {at_least: 30}}}
  - {name: customer, enter: {deals.won: {at_least: 1}}}
"""
FILES: Final = {"contacts": CONTACTS, "activities": ACTIVITIES, "deals": DEALS}


def _parquet(text: str) -> bytes:
    rows = pl.read_csv(text.encode(), infer_schema=False)
    rows.write_parquet(made := io.BytesIO(), compression="uncompressed")
    return made.getvalue()


FORMS: Final[dict[str, tuple[str, Callable[[str], bytes]]]] = {
    "csv": (".csv", str.encode),
    "latin": (".csv", lambda text: f"{text}".replace("Eve", "Éve").encode("cp1252")),
    "gzip": (".csv.gz", lambda text: gzip.compress(text.encode(), 0, mtime=0)),
    "parquet": (".parquet", _parquet),
}
"""The end of a name, and what makes the bytes of a text."""


def in_place(path: Path, content: bytes) -> None:
    """Write over what is there."""
    with path.open("r+b") as file:
        file.write(content)
        file.truncate()


def replaced(path: Path, content: bytes) -> None:
    """Put another file in its place."""
    new = path.with_name(f"new {path.name}")
    new.write_bytes(content)
    shutil.copystat(path, new)
    new.replace(path)


def overwritten(path: Path, content: bytes) -> None:
    """Copy another file there, with its times, as `cp --preserve` does."""
    new = path.with_name(f"new {path.name}")
    new.write_bytes(content)
    shutil.copystat(path, new)
    shutil.copy2(new, path)
    new.unlink()


class Desk:
    """A folder with exports and rules.

    Attributes:
        folder: The folder.
        form: How exports are written.
        texts: What stands in each of them.
        rules: The rules.
        as_of: The as-of date.
        looked: What was looked for in the cache by the last command, and whether it was there.
    """

    def __init__(self, folder: Path, form: str = "csv") -> None:
        self.folder, self.form, self.texts = folder, form, dict[str, str]()
        self.rules, self.as_of, self.looked = RULES, "2026-11-01", list[tuple[str, bool]]()
        (folder / "rivals.txt").write_text("rival.example\n", "utf-8")
        for name, text in FILES.items():
            self.add(name, text)

    def path(self, name: str) -> Path:
        """Return the file of an export."""
        return self.folder / f"{name}{FORMS[self.form][0]}"

    def add(self, name: str, text: str) -> None:
        """Write an export for the first time."""
        self.texts[name] = text
        self.path(name).write_bytes(FORMS[self.form][1](text))

    def change(self, name: str, text: str, way: Callable[[Path, bytes], None] = in_place) -> None:
        """Write an export again, as if nothing had happened at that time."""
        self.texts[name] = text
        before = self.path(name).stat()
        way(self.path(name), FORMS[self.form][1](text))
        os.utime(self.path(name), ns=(before.st_atime_ns, before.st_mtime_ns))

    def _inputs(self) -> list[str]:
        options = {"contacts": [], "activities": ["-a"], "deals": ["--deals"]}
        named = [(name.partition("_")[0], self.path(name).name) for name in self.texts]
        return [word for kind, file in named for word in (*options[kind], file)]

    def answer(self, command: str, *options: str) -> dict[str, object]:
        """Run a command, and return its exit code, what it said, and the files that it wrote."""
        (self.folder / "rules.yaml").write_text(self.rules, "utf-8")
        shutil.rmtree(self.folder / "out", ignore_errors=True)
        more = ["-o", "out", "--max-rejected", "50%"] if command == "score" else []
        with self._watched():
            words = [command, *self._inputs(), "-r", "rules.yaml", "--as-of", self.as_of, *more, *options]
            result = CliRunner().invoke(app, words)
        assert result.exception is None or isinstance(result.exception, SystemExit), result.exc_info
        files = {
            path.relative_to(self.folder).as_posix(): path.read_bytes()
            for path in (self.folder / "out").rglob("*")
            if path.is_file()
        }
        return {"": (result.exit_code, result.output), **files}

    @contextmanager
    def _watched(self) -> Iterator[None]:
        find, self.looked = cache.Cache.find, []

        def watched(*arguments: object) -> object:
            kept = find(*arguments)  # type: ignore[arg-type]
            self.looked.append((str(arguments[1]), kept is not None))
            return kept

        with pytest.MonkeyPatch.context() as patched:
            patched.setattr(cache.Cache, "find", watched)
            yield

    @property
    def found(self) -> set[str]:
        """What of the cache the last command used."""
        return {kind for kind, there in self.looked if there}

    def check(self, *options: str) -> dict[str, object]:
        """Score with what is kept, and return what that gives, which is the same as without."""
        plain = self.answer("score", "--no-cache", *options)
        assert self.looked == []
        assert self.answer("score", *options) == plain
        return plain

    def check_explained(self, *options: str) -> dict[str, object]:
        """Explain with what is kept, and return what that gives, which is the same as without."""
        plain = self.answer("explain", "--json", "--no-cache", *options)
        assert self.looked == []
        assert self.answer("explain", "--json", *options) == plain
        return plain


@contextmanager
def desk(folder: Path, form: str = "csv") -> Iterator[Desk]:
    """Make such a folder the current one, in which whatever is read is kept."""
    with pytest.MonkeyPatch.context() as patched:
        patched.chdir(folder)
        patched.setattr(cache, "LEAST_BYTES", 1)
        patched.setattr(cache, "_SETTLED", -(10**9))
        for module in ("scoring", "explaining"):
            patched.setattr(f"leadscore.cli.{module}.Settings", partial(Settings, rows_at_once=2))
        yield Desk(folder, form)
