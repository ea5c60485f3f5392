"""A session of Spark for one run, and its errors in words."""

from __future__ import annotations

import os
import re
import sys
import warnings
from contextlib import contextmanager
from tempfile import TemporaryFile
from typing import TYPE_CHECKING, Final

from leadscore import errors
from leadscore.errors import InputError, LeadscoreError, RulesError, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pyspark.sql import SparkSession

__all__ = ["open_spark", "plain_errors"]

_OURS: Final = re.compile(r"leadscore\.errors\.(\w+Error): (.*?)(?=\n\n|\Z)", re.DOTALL)
_JAVA: Final = 'Spark needs Java 17 or later\n  help: install it (on Debian: apt-get install openjdk-17-jre-headless); "java -version" shows what is there'
_MISSING: Final = (
    '--engine spark needs pyspark, which is not installed\n  help: pip install "leadscore[spark]"'
)
_GONE: Final = (
    "Java has ended; the driver had too little memory (spark.driver.memory), or somebody stopped it"
)
_LOOPBACK: Final = "127.0.0.1"
_STDERR: Final = 2
_MOST_SAID: Final = 1 << 16
_REASON: Final = re.compile(r"(?:Exception|Error): (.+)")


@contextmanager
def open_spark(master: str | None) -> Iterator[SparkSession]:
    """Open a session and stop it afterwards, or use the one that is there.

    Args:
        master: The master that the command line names; None for the one that Spark is configured for, else this machine.

    Raises:
        UsageError: Spark or Java is missing, or the master cannot be reached.
    """
    with _silent():
        try:
            from pyspark.errors import PySparkException
            from pyspark.sql import SparkSession
        except ModuleNotFoundError as error:
            raise UsageError(_MISSING) from error
        there = SparkSession.getActiveSession()
        if there is not None:
            yield there
            return
        try:
            with _quiet_java() as said:
                spark = _opened(SparkSession.builder, master)
        except PySparkException as error:
            found = str(error)
            raise UsageError(
                _of_java(master, said()) if "JAVA_GATEWAY" in found else _unreachable(master, found)
            ) from error
        except Exception as error:
            raise UsageError(_unreachable(master, str(error))) from error
        try:
            yield spark
        finally:
            spark.stop()


def _opened(builder: SparkSession.Builder, master: str | None) -> SparkSession:
    from pyspark import SparkConf

    known = SparkConf()
    where = master or known.get("spark.master") or "local[*]"
    usual = {
        "spark.app.name": "leadscore",
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
        "spark.log.level": "ERROR",
        # NOTE: Spark runs as many tasks on a worker as it has cores, so that each may take one.
        "spark.executorEnv.POLARS_MAX_THREADS": "1",
    }
    if where.startswith("local"):
        usual |= {
            "spark.driver.host": _LOOPBACK,
            "spark.driver.bindAddress": _LOOPBACK,
        }
    for name, value in usual.items():
        if not known.contains(name):
            builder = builder.config(name, value)
    spark = builder.master(where).getOrCreate()
    if where.startswith("local"):
        # NOTE: there is a setting for it too, but only other programs that start Spark read it.
        spark.sparkContext.pythonExec = sys.executable
    return spark


def _unreachable(master: str | None, found: str) -> str:
    first = found.strip().splitlines()[0] if found.strip() else "no reason given"
    return (
        f"Spark cannot be started with {f'--master {master}' if master else 'its usual master'}: {first}\n"
        "  help: --master is local[*], spark://HOST:PORT, yarn or k8s://…; without it this machine is used"
    )


@contextmanager
def plain_errors() -> Iterator[None]:
    """Let what goes wrong on workers end in the words of those who found it.

    Raises:
        LeadscoreError: What a worker raised; else what Spark says.
    """
    from py4j.protocol import Py4JError
    from pyspark.errors import PySparkException

    try:
        with _silent():
            yield
    except (PySparkException, Py4JError) as error:
        raise _told(str(error)) from error
    except ConnectionError as error:
        raise _told(_GONE) from error


def _told(text: str) -> LeadscoreError:
    ours = _OURS.findall(text)
    if ours:
        name, message = ours[-1]
        kind = getattr(errors, name, InputError)
        message = message.split("\n\tat ")[0].strip()
        return kind(message) if kind is not RulesError else InputError(message)
    if "CSV header does not conform" in text:
        return InputError(
            "the files of one input have different headers\n  help: give files with the same columns in the same order"
        )
    lines = [line.strip() for line in text.splitlines() if line.strip() and not line.startswith("\tat ")]
    return InputError(
        f"Spark could not do it: {lines[-1] if lines else 'no reason given'}\n"
        "  help: the log of the workers says more; memory, access to files and Python packages are the usual reasons"
    )


def _of_java(master: str | None, said: str) -> str:
    """Return why Java did not start what was asked of it."""
    reason = _REASON.search(said)
    return _JAVA if reason is None or "class file version" in said else _unreachable(master, reason[1])


@contextmanager
def _quiet_java() -> Iterator[Callable[[], str]]:
    """Let a Java that is started meanwhile say nothing on stderr: nightly runs are silent, and errors are told in other ways.

    Whoever has a log4j2.properties of their own in `SPARK_CONF_DIR` sends its log elsewhere.

    Yields:
        What returns the beginning of what it has said.
    """
    sys.stderr.flush()
    with TemporaryFile() as log:
        before = os.dup(_STDERR)
        try:
            os.dup2(log.fileno(), _STDERR)
            yield lambda: said
        finally:
            os.dup2(before, _STDERR)
            os.close(before)
            log.seek(0)
            said = log.read(_MOST_SAID).decode(errors="replace")


@contextmanager
def _silent() -> Iterator[None]:
    """Keep warnings of pyspark about other packages away from people who cannot do anything about them."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", category=FutureWarning, module="pyspark")
        yield
