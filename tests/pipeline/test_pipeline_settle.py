"""What settle drops, keeps, names and sorts."""

from itertools import permutations

from reconcile.models import Evidence, Finding, Margin
from reconcile.pipeline.settle import settle


def claim(name: str, low: float = 1.0, high: float = 1.0) -> Evidence:
    return Evidence(id=f"{name}#x", document=name, low=low, high=high, reads=f"[{low}, {high}]")


def finding(code: str, *names: str, clash: tuple[str, str] | None = None, severity: str = "error") -> Finding:
    clashes = ((f"{clash[0]}#x", f"{clash[1]}#x"),) if clash else ()
    return Finding(
        code=code,
        rule=code.lower(),
        severity=severity,
        message=code,
        claims=tuple(claim(name) for name in names),
        key=(code, *names),
        clashes=clashes,
        core=frozenset(f"{name}#x" for name in names),
    )


def codes(*findings: Finding) -> list[str]:
    return sorted(found.code for found in settle(findings))


def test_a_law_that_needs_a_clashing_pair_is_dropped() -> None:
    assert codes(finding("REC101", "a", "b", clash=("a", "b")), finding("REC201", "a", "b", "c")) == ["REC101"]


def test_a_law_that_shares_one_claim_of_a_clash_stays() -> None:
    value = finding("REC101", "a", "b", clash=("a", "b"))
    assert codes(value, finding("REC201", "a", "c", "d")) == ["REC101", "REC201"]


def test_a_wider_law_is_dropped_for_a_narrower_one() -> None:
    assert codes(finding("REC204", "a", "b"), finding("REC201", "a", "b", "c")) == ["REC204"]


def test_the_same_set_is_told_once_by_the_earlier_rule() -> None:
    assert codes(finding("REC205", "a", "b"), finding("REC206", "a", "b")) == ["REC206"]


def test_value_findings_and_other_rules_are_never_dropped() -> None:
    both = finding("REC102", "a", "b", clash=("a", "b")), finding("REC101", "a", "b", clash=("a", "b"))
    assert codes(*both, finding("REC203", "a", "b", severity="warning")) == ["REC101", "REC102", "REC203"]


def test_any_order_of_findings_gives_the_same_report() -> None:
    found = [
        finding("REC101", "a", "b", clash=("a", "b")),
        finding("REC201", "a", "c", "d"),
        finding("REC103", "c", "d", severity="note"),
        finding("REC104", "b", "d", severity="warning"),
    ]
    first = settle(found)
    assert all(settle(order) == first for order in permutations(found))


def test_worst_first_and_those_that_share_a_primary_claim_together() -> None:
    found = settle(
        [
            finding("REC103", "a", severity="note"),
            finding("REC104", "b", severity="warning"),
            finding("REC101", "a", "c", clash=("a", "c")),
        ]
    )
    assert [f.code for f in found] == ["REC101", "REC103", "REC104"]
    assert [f.primary for f in found] == ["a#x", "a#x", "b#x"]


def test_the_odd_one_out_stands_first() -> None:
    claims = (claim("a", 41, 41), claim("b", 41, 41), claim("c", 57, 57))
    found = Finding("REC101", "value-conflict", "error", "m", claims, key=("q",))
    assert settle([found])[0].claims[0].id == "c#x"


def test_a_small_tolerance_is_a_tension() -> None:
    small, large = (
        Finding("REC101", "r", "error", "m", (claim("a"),), key=(str(t),), holds_until=Margin(1, t))
        for t in (0.05, 0.051)
    )
    assert [f.grade for f in settle([small])] == ["tension"]
    assert [f.grade for f in settle([large])] == ["contradiction"]


def test_two_findings_with_one_key_get_two_ids() -> None:
    first, second = (Finding("REC201", "r", "error", "m", (claim(name),), key=("law", "day")) for name in ("a", "b"))
    assert len({found.id for found in settle([first, second])}) == 2


def test_a_milder_finding_never_hides_a_worse_one() -> None:
    note = finding("REC204", "a", "b", severity="note")
    assert codes(note, finding("REC205", "a", "b")) == ["REC204", "REC205"]


def test_of_two_laws_over_the_same_claims_the_wider_gap_is_told() -> None:
    near, far = (
        Finding("REC205", "r", "error", str(gap), (claim("a"),), key=(str(gap),), gap=Margin(gap, 0.1))
        for gap in (25, 100)
    )
    assert [found.message for found in settle([near, far])] == ["100"]
