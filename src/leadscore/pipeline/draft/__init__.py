"""A first rules file: for an export, from what stands in it, or the starter rules."""

from leadscore.pipeline.draft.draft import draft_rules
from leadscore.pipeline.draft.starter import draft_starter

__all__ = ["draft_rules", "draft_starter"]
