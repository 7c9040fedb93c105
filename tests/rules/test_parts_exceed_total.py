"""PartsExceedTotal: what its finding says, beside its examples."""

from reconcile.rules.parts_exceed_total import PartsExceedTotal
from reconcile.testing import check_examples, check_files


def test_its_examples() -> None:
    check_examples(PartsExceedTotal)


def test_a_part_that_is_not_needed_stays_out() -> None:
    report = check_files(
        {
            "claims/vocabulary.yaml": """
                dimensions: {place: {Land: [North, Middle, South]}}
                measures: {seen: {unit: person, kind: constant}}
                """,
            "claims/a.yaml": """
                claims:
                  - {id: all, measure: seen, value: "501"}
                  - {id: n, measure: seen, place: North, value: "301"}
                  - {id: m, measure: seen, place: Middle, value: "11"}
                  - {id: s, measure: seen, place: South, value: "311"}
                """,
        },
        [PartsExceedTotal],
    )
    (finding,) = report.found
    assert finding.claim_ids() == {"a#all", "a#n", "a#s"}
    assert finding.claims[0].id == "a#all"
    assert finding.relations == ("place: Land",)
