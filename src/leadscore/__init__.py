"""Lead qualification as code: score CRM exports with rules in YAML, exactly and explained.

```python
import leadscore

result = leadscore.score(contacts, activities=activities, rules="rules.yaml", as_of=date(2026, 11, 1))
result.scored
```

What is named here is the Python interface; it is imported when it is first used, so that the command line starts fast.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from leadscore.api import Result, load_rules, score
    from leadscore.errors import (
        FindingError,
        FolderBusyError,
        InputError,
        LeadscoreError,
        OutputError,
        Problem,
        RulesError,
        UsageError,
    )
    from leadscore.results import Summary
    from leadscore.schema import RulesFile

__all__ = [
    "FindingError",
    "FolderBusyError",
    "InputError",
    "LeadscoreError",
    "OutputError",
    "Problem",
    "Result",
    "RulesError",
    "RulesFile",
    "Summary",
    "UsageError",
    "__version__",
    "load_rules",
    "score",
]

__version__ = "0.1.0"

_HOMES: Final = {
    "Result": "leadscore.api",
    "RulesFile": "leadscore.schema",
    "Summary": "leadscore.results",
    "load_rules": "leadscore.api",
    "score": "leadscore.api",
}
"""Where each name comes from; errors come from `leadscore.errors`."""


def __getattr__(name: str) -> Any:
    """Return a name of the interface."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = globals()[name] = getattr(import_module(_HOMES.get(name, "leadscore.errors")), name)
    return value


def __dir__() -> list[str]:
    """Return the names of the interface."""
    return sorted({*globals(), *__all__})
