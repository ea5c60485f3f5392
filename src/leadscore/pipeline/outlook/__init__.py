"""What would move a lead up, and how long its stage holds: true because it is tried before it is told."""

from leadscore.pipeline.outlook.ahead import look_ahead

__all__ = ["look_ahead"]
