"""Scores exports that outgrow one machine: Spark brings what belongs together to one place, and workers run the pipeline.

Nothing outside of this package imports pyspark, and nothing imports this package before a run asks for it.
"""

__all__: list[str] = []
