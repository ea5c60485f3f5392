from __future__ import annotations

from decimal import Decimal

import pytest

from leadscore.report.amounts import given, plain, taken


@pytest.mark.parametrize(
    ("number", "expected"), [("20", "+20"), ("-7.5", "-7.5"), ("0", "0"), ("0.001", "+0.001")]
)
def test_what_is_given_has_a_sign(number: str, expected: str) -> None:
    assert given(Decimal(number)).plain == expected


@pytest.mark.parametrize(("number", "expected"), [("20", "-20"), ("-7.5", "+7.5"), ("0", "")])
def test_what_is_taken_has_the_other_sign_and_nothing_is_left_blank(number: str, expected: str) -> None:
    assert taken(Decimal(number)).plain == expected


def test_numbers_keep_their_digits() -> None:
    assert [plain(Decimal(number)) for number in ("60.0", "-4", "12.345")] == ["60.0", "-4", "12.345"]
