"""Laws that hold for every text of a unit."""

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from reconcile.units import UnitMismatch, Units
from reconcile.units.atoms import spellings

UNITS = Units({"person": ["people", "fighters"], "attack": ["raids"]})
UNITS.convert("km", "m")  # loads pint here, not within the first example's deadline
SPELLINGS = sorted(spellings())
NOUNS = [
    "people",
    "votes",
    "fighters",
    "raids",
    "foreign recruits",
    "houses",
    "USD",
    "euros",
    "percent",
    "bars",
    "M",
]
SIDES = st.sampled_from(SPELLINGS + NOUNS) | st.tuples(
    st.sampled_from(["million ", "1,000 ", "square ", ""]), st.sampled_from(SPELLINGS + NOUNS)
).map("".join)
BELOW = st.sampled_from(["", "", "/month", " per day", " a year", "/km^2", " per 100,000 people", " monthly"])
SENSIBLE = st.tuples(SIDES, BELOW).map("".join)
PIECES = [
    "km",
    "^2",
    "²",
    "/",
    " ",
    "*",
    "-",
    "per",
    "of",
    "sq",
    "cubic",
    "people",
    "million",
    "m",
    "s",
    "%",
    "$",
    "a",
    "in",
]
PIECES += [
    "1000",
    "10",
    "squared",
    "pounds",
    "men",
    "ies",
    "degC",
    "month",
    "monthly",
    "cent",
    "number of",
    "capita",
    "é",
]
TEXTS = st.text(max_size=130) | st.lists(st.sampled_from(PIECES), max_size=8).map("".join) | SENSIBLE
TEXTS |= st.lists(st.sampled_from(PIECES), max_size=8).map(" ".join)


@given(TEXTS)
def test_every_text_is_a_unit(text: str) -> None:
    assert UNITS.kind(text) in ("count", "physical", "share", "money", "plain")
    assert UNITS.dimension(text)
    assert UNITS.is_length(text) == (UNITS.dimension(text) == "length" and UNITS.kind(text) == "physical")
    assert UNITS.convert(text, text) == 1
    UNITS.nearest(text)


@given(SENSIBLE)
def test_a_canonical_unit_is_the_same_unit(text: str) -> None:
    canonical = UNITS.canonical(text)
    assert UNITS.canonical(canonical) == canonical
    assert UNITS.kind(canonical) == UNITS.kind(text)
    assert UNITS.convert(text, canonical) == 1


@given(TEXTS, TEXTS)
def test_there_and_back_is_one(one: str, other: str) -> None:
    there, back = UNITS.convert(one, other), UNITS.convert(other, one)
    assert isinstance(there, Fraction | UnitMismatch)
    if isinstance(there, UnitMismatch):
        assert isinstance(back, UnitMismatch)
        assert there.reason
    else:
        assert isinstance(back, Fraction)
        assert there * back == 1


@given(
    st.lists(
        st.sampled_from([text for text in SPELLINGS if spellings()[text].base == (("length", 1),)]),
        min_size=3,
        max_size=3,
    )
)
def test_a_detour_changes_nothing(lengths: list[str]) -> None:
    one, two, three = lengths
    first, second, straight = UNITS.convert(one, two), UNITS.convert(two, three), UNITS.convert(one, three)
    assert isinstance(first, Fraction)
    assert isinstance(second, Fraction)
    assert first * second == straight
