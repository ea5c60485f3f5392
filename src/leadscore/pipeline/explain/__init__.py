"""Where the points of single leads come from, read from the columns that were summed."""

from leadscore.pipeline.explain.ahead import with_outlooks
from leadscore.pipeline.explain.leads import explain_leads

__all__ = ["explain_leads", "with_outlooks"]
