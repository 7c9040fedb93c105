"""REC402: which repair is named for which conflict, and where the sentence stands."""

from itertools import permutations

import pytest

from reconcile.models import Finding
from reconcile.pipeline.attach import attach_causes
from reconcile.pipeline.settle import settle
from reconcile.rules.cumulative_falls import CumulativeFalls
from reconcile.rules.scale_suspect import ScaleSuspect
from reconcile.rules.self_contradiction import SelfContradiction
from reconcile.rules.value_conflict import ValueConflict
from reconcile.testing import check_files, claims_of

RULES = (ValueConflict, SelfContradiction, CumulativeFalls, ScaleSuspect)


def project(*claims: str, kind: str = "constant", unit: str = "person", more: str = "") -> dict[str, str]:
    """Return a project's files; a claim is `document value [time [city]]`, underscores for spaces."""
    files = {
        "claims/vocabulary.yaml": f"measures: {{m: {{kind: {kind}, unit: {unit}{more}}}}}\n"
        "dimensions: {city: {All: [Ur, Uruk]}}\n",
    }
    for number, claim in enumerate(claims):
        document, value, time, city = (*(part.replace("_", " ") for part in claim.split()), "", "")[:4]
        files.setdefault(f"claims/{document}.yaml", f"document: {{id: {document}, published: 2021}}\nclaims:\n")
        files[f"claims/{document}.yaml"] += (
            f"  - {{id: c{number}, measure: m, value: '{value}'"
            f"{f', time: {time}' if time else ''}{f', city: {city}' if city else ''}}}\n"
        )
    return files


def causes(*claims: str, kind: str = "constant", unit: str = "person", more: str = "") -> tuple[str, ...]:
    """Return the causes of the only finding there is; none at all where no repair fits."""
    (found,) = check_files(project(*claims, kind=kind, unit=unit, more=more), RULES).found
    assert found.code != "REC402"
    return found.causes


@pytest.mark.parametrize(
    ("one", "other", "says"),
    [
        ("428,517", "482,517", "428,517 (a) with two digits swapped is 482,517"),
        ("4,000", "40,000", "4,000 (a) times 10 is 40,000"),
        ("1.7_million", "1.7_thousand", "1.7 thousand (b) times 1,000 is 1,700,000"),
        ("about_500", "about_5,000", "about 500 (a) times 10 is 5,000"),
        ("400_to_450", "4,000_to_4,500", "400 to 450 (a) times 10 is 4,000 to 4,500"),
        ("over_40,000", "4,000", "4,000 (b) times 10 is 40,000"),
        ("93,493", "73,493", "73,493 (b) with one digit changed is 93,493"),
        ("12,345", "123,345", "12,345 (a) with a lost digit put back is 123,345"),
        ("12,345", "2,345", "2,345 (b) with a lost digit put back is 12,345"),
        ("1,700", "1,800", "1,700 (a) cut rather than rounded is anything from 1,700 to just under 1,800"),
    ],
)
def test_a_repair_of_one_of_two_figures(one: str, other: str, says: str) -> None:
    assert causes(f"a {one}", f"b {other}") == (f"one repair fits: {says}",)


@pytest.mark.parametrize(
    ("one", "other", "unit", "more", "says"),
    [
        ("1.25", "12.5", "kg", "", "1.25 (a) with its decimal mark moved is 12.5"),
        ("1,234", "1.234", "kg", "", "1.234 (b) with its mark read the other way is 1,234"),
        ("0.12", "12", "percent", "", "0.12 (a) times 100, part of one for percent, is 12"),
        ("-5", "5", "kg", ", may-be-negative: true", "-5 (a) with the other sign is 5"),
    ],
)
def test_marks_percent_and_signs(one: str, other: str, unit: str, more: str, says: str) -> None:
    kind = "stock" if unit == "percent" else "constant"
    assert causes(f"a {one}", f"b {other}", unit=unit, more=more, kind=kind) == (f"one repair fits: {says}",)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("four", "at_least_27"),  # times ten fits, as would much else
        ("1,700", "1,900"),  # a digit changed, but only two are meant
        ("thousands", "30"),
        ("9,345", "9,346"),  # merely close
        ("about_1,700", "2,763"),  # a digit changed leads into so wide a range easily
        ("fewer_than_1,000", "30,000"),
        ("0", "7"),
        ("10,000_to_30,000", "2,000"),
    ],
)
def test_no_silly_repairs(one: str, other: str) -> None:
    assert causes(f"a {one}", f"b {other}") == ()


def test_the_odd_one_joins_the_largest_camp_and_never_the_other_way() -> None:
    (says,) = causes("a 482,517", "b 482,517", "c 428,517")
    assert says == "one repair fits: 428,517 (c) with two digits swapped is 482,517"


def test_of_three_that_all_differ_none_is_the_largest_camp() -> None:
    assert causes("a 482,517", "b 428,517", "c 700,123") == ()


def test_each_odd_figure_has_a_sentence_and_there_are_at_most_three() -> None:
    odd = [
        f"{name} {figure}"
        for name, figure in zip("cdefg", ("428,517", "48,251,700", "482,917", "882,517", "4,825,517"), strict=True)
    ]
    found = causes("a 482,517", "b 482,517", *odd)
    assert len(found) == 3
    assert all(says.startswith("one repair fits: ") for says in found)


def test_who_says_the_same_is_named_together() -> None:
    (says,) = causes("a 482,517", "b 482,517", "x 482,517", "c 428,517", "d 428,517")
    assert "428,517 (c and d) with two digits swapped" in says


def test_several_repairs_and_none_preferred() -> None:
    (says,) = causes("a 93,493 2010", "b 73,493 2010", "b 93,493 2020", kind="stock")
    assert says == (
        "two repairs fit, none preferred: 73,493 (b) with one digit changed is 93,493; "
        "what b says of 2020, 93,493, fits"
    )


def test_another_time_of_the_same_document() -> None:
    files = project("a 93,493 2010", "b 123,007 2010", "b 93,493 2020", "c 93,493 2030", kind="stock")
    (found,) = check_files(files, RULES).found
    assert found.causes == ("one repair fits: what b says of 2020, 93,493, fits",)


def test_rows_that_changed_places() -> None:
    files = project("a 13,407 2020 Ur", "a 39,991 2020 Uruk", "b 39,991 2020 Ur", "b 13,407 2020 Uruk", kind="stock")
    found = check_files(files, RULES).found
    assert len(found) == 2
    says = "one repair fits: the figures of a for Ur and Uruk would both fit if they were swapped"
    assert [finding.causes for finding in found] == [(says,), (says,)]


def test_falls_and_contradictions_too() -> None:
    assert "cut rather than rounded" in causes("a 1,800 2015", "b 1,700 2017", kind="cumulative")[0]
    assert "with two digits swapped" in causes("a 1,763", "a 1,673")[0]


def test_a_cause_stands_on_its_finding_and_alone_where_that_is_not_reported() -> None:
    files = project("a 482,517", "b 428,517")
    (alone,) = check_files(files, [ScaleSuspect]).found
    assert (alone.code, alone.severity) == ("REC402", "note")
    (explained,) = check_files(files, RULES).found
    assert explained.code == "REC101"
    assert explained.causes == alone.causes


def test_a_cause_is_for_the_finding_of_its_own_key_and_claims_alone() -> None:
    claims = claims_of(project("a 482,517", "b 428,517"))
    (value,), (carrier,) = ValueConflict().check(claims), ScaleSuspect().check(claims)
    other = Finding("REC101", "value-conflict", "error", "another", value.claims, key=("another",))
    found = attach_causes([other, carrier, value])
    assert [finding.causes for finding in found] == [(), carrier.causes]
    assert [finding.code for finding in attach_causes([other, carrier])] == ["REC101", "REC402"]


def test_the_cause_changes_neither_id_nor_evidence_nor_primary_and_any_order_gives_the_same() -> None:
    claims = claims_of(project("a 482,517", "b 428,517", "c 482,517"))
    found = [*ValueConflict().check(claims), *ScaleSuspect().check(claims)]
    (plain,), (settled,) = settle(found[:1]), settle(found)
    assert (settled.id, settled.evidence, settled.primary) == (plain.id, plain.evidence, plain.primary)
    assert all(settle(order) == (settled,) for order in permutations(found))
