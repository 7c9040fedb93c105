"""Totals held against their parts, those that tie out too."""

import json

import pytest

from reconcile.pipeline import check
from reconcile.reporters import json as json_report
from reconcile.reporters import markdown
from reconcile.solver.laws.tie_outs import beyond, tie_outs

VOCABULARY = """
dimensions: {who: {All: {complete: COMPLETE, of: [A, B, C]}}}
measures:
  seen: {label: people seen, unit: person, kind: KIND}
  seen-share: {unit: percent, kind: share, of: seen}
"""


def made(project, lines, complete="true", kind="constant", relations=None):
    return project(VOCABULARY.replace("COMPLETE", complete).replace("KIND", kind), lines, relations)


def told(claims):
    return [(row.verdict, row.total.id, tuple(part.id for part in row.parts), row.missing) for row in tie_outs(claims)]


ALL = "a#t | seen | {}\na#a | seen | 410 | who=A\na#b | seen | 310 | who=B\na#c | seen | {} | who=C"


@pytest.mark.parametrize(
    ("total", "last", "complete", "verdict"),
    [
        ("1,000", "280", "true", "ties out"),
        ("1,300", "280", "true", "breaks"),
        ("1,300", "280", "false", "fits"),
        ("900", "280", "false", "breaks"),
        ("at least 900", "280", "true", "fits"),
        ("1,000", "more than 200", "true", "fits"),
        ("900", "more than 300", "true", "breaks"),
    ],
)
def test_the_verdict(project, total, last, complete, verdict):
    (row,) = tie_outs(made(project, ALL.format(total, last), complete))
    assert (row.verdict, row.law, row.label, row.day) == (verdict, "who: All", "people seen", "")


def test_a_row_says_what_the_parts_come_to_and_leave(project):
    (row,) = tie_outs(made(project, "a#t | seen | 1,000\na#a | seen | 410 | who=A\na#b | seen | 300 to 310 | who=B"))
    assert (row.adds_to, row.printed, row.leaves) == ("[705, 725)", "710 to 720", "280 to 290")
    assert (row.missing, row.verdict) == (("C",), "fits")
    assert [(part.term, part.stated) for part in row.parts] == [("A", "410"), ("B", "300 to 310")]


def test_one_part_or_no_total_is_no_row(project):
    assert told(made(project, "a#t | seen | 1,000\na#a | seen | 410 | who=A")) == []
    assert told(made(project, "a#a | seen | 410 | who=A\na#b | seen | 310 | who=B")) == []


def test_a_share_of_its_base_is_a_total(project):
    claims = project(
        """
dimensions: {who: {World: {West: [A, B, C, D]}}}
measures:
  joined: {unit: person, kind: constant}
  joined-share: {unit: percent, kind: share, of: joined}
""",
        """
        a#all | joined | 40,000
        a#s | joined-share | over 20 percent | who=West
        b#a | joined | 1,700 | who=A
        b#b | joined | 800 | who=B
        b#c | joined | 800 | who=C
        b#d | joined | 500 | who=D""",
    )
    (row,) = tie_outs(claims)
    assert (row.total.id, row.total.stated, row.total.reads) == ("a#s", "over 20 percent of 40,000", "(7,900, 40,500)")
    assert (row.printed, row.leaves, row.verdict) == ("3,800", "more than 4,200", "fits")


def test_each_camp_of_totals_has_a_row(project):
    lines = ALL.format("1,000", "280") + "\nb#t | seen | 1,300"
    found = [(verdict, total) for verdict, total, _, _ in told(made(project, lines))]
    assert found == [("ties out", "a#t"), ("breaks", "b#t")]


def test_parts_of_other_times_stand_beside_no_total(project):
    lines = "a#t | seen | 900 | time=2016\na#a | seen | 410 | who=A | time=2017\na#b | seen | 510 | who=B | time=2017"
    assert told(made(project, lines, kind="stock")) == []
    assert told(made(project, lines.replace("2017", "2016-03"), kind="stock"))[0][0] == "breaks"
    # A total so far is at least what its parts were before, never less than what they came to later.
    assert told(made(project, lines, kind="cumulative")) == []
    assert told(made(project, lines.replace("2017", "2015"), kind="cumulative"))[0][0] == "breaks"


RELATIONS = {
    "fates": {"says": "One fate each.", "holds": "killed + back <= joined"},
    "ledger": {"says": "All of them.", "holds": "killed + back <= joined", "accounts": True},
}
FATES = "measures:\n" + "".join(f"  {n}: {{unit: person, kind: constant}}\n" for n in ("joined", "killed", "back"))


def test_of_relations_those_that_account_or_are_complete(project):
    claims = project(FATES, "a#j | joined | 811\na#k | killed | 411\na#b | back | 151", RELATIONS)
    (row,) = tie_outs(claims)
    assert (row.law, row.verdict, row.leaves) == ("ledger", "fits", "249")
    whole = {"sum": {"says": "So.", "holds": "joined = killed + back", "complete": True}}
    (row,) = tie_outs(project(FATES, "a#j | joined | 811\na#k | killed | 411\na#b | back | 151", whole))
    assert (row.law, row.verdict) == ("sum", "breaks")


def test_no_more_than_a_set_number_and_what_is_beyond_is_counted(project):
    vocabulary = VOCABULARY.replace("COMPLETE", "true").replace("KIND", "constant") + "".join(
        f"  m{i}: {{unit: person, kind: constant}}\n" for i in range(4)
    )
    lines = "\n".join(
        f"a#t{i} | m{i} | {total}\na#a{i} | m{i} | 410 | who=A\na#b{i} | m{i} | 590 | who=B"
        for i, total in enumerate(["1,000", "1,000", "1,000", "700"])
    )
    claims = project(vocabulary, lines)
    assert len(tie_outs(claims)) == 4
    assert beyond(claims) == ()
    assert [row.verdict for row in tie_outs(claims, 1)] == ["breaks"]
    assert beyond(claims, 1) == ("3 more totals stand in no table of totals and parts: it holds 1.",)


def test_of_many_parts_the_largest_are_listed_and_all_are_summed(project):
    names = [f"m{i}" for i in range(50)]
    vocabulary = VOCABULARY.replace("COMPLETE", "true").replace("KIND", "constant").replace("A, B, C", ", ".join(names))
    lines = "\n".join(f"a#{name} | seen | {1001 + i} | who={name}" for i, name in enumerate(names))
    (row,) = tie_outs(project(vocabulary, f"{lines}\na#t | seen | 51,275"))
    assert (len(row.parts), row.more_parts, row.adds_to, row.verdict) == (40, 10, "[51,250, 51,300)", "ties out")
    assert (row.parts[0].id, row.parts[-1].id) == ("a#m10", "a#m49")


def test_a_report_shows_them(tmp_path):
    (tmp_path / "reconcile.toml").write_text("")
    (tmp_path / "claims").mkdir()
    (tmp_path / "claims/vocabulary.yaml").write_text(VOCABULARY.replace("COMPLETE", "true").replace("KIND", "constant"))
    said = [("t", "1,000", "All"), ("a", "410", "A"), ("b", "310", "B"), ("c", "280", "C")]
    claims = "".join(f"  - {{id: {i}, measure: seen, who: {who}, value: '{value}'}}\n" for i, value, who in said)
    (tmp_path / "claims/a.yaml").write_text(f"document: {{id: a}}\nclaims:\n{claims}")
    report = check(tmp_path)
    (row,) = json.loads(json_report.render(report, width=100, color=False))["tie_outs"]
    assert (row["verdict"], row["total"]["id"], len(row["parts"]), row["leaves"]) == ("ties out", "a#t", 3, None)
    text = markdown.render(report, width=100, color=False)
    assert "## Totals against their parts" in text
    assert "| who: All | people seen | 1,000 (a) | A 410 (a) + B 310 (a) + C 280 (a) |" in text
