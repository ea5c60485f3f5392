"""Rules as an earlier version of the repository has them: `HEAD~1:rules.yaml`.

The program `git` is asked for what it has recorded; nothing is checked out, and nothing in the repository runs. A path
is relative to the current folder, wherever in the repository that is.
"""

from __future__ import annotations

import re
import subprocess
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from tempfile import TemporaryFile
from threading import Timer
from typing import Final

from leadscore.errors import InputError, UsageError, did_you_mean
from leadscore.schema.load import MAX_FILE_SIZE, RulesFile, load_rules, parse_rules

__all__ = ["Revision", "find_revision", "load_named_rules"]

_NAMED: Final = re.compile(r"(?P<revision>(?:[^:{]|\{[^}]*\}|\{)+):(?P<path>.*)", re.DOTALL)
_DRIVE: Final = re.compile("[A-Za-z]")
_SECONDS: Final = 30
_MOST_NAMES: Final = 1_000_000
"""Bytes of the names in one folder."""
_SHOWN: Final = 8
"""Names that a message lists."""


@dataclass(frozen=True)
class Revision:
    """One file of an earlier version.

    Attributes:
        name: The version, as the user gave it.
        path: The file, relative to the current folder, with `/`.
    """

    name: str
    path: str

    def __str__(self) -> str:
        """Return what the user gave."""
        return f"{self.name}:{self.path}"


def load_named_rules(named: str, here: Path) -> RulesFile:
    """Read a rules file and its lists, from the disk or from an earlier version.

    Args:
        named: A file, or `REV:path`.
        here: The current folder.

    Raises:
        InputError: It is not there or cannot be read.
        RulesError: It has faults; all of them are listed.
        UsageError: It names no version.
    """
    revision = find_revision(named, here)
    if revision is None:
        return load_rules(Path(named))
    commit = _Commit.find(revision, here)
    text = commit.read(revision.path, MAX_FILE_SIZE).decode("utf-8", errors="surrogateescape")
    return parse_rules(text, str(revision), _Lists(commit, PurePosixPath(revision.path).parent))


def find_revision(named: str, here: Path) -> Revision | None:
    """Return the version that a name stands for; None for a file, which comes first where there is one.

    Raises:
        UsageError: It could only be a version, and names none.
    """
    found = _NAMED.fullmatch(named)
    if found is None or _DRIVE.fullmatch(found["revision"]) or (here / named).exists():
        return None
    path = found["path"].replace("\\", "/").removeprefix("./")
    if found["revision"].startswith("-"):
        raise UsageError(
            f'"{named}" names no version: none begins with "-"\n  help: such as HEAD~1:rules.yaml'
        )
    if not path or path.endswith("/"):
        raise UsageError(
            f'"{named}" names a version and no file in it\n  help: such as {found["revision"]}:rules.yaml'
        )
    if PurePosixPath(path).is_absolute():
        raise UsageError(
            f'"{named}": in a version, a path is relative to the current folder\n'
            f"  help: such as {found['revision']}:rules.yaml"
        )
    return Revision(found["revision"], path)


@dataclass(frozen=True)
class _Commit:
    """One version, found.

    Attributes:
        revision: What the user gave.
        hash: What git calls it.
        here: The current folder.
    """

    revision: Revision
    hash: str
    here: Path

    @classmethod
    def find(cls, revision: Revision, here: Path) -> _Commit:
        """Return the version that is meant.

        Raises:
            InputError: There is no git, no repository, or no such version.
        """
        inside = _git(here, "rev-parse", "--show-prefix")
        if inside.code:
            raise InputError(
                f"{revision}: there is no such file, and the current folder belongs to no git repository "
                f"({inside.error})\n"
                "  help: name a file, or go to the folder where the rules lie"
            )
        found = _git(
            here, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision.name}^{{commit}}"
        )
        if found.code:
            raise InputError(
                f'{revision}: there is no such file, and the git repository has no version "{revision.name}"'
                f"{_near(revision.name, _branches(here))}\n"
                "  help: a version is such as HEAD, HEAD~1, main, v1.2 or the beginning of a hash; git log lists them"
            )
        return cls(revision, found.out.decode().strip(), here)

    def read(self, path: str, most: int) -> bytes:
        """Return the content of a file of this version.

        Raises:
            InputError: There is none, or it is too large.
        """
        name = f"{self.hash}:./{path}"
        size = _git(self.here, "cat-file", "-s", name)
        if size.code or _git(self.here, "cat-file", "-t", name).out.strip() != b"blob":
            raise InputError(self._no_file(path))
        if int(size.out) > most:
            raise InputError(f"{self.revision.name}:{path}: larger than {most // 1_000_000} MB")
        content = _git(self.here, "cat-file", "blob", name, most=most)
        if content.code:
            raise InputError(f"{self.revision.name}:{path} cannot be read ({content.error})")
        return content.out

    def _no_file(self, path: str) -> str:
        folder = str(PurePosixPath(path).parent)
        there = _names(self.here, f"{self.hash}:./{'' if folder == '.' else folder}")
        place = "there" if folder == "." else f"in {folder}"
        listed = ", ".join(there[:_SHOWN]) + (", …" if len(there) > _SHOWN else "")
        empty = "the current folder is not in it" if folder == "." else f"it has no folder {folder} either"
        found = f"{place} it has: {listed}" if there else empty
        own = PurePosixPath(path).name
        hint = _near(own, [name for name in there if name != own])
        relative = "paths are relative to the current folder"
        return f"the version {self.revision.name} has no file {path}{hint}\n  help: {found}; {relative}"


@dataclass(frozen=True)
class _Lists:
    """The lists of an earlier version, beside its rules."""

    commit: _Commit
    folder: PurePosixPath

    def place(self, name: str) -> str:
        """Return how messages call a list."""
        return f"{self.commit.revision.name}:{self.folder / name}"

    def read(self, name: str, most: int) -> bytes:
        """Return the content of a list of that version.

        Raises:
            InputError: There is none, or it is too large.
        """
        try:
            return self.commit.read(str(self.folder / name), most)
        except InputError as error:
            raise InputError(str(error).partition("\n")[0]) from None


@dataclass(frozen=True)
class _Answer:
    """What git answered."""

    code: int
    out: bytes
    error: str


def _git(here: Path, *arguments: str, most: int = _MOST_NAMES) -> _Answer:
    """Ask git something, and take no more than some bytes and seconds for an answer.

    Raises:
        InputError: There is no git, or it takes too long.
    """
    command = ["git", "-C", str(here), *arguments]
    with TemporaryFile() as errors:
        try:
            process = subprocess.Popen(  # noqa: S603 - a list of arguments, and no shell
                command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=errors
            )
        except OSError as error:
            raise InputError(_no_git(error)) from None
        timer = Timer(_SECONDS, process.kill)
        timer.start()
        with process:
            out = process.stdout.read(most + 1) if process.stdout else b""
            if len(out) > most:
                process.kill()
        if not timer.is_alive():
            raise InputError(
                f"git took longer than {_SECONDS} seconds to answer\n  help: try again, or name a file"
            )
        timer.cancel()
        errors.seek(0)
        said = errors.read(500).decode("utf-8", errors="replace").strip().split("\n")[0]
    return _Answer(process.returncode, out[:most], said.removeprefix("fatal: "))


def _no_git(error: OSError) -> str:
    if isinstance(error, FileNotFoundError):
        return (
            "rules of an earlier version need the program git, and it is not installed here\n"
            "  help: install git, or name two files"
        )
    return f"the program git cannot be started ({error.strerror})\n  help: name two files"


def _names(here: Path, folder: str) -> list[str]:
    """Return the names in a folder of a version; nothing where there is no such folder."""
    listed = _git(here, "ls-tree", "--full-tree", "--name-only", "-z", folder)
    names = listed.out.decode("utf-8", errors="replace").split("\0")
    return [] if listed.code else [name for name in names if name]


def _branches(here: Path) -> list[str]:
    """Return the names of branches and tags."""
    listed = _git(here, "for-each-ref", "--format=%(refname:short)", "refs/heads", "refs/tags")
    return listed.out.decode("utf-8", errors="replace").split()


def _near(word: str, known: list[str]) -> str:
    hint = did_you_mean(word, known)
    return f"\n  help: {hint}" if hint else ""
