"""What does the work of a run."""

from enum import Enum

__all__ = ["Engine"]


class Engine(Enum):
    """What does the work."""

    POLARS = "polars"
    SPARK = "spark"
