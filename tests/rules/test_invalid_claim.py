"""REC001: claims that break the schema."""

from dataclasses import replace

from rule_cases import claim, findings

from reconcile.rules.invalid_claim import InvalidClaim
from reconcile.testing import check_files, claims_of

VOCABULARY = {"measures": {"dead": {"unit": "person", "kind": "constant"}}}


def test_it_says_what_was_expected() -> None:
    said = [claim("dead", "41", stance="denies"), claim("dead", "42")]
    [one] = findings(InvalidClaim, VOCABULARY, {"a": said})
    assert (one.severity, one.label, one.primary, one.key) == ("error", "a#c0", "a#c0", ("a#c0",))
    assert "stance is 'denies'" in one.message
    assert one.claims[0].stated == "41"


def test_one_finding_for_all_that_is_wrong_with_a_claim() -> None:
    claims = claims_of({"claims/vocabulary.yaml": "measures: {dead: {}}\n", "claims/a.yaml": "claims: [{id: x}]\n"})
    faults = [replace(claims.faults[0], message=message) for message in ("one", "two", "one")]
    [one] = InvalidClaim().check(replace(claims, faults=tuple(faults)))
    assert one.message == "one; two"


def test_it_names_file_and_line() -> None:
    text = "document: {id: a}\nclaims:\n  - id: x\n    measure: dead\n    value: 41\n    time: 2017-13\n"
    report = check_files({"claims/vocabulary.yaml": "measures: {dead: {unit: person}}\n", "claims/a.yaml": text})
    [one] = [found for found in report.found if found.code == "REC001"]
    assert (one.claims[0].file, one.claims[0].line) == ("claims/a.yaml", 6)
    assert "month" in one.message


def test_other_codes_are_left_to_their_rules() -> None:
    assert findings(InvalidClaim, VOCABULARY, {"a": [claim("deed", "41"), claim("dead", "1.700")]}) == []
