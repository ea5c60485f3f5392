"""The words of deals: which mean won, lost or open, and which step of the pipeline."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import polars as pl

from leadscore.crm.stages import DEAL_MEANINGS, folded, folded_cells

if TYPE_CHECKING:
    from collections.abc import Mapping

    from leadscore.schema.deals import DealSteps

__all__ = ["DEAL_WORDS", "CompiledStep", "DealWords", "compile_deal_words"]

_PIPELINE: Final = r"\s*\([^()]*\)$"
"""Some systems write the pipeline behind a stage: `Closed Won (Sales Pipeline)`."""


@dataclass(frozen=True)
class CompiledStep:
    """One step of the pipeline.

    Attributes:
        name: Its name.
        keys: The words for it, as they are compared.
    """

    name: str
    keys: frozenset[str]


@dataclass(frozen=True)
class DealWords:
    """What the cells of deals mean: the one place that says it.

    Attributes:
        meanings: The words for `won`, `lost` and `open`, as they are compared.
        written: A word for `won` and for `lost`, as a cell has it.
        steps: The steps of the pipeline that are neither won nor lost, in their order.
    """

    meanings: Mapping[str, frozenset[str]]
    written: Mapping[str, str]
    steps: tuple[CompiledStep, ...] = ()

    def meaning(self, text: pl.Expr) -> pl.Expr:
        """Return `won`, `lost` or `open` where a cell is known to mean that, else null.

        Args:
            text: Cells of a stage or status, as text is compared.
        """
        return _looked_up(text, self.meanings)

    def step(self, text: pl.Expr) -> pl.Expr:
        """Return the place of the step that a cell names, counted from 0, null where it names none.

        Args:
            text: Cells of a stage, as text is compared.
        """
        places = {str(place): step.keys for place, step in enumerate(self.steps)}
        return _looked_up(text, places).cast(pl.Int64)


def _looked_up(text: pl.Expr, words: Mapping[str, frozenset[str]]) -> pl.Expr:
    return pl.coalesce(_known(text, words), _known(text.str.replace(_PIPELINE, ""), words))


def _known(text: pl.Expr, words: Mapping[str, frozenset[str]]) -> pl.Expr:
    key, found = folded_cells(text), pl.lit(None, pl.String)
    for name, keys in words.items():
        found = pl.when(key.is_in(sorted(keys))).then(pl.lit(name)).otherwise(found)
    return found


DEAL_WORDS: Final = DealWords(DEAL_MEANINGS, {"won": "closed_won", "lost": "closed_lost"})
"""What is known of deals without any rules."""


def compile_deal_words(deals: DealSteps | None) -> DealWords:
    """Compile what a rules file says of deals.

    The words of `won` and of `lost` take the place of those that are known. A step that means won or lost is none of the
    pipeline: its deals have gone through it.
    """
    if deals is None:
        return DEAL_WORDS
    own = {name: words for name, words in (("won", deals.won), ("lost", deals.lost)) if words is not None}
    said = {name: frozenset(map(folded, words)) for name, words in own.items()}
    taken = frozenset[str]().union(*said.values())
    known = {name: keys - taken for name, keys in DEAL_MEANINGS.items() if name not in said}
    closed = {key for name, keys in (known | said).items() if name != "open" for key in keys}
    steps = (CompiledStep(step.name, frozenset(map(folded, step.words)) - closed) for step in deals.steps)
    return DealWords(
        {name: (known | said)[name] for name in DEAL_MEANINGS},
        {**DEAL_WORDS.written, **{name: words[0] for name, words in own.items()}},
        tuple(step for step in steps if step.keys),
    )
