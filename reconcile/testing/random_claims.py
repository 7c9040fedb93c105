"""Random small projects to hold rules to their laws; a seed always gives the same one."""

from __future__ import annotations

from dataclasses import replace
from functools import cache, lru_cache
from random import Random

import pandas as pd

from reconcile.models import Claims, Relation, Vocabulary
from reconcile.normalise import normalise
from reconcile.reading import from_frame
from reconcile.reading.relations import read_relations
from reconcile.reading.vocabulary import read_vocabulary

PLACES = (
    ("North",),
    ("North", "Bay", "Fen", "Hill", "Hill"),
    ("", "North", "South"),
    ("Bay", "Fen", "Hill", "North"),
    ("", "Bay"),
    ("North",),
    ("Nord", "Northh", "South"),
    ("", "Coast", "Inland"),
)
"""Places that a table is about: parts of one another, one alone, an alias and a slip, parts that overlap."""
MEASURES = (
    ("gone", "left", "total"),
    ("gone", "left", "total"),
    ("gone", "gone-share", "total"),
    ("left", "left-share"),
    ("ended", "fell"),
    ("arriving", "left"),
    ("dead", "total"),
    ("area", "density"),
    ("taker", "war"),
    ("dead", "totals"),
    ("total",),
    ("dead",),
    ("left-share",),
    ("left",),
)
"""Measures that a table is about: tied by laws, kinds of their own, one that nothing declares."""
USUAL = ("27", "250", "250", "800", "1,700", "1,800", "about 1,700", "400 to 450", "at least 250", "40,000")
ODD = (
    "0",
    "3",
    "none",
    "unknown",
    "-3",
    "about",
    "1.700",
    "dozens",
    "40,312",
    "an estimated 800",
    "over 20",
    "fewer than 30",
    "more than 40,000",
    "a few hundred",
    "17 000",
    "up to 250",
    "1,700 or more",
    "300 ± 20",
    "100 to 900",
)
SHARES = (
    "20 percent",
    "over 20 percent",
    "a third",
    "half",
    "most",
    "all",
    "98",
    "2 percent",
    "minimal",
    "unknown",
)
VALUES = {
    "left-share": SHARES,
    "gone-share": SHARES,
    "area": ("90,000", "about 100,000", "34,500", "90", "1,000 to 2,000"),
    "fell": ("2017", "mid-2017", "9 December 2017", "2017-10", "late 2016", "December", "2017-12-09/2018-02"),
    "ended": ("2016", "late 2017", "2017-10", "2017-11-03", "early 2018"),
    "taker": ("army", "militia", "the militia", "coalition"),
    "war": ("over", "won", "not over", "paused"),
}
"""What claims on the measures that count nothing say."""
TIMES = ("", "2016", "2017", "2017-12", "mid-2017", "2017-12-15", "2016-12/2017-03", "early 2018")
SELDOM = {
    "origin": ("",),
    "inferred": ("time",),
    "stance": ("reports", "disputes", "forecasts"),
    "unit": ("people",),
    "rank": ("1", "2"),
}
"""Keys that few claims have."""
PUBLISHED = {"a": "2017-12", "b": "2018", "c": "", "d": "2016-06"}
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
units: {person: [people]}
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


@lru_cache(maxsize=512)  # tests of many rules ask for the same tables; making one costs more than checking it
def random_claims(seed: int, size: int) -> Claims:
    """Return a claims table of about `size` claims in up to four documents, always the same for one seed.

    A table is about a few measures, places and times, so that claims meet, clash, add up and fail to.
    """
    random = Random(seed)
    flags = {name: random.choice(("true", "false")) for name in ("complete", "complete_north", "overlapping")}
    flags["kind"] = random.choice(("cumulative", "constant"))
    laws = tuple(law for law in LAWS if random.random() < 0.4)
    measures, places = random.choice(MEASURES), random.choice(PLACES)
    times = random.sample(TIMES, random.choice((1, 1, 1, 3)))
    rows = [
        {
            "id": str(number),
            **_claim(random, random.choice(measures), random.choice(places), random.choice(times)),
        }
        for number in range(size)
    ]
    vocabulary, relations = _declared(VOCABULARY % flags, laws)
    columns = ["document", "id", "measure", "value", "place", "group", "published"]
    raw = from_frame(pd.DataFrame(rows, columns=[*rows[0]] if rows else columns), vocabulary=vocabulary)
    return normalise(replace(raw, relations=relations))


def _claim(random: Random, measure: str, place: str, time: str) -> dict[str, str]:
    document = random.choice("abcd")
    counts = ODD if random.random() < 0.2 else USUAL
    seldom = {key: random.choice(words) if random.random() < 0.06 else "" for key, words in SELDOM.items()}
    if measure not in VALUES and random.random() < 0.02:
        seldom["unit"] = "km"
    if random.random() < 0.3:
        seldom["origin"] = random.choice(("AFP", "UN"))
    group = random.choice(("Students", "Women")) if measure == "total" and random.random() < 0.2 else ""
    return {
        "document": document,
        "published": PUBLISHED[document],
        "measure": measure,
        "place": place,
        "group": group,
        "time": time,
        "value": random.choice(VALUES.get(measure, counts)),
        **seldom,
        "among": "World" if seldom["rank"] else "",
    }


@cache
def _declared(vocabulary: str, laws: tuple[str, ...]) -> tuple[Vocabulary, tuple[Relation, ...]]:
    known = read_vocabulary(vocabulary, "claims/vocabulary.yaml")
    text = "relations:\n" + "".join(f"  {law}\n" for law in laws)
    relations, wrong = read_relations(text, "rules/relations.yaml", known.vocabulary) if laws else ((), ())
    if known.problems or wrong:
        raise ValueError("\n".join(str(problem) for problem in (*known.problems, *wrong)))
    return known.vocabulary, relations
