"""The order of the steps, from files to tables that can be published. No other package knows it."""

from leadscore.pipeline.inputs import Inputs, Settings
from leadscore.pipeline.run import Run, score_inputs, score_tables

__all__ = ["Inputs", "Run", "Settings", "score_inputs", "score_tables"]
