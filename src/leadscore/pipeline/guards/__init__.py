"""Guards: a run that looks like that of a broken export is held against its limits and against the run before it."""

from leadscore.pipeline.guards.watch import Watched, watch

__all__ = ["Watched", "watch"]
