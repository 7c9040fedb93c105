"""Slips of digits against brute force, and intervals that are moved and scaled."""

from fractions import Fraction

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from reconcile.solver.values.repair_digits import Printed, printed_number, slips
from reconcile.solver.values.stretches import Stretch

NUMBERS = st.integers(1, 10**7 - 1)


def one_slip(digits: str) -> dict[str, set[str]]:
    """Return every number that one slip makes of digits, by kind, tried one after another."""
    places = range(len(digits))
    swapped = {digits[:i] + digits[i + 1] + digits[i] + digits[i + 2 :] for i in places[:-1]}
    return {
        "swapped": swapped - {digits},
        "changed": {digits[:i] + d + digits[i + 1 :] for i in places[:-1] for d in "0123456789"} - {digits},
        "lost": {digits[:i] + d + digits[i:] for i in range(len(digits) + 1) for d in "0123456789"} - {digits + "0"},
        "added": {digits[:i] + digits[i + 1 :] for i in places if i or digits[1:2] != "0"},
    }


@given(NUMBERS, NUMBERS, st.integers(0, 2000))
@example(123, 1234, 0)
@example(1000, 100, 0)
def test_slips_are_those_that_brute_force_finds(number: int, least: int, room: int) -> None:
    digits, most = str(number), least + room
    found = {
        (s.kind.replace("doubled", "added"), s.digits)
        for s in slips(Printed(digits, digits, Fraction(1)), least, most, Fraction(0))
    }
    long_enough = {"swapped": 2, "changed": 4, "lost": 3, "added": 4}
    wanted = {
        (kind, other)
        for kind, others in one_slip(digits).items()
        if len(digits) >= long_enough[kind]
        for other in others
        if other
        and other[0] != "0"
        and least <= int(other) <= most
        and not (kind == "added" and 10 * int(other) == number)
    }
    assert found == wanted


@given(NUMBERS, st.integers(0, 5))
def test_digits_that_are_rounded_away_prove_nothing(number: int, zeros: int) -> None:
    digits = str(number)
    width = Fraction(10**zeros)
    meant = Printed(digits, digits, Fraction(1)).meant(width)
    assert meant == sum(10 ** (len(digits) - 1 - i) >= width for i in range(len(digits)))
    for slip in slips(Printed(digits, digits, Fraction(1)), 1, 10**9, width):
        if slip.kind in ("swapped", "changed"):
            assert slip.digits[meant:] == digits[meant:]


@pytest.mark.parametrize(
    ("stated", "value", "digits", "unit"),
    [
        ("482,517", 482517, "482517", 1),
        ("about 1.7 million", 1700000, "17", 100000),
        ("12 345 km", 12345, "12345", 1),
        ("2.50", Fraction(5, 2), "250", Fraction(1, 100)),
    ],
)
def test_the_number_in_a_value(stated: str, value: int, digits: str, unit: int) -> None:
    found = printed_number(stated, Fraction(value))
    assert found is not None
    assert (found.digits, found.unit) == (digits, unit)


@pytest.mark.parametrize("stated", ["four", "400 to 450", "0.5", "", "one in 9 of 12"])
def test_values_without_a_number_whose_digits_can_be_looked_at(stated: str) -> None:
    assert printed_number(stated, Fraction(1, 2)) is None


def test_decimals_lose_and_gain_no_digits() -> None:
    printed = printed_number("12.345,5", Fraction("12345.5"))
    assert printed is not None and printed.has_decimals
    assert not [slip for slip in slips(printed, 1, 10**9, Fraction(0)) if slip.kind in ("lost", "added", "doubled")]


def test_ends_that_are_left_out_do_not_meet() -> None:
    one = Stretch((Fraction(1650), 0), (Fraction(1750), -1))
    other = Stretch((Fraction(1750), 0), (Fraction(1850), -1))
    assert not one.meets(other)
    assert one.moved(Fraction(1, 2)).meets(other)
    assert one.scaled(Fraction(-1)) == Stretch((Fraction(-1750), 1), (Fraction(-1650), 0))
    assert not one.scaled(Fraction(-1)).meets(other.scaled(Fraction(-1)))


def test_what_tells_something() -> None:
    def around(low: int, high: int) -> Stretch:
        return Stretch((Fraction(low), 0), (Fraction(high), 0))

    assert around(0, 0).tells(around(0, 0))
    assert around(90, 110).tells(around(100, 101))
    assert not around(90, 110).tells(around(90, 110))
    assert not around(0, 5).tells(around(5, 5))
