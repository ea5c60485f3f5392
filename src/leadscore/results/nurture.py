"""Who gets what next, in numbers."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["ContentCount", "NurtureSummary", "OnTrack", "TrackSummary"]


@dataclass(frozen=True)
class OnTrack:
    """How one lead is nurtured.

    Attributes:
        track: The name of its track.
        next_content: What it gets next; empty for who has finished their track.
    """

    track: str
    next_content: str


@dataclass(frozen=True)
class ContentCount:
    """One piece of content of a track.

    Attributes:
        content: Its name in the rules.
        next: Leads of the track that get it next.
        taken: Leads of the track that have taken it.
    """

    content: str
    next: int
    taken: int


@dataclass(frozen=True)
class TrackSummary:
    """One track.

    Attributes:
        name: Its name.
        leads: Leads that are on it: those that get something next, and those that have finished it.
        finished: Leads that have taken all of its content.
        content: Its content, in order.
    """

    name: str
    leads: int
    finished: int
    content: tuple[ContentCount, ...]


@dataclass(frozen=True)
class NurtureSummary:
    """All tracks.

    Attributes:
        path: The file of those who get something next, below the output folder.
        listed: Leads in it.
        finished_path: The file of those who have finished their track.
        finished: Leads in it.
        same_address: Leads that are not in it, as another one with their e-mail address is.
        without_address: Leads in it that have no e-mail address.
        without_consent: Leads that a track fits and that may not be written to.
        tracks: The tracks, in the order of the rules.
    """

    path: str
    listed: int
    finished_path: str
    finished: int
    same_address: int
    without_address: int
    without_consent: int
    tracks: tuple[TrackSummary, ...]
