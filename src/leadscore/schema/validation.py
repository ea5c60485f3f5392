"""Plain data to models, with every fault in one go.

pydantic stops looking at an entry where something in it is wrong. So what is wrong is reported and taken out,
and the rest is looked at again, until nothing more is found.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from pydantic import ValidationError

from leadscore.schema.messages import explain, is_missing, path_of
from leadscore.schema.model import Rules
from leadscore.schema.pruning import Pruning

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

    from leadscore.schema.document import Document, Path
    from leadscore.schema.faults import Fault

__all__ = ["Validation", "validate"]

MAX_ROUNDS: Final = 50


@dataclass(frozen=True)
class Validation:
    """What a document says.

    Attributes:
        rules: The models, without the entries that have faults; None where too little is left.
        faults: What is wrong, in the order of finding.
        data: The content that the models were read from; paths in the models lead to what was written.
        pruning: Leads from a path in the models to the path in the file.
    """

    rules: Rules | None
    faults: tuple[Fault, ...]
    data: Any
    pruning: Pruning

    def original(self, path: Path) -> Path:
        """Return the path in the file of a path in the models."""
        return self.pruning.original(path)


def validate(document: Document) -> Validation:
    """Read a document into models.

    Args:
        document: A rules file whose data is a mapping.
    """
    pruning = Pruning(document)
    faults: list[Fault] = []
    for _ in range(MAX_ROUNDS):
        try:
            data = pruning.rest()
            return Validation(Rules.model_validate(data), tuple(faults), data, pruning)
        except ValidationError as error:
            errors = error.errors(include_url=False)
        places = [pruning.original(path_of(each)) for each in errors]
        found = [_fault(each, place, pruning, document) for each, place in zip(errors, places, strict=True)]
        faults += [fault for fault in found if fault is not None]
        if not pruning.take_out(places):
            break
    return Validation(None, tuple(faults), None, pruning)


def _fault(error: ErrorDetails, path: Path, pruning: Pruning, document: Document) -> Fault | None:
    follows = pruning.explains_missing(path) if is_missing(error) else pruning.explains(path)
    return None if follows else explain(error, path, document.data)
