"""REC401: units of another physical dimension than the measure's."""

from rule_cases import claim, findings, told

from reconcile.rules.unit_mismatch import UnitMismatch
from reconcile.rules.value_conflict import ValueConflict

VOCABULARY = {"measures": {"land": {"label": "land held", "unit": "km^2", "kind": "constant"}}}
DOCUMENTS = {"a": [claim("land", "100,000", unit="km")], "b": [claim("land", "300", unit="km^2")]}


def test_it_shows_the_value_with_its_unit_and_place() -> None:
    [one] = findings(UnitMismatch, VOCABULARY, DOCUMENTS)
    assert told([one]) == [("error", ["a#c0"])]
    assert one.message.startswith("a says 100,000 km: ")
    assert (one.label, one.quantity, one.claims[0].unit) == ("land held", {"measure": "land"}, "km")


def test_the_claim_takes_no_part_elsewhere() -> None:
    assert findings(ValueConflict, VOCABULARY, DOCUMENTS) == []


def test_units_of_the_same_kind_are_converted() -> None:
    assert findings(UnitMismatch, VOCABULARY, {"a": [claim("land", "100", unit="mile^2")]}) == []
