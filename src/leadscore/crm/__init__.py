"""What the exports of CRM systems call things."""

__all__: list[str] = []
