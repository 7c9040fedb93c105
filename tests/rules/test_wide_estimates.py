"""REC104: estimates that agree only because they are so wide."""

from typing import Any

import pytest
from rule_cases import claim, findings, told

from reconcile.rules.wide_estimates import WideEstimates

VOCABULARY = {
    "measures": {
        "left": {"unit": "person", "kind": "constant"},
        "held": {"unit": "person", "kind": "stock"},
        "change": {"unit": "kg", "kind": "constant", "may-be-negative": "true"},
    },
}


def found(settings: str = "", **documents: list[dict[str, Any]]) -> list[tuple[str, list[str]]]:
    return told(findings(WideEstimates, VOCABULARY, documents, settings=settings))


@pytest.mark.parametrize(
    ("one", "other", "is_found"),
    [
        ("between 10,000 and 30,000", "12,000 to 36,000", True),
        ("between 10,000 and 30,000", "12,000 to 30,000", False),  # exactly three times
        ("between 10,000 and 31,000", "12,000", True),
        ("10,000 to 12,000", "30,000 to 40,000", False),  # a conflict
        ("10,000 to 40,000", "10,000 to 40,000", False),  # the same estimate
        ("dozens", "dozens", False),
        ("dozens", "40 to 60", True),
        ("at least 10,000", "12,000 to 36,000", False),  # a bound
        ("fewer than 40,000", "12,000 to 36,000", False),
        ("unknown", "12,000 to 37,000", False),
    ],
)
def test_two_sided_readings_that_overlap_and_span_much(one: str, other: str, is_found: bool) -> None:
    expected = [("warning", ["a#c0", "b#c0"])] if is_found else []
    assert found(a=[claim("left", one)], b=[claim("left", other)]) == expected


def test_it_says_how_much() -> None:
    documents = {"a": [claim("left", "between 10,000 and 30,000")], "b": [claim("left", "12,000 to 36,000")]}
    [one] = findings(WideEstimates, VOCABULARY, documents)
    assert one.message.endswith("agree only because they are so wide: from 10,000 to 36,000, 3.6 times as much")


def test_the_factor_is_an_option() -> None:
    said = {"a": [claim("left", "10,000 to 20,000")], "b": [claim("left", "15,000 to 25,000")]}
    assert found(**said) == []
    assert found("[rules.wide-estimates]\nfactor = 2\n", **said) == [("warning", ["a#c0", "b#c0"])]


def test_other_times_one_document_and_values_below_zero_are_left_out() -> None:
    wide = "between 10,000 and 30,000", "12,000 to 36,000"
    assert found(a=[claim("held", wide[0], "2016")], b=[claim("held", wide[1], "2017")]) == []
    assert found(a=[claim("left", value) for value in wide]) == []
    assert found(a=[claim("change", "-4 to 30")], b=[claim("change", "5 to 40")]) == []
