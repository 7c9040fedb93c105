"""REC002: one document says the same thing twice."""

import pytest
from rule_cases import claim, findings, told

from reconcile.rules.duplicate_claim import DuplicateClaim

VOCABULARY = {"measures": {"dead": {"unit": "person", "kind": "stock"}}}
SAID = claim("dead", "41", "2017")


def test_one_finding_with_the_first_and_all_copies() -> None:
    [one] = findings(DuplicateClaim, VOCABULARY, {"a": [SAID, SAID, {**SAID, "value": "41 people"}]})
    assert told([one]) == [("warning", ["a#c0", "a#c1", "a#c2"])]
    assert one.message == "a says 41 3 times; it counts once"
    assert one.primary == "a#c0"


@pytest.mark.parametrize(
    "more",
    [
        {"value": "42"},
        {"time": "2018"},
        {"origin": "AFP"},
        {"stance": "reports"},
        {"value": "about 41"},
    ],
)
def test_whatever_differs_makes_another_claim(more: dict[str, str]) -> None:
    assert findings(DuplicateClaim, VOCABULARY, {"a": [SAID, {**SAID, **more}]}) == []


def test_another_document_makes_another_claim() -> None:
    assert findings(DuplicateClaim, VOCABULARY, {"a": [SAID], "b": [SAID]}) == []
