"""The process that has loaded the program, and forks for each run that stdin tells it to make."""

from __future__ import annotations

import json
import os
import signal
import sys
import time
from dataclasses import asdict
from pathlib import Path
from typing import Any, Final

import leadscore.cli.remembering
import leadscore.cli.scoring  # noqa: F401 - so that no run has to load it
from leadscore.cli import main
from tests.cli.processes import Ended

CHANGES: Final = {"os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.link", "shutil.rmtree"}
WRITES: Final = os.O_WRONLY | os.O_RDWR | os.O_CREAT
SAID: Final = Path(os.environ["TMPDIR"], "said")
HELD: Final = Ended(None, "", 0, 0.0)


def serve() -> None:
    """Make one run after the other, and say on stdout how each ended."""
    for line in sys.stdin:
        command = json.loads(line)
        reader, writer = os.pipe()
        start = time.perf_counter()
        run = os.fork()
        if run == 0:
            os.close(reader)
            become_a_run(command, writer)
        os.close(writer)
        status = follow(run, command.get("kill_after"))
        with os.fdopen(reader, "rb") as pipe:
            steps = len(pipe.read())
        code = os.waitstatus_to_exitcode(status)
        say(Ended(code, SAID.read_text("utf-8"), steps, time.perf_counter() - start))


def follow(run: int, kill_after: float | None) -> int:
    """Wait until a run ends, and return how it did; if it is held, let it go on with the next line of stdin."""
    if kill_after is not None:
        time.sleep(kill_after)
        os.kill(run, signal.SIGKILL)
    _, status = os.waitpid(run, os.WUNTRACED)
    if os.WIFSTOPPED(status):
        say(HELD)
        sys.stdin.readline()
        os.kill(run, signal.SIGCONT)
        _, status = os.waitpid(run, 0)
    return status


def say(ended: Ended) -> None:
    sys.stdout.write(json.dumps(asdict(ended)) + "\n")
    sys.stdout.flush()


def become_a_run(command: dict[str, Any], steps: int) -> None:
    """Be the program from here on; this does not return."""
    code: object = 3
    try:
        os.chdir(command["folder"])
        with SAID.open("wb") as file:
            os.dup2(file.fileno(), sys.stderr.fileno())
        nothing = os.open(os.devnull, os.O_RDWR)
        os.dup2(nothing, sys.stdout.fileno())
        os.dup2(nothing, sys.stdin.fileno())
        sys.argv = ["leadscore", *command["arguments"]]
        watch(command, steps)
        main()
    except SystemExit as ended:
        code = ended.code
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code if isinstance(code, int) else 3)


def watch(command: dict[str, Any], steps: int) -> None:
    """Count the changes of the file system, and send this process its signal before the one that the command names."""
    count, wanted = 0, command.get("at")

    def hook(event: str, details: tuple[Any, ...]) -> None:
        nonlocal count, wanted
        if event not in CHANGES and not (event == "open" and details[2] & WRITES):
            return
        count += 1
        os.write(steps, b".")
        if wanted == count or (
            isinstance(wanted, str) and any(str(each).endswith(wanted) for each in details[:2])
        ):
            wanted = None
            os.kill(os.getpid(), command["signal"])

    sys.addaudithook(hook)


if __name__ == "__main__":
    serve()
