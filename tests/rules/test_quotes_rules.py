"""REC501, REC502 and REC505 on whole projects."""

from collections.abc import Mapping

from reconcile.models import Finding
from reconcile.rule import Rule
from reconcile.rules.moved_quote import MovedQuote
from reconcile.rules.quote_not_found import QuoteNotFound
from reconcile.rules.value_not_in_quote import ValueNotInQuote
from reconcile.testing import check_files

TEXT = """
The ferry office counted its riders.
Some 1,700 riders crossed on Sunday, of whom a third paid noth-
ing. On 3 May 2019 the pier was opened.
"""
VOCABULARY = """
dimensions: {side: {Both: [North, South]}}
measures:
  riders: {unit: person, kind: constant}
  free: {unit: percent, kind: share, of: riders}
  opened: {kind: event}
  strike: {kind: status, values: {over: [ended], ongoing: [not over]}}
  owner: {kind: category}
"""


def found(rule: type[Rule], claims: str, text: str = TEXT) -> list[Finding]:
    header = "document: {id: a, published: 2020, text: ../texts/a.txt}\n"
    files: Mapping[str, str] = {
        "claims/vocabulary.yaml": VOCABULARY,
        "claims/a.yaml": header + "claims:\n" + claims,
        "texts/a.txt": text,
    }
    report = check_files(files, [rule])
    assert report.problems == ()
    return list(report.found)


def claim(name: str, value: str, quote: str, measure: str = "riders", at: str = "", more: str = "") -> str:
    return f'  - {{id: {name}, measure: {measure}, value: "{value}", at: {{{at}quote: "{quote}"}}{more}}}\n'


def test_a_lost_quote_shows_what_stands_there() -> None:
    [one] = found(QuoteNotFound, claim("x", "1,800", "Some 1,800 riders crossed on Sunday"))
    assert (one.severity, one.key) == ("error", ("a#x",))
    assert one.message == (
        "a is quoted with “Some 1,800 riders crossed on Sunday”, which its text does not hold; nearest is, in line 2,"
        " “Some 1,700 riders crossed on Sunday”"
    )


def test_claims_that_share_a_lost_quote_make_one_finding() -> None:
    both = claim("x", "1,700", "No such words") + claim("y", "1,700", "No such words")
    [one] = found(QuoteNotFound, both)
    assert (one.claims[0].id, one.claim_ids()) == ("a#x", {"a#x", "a#y"})


def test_a_moved_quote_is_no_lost_one_and_a_note() -> None:
    moved = claim("x", "1,700", "Some 1,700 riders", at="line: 5, ") + claim(
        "y", "a third", "a third paid", at="line: 2, "
    )
    assert found(QuoteNotFound, moved) == []
    [one] = found(MovedQuote, moved)
    assert (one.severity, one.claim_ids()) == ("note", {"a#x"})
    assert one.message == "a quote stands elsewhere in the text of a than the claim file says: x in line 2"
    assert found(MovedQuote, claim("x", "a third", "a third paid nothing", at="lines: 3-4, ")) == []


def test_the_identity_of_a_lost_quote_hangs_on_no_words() -> None:
    ids = [found(QuoteNotFound, claim("x", "1,700", quote))[0].id for quote in ("No such words", "Nor these")]
    assert ids[0] == ids[1]


def test_another_number_shows_both() -> None:
    [one] = found(ValueNotInQuote, claim("x", "1,800", "Some 1,700 riders crossed on Sunday"))
    assert (
        one.message
        == "stated as 1,800 for a, but the quote beside it says 1,700: “Some 1,700 riders crossed on Sunday”"
    )
    assert (one.severity, one.key) == ("error", ("a#x",))


def test_a_share_an_event_and_words() -> None:
    good = (
        claim("x", "33", "a third paid nothing", "free")
        + claim("y", "3 May 2019", "On 3 May the pier was opened", "opened")
        + claim("z", "over", "the strike has ended", "strike")
        + claim("o", "the town", "it was theirs", "owner")
    )
    assert found(ValueNotInQuote, good) == []
    wrong = (
        claim("x", "40", "a third paid nothing", "free")
        + claim("y", "4 May 2019", "On 3 May the pier was opened", "opened")
        + claim("z", "over", "the strike is not over", "strike")
        + claim("n", "3 May 2019", "the pier was opened", "opened")
    )
    told = {one.claims[0].id: (one.severity, one.message) for one in found(ValueNotInQuote, wrong)}
    assert {name: severity for name, (severity, _) in told.items()} == {
        "a#x": "error", "a#y": "error", "a#z": "error", "a#n": "note",
    }  # fmt: skip
    assert "says 3 May:" in told["a#y"][1] and "holds no such date" in told["a#n"][1]


def test_inferred_values_and_quotes_of_the_claim_above_are_left_alone() -> None:
    other = '{id: z, side: South, value: "9", at: {quote: "it was seven"}}'
    below = f', of-which: [{{id: y, side: North, value: "300"}}, {other}]'
    claims = claim("x", "1,700", "Some 1,700 riders", more=below) + claim(
        "i", "1,100", "a third paid nothing", more=", inferred: value"
    )
    assert [one.claims[0].id for one in found(ValueNotInQuote, claims)] == ["a#z"]
    nested = claims.replace("  - {id: x", "  - id: x\n    measure: riders\n    note: a\n  - {id: x2", 1)
    assert "a#y" not in {one.claims[0].id for one in found(ValueNotInQuote, nested)}


def test_a_hostile_quote_is_shown_on_one_line() -> None:
    [one] = found(QuoteNotFound, claim("x", "1", "no\\n::error::such " + "words " * 60))
    assert "\n" not in one.message and len(one.message) < 400
