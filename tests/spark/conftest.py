"""One Spark for all tests of a process."""

from __future__ import annotations

import os
import shutil
import warnings
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.spark.cluster import missing, started

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pyspark.sql import SparkSession


@pytest.fixture(scope="session")
def spark() -> Iterator[SparkSession]:
    """A session with two worker processes."""
    reason = missing()
    if reason is not None:
        pytest.skip(reason)
    with warnings.catch_warnings():
        # NOTE: what pyspark thinks of the versions of other packages is no matter of ours.
        warnings.simplefilter("ignore")
        session = started()
        left = Path(os.environ["SPARK_HOME"]) / "work" / session.sparkContext.applicationId
        yield session
        session.stop()
        shutil.rmtree(left, ignore_errors=True)
