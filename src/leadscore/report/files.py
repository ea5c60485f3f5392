"""Where the files are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from leadscore.report.layout import below, heading
from leadscore.report.text import shown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.console import RenderableType

    from leadscore.results import Published

__all__ = ["files"]


def files(published: Published | None) -> Iterator[RenderableType]:
    """Show what was written where, folder by folder, and what was removed."""
    if published is None:
        yield heading("Nothing was written")
        return
    yield heading(f"Written to {published.address or published.folder}")
    folders: dict[str, list[str]] = {}
    for path in published.written:
        folder, _, name = path.rpartition("/")
        folders.setdefault(folder, []).append(name)
    for folder, names in folders.items():
        yield below(shown(f"in {folder}: {', '.join(names)}" if folder else ", ".join(names)))
    if published.removed:
        yield below(shown(f"removed, as this run does not write them: {', '.join(published.removed)}"))
