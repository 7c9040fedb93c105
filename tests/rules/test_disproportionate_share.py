"""REC209: shares of a term against shares of its total."""

from reconcile.models import Finding
from reconcile.rules.disproportionate_share import DisproportionateShare
from reconcile.testing import check_files

VOCABULARY = """\
dimensions:
  nationality: {World: {Western Europe: [France, United Kingdom, Germany], Maghreb: [Tunisia]}}
measures:
  joined: {label: recruits, unit: person, kind: %(kind)s, by: [nationality]}
  returned: {label: back home, unit: person, kind: %(kind)s, by: [nationality]}
  held: {label: in prison, unit: person, kind: stock, by: [nationality]}
"""
RELATIONS = """\
relations:
  back: {says: Who is back had joined., holds: returned <= joined}
  fates: {says: One fate each., holds: returned + held <= joined}
"""


def uneven(*claims: str, kind: str = "constant", options: str = "") -> tuple[Finding, ...]:
    """Return what is found; a claim is `document measure nationality value [time]`, underscores for spaces."""
    files = {
        "claims/vocabulary.yaml": VOCABULARY % {"kind": kind},
        "rules/relations.yaml": RELATIONS,
        "reconcile.toml": options,
    }
    for number, claim in enumerate(claims):
        document, measure, member, value, *time = (part.replace("_", " ") for part in claim.split())
        files.setdefault(f"claims/{document}.yaml", f"document: {{id: {document}, published: 2021}}\nclaims:\n")
        when = f", time: '{time[0]}'" if time else ""
        files[f"claims/{document}.yaml"] += (
            f"  - {{id: c{number}, measure: {measure}, nationality: {member}, value: '{value}'{when}}}\n"
        )
    return check_files(files, [DisproportionateShare]).found


UK = ("a joined United_Kingdom 800", "a joined World about_40,000")
BACK = ("b returned United_Kingdom an_estimated_800", "b returned World 5,600")


def test_far_more_of_the_term_than_of_the_total() -> None:
    (found,) = uneven(*UK, *BACK)
    assert found.severity == "warning"
    assert found.claim_ids() == {"a#c0", "a#c1", "b#c2", "b#c3"}
    # 720 of 5,649 against 804 of 36,000.
    assert "an estimated 800 of 5,600 (b), yet 800 of about 40,000 (a) among recruits" in found.message
    assert "a share at least 5.7 times as large" in found.message
    assert "at least 720 of 5,649 is 12.7 %, against at most 804 of 36,000, 2.2 %: 5.7 times" in found.arithmetic
    assert "as printed 14.3 % against 2 %: 7.1 times" in found.arithmetic
    assert found.primary == "b#c2"


def test_two_relations_that_say_so_make_one_finding() -> None:
    (found,) = uneven(*UK, *BACK)
    assert found.relations == ("back", "fates")


def test_far_less_of_the_term_than_of_the_total() -> None:
    (found,) = uneven(*UK[1:], "a joined Tunisia 8,000", "b returned Tunisia 64", "b returned World 5,600")
    assert "times smaller" in found.message
    assert any(line.startswith("at most 64 of 5,550 is") for line in found.arithmetic)


def test_the_readings_must_leave_no_doubt() -> None:
    assert uneven(*UK, "b returned United_Kingdom about_600", "b returned World 5,600") == ()
    assert uneven(*UK, "b returned United_Kingdom up_to_800", "b returned World 5,600") == ()
    assert uneven(*UK, "b returned United_Kingdom 800", "b returned World at_least_5,600") == ()


def test_every_claim_must_agree() -> None:
    assert uneven(*UK, *BACK, "c joined United_Kingdom 3,000") == ()
    assert len(uneven(*UK, *BACK, "c joined United_Kingdom 790")) == 1


def test_the_limit_is_an_option() -> None:
    assert uneven(*UK, *BACK, options="[rules.disproportionate-share]\nfactor = 6.0\n") == ()


def test_the_nearest_wider_member_with_both_claims() -> None:
    europe = ("c joined Western_Europe 5,000", "c returned Western_Europe 1,200")
    assert uneven(*UK, *BACK, *europe) == ()  # 800 of 1,200 against 800 of 5,000: four times
    (found,) = uneven(*UK, *BACK, europe[0])
    assert found.claim_ids() == {"a#c0", "a#c1", "b#c2", "b#c3"}


def test_the_wider_member_is_named_where_it_is_not_the_root() -> None:
    (found,) = uneven(
        "c joined Western_Europe 5,000",
        "c returned Western_Europe 1,200",
        "a joined Germany 100",
        "a returned Germany 600",
    )
    assert "600 (a) of 1,200 (c) for Western Europe" in found.message


def test_counts_below_ten_say_nothing() -> None:
    assert uneven(*UK[1:], "a joined France 20", "b returned France 8", "b returned World 50") == ()
    assert len(uneven(*UK[1:], "a joined France 20", "b returned France 12", "b returned World 50")) == 1


def test_totals_so_far_of_different_times_are_compared_and_say_so() -> None:
    (found,) = uneven(
        *(f"{claim} 2016" for claim in UK),
        f"{BACK[0]} 2020",
        f"{BACK[1]} 2017",
        kind="cumulative",
    )
    assert any("different times, 2020, 2017 and 2016: this holds unless" in line for line in found.arithmetic)


def test_of_several_totals_so_far_the_one_nearest_in_time() -> None:
    early = "c returned World 9 2005"
    (found,) = uneven(
        *(f"{claim} 2016" for claim in UK),
        f"{BACK[0]} 2020",
        f"{BACK[1]} 2017",
        early,
        kind="cumulative",
    )
    assert "c#c4" not in found.claim_ids()


def test_levels_must_be_of_one_time() -> None:
    held = ("b held United_Kingdom 300", "b held World 1,000")
    assert len(uneven(*UK, *(f"{claim} 2019" for claim in held))) == 1
    assert uneven(*UK, f"{held[0]} 2017", f"{held[1]} 2019") == ()


def test_no_wider_member_with_both() -> None:
    assert uneven("a joined France 800", "b returned France 790", "b returned World 5,600") == ()
