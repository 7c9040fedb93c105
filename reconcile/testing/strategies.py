"""Random small projects for property tests of rules; needs Hypothesis.

    @given(claim_tables(), random_module())
    def test_laws(claims: Claims, _) -> None:
        check_laws(CityTotals(), claims)

The figures, names and times are few, so that claims meet, clash, add up and fail to.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache, lru_cache
from typing import Any

import pandas as pd
from hypothesis import strategies as st

from reconcile.models import Claims, Relation, Vocabulary
from reconcile.normalise import normalise
from reconcile.reading import from_frame
from reconcile.reading.relations import read_relations
from reconcile.reading.vocabulary import read_vocabulary

Pairs = tuple[tuple[str, str], ...]
PLACES = ("", "Bay", "Coast", "Fen", "Hill", "Inland", "Nord", "North", "Northh", "South")
GROUPS = ("Students", "Women")
COUNTS = (
    "0",
    "3",
    "27",
    "250",
    "400 to 450",
    "800",
    "1,700",
    "1,800",
    "about 1,700",
    "an estimated 800",
    "over 20",
    "at least 27",
    "fewer than 30",
    "more than 40,000",
    "40,000",
    "40,312",
    "dozens",
    "a few hundred",
    "17 000",
    "up to 250",
    "1,700 or more",
    "unknown",
    "-3",
    "300 ± 20",
    "none",
    "about",
    "1.700",
)
SHARES = (
    "20 percent",
    "over 20 percent",
    "a third",
    "half",
    "most",
    "all",
    "98",
    "100",
    "120",
    "2 percent",
    "minimal",
    "about 30 percent",
    "0.5 percent",
    "unknown",
)
AREAS = ("90,000", "about 100,000", "40 percent", "34,500", "1,000 to 2,000", "90")
DATES = (
    "2017",
    "mid-2017",
    "9 December 2017",
    "2017-10",
    "late 2016",
    "2018-01",
    "December",
    "2017-12-09/2018-02",
)
WORDS = ("army", "militia", "the militia", "coalition")
STATES = ("over", "won", "not over", "ongoing", "paused")
TIMES = ("", "2016", "2017", "2017-12", "mid-2017", "2017-12-15", "2016-12/2017-03", "early 2018")
VALUES = {
    "total": COUNTS,
    "gone": COUNTS,
    "left": COUNTS,
    "arriving": COUNTS,
    "dead": COUNTS,
    "density": COUNTS,
    "left-share": SHARES,
    "gone-share": SHARES,
    "area": AREAS,
    "fell": DATES,
    "ended": DATES,
    "taker": WORDS,
    "war": STATES,
    "totals": COUNTS,
}
"""The measures that claims are about, the last of them undeclared, and values for each."""
LAWS = (
    "fates: {says: One fate each., holds: gone + left <= total, accounts: true}",
    "balance: {says: They add up., holds: gone + left = total, complete: true}",
    "some: {says: Some of them., holds: dead <= total, severity: warning}",
    "double: {says: At most twice., holds: left <= 2 * gone + 10}",
    "order: {says: It fell first., holds: fell < ended}",
    "here: {says: Only here., holds: left <= total, where: {place: [North, Bay]}}",
)
VOCABULARY = """\
dimensions:
  place:
    World:
      partitions:
        halves:
          complete: %(complete)s
          of: {North: {complete: %(complete_north)s, of: [Bay, Hill, Fen]}, South: }
        shores: {overlapping: %(overlapping)s, of: [Coast, Inland]}
  group:
    Everybody: {overlapping: true, of: [Women, Students]}
aliases: {Nord: North, the militia: militia}
measures:
  total: {label: all who came, unit: person, kind: cumulative, by: {place: World, group: Everybody}}
  gone: {unit: person, kind: %(kind)s, by: {place: World}}
  left: {label: those still there, unit: person, kind: stock, by: {place: World}, fed-by: arriving}
  arriving: {unit: person/month, kind: flow, by: {place: World}}
  dead: {unit: person, kind: constant, by: {place: World}}
  density: {unit: person, kind: stock, additive: false, by: {place: World}}
  left-share: {unit: percent, kind: share, of: left, by: {place: World}}
  gone-share: {unit: percent, kind: share, part: gone, of: total, by: {place: World}}
  area: {unit: km^2, kind: stock, by: {place: World}}
  fell: {kind: event, by: {place: World}}
  ended: {kind: event, by: {place: World}}
  taker: {kind: category, by: {place: World}}
  war: {kind: status, by: {place: World}, values: {over: [won], ongoing: [not over]}}
"""


def claim_tables(max_claims: int = 14) -> st.SearchStrategy[Claims]:
    """Return a strategy for claims tables of up to `max_claims` claims in up to four documents.

    A table is about a few measures, places and times, since claims that never meet test little.
    """
    either = st.sampled_from(("true", "false"))
    flags = st.fixed_dictionaries(
        {
            "complete": either,
            "overlapping": either,
            "complete_north": either,
            "kind": st.sampled_from(("cumulative", "constant")),
        }
    )
    laws = st.lists(st.sampled_from(LAWS), unique=True, max_size=4)
    focus = st.tuples(_some(tuple(sorted(VALUES)), 4), _some(PLACES, 4), _some(TIMES, 3))
    records = focus.flatmap(
        lambda one: st.lists(_record(*one), min_size=min(3, max_claims), max_size=max_claims)
    )
    return st.builds(lambda *drawn: _claims(*map(_frozen, drawn)), flags, laws, records)


def _some(names: tuple[str, ...], most: int) -> st.SearchStrategy[list[str]]:
    return st.lists(st.sampled_from(names), min_size=1, max_size=most, unique=True)


def _record(measures: list[str], places: list[str], times: list[str]) -> st.SearchStrategy[dict[str, str]]:
    """Return a strategy for one claim, mostly a plain one."""
    measure = st.sampled_from(measures)
    rest = st.fixed_dictionaries(
        {
            "document": st.sampled_from("abcd"),
            "place": st.sampled_from(places),
            "group": st.sampled_from(("", "", "", *GROUPS)),
            "time": st.sampled_from(times),
            "origin": _mostly("", "AFP", "UN"),
            "inferred": _mostly("", "time"),
            "stance": _mostly("", "reports", "disputes", "forecasts"),
            "unit": _mostly("", "km", "people"),
            "rank": _mostly("", "1", "2"),
        }
    )
    return st.tuples(measure, rest).flatmap(
        lambda drawn: st.sampled_from(VALUES[drawn[0]]).map(
            lambda value: {**drawn[1], "measure": drawn[0], "value": value}
        )
    )


def _mostly(usual: str, *seldom: str) -> st.SearchStrategy[str]:
    return st.sampled_from((usual,) * 4 * len(seldom) + seldom)


def _frozen(drawn: Any) -> Any:
    if isinstance(drawn, list):
        return tuple(_frozen(item) for item in drawn)
    return tuple(sorted(drawn.items())) if isinstance(drawn, dict) else drawn


@lru_cache(maxsize=512)  # the tests of many rules draw the same tables; making one costs more than a check
def _claims(flags: Pairs, laws: tuple[str, ...], records: tuple[Pairs, ...]) -> Claims:
    vocabulary, relations = _declared(VOCABULARY % dict(flags), laws)
    rows: list[dict[str, Any]] = [
        {
            **record,
            "id": str(number),
            "group": record["group"] if record["measure"] == "total" else "",
            "among": "World" if record["rank"] else "",
            "published": {"a": "2017-12", "b": "2018", "c": ""}.get(record["document"], "2016-06"),
        }
        for number, record in enumerate(map(dict, records))
    ]
    columns = ["document", "id", "measure", "value", "place", "group", "published"]
    raw = from_frame(pd.DataFrame(rows, columns=[*rows[0]] if rows else columns), vocabulary=vocabulary)
    return normalise(replace(raw, relations=relations))


@cache
def _declared(vocabulary: str, laws: tuple[str, ...]) -> tuple[Vocabulary, tuple[Relation, ...]]:
    known = read_vocabulary(vocabulary, "claims/vocabulary.yaml")
    text = "relations:\n" + "".join(f"  {law}\n" for law in laws)
    relations, wrong = read_relations(text, "rules/relations.yaml", known.vocabulary) if laws else ((), ())
    if known.problems or wrong:
        raise ValueError("\n".join(str(problem) for problem in (*known.problems, *wrong)))
    return known.vocabulary, relations
