"""Whether quotes stand on both sides of what separates cells and lines."""

from __future__ import annotations

from typing import Final

import numpy as np

__all__ = ["all_flanked"]

_QUOTE: Final = ord('"')
_FEED: Final = ord("\n")


def all_flanked(lines: bytes, delimiter: bytes, count: int, columns: int) -> bool:
    """Return whether lines begin and end with a quote, and have one on both sides of each delimiter.

    Args:
        lines: Whole lines, whose marks are those of quoted cells.
        delimiter: What stands between cells.
        count: How many lines there are.
        columns: How many cells each of them has.
    """
    if b"\r" in lines:
        lines = lines.replace(b"\r\n", b"\n")
    letters = np.frombuffer(lines, dtype=np.uint8)
    quotes = letters == _QUOTE
    flanked = quotes[:-2] & quotes[2:]
    between = letters[1:-1]
    delimiters = np.count_nonzero(flanked & (between == ord(delimiter)))
    ends = np.count_nonzero(flanked & (between == _FEED))
    return bool(
        delimiters == count * (columns - 1) and ends == count - 1 and quotes[0] and lines.endswith(b'"\n')
    )
