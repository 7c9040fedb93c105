"""Digits, marks, number words, scale words and units."""

from fractions import Fraction

import pytest

from reconcile.readings import ReadingError, read


def exactly(text: str, kind: str = "plain", **known: object) -> Fraction:
    reading = read(text, kind, exact=True, **known)
    assert reading.low is not None
    assert reading.low == reading.high
    return reading.low


@pytest.mark.parametrize("space", [" ", "\u00a0", "\u2009", "\u202f", "\u2007"])
def test_spaces_part_groups(space: str) -> None:
    assert exactly(f"1{space}234{space}567") == 1_234_567
    assert exactly(f"1{space}234,5") == Fraction(2469, 2)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1,234,567", 1_234_567),
        ("1.234.567", 1_234_567),
        ("1'234'567", 1_234_567),
        ("1’234", 1234),
        ("12,34,567", 1_234_567),
        ("1,234.5", Fraction(2469, 2)),
        ("1.234,5", Fraction(2469, 2)),
        ("0.234", Fraction(234, 1000)),
        (".5", Fraction(1, 2)),
        ("+5", 5),
        ("−5", -5),
        ("–5", -5),
        ("1.5e3", 1500),
        ("2E-3", Fraction(2, 1000)),
        ("١٧٠٠", 1700),
        ("２０", 20),
        ("2½", Fraction(5, 2)),
        ("2 1/2", Fraction(5, 2)),
        ("2 and a half", Fraction(5, 2)),
        ("two and three quarters", Fraction(11, 4)),
        ("5 hundred thousand", 500_000),
        ("5 thousand million", 5 * 10**9),
        ("5-million", 5_000_000),
        ("3 lakh", 300_000),
        ("2 crore", 20_000_000),
        ("half a dozen", 6),
        ("a quarter of a million", 250_000),
        ("zero", 0),
        ("nineteen", 19),
        ("ninety-nine", 99),
        ("a hundred", 100),
        ("one hundred and one", 101),
        ("five thousand and six", 5006),
        ("two million three hundred thousand and forty", 2_300_040),
        ("one hundred and five thousand", 105_000),
        ("seventeen hundred", 1700),
        ("two point five", Fraction(5, 2)),
        ("two-and-a-half million", 2_500_000),
    ],
)
def test_numbers(text: str, value: Fraction | int) -> None:
    assert exactly(text) == value


@pytest.mark.parametrize(
    ("text", "decimal", "value"),
    [
        ("1.700", ",", 1700),
        ("1.700", ".", Fraction(17, 10)),
        ("1,700", ",", Fraction(17, 10)),
        ("1,700", ".", 1700),
        ("1,5", ",", Fraction(3, 2)),
        ("1.234,5", ",", Fraction(2469, 2)),
        ("0,234", ",", Fraction(234, 1000)),
        ("1.700 million", ".", 1_700_000),
    ],
)
def test_the_decimal_mark_decides(text: str, decimal: str, value: Fraction | int) -> None:
    assert exactly(text, "count", decimal=decimal) == value


@pytest.mark.parametrize(
    ("text", "candidates"),
    [
        ("1.700", ("1,700", "1.7")),
        ("about 1.700", ("1,700", "1.7")),
        ("1.700 million", ("1,700", "1.7")),
        ("1,5", ("1.5",)),
        ("0,234", ("0.234",)),
        ("1234,567", ("1234.567",)),
    ],
)
def test_doubtful_marks_of_a_count(text: str, candidates: tuple[str, ...]) -> None:
    with pytest.raises(ReadingError) as caught:
        read(text)
    assert caught.value.ambiguous
    assert caught.value.candidates == candidates
    assert 'decimal: ","' in caught.value.reason


@pytest.mark.parametrize(
    ("text", "decimal"),
    [
        ("1,234.5", ","),
        ("1.5", ","),
        ("1,5", "."),
        ("1.2.3", None),
        ("1,23,45", None),
        ("1234,567,890", None),
        ("1.234,567.8", None),
        ("0012", None),
        ("00", None),
        ("0,234,567", None),
        ("12 34", None),
        ("1_700", None),
        ("1" * 37, None),
        ("1e19", None),
        ("1e99999", None),
        ("5 million million million million", None),
        ("1/0", None),
        ("0/0", None),
        ("10000000000000/3", None),
        ("2 3/2", None),
        ("five two", None),
        ("twenty thirteen", None),
        ("nineteen eighty-four", None),
        ("hundred " * 12, None),
    ],
)
def test_no_number(text: str, decimal: str | None) -> None:
    with pytest.raises(ReadingError):
        read(text, "plain", decimal=decimal)


@pytest.mark.parametrize(
    ("text", "kind", "value", "unit"),
    [
        ("5 m", "count", 5_000_000, ""),
        ("5k", "count", 5000, ""),
        ("5K", "count", 5000, ""),
        ("5 K", "physical", 5, "K"),
        ("5 mm", "physical", 5, "mm"),
        ("5 t", "physical", 5, "t"),
        ("$5b", "money", 5 * 10**9, "$"),
        ("$5T", "count", 5 * 10**12, "$"),
        ("5 bn €", "money", 5 * 10**9, "€"),
        ("US$ 5 million", "money", 5_000_000, "US$"),
        ("-$5", "plain", -5, "$"),
        ("$-5", "plain", -5, "$"),
        ("5 USD per barrel", "money", 5, "USD per barrel"),
        ("1,700 foreign   recruits", "count", 1700, "foreign recruits"),
        ("200 a month", "count", 200, "per month"),
        ("1,500 per month", "count", 1500, "per month"),
        ("5 per 100,000 people", "plain", 5, "per 100,000 people"),
        ("12 km/h", "physical", 12, "km/h"),
        ("12 km^2", "physical", 12, "km^2"),
        ("12 sq. km", "physical", 12, "sq. km"),
        ("12 °C", "physical", 12, "°C"),
        ("5s", "physical", 5, "s"),
        ("500 of the recruits", "count", 500, "recruits"),
        ("18,000 “members”", "count", 18_000, "“members”"),
    ],
)
def test_units_and_short_scales(text: str, kind: str, value: int, unit: str) -> None:
    reading = read(text, kind, exact=True)
    assert (reading.low, reading.unit) == (value, unit)


def test_m_is_a_metre_of_a_length() -> None:
    assert read("5 m", "physical", is_length=True).unit == "m"
    assert read("5m", "physical", is_length=True).stated_low == 5
    assert read("5 million m", "physical", is_length=True).stated_low == 5_000_000


@pytest.mark.parametrize(
    ("text", "kind", "whole", "percent"),
    [
        ("1,700", "count", True, False),
        ("3.5", "count", False, False),
        ("3.5 million", "count", True, False),
        ("400 to 450", "count", True, False),
        ("hundreds", "count", True, False),
        ("20%", "share", False, True),
        ("20%", "count", False, True),
        ("half", "share", False, True),
        ("20", "share", False, True),
    ],
)
def test_whole_and_percent(text: str, kind: str, whole: bool, percent: bool) -> None:
    reading = read(text, kind)
    assert (reading.whole, reading.percent) == (whole, percent)


@pytest.mark.parametrize(
    ("text", "kind", "low", "high"),
    [
        ("400 to 450", "count", 400, 450),
        ("over 20", "count", 20, 20),
        ("about 1,700", "count", 1700, 1700),
        ("500 ± 20", "count", 500, 500),
        ("hundreds", "count", 200, 999),
        ("most", "share", 50, 100),
        ("a third", "share", Fraction(100, 3), Fraction(100, 3)),
        ("120%", "share", 120, 120),
        ("90 to 120%", "share", 90, 120),
        ("unknown", "count", None, None),
    ],
)
def test_stated_numbers(text: str, kind: str, low: Fraction | None, high: Fraction | None) -> None:
    reading = read(text, kind)
    assert (reading.stated_low, reading.stated_high) == (low, high)
