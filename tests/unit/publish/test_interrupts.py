"""What asks a run to end waits until files are in place."""

from __future__ import annotations

import signal
from typing import TYPE_CHECKING

import pytest

from leadscore.publish.interrupts import uninterrupted

if TYPE_CHECKING:
    from collections.abc import Iterator

heard: list[int] = []


@pytest.fixture(params=[signal.SIGINT, signal.SIGTERM])
def request_to_end(request: pytest.FixtureRequest) -> Iterator[signal.Signals]:
    """A signal that asks a process to end, whose number is noted in `heard`."""
    number: signal.Signals = request.param
    heard.clear()
    before = signal.signal(number, lambda sent, _: heard.append(sent))
    yield number
    signal.signal(number, before)


def test_it_is_heard_behind_the_block_and_once(request_to_end: signal.Signals) -> None:
    with uninterrupted():
        signal.raise_signal(request_to_end)
        signal.raise_signal(request_to_end)
        assert heard == []
    assert heard == [request_to_end]


def test_afterwards_it_is_heard_at_once(request_to_end: signal.Signals) -> None:
    with uninterrupted():
        pass
    signal.raise_signal(request_to_end)
    assert heard == [request_to_end]
