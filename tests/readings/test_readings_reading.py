"""The reading itself: printing, scaling, clipping; a claim's own ends; settings; the package's imports."""

import pickle
import subprocess
import sys
from decimal import Decimal
from fractions import Fraction

import pytest

from reconcile.readings import Reading, ReadingError, Widths, override, read, to_text


def test_canonical_text() -> None:
    assert str(read("1,700 recruits")) == "[1650, 1750) recruits"
    assert to_text(read("a third", "share")) == "[30, 110/3] percent"
    assert str(read("more than 3.5", "plain")) == "(3.5, ∞)"
    assert str(read("at most -3", "plain")) == "(-∞, -3]"
    assert str(read("unknown")) == "unknown"


def test_unknown_and_two_sided() -> None:
    assert read("unknown").is_unknown
    assert read("an unknown number of recruits").unit == "recruits"
    assert read("400 to 450").two_sided
    assert read("about 500").two_sided
    assert not read("fewer than 20").two_sided
    assert not read("over 20 percent", "share").two_sided


def test_scaled() -> None:
    reading = read("more than 5 km", "physical").scaled(Fraction(1000))
    assert (reading.low, reading.high, reading.low_open, reading.stated_low) == (5000, None, True, 5000)
    turned = read("just over 5", "plain").scaled(Fraction(-1))
    assert turned.interval() == "[−5.5, −5)"
    assert not read("5", "plain").scaled(Fraction(1, 3)).whole
    with pytest.raises(ValueError, match="factor"):
        read("5").scaled(Fraction(0))


def test_clipped() -> None:
    assert read("more than 5").clipped(Fraction(0), Fraction(9)).interval() == "(5, 9]"
    assert read("unknown").clipped(Fraction(0), None).interval() == "[0, ∞)"
    with pytest.raises(ReadingError):
        read("5").clipped(Fraction(6), None)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (Fraction(200, 3), "≈66.67"),
        (Fraction(2, 3), "≈0.6667"),
        (Fraction(1, 3000), "≈0.0003333"),
        (Fraction(29999, 3), "≈10,000"),
        (Fraction(2_000_000, 3), "≈666,700"),
        (Fraction(-1, 3), "≈−0.3333"),
        (Fraction(1, 8), "0.125"),
        (Fraction(0), "0"),
    ],
)
def test_numbers_for_people(value: Fraction, expected: str) -> None:
    low = Reading("", value, value, False, False, None, None, "exact", "", "", False, False)
    assert low.interval() == expected


@pytest.mark.parametrize(
    ("text", "own", "interval", "how"),
    [
        ("1,700", {"precision": "100"}, "[1,650, 1,750)", "rounded"),
        ("1,700", {"precision": "1"}, "[1,699.5, 1,700.5)", "rounded"),
        ("about 1,700", {"precision": "100"}, "[1,650, 1,750)", "rounded"),
        ("400 to 450", {"precision": "10"}, "[395, 455)", "range"),
        ("1,700", {"exact": True}, "1,700", "exact"),
        ("about 1,700", {"exact": True, "precision": "100"}, "1,700", "exact"),
        ("400 to 450", {"exact": True}, "[400, 450]", "range"),
        ("more than 20", {"exact": True}, "(20, ∞)", "bound"),
        ("several thousand", {"low": "2,500", "high": "4 thousand"}, "[2,500, 4,000]", "range"),
        ("about 500", {"low": "480"}, "[480, 550]", "hedged"),
        ("more than 20", {"high": "30"}, "(20, 30]", "bound"),
        ("unknown", {"low": "5"}, "[5, ∞)", "bound"),
        ("unknown", {"low": "5", "high": "9"}, "[5, 9]", "range"),
        ("1,700", {}, "[1,650, 1,750)", "rounded"),
    ],
)
def test_overrides(text: str, own: dict[str, object], interval: str, how: str) -> None:
    reading = override(read(text), **own)  # type: ignore[arg-type]
    assert (reading.interval(), reading.how) == (interval, how)


def test_overrides_move_the_stated_ends() -> None:
    reading = override(read("about 500"), low="480", high="510")
    assert (reading.stated_low, reading.stated_high) == (480, 510)
    bound = override(read("unknown"), high="9")
    assert (bound.stated_low, bound.stated_high) == (9, 9)
    assert override(read("20%", "share"), low="19%").low == 19
    assert override(read("-5", "plain"), low="-7").low == -7


@pytest.mark.parametrize(
    ("text", "own"),
    [
        ("500", {"low": "600"}),
        ("500", {"low": "9", "high": "8"}),
        ("500", {"low": "about 9"}),
        ("500", {"low": "a third"}),
        ("500", {"low": ""}),
        ("500", {"high": "x" * 600}),
        ("500", {"precision": "0"}),
        ("500", {"precision": "-1"}),
        ("more than 500", {"precision": "10"}),
        ("unknown", {"precision": "10"}),
        ("unknown", {"exact": True}),
    ],
)
def test_overrides_that_cannot_be(text: str, own: dict[str, object]) -> None:
    reading = read(text)
    with pytest.raises(ReadingError):
        override(reading, **own)  # type: ignore[arg-type]


@pytest.mark.parametrize("given", ["0.1", 0.1, Decimal("0.1"), Fraction(1, 10), "1/10", " 0.10 "])
def test_widths_are_exact(given: object) -> None:
    assert Widths(approximately=given) == Widths()  # type: ignore[arg-type]
    assert hash(Widths(approximately=given)) == hash(Widths())  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("table", "says"),
    [
        ({"aproximately": 0.2, "nearby": 1}, "did you mean approximately"),
        ({"approximately": 2}, "approximately: expected a number from 0 to 1"),
        ({"nearly": True}, "nearly"),
        ({"ratio": float("nan")}, "ratio"),
        ({"ratio": float("inf")}, "ratio"),
        ({"ratio": "1e-999999999"}, "ratio"),
        ({"just-over": "1/0"}, "just-over"),
        ({"just-over": None}, "just-over"),
        ({"significant-digits": 0}, "significant-digits"),
        ({"significant-digits": 2.0}, "significant-digits"),
        ({"vague-words": {"dozens": "24 to 99"}}, "vague-words"),
        ({"vague-words": {"dozens": [24, 99]}}, "vague-words"),
        ({"vague-words": {"dozens": "[99, 24]"}}, "vague-words"),
        ({"vague-words": {" ": "[1, 2]"}}, "vague-words"),
        ({"vague-words": 5}, "vague-words"),
        ({"share-words": "most"}, "share-words"),
    ],
)
def test_bad_settings_name_their_key(table: dict[str, object], says: str) -> None:
    with pytest.raises(ValueError, match=says):
        Widths.from_settings(table)


def test_errors_and_readings_travel() -> None:
    with pytest.raises(ReadingError) as caught:
        read("1.700")
    error = pickle.loads(pickle.dumps(caught.value))
    assert (error.text, error.reason, error.ambiguous, error.candidates) == caught.value.args
    assert pickle.loads(pickle.dumps(read("about 500"))) == read("about 500")
    assert pickle.loads(pickle.dumps(Widths())) == Widths()


def test_the_package_needs_the_standard_library_alone() -> None:
    code = "import reconcile.readings, sys; print(*sorted({'pandas', 'numpy', 'pandera'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == ""
