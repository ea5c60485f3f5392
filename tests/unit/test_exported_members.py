from __future__ import annotations

import importlib
import pkgutil
from types import ModuleType

import pytest

import leadscore

FOUND = [
    found
    for found in pkgutil.walk_packages(leadscore.__path__, "leadscore.")
    if found.name != "leadscore.__main__"
]


def public(package: ModuleType) -> set[str]:
    """Return what a package has under public names, its modules aside."""
    members = {name: member for name, member in vars(package).items() if not name.startswith("_")}
    members.pop("annotations", None)  # of `from __future__ import annotations`
    return {name for name, member in members.items() if not isinstance(member, ModuleType)}


@pytest.mark.parametrize("name", [found.name for found in FOUND if found.ispkg])
def test_packages_export_what_they_say(name: str) -> None:
    package = importlib.import_module(name)
    assert set(package.__all__) == public(package)


@pytest.mark.parametrize(
    "name", [found.name for found in FOUND if not found.ispkg and found.name != "leadscore.columns"]
)
def test_modules_have_what_they_say(name: str) -> None:
    module = importlib.import_module(name)
    assert set(module.__all__) <= set(vars(module))
    assert len(set(module.__all__)) == len(module.__all__)


def test_the_package_itself_has_what_it_says() -> None:
    assert [name for name in leadscore.__all__ if getattr(leadscore, name, None) is None] == []
    assert set(leadscore.__all__) <= set(dir(leadscore))
    with pytest.raises(AttributeError, match="module 'leadscore' has no attribute 'scores'"):
        _ = leadscore.scores
