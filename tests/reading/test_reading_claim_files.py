"""YAML claim files: what they say, and what is wrong with broken ones."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reconcile.models import RawProject, Vocabulary
from reconcile.models.raw import lines_of
from reconcile.reading.claim_files import read_claim_file
from reconcile.reading.vocabulary import read_vocabulary

Read = Callable[[dict[str, str | bytes]], RawProject]

VOCABULARY = """\
dimensions:
  nationality: {World: [France, Tunisia]}
  place: {World: {Iraq and Syria: [Iraq, Syria]}}
measures:
  joined: {unit: person, kind: cumulative}
  returned: {unit: person, kind: cumulative}
  territory: {unit: km^2, by: [place]}
"""
FULL = """\
document:
  id: watch-2018
  title: Where are the fighters?
  publisher: Example Watch
  published: 2018-02
  text: ../documents/watch.txt
  decimal: "."
defaults:
  place: Iraq and Syria
  note: seen
claims:
  - id: fr-joined
    measure: joined
    nationality: France
    value: "1,700"
    unit: person
    time: 2017-12
    inferred: [time, place]
    origin: AFP
    at: {line: 34, quote: some 1700}
    says: French recruits
    stance: reports
    of-which:
      - {id: fr-back, measure: returned, value: 0250}
      - id: land
        measure: territory
        value: 1_700
        time: 12:30
  - measure: joined
    value: NO
    base: {nationality: France, place: Syria}
    rank: 1
    among: World
"""


def part(text: str, vocabulary: str | None = VOCABULARY):
    names = None if vocabulary is None else read_vocabulary(vocabulary, "v.yaml").vocabulary
    return read_claim_file(text, "claims/a.yaml", "a", names)


def fault_of(claims: str) -> tuple[str, int, str, str]:
    found = part("document: {id: d}\nclaims:\n" + claims)
    assert len(found.faults) == 1, found.faults
    fault = found.faults[0]
    assert fault.code == "REC001"
    assert fault.file == "claims/a.yaml"
    return fault.claim, fault.line, fault.key, fault.message


def test_a_full_file_is_read_as_written(read: Read) -> None:
    raw = read({"claims/vocabulary.yaml": VOCABULARY, "claims/x.yaml": FULL})
    assert raw.problems == ()
    assert raw.faults == ()
    (document,) = raw.documents
    assert (document.id, document.published, document.file, document.line) == (
        "watch-2018",
        "2018-02",
        "claims/x.yaml",
        1,
    )
    rows = raw.rows.set_index("id")
    first = rows.loc["fr-joined"]
    assert first["value"] == "1,700"
    assert first["at"] == {"line": 34, "quote": "some 1700"}
    assert first["inferred"] == "time place"
    assert first["line"] == 12
    assert lines_of(first["key_lines"])["value"] == 15
    assert lines_of(first["key_lines"])["place"] == 9
    assert first["published"] == "2018-02"
    assert rows.loc["fr-back", "value"] == "0250"
    assert rows.loc["land", ["value", "time"]].tolist() == ["1_700", "12:30"]
    last = rows.loc["2"]
    assert last[["value", "rank", "base"]].tolist() == ["NO", "1", "nationality=France;place=Syria"]
    assert last["unit"] == ""


def test_of_which_takes_over_and_defaults_reach_what_the_measure_has(read: Read) -> None:
    rows = read({"claims/vocabulary.yaml": VOCABULARY, "claims/x.yaml": FULL}).rows.set_index("id")
    back, land = rows.loc["fr-back"], rows.loc["land"]
    assert back[["nationality", "place", "unit", "time", "origin", "stance"]].tolist() == [
        "France",
        "Iraq and Syria",
        "person",
        "2017-12",
        "AFP",
        "reports",
    ]
    assert back["at"] == {"line": 34, "quote": "some 1700"}
    assert (back["says"], back["note"]) == ("", "seen")
    assert back["inferred"] == "time place"
    assert land["nationality"] == ""  # territory has no nationality
    assert land["place"] == "Iraq and Syria"
    assert land["inferred"] == "place"  # its time is its own


def test_an_explicit_dimension_that_the_measure_lacks_is_kept_for_the_rule_to_see() -> None:
    found = part("claims: [{measure: territory, nationality: France, value: 3}]")
    assert found.records[0]["nationality"] == "France"


def test_without_a_vocabulary_defaults_reach_every_claim() -> None:
    found = part("defaults: {city: Lyon}\nclaims: [{measure: visitors, value: 3}]", None)
    assert found.records[0]["city"] == "Lyon"


def test_inferred_defaults_hold_unless_the_claim_has_the_key_itself() -> None:
    found = part(
        "defaults: {time: 2017, inferred: time}\n"
        "claims: [{id: a, measure: joined, value: 1}, {id: b, measure: joined, value: 1, time: 2018}]"
    )
    assert [record["inferred"] for record in found.records] == ["time", ""]
    found = part("defaults: {inferred: time}\nclaims: [{measure: joined, value: 1, time: 2018}]")
    assert found.records[0]["inferred"] == "time"


@pytest.mark.parametrize("word", ["", "~", "null"])
def test_nothing_is_nothing_and_quoted_it_is_a_text(word: str) -> None:
    found = part(f"claims: [{{measure: joined, value: 3, unit: {word}, note: 'null'}}]")
    assert found.records[0].get("unit", "") == ""
    assert found.records[0]["note"] == "null"


def test_ids_may_be_left_out_at_every_level() -> None:
    found = part("claims:\n- {measure: joined, of-which: [{measure: returned, value: 1}]}\n- {measure: joined}")
    assert [record["id"] for record in found.records] == ["1", "1.1", "2"]


def test_an_alias_repeats_a_mapping() -> None:
    found = part("claims:\n- {measure: joined, at: &here {line: 3}}\n- {measure: joined, value: 1, at: *here}")
    assert [record["at"] for record in found.records] == [{"line": 3}, {"line": 3}]


@pytest.mark.parametrize(
    ("claims", "claim", "line", "key", "words"),
    [
        ("- {id: a, value: 1}\n- {id: a, value: 2}", "d#a", 4, "id", "taken by the claim in line 3"),
        ("- {id: a, value: over 2,000, unit: km}", "d#a", 3, "000", "quote the value: it holds a comma"),
        ("- {id: a, value: 1, says: hello, world}", "d#a", 3, "world", "quote that text: it holds a comma"),
        ("- id: a\n  value: 1\n  value: 2", "d#a", 5, "value", "stands there twice"),
        (
            "- {id: a, nationality: [France, Tunisia]}",
            "d#a",
            3,
            "nationality",
            "is a list; expected one text",
        ),
        ("- {id: a, value: {low: 1}}", "d#a", 3, "value", "is a mapping; expected one text"),
        ("- joined", "d#1", 3, "", "the claim is the text 'joined'; expected a mapping"),
        ("- [joined]", "d#1", 3, "", "the claim is a list"),
        ("- ", "d#1", 3, "", "the claim is nothing"),
        ("- {id: a, at: 34}", "d#a", 3, "at", "at is the text '34'; expected a mapping such as {line: 34}"),
        ("- {id: a, at: {lines: 34}, of-which: 3}", "d#a", 3, "of-which", "expected a list of claims"),
        ("- {id: a, at: {line: x}}", "d#a", 3, "line", "expected a whole number from 1"),
        ("- {id: a, at: {line: 34-36}}", "d#a", 3, "line", "write `lines: 34-36`"),
        ("- {id: a, at: {lines: 36-34}}", "d#a", 3, "lines", "expected the first and the last line"),
        ("- {id: a, at: {start: 9, end: 3}}", "d#a", 3, "end", "end is 3, before start, 9"),
        ("- {id: a, at: {lien: 3}}", "d#a", 3, "lien", "did you mean 'line'?"),
        ("- {id: a, line: 3}", "d#a", 3, "line", "write `at: {line: …}`"),
        ("- {id: a, published: 2018}", "d#a", 3, "published", "belongs to `document`"),
        ("- {id: a, <<: {value: 3}}", "d#a", 3, "<<", "merge keys"),
        ("- {id: a, inferred: tiem}", "d#a", 3, "inferred", "did you mean 'time'?"),
        ("- {id: a, base: [France]}", "d#a", 3, "base", "expected `unknown` or a mapping"),
        ("- {id: a, quantity: 3}", "d#a", 3, "quantity", "is no key of a claim"),
    ],
)
def test_a_broken_claim_is_a_fault_with_its_place(claims: str, claim: str, line: int, key: str, words: str) -> None:
    found = fault_of(claims)
    assert found[:3] == (claim, line, key)
    assert words in found[3]


def test_a_broken_claim_is_left_out_and_the_rest_goes_on() -> None:
    found = part("claims:\n- {id: a, value: [1]}\n- {id: b, measure: joined, value: 2}\n- 3")
    assert [record["id"] for record in found.records] == ["b"]
    assert [fault.claim for fault in found.faults] == ["a#a", "a#3"]


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("", 0, "is empty"),
        ("# nothing\n", 0, "is empty"),
        ("- a\n", 1, "is a list; expected a mapping with the keys document, defaults, claims"),
        ("word", 1, "is the text 'word'"),
        ("document: {id: x}\n", 0, "has no key `claims`"),
        ("clams: []\nclaims: []", 1, "did you mean 'claims'?"),
        ("claims: {a: 1}", 1, "claims is a mapping; expected a list"),
        ("claims: []\nclaims: []", 2, "stands there twice"),
        ("document: {id: x, id: y}\nclaims: []", 1, "'id' stands there twice"),
        ("document: {titel: x}\nclaims: []", 1, "did you mean 'title'?"),
        ("document: {title: [x]}\nclaims: []", 1, "title is a list"),
        ("document: {decimal: ;}\nclaims: []", 1, 'expected "," or "."'),
        ("document: watch\nclaims: []", 1, "document is the text 'watch'"),
        ("defaults: [1]\nclaims: []", 1, "defaults is a list"),
        ("defaults: {plce: Iraq}\nclaims: []", 1, "did you mean 'place'?"),
        ("defaults: {id: a}\nclaims: []", 1, "names one claim"),
        ("defaults: {of-which: [a]}\nclaims: []", 1, "belongs to one claim"),
        ("defaults:\n  place: [Iraq]\nclaims: []", 2, "place is a list"),
        ("claims:\n- a: b: c", 2, "quote a value that holds ': '"),
        ("claims: [a\n", 2, "no valid YAML"),
        ("\tclaims: []", 1, "tab"),
        ("claims: []\n---\nclaims: []", 2, "second YAML document"),
        ("claims: [*x]", 1, "quote a value that starts with *"),
        ("claims: [!!python/name:os.system x]", 1, "tag"),
        ("claims: [!secret x]", 1, "tag"),
        ("claims: &a [*a]", 0, "aliases"),
        ("claims:\n- \x07", 0, "control characters"),
        ("measures: {a: {unit: person}}", 0, "looks like a vocabulary"),
    ],
)
def test_a_broken_file_is_one_problem(text: str, line: int, words: str) -> None:
    problems = part(text).problems
    assert [(problem.line, problem.kind) for problem in problems] == [(line, "unreadable")], problems
    assert words in problems[0].message
    assert problems[0].file == "claims/a.yaml"


def test_aliases_that_multiply_a_file_are_refused() -> None:
    bomb = "x0: &x0 [a, b]\n" + "".join(f"x{i}: &x{i} [{', '.join([f'*x{i - 1}'] * 9)}]\n" for i in range(1, 40))
    (problem,) = part(bomb + "claims: *x39").problems
    assert "aliases" in problem.message


@pytest.mark.parametrize(
    "text",
    [
        "claims: " + "[" * 100_000 + "]" * 100_000,
        "- " * 100_000 + "a",
        "? " * 100_000 + "a",
        "claims: " + "{a: " * 3000 + "}" * 3000,
    ],
)
def test_deep_nesting_is_refused_without_a_crash(text: str) -> None:
    (problem,) = part(text).problems
    assert "100 levels" in problem.message


def test_nested_claims_have_an_end() -> None:
    text = "claims: [" + "{measure: joined, value: 1, of-which: [" * 60 + "]}" * 60 + "]"
    found = part(text)
    assert any("nested too deep" in fault.message for fault in found.faults)


@given(st.text(max_size=300))
def test_any_text_gives_claims_faults_or_problems(text: str) -> None:
    found = read_claim_file(text, "a.yaml", "a", Vocabulary())
    assert found.problems or found.faults or found.records or "claims" in text


@given(
    st.lists(
        st.sampled_from(
            [
                "claims:",
                "\n",
                "- ",
                "  ",
                "{",
                "}",
                "[",
                "]",
                ", ",
                "id: ",
                "a",
                "value: ",
                "1,700",
                "at: ",
                "line: ",
                "of-which: ",
                "document: ",
                "defaults: ",
                "measure: ",
                "&a ",
                "*a",
                "inferred: ",
                "base: ",
                "!x ",
                "? ",
                ": ",
                "'",
                '"',
                "|",
                ">",
            ]
        ),
        max_size=40,
    )
)
def test_any_jumble_of_yaml_gives_claims_faults_or_problems(pieces: list[str]) -> None:
    read_claim_file("".join(pieces), "a.yaml", "a", None)
