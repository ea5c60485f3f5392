"""Outputs come into place: each a folder of part files, written beside and moved at the end, `run.json` last."""

from __future__ import annotations

import json
import re
from hashlib import sha256
from typing import TYPE_CHECKING, Final, NamedTuple

from pyspark.sql import functions as F

from leadscore.errors import OutputError
from leadscore.publish.documents import Output, run_json, summary_json
from leadscore.spark.storage import Storage

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from pyspark.sql import DataFrame, SparkSession

    from leadscore.spark.office import Concluded

__all__ = ["Outputs", "check_free"]

_STAGING: Final = ".leadscore-staging"
_RUN: Final = "run.json"
_SUMMARY: Final = "summary.json"
_MOST_BYTES: Final = 48 << 20
"""Of a part file; a larger one comes of a larger piece only."""
_OWN: Final = re.compile(
    r"((?:(?:stages|handoff)/)?[A-Za-z][A-Za-z0-9_-]*\.(?:csv|json|parquet|xlsx))(?:/part-[0-9]+\.csv)?"
)


class _Piece(NamedTuple):
    """What one bucket gives to one output."""

    output: str
    bucket: int
    rows: int
    size: int


class Outputs:
    """The outputs of a run, which are published or not.

    Args:
        spark: The session.
        rows: Rows of `worker.RESULT`, of all workers and of the office, kept beside the run.
        told: What is told of the run.
    """

    def __init__(self, spark: SparkSession, rows: DataFrame, told: Concluded) -> None:
        self._spark = spark
        self._storage = Storage(spark)
        self._rows = rows.filter(~F.col("output").startswith(":"))
        self._told = told

    def publish(self, folder: str) -> tuple[str, ...]:
        """Write all outputs in place of those of the last run.

        Args:
            folder: The address of the output folder.

        Returns:
            The names of the outputs.
        """
        staging = f"{folder}/{_STAGING}"
        self._storage.remove(staging)
        try:
            pieces = self._pieces()
            parts = dict(_parted(pieces, self._told.headers))
            names = sorted(self._told.headers)
            self._write(f"{staging}/new", parts, names)
            outputs = self._collect(f"{staging}/new", f"{staging}/whole", names, _rows_of(pieces, parts))
            self._place(folder, f"{staging}/whole", names, outputs)
        finally:
            self._storage.remove(staging)
        return (*names, _SUMMARY, _RUN)

    def _pieces(self) -> list[_Piece]:
        sized = self._rows.select("output", "bucket", "number", F.octet_length("text").alias("size"))
        return [_Piece(*row) for row in sized.collect()]

    def _write(self, place: str, parts: Mapping[tuple[str, int], int], names: list[str]) -> None:
        """Write each part file into a folder of its own, which says which one it is."""
        numbers = {name: number for number, name in enumerate(names)}
        rows = [(name, numbers[name], bucket, part) for (name, bucket), part in parts.items()]
        told = self._spark.createDataFrame(rows, "output string, o int, bucket int, part int")
        heads = self._spark.createDataFrame(list(self._told.headers.items()), "output string, head string")
        texts = self._rows.select("output", "bucket", "text").join(told, on=["output", "bucket"])
        one = texts.groupBy("output", "o", "part").agg(
            F.array_join(
                F.transform(
                    F.sort_array(F.collect_list(F.struct("bucket", "text"))), lambda piece: piece["text"]
                ),
                "",
            ).alias("lines")
        )
        whole = one.join(heads, on="output").select("o", "part", F.concat("head", "lines").alias("value"))
        # NOTE: the writer of texts ends each with a line feed itself.
        cut = whole.withColumn("value", F.expr("substr(value, 1, length(value) - 1)"))
        cut.write.partitionBy("o", "part").option("lineSep", "\n").text(place)

    def _collect(
        self, new: str, whole: str, names: list[str], rows: Mapping[tuple[str, int], int]
    ) -> list[Output]:
        """Give the part files their names, and hash them as they lie there."""
        for o, name in enumerate(names):
            for folder in self._storage.list_folder(f"{new}/o={o}"):
                part = int(folder.rpartition("=")[2])
                source = next(one for one in self._storage.list_folder(folder) if "/part-" in one)
                self._storage.move(source, f"{whole}/{name}/part-{part:05d}.csv")
        read = self._spark.read.format("binaryFile").option("recursiveFileLookup", value=True).load(whole)
        hashed = read.select("path", F.sha2("content", 256)).collect()
        outputs = []
        for path, digest in hashed:
            name, _, part = path.rpartition("/")
            output = next(one for one in names if name.endswith(f"/{one}"))
            number = int(part.removeprefix("part-").removesuffix(".csv"))
            outputs.append(Output(f"{output}/{part}", rows.get((output, number), 0), digest))
        return outputs

    def _place(self, folder: str, whole: str, names: list[str], outputs: list[Output]) -> None:
        text = summary_json(self._told.summary).encode()
        outputs = [*outputs, Output(_SUMMARY, None, sha256(text).hexdigest())]
        stale = _named(self._storage, folder)
        self._storage.remove(f"{folder}/{_RUN}")
        for name in sorted(stale | set(names)):
            self._storage.remove(f"{folder}/{name}")
        for name in names:
            self._storage.move(f"{whole}/{name}", f"{folder}/{name}")
        self._storage.write(f"{folder}/{_SUMMARY}", text)
        self._storage.write(f"{folder}/{_RUN}", run_json(self._told.manifest, outputs).encode())


def check_free(storage: Storage, folder: str, names: Iterable[str]) -> None:
    """Check that nothing is in the way of the outputs that the last run did not write.

    Raises:
        OutputError: Something is.
    """
    known = _named(storage, folder)
    for name in names:
        if name not in known and storage.exists(f"{folder}/{name}"):
            raise OutputError(
                f"{folder}/{name} is in the way, and no run.json says that a run wrote it\n"
                "  help: choose another folder with -o, or move it away"
            )


def _named(storage: Storage, folder: str) -> frozenset[str]:
    """Return the outputs that the `run.json` of the last run names; what it says is not trusted."""
    try:
        if not storage.exists(f"{folder}/{_RUN}"):
            return frozenset()
        content = json.loads(storage.head(f"{folder}/{_RUN}", 1 << 26))
        paths = [str(one["path"]) for one in content["outputs"]]
    except (ValueError, KeyError, TypeError):
        return frozenset()
    return frozenset(found[1] for path in paths if (found := _OWN.fullmatch(path)))


def _parted(pieces: list[_Piece], headers: Mapping[str, str]) -> Iterable[tuple[tuple[str, int], int]]:
    """Yield in which part of its output each piece goes; those without rows go nowhere, if there are others."""
    for name in headers:
        mine = sorted(piece for piece in pieces if piece.output == name)
        filled = [piece for piece in mine if piece.rows] or mine[:1]
        part, size = 0, 0
        for piece in filled:
            if size and size + piece.size > _MOST_BYTES:
                part, size = part + 1, 0
            size += piece.size
            yield (name, piece.bucket), part


def _rows_of(pieces: list[_Piece], parts: Mapping[tuple[str, int], int]) -> dict[tuple[str, int], int]:
    found: dict[tuple[str, int], int] = {}
    for piece in pieces:
        place = (piece.output, piece.bucket)
        if place in parts:
            key = (piece.output, parts[place])
            found[key] = found.get(key, 0) + piece.rows
    return found
