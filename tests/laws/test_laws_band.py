"""Sums that fit only if nearly every rounding went the same way."""

from fractions import Fraction

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reconcile.rules.rounding_difference import RoundingDifference
from reconcile.solver.laws.band import unlikely_sums


def shares(count, values, complete="true"):
    names = ", ".join(f"m{i}" for i in range(count))
    vocabulary = f"""
dimensions: {{who: {{All: {{complete: {complete}, of: [{names}]}}}}}}
measures:
  guests: {{unit: person, kind: constant}}
  share: {{unit: percent, kind: share, of: guests}}
"""
    return vocabulary, "\n".join(f"a#m{i} | share | {value} | who=m{i}" for i, value in enumerate(values))


def counts(names, complete="true"):
    return f"""
dimensions: {{who: {{All: {{complete: {complete}, of: [{", ".join(names)}]}}}}}}
measures:
  guests: {{unit: person, kind: KIND}}
"""


def notes(claims, **options):
    return list(RoundingDifference(**options).check(claims))


def test_twenty_eight_parts_to_the_hundred_do_not_make_a_check_blind(project, short):
    claims = project(*shares(28, ["3%"] * 27 + ["12%"]))
    assert short(claims) == []
    (note,) = notes(claims)
    assert (note.code, note.severity, len(note.claims)) == ("REC103", "note", 28)
    assert note.message.endswith(
        "make 93 percent of one whole; they fit only if nearly every part was rounded the same way"
    )
    assert note.arithmetic[0] == "As printed 93 against 100; 7 apart."
    assert "they may be 14 apart" in note.arithmetic[1]
    assert "hardly ever make more than ≈4.583 (3 standard deviations)" in note.arithmetic[1]
    assert note.gap.absolute == 7


@pytest.mark.parametrize(
    ("values", "said"),
    [
        (["12%"] * 7 + ["16%"], None),  # 100
        (["12%"] * 7 + ["18%"], None),  # 102: 2 apart, chance alone makes 2.45
        (["12%"] * 7 + ["19%"], "nearly every part"),  # 103
        (["12%"] * 7 + ["13%"], "nearly every part"),  # 97, and the shares are complete
        (["12%"] * 7 + ["12 to 20%"], None),  # a range may stand at its end
        (["12%"] * 7 + ["19 to 24%"], "nearly every part"),
        (["12%"] * 7 + ["more than 18%"], None),  # a bound switches it off
        (["3%"] * 27 + ["24%"], "far more of the parts"),  # 105 of 28: 5 of 14
    ],
)
def test_what_is_outside_the_band(project, values, said):
    found = notes(project(*shares(len(values), values)))
    assert [said in note.message for note in found] == ([True] if said else [])


def test_incomplete_shares_may_be_too_few_but_not_too_many(project):
    assert notes(project(*shares(8, ["12%"] * 7 + ["13%"], "false"))) == []
    assert len(notes(project(*shares(8, ["12%"] * 7 + ["19%"], "false")))) == 1


def test_a_broken_law_is_no_note_too(project, short):
    claims = project(*shares(8, ["12%"] * 7 + ["36%"]))
    assert [code for code, _, _ in short(claims)] == ["REC207"]
    assert notes(claims) == []


PARTS = "\n".join(f"a#{name} | guests | 1,200 | who={name}" for name in "ABCDEFGH")


@pytest.mark.parametrize(
    ("total", "found"), [("9,600", 0), ("9,870", 1), ("9,750", 0), ("about 9,600", 0), ("at least 9,870", 0)]
)
def test_counts_beside_their_total(project, total, found):
    claims = project(counts("ABCDEFGH").replace("KIND", "constant"), f"{PARTS}\na#all | guests | {total}")
    assert len(notes(claims)) == found


def test_a_note_on_counts_names_both_sides_and_may_be_cut(project):
    claims = project(counts("ABCDEFGH").replace("KIND", "constant"), f"{PARTS}\na#all | guests | 9,870")
    (note,) = notes(claims)
    assert note.primary == "a#all"
    assert "5 more against All 9,870 (a) fit only if nearly every part was rounded the same way" in note.message
    assert note.causes == ("the parts may be cut rather than rounded",)
    assert note.relations == ("who: All",)


def test_relations_have_a_band_too(project):
    names = [f"m{i}" for i in range(8)]
    vocabulary = "measures:\n" + "".join(f"  {n}: {{unit: person, kind: constant}}\n" for n in [*names, "total"])
    lines = "\n".join(f"a#{n} | {n} | 1,200" for n in names)
    law = {"sum": {"says": "All of them.", "holds": f"{' + '.join(names)} <= total"}}
    assert len(notes(project(vocabulary, f"{lines}\na#t | total | 9,330", law))) == 1
    assert notes(project(vocabulary, f"{lines}\na#t | total | 9,870", law)) == []
    assert notes(project(vocabulary, f"{lines}\na#t | total | 9,480", law)) == []


def test_few_figures_and_one_wide_one_say_nothing(project):
    three = "\n".join(f"a#{name} | guests | 1,200 | who={name}" for name in "AB")
    assert notes(project(counts("AB").replace("KIND", "constant"), f"{three}\na#all | guests | 2,490")) == []
    wide = "\n".join(
        f"a#{n} | guests | {v} | who={n}" for n, v in zip("ABCD", ["120,000", "110", "120", "130"], strict=True)
    )
    assert notes(project(counts("ABCD").replace("KIND", "constant"), f"{wide}\na#all | guests | 115,364")) == []


def test_other_times_other_documents_and_clashes_are_left_out(project):
    stock = counts("ABCDEFGH").replace("KIND", "stock")
    lines = "\n".join(f"a#{name} | guests | 1,200 | who={name} | time=2016" for name in "ABCDEFGH")
    assert len(notes(project(stock, f"{lines}\na#all | guests | 9,870 | time=2016"))) == 1
    assert notes(project(stock, f"{lines}\na#all | guests | 9,870 | time=2016-03")) == []
    assert notes(project(stock, f"{lines}\na#all | guests | 9,870 | time=2017")) == []
    both = f"{lines}\na#all | guests | 9,870 | time=2016\nb#all | guests | 9,600 | time=2016"
    assert [note for note in notes(project(stock, both)) if note.relations] == []


def test_the_options_choose_the_band(project):
    claims = project(*shares(8, ["12%"] * 7 + ["18%"]))
    assert notes(claims) == []
    assert len(notes(claims, deviations=2.0)) == 1
    assert notes(claims, deviations=2.0, figures=9) == []


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(count=st.integers(4, 24), share=st.fractions(min_value=-1, max_value=1))
def test_a_note_lies_between_the_band_and_the_hard_bound(project, count, share):
    """The band recomputed from its definition: whole percents have the half-width one half."""
    first = 100 - 2 * (count - 1) + int(share * count * Fraction(3, 4))
    values = [first, *[2] * (count - 1)]
    found = list(unlikely_sums(project(*shares(len(values), [f"{value}%" for value in values]))))
    apart, hard = abs(sum(values) - 100), Fraction(len(values), 2)
    square = 9 * Fraction(len(values), 4) / 3
    touches = apart == hard and sum(values) < 100  # half-open readings: the upper ends themselves are left out
    expected = apart**2 > square and apart <= hard and not touches
    assert bool(found) == expected
    for unlikely in found:
        assert (unlikely.excess, unlikely.hard, unlikely.rounded) == (apart, hard, len(values))
        assert 0 <= unlikely.band**2 - square < Fraction(1, 1000)
