"""What a run is doing, while it does it."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from leadscore.report.text import shown

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from rich.console import Console

__all__ = ["progress"]


@contextmanager
def progress(console: Console) -> Iterator[Callable[[str], None]]:
    """Show which step runs, on a terminal only, and leave nothing behind.

    Args:
        console: The console for talk, which is stderr's.

    Yields:
        What takes the name of the step that begins, such as `reading contacts`.
    """
    if not console.is_terminal or console.is_dumb_terminal:
        yield _say_nothing
        return
    with console.status("", spinner="line") as status:
        yield lambda step: status.update(shown(step))


def _say_nothing(_: str) -> None:
    pass
