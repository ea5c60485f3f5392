"""A Spark of two worker processes on this machine, which stops with the tests."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import leadscore

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pyspark.sql import SparkSession

MASTER = "local-cluster[2,1,1024]"

_JAVA = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"
"""Small runs of many kinds are over before code that is made faster pays."""


def missing() -> str | None:
    """Return why there can be no Spark here; None where there can."""
    if find_spec("pyspark") is None or find_spec("pyarrow") is None:
        return "pyspark or pyarrow is not installed: pip install -e '.[spark]'"
    if shutil.which("java") is None and "JAVA_HOME" not in os.environ:
        return "there is no Java; Spark needs version 17 or later"
    return None


def started() -> SparkSession:
    """Start it: on loopback alone, without a web page, and with this Python on the workers."""
    import pyspark
    from pyspark.sql import SparkSession

    os.environ["SPARK_HOME"] = str(Path(pyspark.__file__).parent)
    os.environ["SPARK_LOCAL_IP"] = "127.0.0.1"
    os.environ["PYSPARK_PYTHON"] = sys.executable
    settings = {
        "spark.driver.host": "127.0.0.1",
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
        "spark.log.level": "OFF",
        "spark.sql.shuffle.partitions": "2",
        "spark.sql.adaptive.enabled": "false",
        "spark.sql.codegen.wholeStage": "false",
        "spark.sql.codegen.factoryMode": "NO_CODEGEN",
        "spark.driver.extraJavaOptions": _JAVA,
        "spark.executor.extraJavaOptions": _JAVA,
        "spark.executorEnv.POLARS_MAX_THREADS": "1",
        "spark.executorEnv.PYTHONPATH": str(Path(leadscore.__file__).parents[1]),
    }
    builder = SparkSession.builder.master(MASTER).appName("leadscore tests")
    for name, value in settings.items():
        builder = builder.config(name, value)
    return builder.getOrCreate()


def executors() -> list[int]:
    """Return the worker processes that this process started, itself or by its children."""
    listed = subprocess.run(
        ["ps", "-eww", "-o", "pid=,ppid=,args="], check=True, capture_output=True, text=True
    )
    parents, named = dict[int, int](), list[int]()
    for line in listed.stdout.splitlines():
        pid, parent, args = line.split(None, 2)
        parents[int(pid)] = int(parent)
        if "CoarseGrainedExecutorBackend" in args:
            named.append(int(pid))
    return [pid for pid in named if os.getpid() in _above(pid, parents)]


def _above(pid: int, parents: dict[int, int]) -> Iterator[int]:
    while pid in parents:
        pid = parents[pid]
        yield pid
