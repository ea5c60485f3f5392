"""What people see in a terminal: renderers of results, without arithmetic; a command imports the one that it needs."""

__all__: list[str] = []
