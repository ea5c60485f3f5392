"""The Python interface: frames in, frames of the same kind out, by the steps and with the cells of the command line."""

from leadscore.api.loading import load_rules
from leadscore.api.result import Result
from leadscore.api.scoring import score

__all__ = ["Result", "load_rules", "score"]
