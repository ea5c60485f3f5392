"""Whole numbers of tenths and thousandths, written as decimal numbers."""

__all__ = ["decimal_text"]


def decimal_text(value: int, decimals: int, *, fixed: bool = False, signed: bool = False) -> str:
    """Return a whole number of tenths, thousandths and the like as a decimal number.

    Args:
        value: The number.
        decimals: How many of its digits stand behind the point.
        fixed: Whether zeros at the end stay.
        signed: Whether a `+` is written.
    """
    whole, rest = divmod(abs(value), 10**decimals)
    digits = f"{rest:0{decimals}}"
    digits = digits if fixed else digits.rstrip("0")
    sign = "-" if value < 0 else "+" if signed and value else ""
    return f"{sign}{whole}" + (f".{digits}" if digits else "")
