"""REC004: stated values without a sure reading."""

import pytest
from rule_cases import claim, findings

from reconcile.rules.ambiguous_value import AmbiguousValue

VOCABULARY = {"measures": {"dead": {"unit": "person", "kind": "constant"}, "fell": {"kind": "event"}}}


@pytest.mark.parametrize(
    ("measure", "value"),
    [
        ("dead", "1.700"),
        ("dead", "fewer than -8"),
        ("dead", "a lot"),
        ("fell", "9 December"),
    ],
)
def test_what_has_no_sure_reading(measure: str, value: str) -> None:
    [one] = findings(AmbiguousValue, VOCABULARY, {"a": [claim(measure, value)]})
    assert f"'{value}'" in one.message
    assert (one.severity, one.claims[0].stated) == ("error", value)


def test_sure_readings_and_their_neighbours_are_no_finding() -> None:
    said = [claim("dead", "1,700"), claim("dead", "dozens"), claim("fell", "9 December 2017"), claim("dead", "1 700")]
    assert findings(AmbiguousValue, VOCABULARY, {"a": said}) == []
