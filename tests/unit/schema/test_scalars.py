from __future__ import annotations

from decimal import Decimal

import pytest

from leadscore.schema.scalars import (
    Key,
    Unusable,
    WrittenDecimal,
    WrittenInt,
    WrittenText,
    is_bent,
    read_plain,
)


@pytest.mark.parametrize("text", ["true", "True", "TRUE"])
def test_true(text: str) -> None:
    assert read_plain(text) is True


@pytest.mark.parametrize("text", ["false", "False", "FALSE"])
def test_false(text: str) -> None:
    assert read_plain(text) is False


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("0", 0),
        ("5", 5),
        ("-5", -5),
        ("+5", 5),
        ("010", 10),
        ("01067", 1067),
        ("08", 8),
        ("0o17", 15),
        ("0x1F", 31),
        ("0xff", 255),
        ("-0", 0),
        ("9" * 40, 10**40 - 1),
    ],
)
def test_whole_numbers_remember_their_text(text: str, number: int) -> None:
    value = read_plain(text)
    assert isinstance(value, WrittenInt)
    assert (value, value.source) == (number, text)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("1.5", "1.5"),
        (".5", "0.5"),
        ("5.", "5"),
        ("-1.50", "-1.50"),
        ("1e3", "1000"),
        ("1E-2", "0.01"),
        ("0.1", "0.1"),
    ],
)
def test_decimals_are_exact_and_remember_their_text(text: str, number: str) -> None:
    value = read_plain(text)
    assert isinstance(value, WrittenDecimal)
    assert (value, value.source) == (Decimal(number), text)


@pytest.mark.parametrize(
    "text",
    [
        *(
            "NO",
            "no",
            "on",
            "yes",
            "y",
            "tRUE",
            "1_000",
            "0b1",
            "1:30",
            "12:30:45",
            "2026-01-01",
            "=",
            "nULL",
            "-.5.",
            "1e",
        ),
        *(
            ".",
            "-",
            "+",
            "-0x1F",
            "0X1F",
            "0o8",
            "1,5",
            "1.000,5",
            "٣",
            "5\u00a0",
            "30d",
            "10%",
            "inf",
            "nan",
            "e5",
        ),
    ],
)
def test_everything_else_is_text(text: str) -> None:
    value = read_plain(text)
    assert isinstance(value, WrittenText)
    assert (value, value.plain) == (text, True)


@pytest.mark.parametrize("text", [".inf", "-.Inf", "+.INF", ".nan", ".NaN", ".NAN"])
def test_no_numbers(text: str) -> None:
    help_ = f'write a number, or quote it: "{text}"'
    assert read_plain(text) == Unusable(f'"{text}" is not a number that rules can use', help_)


@pytest.mark.parametrize(
    "text", ["9" * 41, "9" * 5000, "1e41", "1e-41", "1e999999999", "1e" + "9" * 5000, "0x" + "f" * 5000]
)
def test_numbers_without_end(text: str) -> None:
    value = read_plain(text)
    assert isinstance(value, Unusable)
    assert len(value.message) < 100


@pytest.mark.parametrize("text", ["01067", "+5", "0x1F", "0o17", "-0", "1E5", ".5", "5.", "+1.5", "007.5"])
def test_bent(text: str) -> None:
    assert is_bent(read_plain(text))


@pytest.mark.parametrize("text", ["0", "1067", "-5", "1.5", "1.50", "-0.25", "true", "DE"])
def test_not_bent(text: str) -> None:
    assert not is_bent(read_plain(text))


def test_key_is_its_text() -> None:
    key = Key("5", WrittenInt("5"), plain=True)
    assert {key: 1} == {"5": 1}
    assert (key.value, key.plain) == (5, True)
