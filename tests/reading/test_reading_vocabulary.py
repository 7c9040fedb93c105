"""vocabulary.yaml: every form, and every mistake with its line."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reconcile.models import Partition
from reconcile.reading.vocabulary import Declared, read_vocabulary

FULL = """\
dimensions:
  nationality:
    World:
      Western Europe: [France, United Kingdom, Germany, Belgium]
      Maghreb: {complete: true, of: [Tunisia, Morocco]}
      Russia:
  group:
    Everybody: {overlapping: true, of: [Women, Students]}
  place:
    World:
      Iraq and Syria:
        partitions:
          states: {complete: true, of: [Iraq, {Syria: [Raqqa]}]}
          commands: [Coalition area]
      Europe: {of: {North: {complete: true, of: Norway}, South: }}
  single: Only
aliases:
  UK: United Kingdom
  Britain: UK
  CIA: US intelligence
units: {person: [people, fighters], vehicle: }
measures:
  joined: {label: who joined, unit: person, kind: cumulative, by: {nationality: World, place: Iraq and Syria}}
  killed: {kind: cumulative, by: {nationality: UK}}
  remaining: {fed-by: arriving, keeps: 3 months, additive: false, may-be-negative: "true", exact: yes}
  arriving: {unit: person/month, kind: flow}
  joined-share: {unit: percent, kind: share, of: joined}
  killed-share: {unit: percent, kind: share, part: killed, of: joined, by: [nationality]}
  territory: {unit: km^2, kind: stock, by: [place]}
  raqqa-captured: {label: Raqqa captured, kind: event}
  who-took-raqqa: {kind: category, by: []}
  war: {kind: status, values: {over: [ended, won], ongoing: not over, paused: }, by: place}
  peace: {kind: status, values: [yes, no]}
  plain:
"""


def messages(text: str) -> list[tuple[int, str]]:
    found = read_vocabulary(text, "v.yaml").problems
    assert all(problem.kind == "vocabulary" and problem.file == "v.yaml" for problem in found)
    return [(problem.line, problem.message) for problem in found]


@pytest.fixture
def full() -> Declared:
    return read_vocabulary(FULL, "claims/vocabulary.yaml")


def test_every_form_of_a_dimension(full: Declared) -> None:
    assert full.problems == ()
    nationality, group, place = (full.vocabulary.dimensions[name] for name in ("nationality", "group", "place"))
    assert nationality.root == "World"
    assert nationality.partitions == (
        Partition("World", ("Western Europe", "Maghreb", "Russia")),
        Partition("Western Europe", ("France", "United Kingdom", "Germany", "Belgium")),
        Partition("Maghreb", ("Tunisia", "Morocco"), complete=True),
    )
    assert group.partitions == (Partition("Everybody", ("Women", "Students"), overlapping=True),)
    assert set(place.partitions) == {
        Partition("World", ("Iraq and Syria", "Europe")),
        Partition("Iraq and Syria", ("Iraq", "Syria"), complete=True, name="states"),
        Partition("Iraq and Syria", ("Coalition area",), name="commands"),
        Partition("Syria", ("Raqqa",)),
        Partition("Europe", ("North", "South")),
        Partition("North", ("Norway",), complete=True),
    }
    parents = [partition.parent for partition in place.partitions]
    assert all(parents.index(p.parent) < parents.index(c) for p in place.partitions for c in p.children if c in parents)
    assert full.vocabulary.dimensions["single"].members == {"Only"}


def test_every_form_of_a_measure(full: Declared) -> None:
    measures = full.vocabulary.measures
    every = {"nationality": "World", "group": "Everybody", "place": "World", "single": "Only"}
    assert measures["joined"].by == {"nationality": "World", "place": "Iraq and Syria"}
    assert measures["joined"].line == 23
    assert measures["killed"].by == {"nationality": "United Kingdom"}
    assert (measures["remaining"].kind, measures["remaining"].fed_by, measures["remaining"].keeps) == (
        "stock",
        "arriving",
        92,
    )
    assert (
        measures["remaining"].additive,
        measures["remaining"].may_be_negative,
        measures["remaining"].exact,
    ) == (False, True, True)
    assert measures["joined-share"].by == measures["joined"].by
    assert measures["killed-share"].by == {"nationality": "World"}
    assert measures["territory"].by == {"place": "World"}
    assert measures["raqqa-captured"].by == every
    assert measures["who-took-raqqa"].by == {}
    assert measures["war"].by == {"place": "World"}
    assert measures["war"].values == {"over": ("ended", "won"), "ongoing": ("not over",), "paused": ()}
    assert measures["peace"].values == {"yes": (), "no": ()}
    assert measures["plain"].by == every


def test_aliases_and_units(full: Declared) -> None:
    assert full.vocabulary.aliases == {
        "UK": "United Kingdom",
        "Britain": "United Kingdom",
        "CIA": "US intelligence",
    }
    assert full.vocabulary.units == {"person": ("people", "fighters"), "vehicle": ()}


PLACES = "dimensions: {place: {World: [Iraq, Syria]}}\n"


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("", 0, "is empty"),
        ("[a]", 1, "expected a mapping with the keys dimensions, aliases, measures, units"),
        ("dimensions: {}", 0, "declares no measure"),
        ("measurs: {}\nmeasures: {a: }", 1, "did you mean 'measures'?"),
        ("measures: {a: }\nmeasures: {b: }", 2, "stands there twice"),
        ("measures: [a]", 1, "measures is a list"),
        ("measures: {a: , a: }", 1, "'a' stands twice in measures"),
        ("dimensions: [a]\nmeasures: {a: }", 1, "dimensions is a list"),
        ("dimensions: {place: {A: , B: }}\nmeasures: {a: }", 1, "has 2 roots; expected one root"),
        ("dimensions: {place: [A]}\nmeasures: {a: }", 1, "has a list; expected one root"),
        ("dimensions: {place: }\nmeasures: {a: }", 1, "has nothing; expected one root"),
        (
            "dimensions:\n  place:\n    A: [B,\n     B]\nmeasures: {a: }",
            4,
            "member 'B' stands twice in dimension 'place'",
        ),
        ("dimensions: {place: {A: {B: [A]}}}\nmeasures: {a: }", 1, "member 'A' would be part of itself"),
        ("dimensions: {place: {A: {B: , B: }}}\nmeasures: {a: }", 1, "member 'B' stands twice"),
        (
            "dimensions: {place: {A: {complete: true, B: }}}\nmeasures: {a: }",
            1,
            "'complete' of 'A' needs `of`",
        ),
        (
            "dimensions: {place: {A: {compelte: true, of: [B]}}}\nmeasures: {a: }",
            1,
            "did you mean 'complete'?",
        ),
        (
            "dimensions: {place: {A: {complete: maybe, of: [B]}}}\nmeasures: {a: }",
            1,
            "expected true or false",
        ),
        ("dimensions: {place: {A: {partitions: [B]}}}\nmeasures: {a: }", 1, "partitions of 'A' is a list"),
        ("dimensions: {place: {A: [[B]]}}\nmeasures: {a: }", 1, "list inside a list"),
        ("dimensions: {unit: {A: }}\nmeasures: {a: }", 1, "can't be named 'unit'"),
        ("dimensions: {quote: {A: }}\nmeasures: {a: }", 1, "can't be named 'quote'"),
        ("aliases: {UK: [a]}\nmeasures: {a: }", 1, "alias 'UK' is a list"),
        ("aliases: {A: B, B: A}\nmeasures: {a: }", 1, "stands for itself"),
        (PLACES + "aliases: {Iraq: Syria}\nmeasures: {a: }", 2, "the name of a member itself"),
        ("units: {person: [people], folk: people}\nmeasures: {a: }", 1, "'people' stands there twice"),
        ("measures: {a: x}", 1, "measure 'a' is the text 'x'"),
        ("measures: {a: {knid: flow}}", 1, "unknown key 'knid'; did you mean 'kind'?"),
        ("measures: {a: {kind: cumulativ}}", 1, "did you mean 'cumulative'?"),
        ("measures:\n  a:\n    kind: flow\n    kind: stock", 4, "'kind' stands there twice"),
        ("measures: {a: {unit: [x]}}", 1, "unit is a list"),
        ("measures: {a: {exact: perhaps}}", 1, "expected true or false"),
        ("measures: {a: {keeps: soon}}", 1, "keeps: "),
        ("measures: {a: {kind: share}}", 1, "a share needs `of`"),
        ("measures: {a: {kind: share, of: b}}", 1, "of names an unknown measure 'b'"),
        ("measures: {a: {kind: share, of: a}}", 1, "of names 'a', a share"),
        ("measures: {a: {of: b}, b: }", 1, "`of` belongs to the kind share, this is a stock"),
        ("measures: {a: {fed-by: b}, b: }", 1, "fed-by names 'b', a stock; expected a flow"),
        ("measures: {a: {values: [x]}}", 1, "`values` belongs to the kind status"),
        ("measures: {a: {kind: status, values: [x, x]}}", 1, "'x' stands there twice"),
        ("measures: {a: {kind: status, values: {x: {y: z}}}}", 1, "expected a word or a list of words"),
        (
            PLACES + "measures: {a: {by: [plaec]}}",
            2,
            "unknown dimension 'plaec' in `by`; did you mean 'place'?",
        ),
        (
            PLACES + "measures: {a: {by: {place: Irak}}}",
            2,
            "unknown place 'Irak' in `by`; did you mean 'Iraq'?",
        ),
        (PLACES + "measures: {a: {by: {place: [Iraq]}}}", 2, "place is a list"),
        ("measures: {a: {kind: b: c}}", 1, "no valid YAML"),
    ],
)
def test_a_mistake_has_its_line_and_the_nearest_name(text: str, line: int, words: str) -> None:
    found = messages(text)
    assert any(at == line and words in message for at, message in found), found


def test_all_mistakes_come_at_once_and_the_rest_stays_usable() -> None:
    declared = read_vocabulary(
        PLACES + "measures:\n  a: {kind: flw}\n  b: \n  c: {kind: share, of: a}\n  d: {kind: share, of: b}\n"
        "  e: {by: [plac], keeps: x}\n",
        "v.yaml",
    )
    assert sorted(declared.vocabulary.measures) == ["b", "d"]
    assert declared.vocabulary.unusable == {"a", "c", "e"}
    assert [problem.line for problem in declared.problems] == [3, 5, 7, 7]
    assert "can't be used itself" in declared.problems[1].message


def test_a_deep_tree_is_refused() -> None:
    tree = "{m%d: " * 90 % tuple(range(90)) + "}" * 90
    assert any(
        "nested too deep" in message for _, message in messages(f"dimensions: {{place: {tree}}}\nmeasures: {{a: }}")
    )


@given(
    st.lists(
        st.sampled_from(
            [
                "dimensions:",
                "measures:",
                "aliases:",
                "units:",
                "\n",
                "\n  ",
                "\n    ",
                "- ",
                "{",
                "}",
                "[",
                "]",
                ", ",
                "a",
                "b",
                ": ",
                "kind: ",
                "share",
                "of: ",
                "by: ",
                "place",
                "complete: true",
                "partitions: ",
                "values: ",
                "fed-by: ",
                "keeps: ",
            ]
        ),
        max_size=40,
    )
)
def test_any_jumble_gives_a_vocabulary_and_problems(pieces: list[str]) -> None:
    declared = read_vocabulary("".join(pieces), "v.yaml")
    assert declared.problems or declared.vocabulary.measures


@given(st.text(max_size=200))
def test_any_text_gives_a_vocabulary_and_problems(text: str) -> None:
    declared = read_vocabulary(text, "v.yaml")
    assert declared.problems or declared.vocabulary.measures
