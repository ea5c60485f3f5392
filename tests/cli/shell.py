"""Runs the program as a shell does and keeps what it answered."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["Answer", "hashes", "leadscore"]


@dataclass(frozen=True)
class Answer:
    """What a command answered: exit code, stdout and stderr together."""

    code: int
    out: str
    err: str


def leadscore(folder: Path, *arguments: str, **environment: str) -> Answer:
    """Run `leadscore` in a folder, in a pipe, without colours or a terminal."""
    clean = {
        name: value
        for name, value in os.environ.items()
        if name not in {"COLUMNS", "NO_COLOR", "FORCE_COLOR"}
    }
    done = subprocess.run(
        [sys.executable, "-m", "leadscore", *arguments],
        cwd=folder,
        env={**clean, "PYTHONUTF8": "1", **environment},
        capture_output=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )
    return Answer(done.returncode, done.stdout, done.stderr)


def hashes(folder: Path) -> dict[str, str]:
    """Return the SHA-256 of every file below a folder, hidden ones aside, by its path."""
    files = [path for path in sorted(folder.rglob("*")) if path.is_file() and not path.name.startswith(".")]
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in files
    }
