"""Texts for regular expressions, as the examples in the reference and analysts write them."""

from __future__ import annotations

import polars as pl
import pytest

from leadscore.pipeline.outlook.patterns import texts_found


@pytest.mark.parametrize(
    ("pattern", "texts"),
    [
        ("ceo", ["ceo"]),
        (r"\b(ceo|cto|head of)\b|leiter(in)?\b", ["ceo", "cto", "head of", "leiter"]),
        ("^(?:head|vp) of (sales|it)$", ["head of sales", "head of it", "vp of sales", "vp of it"]),
        (r"c\+\+ +dev.*", ["c++ dev"]),
        ("[0-9]{5}", ["00000"]),
        (r"v[^a-z]\d+(?i:x)\w?", ["v11x"]),
        (r"[\w-]+@acme\.example", ["a@acme.example"]),
        (r"\p{Lu}\s(?P<name>y|z){2,3}", ["a yy", "a zz"]),
        ("[]x]+|(a|)b", ["]", "ab", "b"]),
        (r"a[^\p{L}]b[^\d]", ["a-bx"]),
        ("^$", []),
    ],
)
def test_texts_are_found_by_their_expression(pattern: str, texts: list[str]) -> None:
    assert texts_found(pattern) == texts
    assert pl.Series(texts, dtype=pl.String).str.contains(f"(?i){pattern}").all()


@pytest.mark.parametrize("pattern", ["(", "(a", "[", "a{", "\\", "(a))b", "*", "{2}", "(" * 50])
def test_what_is_no_expression_does_no_harm(pattern: str) -> None:
    assert len(texts_found(pattern)) < 5


def test_alternatives_of_alternatives_are_not_without_end() -> None:
    assert len(texts_found("(a|b|c|d)" * 20)) == 12
