"""What the system asks a run to end by is taken as Ctrl-C is: temporary files go, and nothing is half done."""

from __future__ import annotations

import signal
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["Stop", "stopping_in_order"]


class Stop:
    """Who asked the process to end.

    Attributes:
        code: The exit code that says so, as shells have it: 130 after Ctrl-C, 143 after a request of the system.
    """

    code = 128 + signal.SIGINT


@contextmanager
def stopping_in_order() -> Iterator[Stop]:
    """Make a request of the system to end interrupt the block. Only in the main thread is there one to be heard."""
    stop = Stop()
    before = signal.getsignal(signal.SIGTERM)
    if threading.current_thread() is not threading.main_thread() or before is None:
        yield stop
        return

    def interrupt(number: int, _: object) -> None:
        stop.code = 128 + number
        raise KeyboardInterrupt

    signal.signal(signal.SIGTERM, interrupt)
    try:
        yield stop
    finally:
        signal.signal(signal.SIGTERM, before)
