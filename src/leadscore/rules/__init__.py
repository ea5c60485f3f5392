"""The rules file as expressions: operators, conditions, decay and rules, compiled before they meet the data."""

__all__: list[str] = []
