"""Ctrl-C, and the system's request to end, may wait for the moment that it takes to put files into place."""

from __future__ import annotations

import signal
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["uninterrupted"]

_REQUESTS: Final = (signal.SIGINT, signal.SIGTERM)


@contextmanager
def uninterrupted() -> Iterator[None]:
    """Hold such requests back until the block has ended, and deliver them then. Only the main thread ever gets them."""
    before = {one: signal.getsignal(one) for one in _REQUESTS}
    if threading.current_thread() is not threading.main_thread() or None in before.values():
        yield
        return
    held: list[int] = []
    for one in _REQUESTS:
        signal.signal(one, lambda number, _: held.append(number))
    try:
        yield
    finally:
        for one, handler in before.items():
            signal.signal(one, handler)
        for number in dict.fromkeys(held):
            signal.raise_signal(number)
