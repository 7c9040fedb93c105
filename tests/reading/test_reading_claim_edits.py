"""Claims changed in place: what was asked for changes, every other character stays, and odd YAML is refused."""

import difflib
import re

import pytest

from reconcile.reading.claim_edits import Wanted, read_back, rewritten
from reconcile.reading.yaml_edits import EditError, scalar

TEXT = """# A file with comments.
document: {id: a}
defaults: {city: Here}
claims:
  - id: x          # its name
    measure: m
    value: "1,700"   # as printed
    note: >-
      A long note that is
      folded.

    # about the place
    at: {line: 3}
    of-which:
      - {id: y, value: "250", note: b}
      - {id: z, value: 3}

  - measure: q     # without an id
    value: about 5
"""


def change(wanted: Wanted, text: str = TEXT) -> list[str]:
    """Return the lines that go and come, as a diff shows them; what the file then says is what was wanted."""
    new, part, _ = rewritten(text, "a.yaml", "a", None, wanted)
    assert part.faults == part.problems == ()
    lines = list(difflib.unified_diff(text.split("\n"), new.split("\n"), n=0))[2:]
    return [re.sub(" +", " ", line) for line in lines if line[0] in "+-"]


def test_nothing_wanted_changes_nothing() -> None:
    assert change(Wanted()) == []


def test_a_value_keeps_its_quotes_and_the_comment_behind_it() -> None:
    assert change(Wanted({"x": {"value": "over 2,000"}})) == [
        '- value: "1,700" # as printed',
        '+ value: "over 2,000" # as printed',
    ]


@pytest.mark.parametrize(
    ("name", "keys", "lines"),
    [
        ("2", {"value": "6"}, ["- value: about 5", "+ value: 6"]),
        ("2", {"time": "2017-12"}, ["+ time: 2017-12"]),
        ("2", {"base": "city=Rome;side=Left"}, ["+ base: {city: Rome, side: Left}"]),
        ("2", {"inferred": "time, value"}, ["+ inferred: [time, value]"]),
        ("2", {"line": "4", "quote": 'so "they" said: 5'}, ['+ at: {line: 4, quote: "so \\"they\\" said: 5"}']),
        ("x", {"note": ""}, ["- note: >-", "- A long note that is", "- folded."]),
        (
            "x",
            {"note": "no\nyes"},
            ["- note: >-", "- A long note that is", "- folded.", '+ note: "no\\nyes"'],
        ),
        ("y", {"note": "c"}, ['- - {id: y, value: "250", note: b}', '+ - {id: y, value: "250", note: c}']),
        ("y", {"note": ""}, ['- - {id: y, value: "250", note: b}', '+ - {id: y, value: "250"}']),
        ("z", {"unit": "km, or so"}, ["- - {id: z, value: 3}", '+ - {id: z, value: 3, unit: "km, or so"}']),
        ("z", {"city": "Rome"}, ["- - {id: z, value: 3}", "+ - {id: z, city: Rome, value: 3}"]),
    ],
)
def test_keys(name: str, keys: dict[str, str], lines: list[str]) -> None:
    assert change(Wanted({name: keys})) == lines


def test_a_long_note_stays_folded() -> None:
    note = "Another long note that goes on and on, " * 6 + "and ends."
    new, _, _ = rewritten(TEXT, "a.yaml", "a", None, Wanted({"x": {"note": note}}))
    assert max(len(line) for line in new.split("\n")) <= 118
    assert "note: >-\n      Another" in new


def test_claims_below_keep_what_they_took_over() -> None:
    assert change(Wanted({"x": {"line": "9"}})) == [
        "- at: {line: 3}",
        "+ at: {line: 9}",
        '- - {id: y, value: "250", note: b}',
        "- - {id: z, value: 3}",
        '+ - {id: y, value: "250", at: {line: 3}, note: b}',
        "+ - {id: z, value: 3, at: {line: 3}}",
    ]


def test_claims_come_and_go() -> None:
    assert change(Wanted(removed=["y"])) == ['- - {id: y, value: "250", note: b}']
    assert change(Wanted(new=[{"id": "n", "measure": "m", "value": "1,000", "line": "3"}])) == [
        "+ - id: n",
        "+ measure: m",
        '+ value: "1,000"',
        "+ at: {line: 3}",
    ]


@pytest.mark.parametrize("empty", ["claims: []\n", "claims:\n", "claims: []  # none yet\n"])
def test_a_claim_comes_into_an_empty_list(empty: str) -> None:
    new, part, _ = rewritten(empty, "a.yaml", "a", None, Wanted(new=[{"id": "n", "measure": "m", "value": "1"}]))
    assert [record["id"] for record in part.records] == ["n"]
    assert ("# none yet" in new) == ("# none yet" in empty)


def test_a_list_in_brackets_stays_one() -> None:
    text = "claims: [{id: a, measure: m, value: 1}, {id: b, measure: m, value: 2}]\n"
    assert change(Wanted({"a": {"value": "3"}}, ["b"]), text)[-1] == "+claims: [{id: a, measure: m, value: 3}]"
    new, _, _ = rewritten(text, "a.yaml", "a", None, Wanted(new=[{"id": "c", "measure": "m", "value": "5,0"}]))
    assert new == text.replace("]", ', {id: c, measure: m, value: "5,0"}]')


def test_line_ends_and_wide_characters_stay() -> None:
    text = TEXT.replace("A long", "Ä 😀 long").replace("\n", "\r\n")
    new, _, _ = rewritten(text, "a.yaml", "a", None, Wanted({"z": {"value": "4"}, "2": {"says": "ja"}}))
    assert new == text.replace("value: 3}", "value: 4}").replace("about 5\r\n", "about 5\r\n    says: ja\r\n")


@pytest.mark.parametrize(
    ("wanted", "words"),
    [
        (Wanted({"x": {"city": ""}}), "city comes from `defaults`"),
        (Wanted(removed=["x"]), "claims below it"),
        (Wanted(removed=["y", "z"]), "edit the file itself"),
        (Wanted(new=[{"id": "x", "measure": "m", "value": "1"}]), "id 'x' is taken"),
    ],
)
def test_what_cannot_be_done_is_refused(wanted: Wanted, words: str) -> None:
    with pytest.raises(EditError, match=words):
        rewritten(TEXT, "a.yaml", "a", None, wanted)


def test_claims_without_an_id_keep_their_numbers() -> None:
    text = "claims:\n  - {id: a, measure: m, value: 1}\n  - {measure: m, value: 2}\n"
    with pytest.raises(EditError, match="would get other numbers"):
        rewritten(text, "a.yaml", "a", None, Wanted(removed=["a"]))


def test_an_alias_is_refused() -> None:
    text = "claims:\n  - {id: a, measure: &m m, value: 1}\n  - {id: b, measure: *m, value: 2}\n"
    for name in ("a", "b"):
        with pytest.raises(EditError, match="alias"):
            rewritten(text, "a.yaml", "a", None, Wanted({name: {"measure": "q"}}))


@pytest.mark.parametrize(
    "value",
    ["", "null", "~", "NO", "0012", "12:30", "- a", "a: b", "a #b", "#", "'", '"', "*x", "&x", "!x", "@a", "%", "{a}",
     "[a]", "a, b", "a\nb", "a\tb", " a ", "\x07", "\u202ea", "\u2028", "😀", "=1+1", "1_700", "yes", "---", "? a",
     "|", "> 40", "-", "-5", "?"],
)  # fmt: skip
@pytest.mark.parametrize(
    "form",
    [
        "claims: [{{id: a, measure: m, value: 1, note: {}}}]",
        "claims:\n - id: a\n   measure: m\n   value: 1\n   note: {}\n",
    ],
)
def test_every_text_reads_back(value: str, form: str) -> None:
    part = read_back(form.format(scalar(value)), "a.yaml", "a", None)
    assert part.problems == part.faults == ()
    assert part.records[0].get("note", "") == value


def test_claims_below_that_said_nothing_take_a_new_key_over() -> None:
    _, _, followed = rewritten(TEXT, "a.yaml", "a", None, Wanted({"x": {"side": "Left", "city": "Rome"}}))
    assert followed == {"y": {"side": "Left"}, "z": {"side": "Left"}}
