"""In which encoding a text is, and its copy in UTF-8.

A byte order mark says it. Without one a text is UTF-8, which is proven byte by byte, or else Windows-1252, in which nearly
every byte is some character, so that nothing can be proven. Where most of what is not ASCII is good UTF-8, the file
is UTF-8 with damaged records and not Windows-1252: damaged records are rejected where all can see it.

A detector of character sets does not help here: of a few names with umlauts charset-normalizer makes cp1250, big5 or cp932.
"""

from __future__ import annotations

import codecs
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from leadscore.tables.grammar import BAD_BYTE

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import BinaryIO

__all__ = ["UTF_8", "Encoding", "Evidence", "by_mark", "decoded", "is_utf_8", "named", "weigh"]

_CHUNK: Final = 1 << 20
_MARK: Final = "\ufeff"
_REPLACED: Final = "\ufffd"
_HANDLER: Final = "leadscore-bad-byte"
_MOST_BAD_FOR_EACH_GOOD: Final = 10
_HIGH: Final = bytes(range(128, 256))
_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_FOUR_BYTES: Final = ((codecs.BOM_UTF32_LE, "utf-32-le"), (codecs.BOM_UTF32_BE, "utf-32-be"))


def _mark_bad_bytes(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return BAD_BYTE * max(error.end - error.start, 1), error.end


codecs.register_error(_HANDLER, _mark_bad_bytes)


@dataclass(frozen=True)
class Encoding:
    """How bytes become text.

    Attributes:
        codec: Python's name of the encoding.
        mark: How many bytes of byte order mark stand before the text.
    """

    codec: str
    mark: int = 0

    @property
    def title(self) -> str:
        """Its name as people write it."""
        known = {"cp1252": "Windows-1252", "utf-16-le": "UTF-16", "utf-16-be": "UTF-16"}
        known |= {"utf-32-le": "UTF-32", "utf-32-be": "UTF-32"}
        return known.get(self.codec, self.codec.upper())


UTF_8: Final = Encoding("utf-8")
WINDOWS: Final = Encoding("cp1252")


def by_mark(start: bytes) -> Encoding | None:
    """Return the encoding that a byte order mark at the start of a text names, None without one."""
    for mark, codec in (*_FOUR_BYTES, *_MARKS):
        if start.startswith(mark):
            return (
                _without_nul(start, mark)
                if codec.startswith("utf-16")
                else Encoding(codec, _marked(start, mark))
            )
    return None


def _marked(start: bytes, mark: bytes) -> int:
    """Return the size of all marks at the start; a program that adds one to a text that has one leaves two."""
    size = len(mark)
    while start.startswith(mark, size):
        size += len(mark)
    return size


def _without_nul(start: bytes, mark: bytes) -> Encoding:
    """Return UTF-16 in the order of its mark, or UTF-32 where only that makes sense of the bytes behind it."""
    rest = start[len(mark) :]
    if b"\0\0\0" in rest[:64]:
        for codec in ("utf-32-le", "utf-32-be"):
            whole = rest[: len(rest) // 4 * 4]
            try:
                if "\0" not in whole.decode(codec):
                    return Encoding(codec, len(mark))
            except UnicodeDecodeError:
                continue
    return Encoding("utf-16-le" if mark == codecs.BOM_UTF16_LE else "utf-16-be", len(mark))


def named(name: str, start: bytes) -> Encoding:
    """Return the encoding that the rules name; a byte order mark at the start of the text knows better."""
    codec = codecs.lookup(name).name
    order = {"utf-16": "utf-16-le", "utf-32": "utf-32-le"}
    return by_mark(start) or Encoding(order.get(codec, codec))


def is_utf_8(start: bytes) -> bool:
    """Return whether bytes are UTF-8; a character that they cut off at the end counts as whole."""
    try:
        codecs.getincrementaldecoder("utf-8")().decode(start)
    except UnicodeDecodeError:
        return False
    return True


@dataclass(frozen=True)
class Evidence:
    """What of a text speaks for UTF-8.

    Attributes:
        good: Characters beyond ASCII that are good UTF-8.
        bad: Bytes that are not.
    """

    good: int
    bad: int

    @property
    def encoding(self) -> Encoding:
        """UTF-8 where enough is good, else Windows-1252."""
        damaged = self.good > 0 and self.bad <= _MOST_BAD_FOR_EACH_GOOD * self.good
        return UTF_8 if damaged or not self.bad else WINDOWS


def weigh(file: BinaryIO) -> Evidence:
    """Read a text to its end and count what is UTF-8 in it."""
    decoder = codecs.getincrementaldecoder("utf-8")("replace")
    good = bad = 0
    while chunk := file.read(_CHUNK):
        text = decoder.decode(chunk)
        replaced = text.count(_REPLACED)
        bad += replaced
        good += len(text) - replaced - len(text.encode("ascii", "ignore"))
    bad += decoder.decode(b"", final=True).count(_REPLACED)
    return Evidence(good, bad)


def decoded(file: BinaryIO, encoding: Encoding) -> Iterator[str]:
    """Yield a text in pieces; a byte that is no character becomes `BAD_BYTE`."""
    file.read(encoding.mark)
    decoder = codecs.getincrementaldecoder(encoding.codec)(_HANDLER)
    first = True
    while chunk := file.read(_CHUNK):
        text = decoder.decode(chunk)
        yield text.removeprefix(_MARK) if first else text
        first = False
    yield decoder.decode(b"", final=True)
