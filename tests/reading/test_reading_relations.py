"""relations.yaml and the language of `holds`."""

from contextlib import suppress
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reconcile.reading.grammar import LawError, parse_comparison
from reconcile.reading.relations import read_relations
from reconcile.reading.vocabulary import read_vocabulary

VOCABULARY = read_vocabulary(
    """\
dimensions:
  place: {World: {Iraq and Syria: [Iraq, Syria]}}
  nationality: {World: [France, United Kingdom]}
aliases: {UK: United Kingdom}
measures:
  joined: {}
  killed: {}
  returned: {}
  remaining: {by: [place]}
  foreign-remaining: {by: [place]}
  raqqa-captured: {kind: event}
  baghouz-fell: {kind: event}
  war: {kind: status}
  two words: {}
""",
    "claims/vocabulary.yaml",
).vocabulary
MEASURES = ("a", "b", "c", "a-b-c", "foreign-remaining")


def parsed(text: str) -> tuple[dict[str, Fraction], str, Fraction]:
    found = parse_comparison(text, MEASURES)
    return dict(found.coefficients), found.op, found.constant


def relations(text: str):
    return read_relations(text, "rules/relations.yaml", VOCABULARY)


@pytest.mark.parametrize(
    ("text", "terms", "op", "constant"),
    [
        ("a + b <= c", {"a": 1, "b": 1, "c": -1}, "<=", 0),
        ("c >= a + b", {"a": 1, "b": 1, "c": -1}, "<=", 0),
        ("c > a", {"a": 1, "c": -1}, "<", 0),
        ("c = a + b", {"a": 1, "b": 1, "c": -1}, "=", 0),
        ("a + b = c", {"a": 1, "b": 1, "c": -1}, "=", 0),
        ("a = b", {"a": 1, "b": -1}, "=", 0),
        ("foreign-remaining <= a-b-c", {"foreign-remaining": 1, "a-b-c": -1}, "<=", 0),
        ("a - b < 1,000", {"a": 1, "b": -1}, "<", 1000),
        ("a <= 1000.5", {"a": 1}, "<=", Fraction(2001, 2)),
        ("0.1 * a <= b * 3", {"a": Fraction(1, 10), "b": -3}, "<=", 0),
        ("2 * (a - (b + 1)) <= -a + 4", {"a": 3, "b": -2}, "<=", 6),
        ("-a < -5", {"a": -1}, "<", -5),
        ("a + a + b - b <= 7", {"a": 2}, "<=", 7),
        ("a ≤ b × 2", {"a": 1, "b": -2}, "<=", 0),
        ("\"a-b-c\" <= 'b'", {"a-b-c": 1, "b": -1}, "<=", 0),
        ("a -1 < 3", {"a": 1}, "<", 4),
    ],
)
def test_every_term_goes_to_the_left(text: str, terms: dict[str, Fraction], op: str, constant: Fraction) -> None:
    assert parsed(text) == (terms, op, constant)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("a + b", "ends where it needs a comparison"),
        ("a <=", "ends where it needs a measure"),
        ("", "ends where it needs a measure"),
        ("a < b < c", "second comparison"),
        ("a != b", "two sides that differ"),
        ("a == b", "write ="),
        ("a => b", "write >="),
        ("a / 2 < b", "written as a product"),
        ("a * b < c", "multiplies two measures"),
        ("(a + 1) * (b - 1) < c", "multiplies two measures"),
        ("a - a <= b - b", "no measure is left"),
        ("0 * a < 3", "multiplies 'a' by 0"),
        ("1 < 2", "no measure is left"),
        ("a-b < c", "for a minus write 'a - b' with spaces"),
        ("foreign-remainign < c", "did you mean 'foreign-remaining'?"),
        ("xyz < c", "unknown measure 'xyz'"),
        ("a b < c", "has 'b' at character 3; expected a comparison"),
        ("a < b)", "has ')' at character 6; expected +, - or the end"),
        ("(a < b", "has a bracket at character 1 that nothing closes"),
        ("a < 2b", "has 'b' at character 6"),
        ("a < 1,00", "',' at character 6 can't be read"),
        ("__import__('os') < a", "unknown measure '__import__'"),
        ("a ; b", "';' at character 3 can't be read"),
        ("(" * 50 + "a" + ")" * 50 + "< b", "more than 40 brackets"),
        ("a + " * 2000 + "a < b", "at most 5000 are read"),
    ],
)
def test_what_is_no_law_says_why(text: str, words: str) -> None:
    with pytest.raises(LawError) as raised:
        parse_comparison(text, MEASURES)
    assert words in str(raised.value)


def test_a_relation_has_all_its_keys() -> None:
    found, problems = relations("""\
relations:
  fates:
    says: One fate each.
    holds: killed + returned <= joined
    accounts: true
    where: {place: [Syria, Iraq, Syria], nationality: UK}
    severity: warning
  all-fates: {holds: joined = killed + returned, complete: true}
  order: {holds: raqqa-captured < baghouz-fell}
""")
    assert problems == ()
    everything, fates, order = found
    assert (fates.name, fates.says, fates.holds, fates.line) == (
        "fates",
        "One fate each.",
        "killed + returned <= joined",
        2,
    )
    assert fates.coefficients == {"killed": 1, "returned": 1, "joined": -1}
    assert (fates.accounts, fates.complete, fates.severity, fates.file) == (
        True,
        False,
        "warning",
        "rules/relations.yaml",
    )
    assert fates.where == {"place": ("Syria", "Iraq"), "nationality": ("United Kingdom",)}
    assert (everything.complete, everything.op, everything.coefficients["joined"]) == (True, "=", -1)
    assert (order.op, order.where) == ("<", {})


@pytest.mark.parametrize(
    ("body", "line", "words"),
    [
        ("{holds: killed <= joned}", 2, "unknown measure 'joned'; did you mean 'joined'?"),
        ("{says: x}", 2, "needs `holds`"),
        ("{holds: }", 2, "needs `holds`"),
        ("{holds: [a]}", 2, "needs `holds`"),
        ("killed <= joined", 2, "expected a mapping with `holds`"),
        ("{holds: killed <= joined, sevrity: note}", 2, "unknown key 'sevrity'; did you mean 'severity'?"),
        ("{holds: killed <= joined, severity: fatal}", 2, "expected error, warning, note"),
        (
            "{holds: killed <= joined, accounts: perhaps}",
            2,
            "accounts is the text 'perhaps'; expected true or false",
        ),
        ("{holds: killed <= joined, complete: true}", 2, "complete: true needs '='"),
        ("{holds: killed + 2 <= 5, accounts: true}", 2, "needs one total"),
        ("{holds: killed <= joined, holds: killed <= joined}", 2, "'holds' stands there twice"),
        (
            "\n    holds: killed <= joined\n    where: {plac: [Syria]}",
            4,
            "unknown dimension 'plac'; did you mean 'place'?",
        ),
        (
            "{holds: killed <= joined, where: {place: [Siria]}}",
            2,
            "unknown place 'Siria'; did you mean 'Syria'?",
        ),
        ("{holds: killed <= joined, where: {place: [[Syria]]}}", 2, "place has a list; expected a member"),
        ("{holds: killed <= joined, where: [Syria]}", 2, "where is a list"),
        (
            "{holds: remaining <= joined, where: {nationality: France}}",
            2,
            "not every measure of it has the dimension",
        ),
        ("{holds: raqqa-captured < joined}", 2, "dates and numbers don't mix"),
        ("{holds: raqqa-captured + 3 < baghouz-fell}", 2, "two at a time"),
        ("{holds: raqqa-captured < 2017}", 2, "two at a time"),
        ("{holds: war <= joined}", 2, "'war' is a status"),
    ],
)
def test_a_mistake_has_its_line_and_the_other_relations_go_on(body: str, line: int, words: str) -> None:
    found, problems = relations(f"relations:\n  wrong: {body}\n  right: {{holds: killed <= joined}}\n")
    assert [relation.name for relation in found] == ["right"]
    assert [(problem.line, problem.kind) for problem in problems] == [(line, "relations")], problems
    assert words in problems[0].message
    assert problems[0].file == "rules/relations.yaml"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[a]", "the file is a list"),
        ("relation: {}", "did you mean 'relations'?"),
        ("relations: [a]", "relations is a list"),
        ("relations: {a: {holds: killed <= joined}, a: {holds: killed <= joined}}", "'a' stands there twice"),
        ("relations: {a: b: c}", "no valid YAML"),
    ],
)
def test_a_broken_file_is_a_problem(text: str, words: str) -> None:
    assert [words in problem.message for problem in relations(text)[1]] == [True]


def test_an_empty_file_is_fine() -> None:
    assert relations("# no laws yet\n") == ((), ())


NAMES = st.sampled_from(["a", "b", "a-b-c", "foreign-remaining"])
TERMS = st.lists(st.tuples(st.sampled_from(["+", "-"]), st.integers(1, 99), NAMES), min_size=1, max_size=5)


@given(TERMS, st.sampled_from(["<", "<=", "="]), st.integers(0, 10**6))
def test_what_is_written_out_is_read_back(terms: list[tuple[str, int, str]], op: str, constant: int) -> None:
    text = " ".join(f"{sign} {factor} * {name}" for sign, factor, name in terms) + f" {op} {constant:,}"
    expected: dict[str, int] = {}
    for sign, factor, name in terms:
        expected[name] = expected.get(name, 0) + (factor if sign == "+" else -factor)
    expected = {name: value for name, value in expected.items() if value}
    try:
        coefficients, found_op, found_constant = parsed(text)
    except LawError:
        assert not expected
        return
    turned = {name: -value for name, value in expected.items()}
    assert found_op == op
    assert (coefficients, found_constant) in ((expected, constant), (turned, -constant))


@given(st.text(max_size=60) | st.text(alphabet=st.sampled_from("ab-+*/()<>= 12,.'\"cé"), max_size=60))
def test_any_text_is_a_law_or_our_error(text: str) -> None:
    with suppress(LawError):
        assert parse_comparison(text, MEASURES).coefficients


@given(st.text(max_size=200))
def test_any_file_gives_laws_or_problems(text: str) -> None:
    found, problems = relations(text)
    assert all(relation.coefficients for relation in found)
    assert all(problem.kind == "relations" for problem in problems)


@pytest.mark.parametrize(
    ("unit", "words"),
    [("hectare", "'held' is in km^2 and 'burnt' in hectare; give both one unit"), ("square km", ""), ("person", "")],
)
def test_a_law_takes_no_two_sizes_of_one_unit(unit: str, words: str) -> None:
    """400 hectares are not more than 300 km^2; a price for each of them is another matter."""
    text = f"measures: {{held: {{unit: km^2}}, burnt: {{unit: {unit}}}}}"
    vocabulary = read_vocabulary(text, "claims/vocabulary.yaml").vocabulary
    text = "relations:\n  burns: {holds: held >= burnt}\n"
    found, problems = read_relations(text, "rules/relations.yaml", vocabulary)
    assert [problem.line for problem in problems] == ([2] if words else [])
    assert all(words in problem.message for problem in problems)
    assert len(found) == (0 if words else 1)


def test_a_share_takes_no_two_sizes_of_one_unit() -> None:
    read = read_vocabulary(
        "measures:\n  held: {unit: km^2}\n  burnt: {unit: hectare}\n  charred: {unit: square kilometre}\n"
        "  ash: {kind: share, part: charred, of: held}\n  scorched: {kind: share, part: burnt, of: held}\n",
        "claims/vocabulary.yaml",
    )
    assert [(problem.line, problem.message) for problem in read.problems] == [
        (6, "measure 'scorched': part is in hectare and of in km^2; give both one unit")
    ]
    assert "ash" in read.vocabulary.measures
