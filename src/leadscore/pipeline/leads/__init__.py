"""A run is narrowed to some leads: the rows that matter for them, and none that changes what comes out."""

from leadscore.pipeline.leads.search import Wanted
from leadscore.pipeline.leads.session import Narrowed, narrow

__all__ = ["Narrowed", "Wanted", "narrow"]
