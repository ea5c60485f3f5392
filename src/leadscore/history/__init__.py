"""The history of runs: what each night left for the next one, in Parquet files and one record that says which count."""

from leadscore.history.folder import History, open_history
from leadscore.history.record import Pending, is_pending, way

__all__ = ["History", "Pending", "is_pending", "open_history", "way"]
