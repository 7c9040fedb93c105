"""Decisions on disk: the format, what is refused and where, and that nothing is lost."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reconcile.decisions import DecisionError, Store, decide, undo
from reconcile.decisions.reader import read_decision
from reconcile.decisions.yaml_text import HEAD, comments_in, to_text
from reconcile.models.decision import REASONS, STATUSES, Decision, Judgement, Seen

GOOD = """\
finding: REC101-k3f9q2m7ta
status: explained
reason: different-date
text: "One counts to June: the other, to December"
by: Ana
on: 2024-05-02
evidence: f5mzw7rkq2
values:
  center-2016#fr:
    stated: "1,800"
    reads: "[1,750, 1,850)"
history:
- status: deferred
  by: Ben
  on: 2024-04-02
  until: 2024-05-01
  evidence: f5mzw7rkq2
"""


def read(text: str) -> tuple[Decision | None, list[tuple[int, str]]]:
    decision, problems = read_decision(text.encode(), "decisions/x.yaml")
    assert (decision is None) == bool(problems)
    assert all(problem.file == "decisions/x.yaml" and problem.kind == "decision" for problem in problems)
    return decision, [(problem.line, problem.message) for problem in problems]


def test_what_a_file_says() -> None:
    decision, _ = read(GOOD)
    assert decision.finding == "REC101-k3f9q2m7ta"
    assert decision.present.text == "One counts to June: the other, to December"
    assert decision.present.on == date(2024, 5, 2)
    assert decision.present.values == (Seen("center-2016#fr", "1,800", "[1,750, 1,850)"),)
    assert [(step.status, step.by, step.until) for step in decision.history] == [("deferred", "Ben", date(2024, 5, 1))]
    assert to_text(decision) == f"{HEAD}\n{GOOD}"


def test_every_scalar_is_a_text() -> None:
    text = GOOD.replace('stated: "1,800"', "stated: 0012").replace("by: Ana", "by: NO")
    decision, _ = read(text)
    assert (decision.present.values[0].stated, decision.present.by) == ("0012", "NO")


@pytest.mark.parametrize(
    ("old", "new", "line", "words"),
    [
        (
            "status: explained",
            "status: explaind",
            2,
            "expected confirmed, explained, dismissed or deferred; did you mean",
        ),
        ("status: explained\n", "", 1, "status is missing"),
        ("reason: different-date", "reason: different-day", 3, "did you mean 'different-date'?"),
        ("reason: different-date\n", "", 1, "explained needs a reason: different-date, different-scope"),
        ("reason:", "reson:", 3, "unknown key 'reson'; did you mean 'reason'?"),
        ("by: Ana", "colour: red", 5, "unknown key 'colour'; expected one of finding, status"),
        ("by: Ana", "by: [Ana]", 5, "by is a list; expected a text"),
        ("by: Ana", "by: Ana\nby: Ben", 6, "'by' stands there twice"),
        ("on: 2024-05-02", "on: 2 May 2024", 6, "on is '2 May 2024'; expected a date such as 2024-05-31"),
        ("on: 2024-05-02", "on: 2024-02-30", 6, "expected a date"),
        ("on: 2024-05-02", "on: 2024-05-02\nuntil: 2024-06-02", 7, "until goes with deferred; explained has no end"),
        ("  until: 2024-05-01", "  until: 2024-03-01", 16, "before the day of the decision"),
        ("  until: 2024-05-01", "  until: 2024-07-02", 16, "expected 2024-07-01 at the latest"),
        ("  until: 2024-05-01\n", "", 13, "deferred needs a date until which it holds"),
        ("  by: Ben\n", "", 13, "by is missing"),
        ("on: 2024-05-02", "on: 2024-05-02\nreviewed-by: ANA\nreviewed-on: 2024-05-03", 7, "expected another person"),
        ("on: 2024-05-02", "on: 2024-05-02\nreviewed-on: 2024-05-03", 7, "reviewed-by, which is missing"),
        ("on: 2024-05-02", "on: 2024-05-02\nreviewed-by: Ben", 1, "reviewed-on is missing"),
        ("evidence: f5mzw7rkq2\nvalues", "evidence: xyz\nvalues", 7, "expected ten small letters and digits"),
        ("finding: REC101-k3f9q2m7ta", "finding: fr", 1, "expected the id of a finding, such as REC101-k3f9q2m7ta"),
        ("    reads:", "    read:", 11, "unknown key 'read'; did you mean 'reads'?"),
        ("history:\n", "history: none\nx:\n", 12, "history is the text 'none'; expected a list"),
        ("text: ", "text: '", 0, "no valid YAML"),
        ("status: explained", "<<<<<<< HEAD\nstatus: explained", 2, "holds a merge that nobody finished"),
        (GOOD, "", 1, "holds nothing; expected a decision"),
        (GOOD, "- a", 1, "holds a list; expected a decision"),
    ],
)
def test_a_mistake_has_its_line_and_what_was_expected(old, new, line, words) -> None:
    assert old in GOOD
    decision, problems = read(GOOD.replace(old, new, 1))
    assert decision is None
    assert any(words in message and (not line or line == at) for at, message in problems), problems


def test_all_mistakes_come_at_once() -> None:
    _, problems = read(GOOD.replace("by: Ana", "bi: Ana").replace("on: 2024-05-02", "on: soon"))
    assert [line for line, _ in problems] == [1, 5, 6]


def test_a_file_that_is_no_text() -> None:
    assert "not UTF-8" in read_decision(b"text: \xe9", "x")[1][0].message


names = st.text(st.characters(codec="utf-8"), min_size=1, max_size=20).filter(lambda text: text.strip() == text)
seen = st.builds(Seen, names, names, names, names)
days = st.dates()


@st.composite
def judgements(draw: st.DrawFn) -> Judgement:
    status = draw(st.sampled_from(sorted(STATUSES)))
    on = draw(st.dates(max_value=date(9999, 9, 1)))
    values = tuple({one.claim: one for one in draw(st.lists(seen, max_size=3))}.values())
    end = on.replace(day=28) if on.day <= 28 else on
    return Judgement(
        status,
        draw(names.filter(str.strip)),
        on,
        "f5mzw7rkq2",
        draw(st.sampled_from(sorted(REASONS))),
        draw(names),
        end if status == "deferred" else None,
        values=values,
    )


@given(present=judgements(), history=st.lists(judgements(), max_size=2))
def test_whatever_is_written_is_read_again(present: Judgement, history: list[Judgement]) -> None:
    decision = Decision("REC101-k3f9q2m7ta", present, tuple(history), "decisions/x.yaml")
    again, problems = read_decision(to_text(decision).encode(), "decisions/x.yaml")
    assert problems == []
    assert again == decision


def test_a_change_is_a_small_diff() -> None:
    decision, _ = read(GOOD)
    other = replace(decision, present=replace(decision.present, text="Both count to June"))
    before, after = to_text(decision).splitlines(), to_text(other).splitlines()
    assert len(before) == len(after)
    assert sum(one != two for one, two in zip(before, after, strict=True)) == 1


def test_comments_are_kept(tmp_path, a_finding, wanted) -> None:
    store, finding = Store(tmp_path, "decisions"), a_finding("one")
    decide(store, finding, wanted("confirmed"), None)
    path = tmp_path / f"{finding.id}.yaml"
    path.write_text(path.read_text() + "# asked the Post # twice\n" + "", encoding="utf-8")
    decide(store, finding, wanted(text="a # is no comment"), store.read_one(finding.id))
    assert comments_in(path.read_text()) == [HEAD, "# asked the Post # twice"]
    assert path.read_text().splitlines()[1] == "# asked the Post # twice"
    assert store.read().problems == ()


def test_file_and_finding_must_agree(tmp_path, a_finding, wanted) -> None:
    store, one, two = Store(tmp_path, "decisions"), a_finding("one"), a_finding("two")
    decide(store, one, wanted(), None)
    decide(store, two, wanted(), None)
    (tmp_path / f"{one.id} copy.yaml").write_bytes((tmp_path / f"{one.id}.yaml").read_bytes())
    (tmp_path / f"{two.id}.yaml").rename(tmp_path / "other.yaml")
    (tmp_path / f"{two.id}.yml").write_text("x")
    (tmp_path / "old").mkdir()
    (tmp_path / "old" / "x.yaml").write_text("x")
    (tmp_path / "README.md").write_text("no decision")
    (tmp_path / ".hidden.yaml").write_text("no decision")
    read = store.read()
    assert set(read.by_finding) == {one.id}
    assert [str(problem) for problem in read.problems] == [
        f"decisions/{one.id} copy.yaml: decides {one.id} a second time; decisions/{one.id}.yaml holds, "
        "so remove this one",
        f"decisions/{two.id}.yml: is not read as a decision; name it {two.id}.yaml",
        "decisions/old/x.yaml: lies in a folder inside decisions; decisions stand in decisions itself",
        f"decisions/other.yaml: decides {two.id}; name it {two.id}.yaml",
    ]


def test_a_broken_file_is_a_problem_and_the_others_hold(project, wanted) -> None:
    project.desk().decide(project.conflict().id, wanted())
    lost = project.conflict("lost").id
    project.write(f"decisions/{lost}.yaml", GOOD.replace("REC101-k3f9q2m7ta", lost).replace("Ana", "Ana\ncolour: red"))
    report = project.check()
    assert [(problem.file, problem.line) for problem in report.problems] == [(f"decisions/{lost}.yaml", 6)]
    assert project.conflict().status == "explained"
    assert project.conflict("lost").status == "open"


def test_without_a_folder_there_are_no_decisions(project) -> None:
    assert project.store().read().by_finding == {}
    assert project.check().problems == ()


@pytest.mark.parametrize(
    "id", ["../x", "REC101-../../etc", "", "REC101-K3F9Q2M7TA", "REC101-k3f9q2m7ta\n", "x/REC101-k3f9q2m7ta"]
)
def test_only_an_id_leads_to_a_file(tmp_path, id) -> None:
    with pytest.raises(DecisionError, match="no id of a finding"):
        Store(tmp_path, "decisions").read_one(id)


def test_undo_goes_back_step_by_step(tmp_path, a_finding, wanted) -> None:
    store, finding = Store(tmp_path, "decisions"), a_finding("one")
    path = tmp_path / f"{finding.id}.yaml"
    first = decide(store, finding, wanted("confirmed"), None)
    text = path.read_bytes()
    second = decide(store, finding, wanted("dismissed"), first)
    assert [step.status for step in second.decision.history] == ["confirmed"]
    assert undo(store, second).decision == first.decision
    assert path.read_bytes() == text
    assert undo(store, store.read_one(finding.id)) is None
    assert list(tmp_path.iterdir()) == []


def test_the_same_said_again_changes_nothing(tmp_path, a_finding, wanted) -> None:
    store, finding = Store(tmp_path, "decisions"), a_finding("one")
    first = decide(store, finding, wanted(), None)
    assert decide(store, finding, wanted(on=date(2024, 6, 1)), first) is first


def test_what_somebody_typed_is_made_harmless(tmp_path, a_finding, wanted) -> None:
    store, finding = Store(tmp_path, "decisions"), a_finding("one", "1,\u20287")
    text = "  evil\x1b[31m \u2028 text\x00 \udcff\r\n\n  <script>: # 'x' \"y\"\t{a: b}  "
    decide(store, finding, wanted(text=text, by="A\nna "), None)
    kept = store.read_one(finding.id).decision.present
    assert kept.text == "evil[31m  text\n\n  <script>: # 'x' \"y\" {a: b}"
    assert kept.by == "A na"
