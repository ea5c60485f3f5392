"""The steps of a run. Each adds columns to a lazy frame, and none knows another."""

__all__: list[str] = []
