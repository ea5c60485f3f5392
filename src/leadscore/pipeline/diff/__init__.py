"""Two rules files over the same leads: who moves, and why."""

from leadscore.pipeline.diff.run import Comparison, compare_rules

__all__ = ["Comparison", "compare_rules"]
