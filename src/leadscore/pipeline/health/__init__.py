"""The health of rules: what an export shows about them."""

from leadscore.pipeline.health.examine import examine

__all__ = ["examine"]
