"""Outputs come into place: each a folder of part files, written beside and moved at the end, `run.json` last."""

from __future__ import annotations

import json
import re
from hashlib import sha256
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import polars as pl
from pyspark.sql import functions as F

from leadscore.errors import OutputError
from leadscore.publish.documents import Output, run_json, summary_json
from leadscore.spark.cells import arrow_schema, as_arrow, kinds_of
from leadscore.spark.storage import Storage

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    import pyarrow as pa
    from pyspark.sql import DataFrame, SparkSession

    from leadscore.spark.office import Concluded

__all__ = ["Outputs"]

_STAGING: Final = ".leadscore-staging"
_RUN: Final = "run.json"
_SUMMARY: Final = "summary.json"
_HASHES: Final = "o int, part int, digest string"
_BATCH: Final = "spark.sql.execution.arrow.maxRecordsPerBatch"
_PIECES: Final = 16
"""Pieces of lines that come to a worker at once, to be hashed."""
_HEAD: Final = -(1 << 31)
"""The bucket of headers, before all others."""
_LINES: Final = "o int, part int, bucket int, place int, text string"
_MOST_BYTES: Final = 48 << 20
"""Of a part file; a larger one comes of a larger piece only."""
_OWN: Final = re.compile(
    r"((?:(?:stages|handoff)/)?[A-Za-z][A-Za-z0-9_-]*\.(?:csv|json|parquet|xlsx))(?:/part-[0-9]+\.csv)?"
)


class _Piece(NamedTuple):
    """Lines that one bucket gives to one output, some at a time."""

    output: str
    bucket: int
    place: int
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

        Raises:
            OutputError: Something is in the way that no run wrote.
        """
        names = list(self._told.headers)
        _check_free(self._storage, folder, [*names, _SUMMARY, _RUN])
        staging = f"{folder}/{_STAGING}"
        self._storage.remove(staging)
        try:
            parts = dict(_parted(self._pieces(), self._told.headers))
            lines = self._lines(parts, names)
            lines.write.partitionBy("o", "part").option("lineSep", "\n").text(f"{staging}/new")
            self._name(f"{staging}/new", f"{staging}/whole", names)
            rows, hashes = _rows_of(parts), self._hashes(lines)
            outputs = [
                Output(f"{names[o]}/{_file(part)}", rows[names[o], part], digest)
                for (o, part), digest in sorted(hashes.items())
            ]
            self._place(folder, f"{staging}/whole", names, outputs)
        finally:
            self._storage.remove(staging)
        return (*names, _SUMMARY, _RUN)

    def _pieces(self) -> list[_Piece]:
        sized = self._rows.select("output", "bucket", "place", "number", F.octet_length("text").alias("size"))
        return [_Piece(*row) for row in sized.collect()]

    def _lines(self, parts: Mapping[_Piece, int], names: list[str]) -> DataFrame:
        """Return the lines of all part files, in order: the output's number, the part's, and `text` without the last line feed."""
        numbers = {name: number for number, name in enumerate(names)}
        rows = [(one.output, one.bucket, one.place, numbers[one.output], part) for one, part in parts.items()]
        told = self._spark.createDataFrame(rows, "output string, bucket int, place int, o int, part int")
        heads = [
            (numbers[name], part, _HEAD, 0, self._told.headers[name])
            for name, part in sorted({(one.output, part) for one, part in parts.items()})
        ]
        texts = (
            self._rows.filter(F.col("text") != "")
            .join(F.broadcast(told), on=["output", "bucket", "place"])
            .select("o", "part", "bucket", "place", "text")
        )
        whole = texts.unionByName(self._spark.createDataFrame(heads, _LINES))
        # NOTE: pieces stay apart up to the file, as Java would hold a whole one several times. The writer adds the last line feed.
        cut = whole.withColumn("text", F.expr("substr(text, 1, length(text) - 1)"))
        ordered = cut.repartition("o", "part").sortWithinPartitions("o", "part", "bucket", "place")
        return ordered.select("o", "part", "text")

    def _name(self, new: str, whole: str, names: list[str]) -> None:
        """Give the part files their names."""
        for o, name in enumerate(names):
            for folder in self._storage.list_folder(f"{new}/o={o}"):
                part = int(folder.rpartition("=")[2])
                source = next(one for one in self._storage.list_folder(folder) if "/part-" in one)
                self._storage.move(source, f"{whole}/{name}/{_file(part)}")

    def _hashes(self, lines: DataFrame) -> dict[tuple[int, int], str]:
        """Return the hash of each part file, by the numbers of its output and its part."""
        usual = self._spark.conf.get(_BATCH)
        self._spark.conf.set(_BATCH, str(_PIECES))
        try:
            found = lines.mapInArrow(_hasher(arrow_schema(_HASHES)), _HASHES).collect()
            return {(o, part): digest for o, part, digest in found}
        finally:
            self._spark.conf.set(_BATCH, str(usual))

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


def _hasher(schema: pa.Schema) -> Callable[[Iterator[pa.RecordBatch]], Iterator[pa.RecordBatch]]:
    """Return what hashes part files on a worker, to which the lines of a file come in order.

    Args:
        schema: That of `_HASHES`.
    """

    def on_worker(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        hashes: dict[tuple[int, int], Any] = {}
        for batch in batches:
            for o, part, text in zip(*(column.to_pylist() for column in batch.columns), strict=True):
                hashes.setdefault((o, part), sha256()).update(f"{text}\n".encode())
        rows = [(o, part, digest.hexdigest()) for (o, part), digest in hashes.items()]
        yield from as_arrow(pl.DataFrame(rows, schema=kinds_of(_HASHES), orient="row"), schema).to_batches()

    return on_worker


def _file(part: int) -> str:
    return f"part-{part:05d}.csv"


def _check_free(storage: Storage, folder: str, names: Iterable[str]) -> None:
    """Check that nothing is in the way of the outputs that the last run did not write.

    Raises:
        OutputError: Something is.
    """
    known = _named(storage, folder)
    known |= {_RUN} if known else set()
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


def _parted(pieces: list[_Piece], headers: Mapping[str, str]) -> Iterable[tuple[_Piece, int]]:
    """Yield in which part of its output each piece goes; what a bucket gives stays together."""
    for name in headers:
        mine = sorted(piece for piece in pieces if piece.output == name)
        part, size, before = 0, 0, None
        for piece in [piece for piece in mine if piece.size] or mine[:1]:
            if piece.bucket != before and size and size + piece.size > _MOST_BYTES:
                part, size = part + 1, 0
            size, before = size + piece.size, piece.bucket
            yield piece, part


def _rows_of(parts: Mapping[_Piece, int]) -> dict[tuple[str, int], int]:
    found: dict[tuple[str, int], int] = {}
    for piece, part in parts.items():
        found[piece.output, part] = found.get((piece.output, part), 0) + piece.rows
    return found
