"""PartsDoNotSum: what its finding says, beside its examples."""

from reconcile.rules.parts_do_not_sum import PartsDoNotSum
from reconcile.testing import check_examples, check_files


def test_its_examples() -> None:
    check_examples(PartsDoNotSum)


def test_too_little_is_found_too() -> None:
    report = check_files(
        {
            "claims/vocabulary.yaml": """
                dimensions: {place: {Land: {complete: true, of: [North, South]}}}
                measures: {seen: {unit: person, kind: constant}}
                """,
            "claims/a.yaml": """
                claims:
                  - {id: all, measure: seen, value: "501"}
                  - {id: n, measure: seen, place: North, value: "301"}
                  - {id: s, measure: seen, place: South, value: at most 199}
                """,
        },
        [PartsDoNotSum],
    )
    (finding,) = report.found
    assert finding.message == "North 301 (a) + South at most 199 (a) make 500, not Land 501 (a)"
    assert finding.primary == "a#all"
