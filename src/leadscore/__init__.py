"""Lead qualification as code: score CRM exports with rules in YAML, exactly and explained."""

__all__ = ["__version__"]

__version__ = "0.1.0"
