"""Links between documents lead to files and headings that exist."""

from __future__ import annotations

import re
from typing import Final

import pytest

from tests.docs.readme import ROOT

DOCUMENTS: Final = (
    "README.md",
    "CHANGELOG.md",
    "docs/exports.md",
    "docs/rules.md",
    "docs/outputs.md",
    "docs/check.md",
    "docs/explain.md",
    "docs/diff.md",
    "docs/tutorial.md",
    "docs/history.md",
    "docs/operations.md",
    "docs/editor.md",
    "docs/marketing.md",
    "docs/python.md",
    "docs/scale.md",
)


def links(document: str) -> list[str]:
    """Return where the links of a document lead; what stands in fenced blocks is no link."""
    text = re.sub(r"^```.*?^```$", "", (ROOT / document).read_text("utf-8"), flags=re.MULTILINE | re.DOTALL)
    return [target for target in re.findall(r"\]\(([^)\s]+)\)", text) if not target.startswith("https://")]


def anchors(text: str) -> set[str]:
    """Return the anchors that the headings of a document get."""
    headings = re.findall(r"^#+ (.+)$", text, flags=re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize(
    ("document", "target"), [(document, target) for document in DOCUMENTS for target in links(document)]
)
def test_a_link_leads_somewhere(document: str, target: str) -> None:
    path, _, anchor = target.partition("#")
    file = (ROOT / document).parent / path if path else ROOT / document
    assert file.exists()
    assert not anchor or anchor in anchors(file.read_text(encoding="utf-8"))


def test_every_document_is_linked_from_the_readme() -> None:
    linked = {target.partition("#")[0] for target in links("README.md")}
    assert {*DOCUMENTS[1:], "rules.example.yaml", "LICENSE"} <= linked
