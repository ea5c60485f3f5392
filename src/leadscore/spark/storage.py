"""Files wherever Spark can reach them: a folder of this machine, or a path with a scheme such as `s3a://`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from leadscore.errors import InputError

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

__all__ = ["Found", "Storage", "has_scheme", "uri_of"]

_SCHEME: Final = re.compile(r"^[A-Za-z][A-Za-z0-9+.-]*://?")
_HIDDEN: Final = ("_", ".")


def has_scheme(path: str) -> bool:
    """Return whether a path says of what kind of storage it is."""
    return bool(_SCHEME.match(path))


def uri_of(path: str) -> str:
    """Return a path with its scheme; one without is of this machine, and of every worker's."""
    return path if has_scheme(path) else f"file://{Path(path).absolute()}"


@dataclass(frozen=True)
class Found:
    """A file.

    Attributes:
        uri: Where it lies.
        name: Its name without its folder.
        size: Its bytes.
    """

    uri: str
    name: str
    size: int


class Storage:
    """The file systems of a Spark session. Only names and first bytes go through the driver."""

    def __init__(self, spark: SparkSession) -> None:
        context = spark.sparkContext
        self._java: Any = context._jvm
        self._conf: Any = context._jsc.hadoopConfiguration()

    def files(self, path: str) -> list[Found]:
        """Return the files of a path: a file, a folder or a pattern, hidden ones aside, in the order of their names.

        Raises:
            InputError: There are none.
        """
        uri = uri_of(path)
        place = self._place(uri)
        system = place.getFileSystem(self._conf)
        matches = system.globStatus(place)
        found = [one for status in matches or () for one in self._below(system, status)]
        if not found:
            raise InputError(
                f"{path}: Spark finds no file there\n  help: check the path; a path without a scheme is one of this machine, "
                "which every worker needs under the same name"
            )
        return sorted(found, key=lambda one: one.uri)

    def head(self, uri: str, most: int) -> bytes:
        """Return the first bytes of a file."""
        place = self._place(uri)
        stream = place.getFileSystem(self._conf).open(place)
        try:
            return bytes(stream.readNBytes(most))
        finally:
            stream.close()

    def exists(self, uri: str) -> bool:
        """Return whether something lies there."""
        place = self._place(uri)
        return bool(place.getFileSystem(self._conf).exists(place))

    def list_folder(self, uri: str) -> list[str]:
        """Return the addresses of what lies in a folder."""
        place = self._place(uri)
        return sorted(str(one.getPath()) for one in place.getFileSystem(self._conf).listStatus(place))

    def move(self, source: str, target: str) -> None:
        """Move a file or a folder; the folder of the target is made.

        Raises:
            OSError: It cannot be moved.
        """
        there = self._place(target)
        system = there.getFileSystem(self._conf)
        system.mkdirs(there.getParent())
        if not system.rename(self._place(source), there):
            raise OSError(f"{source} cannot be moved to {target}")

    def remove(self, uri: str) -> None:
        """Remove a file, or a folder with all that is in it."""
        place = self._place(uri)
        place.getFileSystem(self._conf).delete(place, True)  # noqa: FBT003 - Java knows no names

    def write(self, uri: str, content: bytes) -> None:
        """Write a small file."""
        place = self._place(uri)
        stream = place.getFileSystem(self._conf).create(place, True)  # noqa: FBT003
        try:
            stream.write(bytearray(content))
        finally:
            stream.close()

    def _place(self, uri: str) -> Any:
        return self._java.org.apache.hadoop.fs.Path(uri)

    def _below(self, system: Any, status: Any) -> list[Found]:
        path = status.getPath()
        if not status.isDirectory():
            return [Found(str(path), str(path.getName()), int(status.getLen()))] if status.getLen() else []
        inside = [
            one for one in system.listStatus(path) if not str(one.getPath().getName()).startswith(_HIDDEN)
        ]
        return [found for one in inside for found in self._below(system, one)]
