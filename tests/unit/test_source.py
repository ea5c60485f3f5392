"""What holds for every module of the program: it is short, and reads nothing that it is not given."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import leadscore

SOURCE = Path(leadscore.__file__).parent
MODULES = sorted(SOURCE.rglob("*.py"))
CLOCK = SOURCE / "cli" / "days.py"

HIDDEN_INPUTS = {"now", "utcnow", "today", "environ", "environb", "getenv"}
HIDDEN_MODULES = {"locale", "time", "socket", "urllib", "http"}
CODE_IN_CONFIG = {"eval", "exec", "compile", "__import__"}
ROW_LOOPS = {"map_elements", "map_rows", "apply"}

every_module = pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(SOURCE).as_posix())


def attributes(path: Path) -> set[str]:
    """Return everything that a module reads from something else, as in `datetime.now`."""
    nodes = list(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))
    taken = {node.attr for node in nodes if isinstance(node, ast.Attribute)}
    foreign = [
        node for node in nodes if isinstance(node, ast.ImportFrom) and "leadscore" not in str(node.module)
    ]
    return taken | {alias.name for node in foreign for alias in node.names}


def imports(path: Path) -> set[str]:
    """Return the first part of the name of every module that a module imports."""
    nodes = list(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))
    whole = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    parts = {node.module or "" for node in nodes if isinstance(node, ast.ImportFrom)}
    return {name.partition(".")[0] for name in whole | parts}


def calls(path: Path) -> set[str]:
    """Return the bare names that a module calls."""
    nodes = ast.walk(ast.parse(path.read_text(encoding="utf-8")))
    called = [node.func for node in nodes if isinstance(node, ast.Call)]
    return {function.id for function in called if isinstance(function, ast.Name)}


@every_module
def test_a_module_has_at_most_400_lines(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 400


@every_module
def test_a_module_reads_no_clock_environment_locale_or_network(path: Path) -> None:
    allowed = {"now"} if path == CLOCK else set()
    assert attributes(path) & HIDDEN_INPUTS == allowed
    assert imports(path) & HIDDEN_MODULES == set()


@every_module
def test_a_module_runs_no_code_from_data_and_loops_over_no_rows(path: Path) -> None:
    assert calls(path) & CODE_IN_CONFIG == set()
    assert attributes(path) & ROW_LOOPS == set()
