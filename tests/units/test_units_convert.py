"""Exact factors, and why there is none."""

from fractions import Fraction

import pytest

from reconcile.units import UnitMismatch, Units

UNITS = Units({"person": ["people"]})


@pytest.mark.parametrize(
    ("one", "other", "factor"),
    [
        ("km", "m", 1000),
        ("mile", "km", Fraction("1.609344")),
        ("mile^2", "km^2", Fraction("1.609344") ** 2),
        ("sq mi", "square kilometres", Fraction("1.609344") ** 2),
        ("mile^2", "acre", 640),
        ("acres", "ha", Fraction("0.40468564224")),
        ("km^2", "ha", 100),
        ("feet", "inches", 12),
        ("tonne", "kg", 1000),
        ("ton", "lb", 2000),
        ("long ton", "lb", 2240),
        ("lb", "g", Fraction("453.59237")),
        ("Mt", "t", 10**6),
        ("barrel", "gallon", 42),
        ("imperial gallon", "litre", Fraction("4.54609")),
        ("acre-feet", "cubic feet", 43560),
        ("mph", "km/h", Fraction("1.609344")),
        ("knots", "km/h", Fraction("1.852")),
        ("kWh", "MJ", Fraction("3.6")),
        ("kWh/day", "W", Fraction(125, 3)),
        ("degC/decade", "degF/decade", Fraction(9, 5)),
        ("MB", "bit", 8 * 10**6),
        ("GiB", "MiB", 1024),
        ("year", "month", 12),
        ("year", "day", Fraction("365.25")),
        ("decade", "years", 10),
        ("week", "days", 7),
        ("person/year", "person/month", Fraction(1, 12)),
        ("people per month", "person/year", 12),
        ("people a week", "people a day", Fraction(1, 7)),
        ("people per quarter", "people per month", Fraction(1, 3)),
        ("million people", "person", 10**6),
        ("thousand people per year", "people/month", Fraction(1000, 12)),
        ("dozen eggs", "egg", 12),
        ("people per sq mi", "person/mile^2", 1),
        ("deaths per 100,000 people", "death/person", Fraction(1, 100_000)),
        ("percent", "permille", 10),
        ("permille", "percent", Fraction(1, 10)),
        ("basis points", "percent", Fraction(1, 100)),
        ("ppm", "%", Fraction(1, 10_000)),
        ("USD million", "$", 10**6),
        ("dollars", "USD", 1),
        ("euro cents", "EUR", Fraction(1, 100)),
        ("pence", "£", Fraction(1, 100)),
        ("$/kg", "USD/tonne", 1000),
        ("pounds", "GBP", 1),
        ("million pounds", "£", 10**6),
        ("pounds", "kg", Fraction("0.45359237")),
        ("votes", "vote", 1),
        ("caches", "cache", 1),
        ("", "1", 1),
        ("thousand", "", 1000),
        ("degC", "°C", 1),
        ("Hz", "1/s", 1),
    ],
)
def test_a_factor_is_exact(one: str, other: str, factor: Fraction) -> None:
    found = UNITS.convert(one, other)
    assert isinstance(found, Fraction)
    assert found == factor
    assert UNITS.convert(other, one) == 1 / Fraction(factor)


@pytest.mark.parametrize(
    ("one", "other", "reason"),
    [
        ("km", "km^2", "km is a length, km^2 an area"),
        ("km", "person", "km is a length, person counts 'person'"),
        ("percent", "people", "percent is a share, people counts 'person'"),
        ("people", "votes", "people and votes count different things"),
        ("people/month", "people", "people/month is person per time, people counts 'person'"),
        ("USD", "EUR", "USD and EUR are different currencies: no fixed rate converts them"),
        (
            "$",
            "Jamaican dollars",
            "$ and Jamaican dollars are different currencies: no fixed rate converts them",
        ),
        (
            "USD",
            "constant 2010 USD",
            "USD and constant 2010 USD are different currencies: no fixed rate converts them",
        ),
        ("USD", "people", "USD is money (USD), people counts 'person'"),
        ("degC", "degF", "degC and degF have different zeros: no factor converts them"),
        ("kelvin", "°C", "kelvin and °C have different zeros: no factor converts them"),
        ("", "km", "no unit is a plain number, km a length"),
        ("GB", "bit/s", "GB is information, bit/s a data rate"),
        ("Bq", "Hz", "Bq is a radioactivity, Hz a frequency"),
        ("people/km^2", "people", "people/km^2 is person per area, people counts 'person'"),
        ("kilomtre", "km", "kilomtre counts 'kilomtre', km is a length"),
    ],
)
def test_no_factor_says_why(one: str, other: str, reason: str) -> None:
    found = UNITS.convert(one, other)
    assert isinstance(found, UnitMismatch)
    assert (found.unit_from, found.unit_to, found.reason) == (one, other, reason)
    assert str(found) == reason
    assert isinstance(UNITS.convert(other, one), UnitMismatch)


def test_a_long_unit_is_cut_in_a_reason() -> None:
    found = UNITS.convert("x" * 500, "km")
    assert isinstance(found, UnitMismatch)
    assert len(found.reason) < 700
