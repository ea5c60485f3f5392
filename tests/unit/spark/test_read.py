"""How records end, told from the beginning of a file."""

from __future__ import annotations

import pytest

from leadscore.spark.read import line_end


@pytest.mark.parametrize(
    ("head", "end"),
    [
        (b'a,b\r\n1,"x\r\ny"\r\n', "\r\n"),
        (b'a,b\r\n1,"x\ny"\r\n2,"cut off\n', "\r\n"),
        (b'a,b\n1,"x\r\ny"\n', None),
        (b"a,b\r\n1,2\n3,4\r\n", None),
        (b"a,b", None),
    ],
)
def test_only_files_whose_lines_all_end_with_a_return_are_read_so(head: bytes, end: str | None) -> None:
    assert line_end(head) == end
