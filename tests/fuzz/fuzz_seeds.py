"""Small inputs that lead a fuzzer deep into each reader."""

from __future__ import annotations

import io
import json

VOCABULARY = """\
dimensions:
  place: {World: [Syria, {Iraq: [Mosul]}]}
  group: {Everybody: {overlapping: true, of: [Women, Students]}}
aliases: {IQ: Iraq}
measures:
  joined: {unit: person, kind: cumulative}
  killed: {unit: person, kind: cumulative}
  area: {unit: km^2}
  share: {kind: share, of: joined}
  fell: {kind: event}
  end: {kind: status, values: {over: [ended], ongoing: [not over]}, by: [place]}
units: {person: [people, fighters]}
"""


def _parquet_seed() -> bytes:
    import pyarrow as pa
    import pyarrow.parquet as pq

    table = pa.table({"document": ["d", "d"], "measure": ["joined", "killed"], "value": ["1,700", "5"], "n": [1, 2]})
    sink = io.BytesIO()
    pq.write_table(table, sink, compression="none")
    return sink.getvalue()


def _workbook_seed() -> bytes:
    from openpyxl import Workbook

    book = Workbook()
    for row in (["measure", "value", "time"], ["joined", 1700, "2017"], ["share", "12%", "=1+1"]):
        book.active.append(row)
    sink = io.BytesIO()
    book.save(sink)
    return sink.getvalue()


_CLAIMS = """\
document: {id: d, title: A, published: 2018-02, decimal: "."}
defaults: {place: Iraq, at: {line: 3}}
claims:
  - {id: a, measure: joined, value: "1,700", time: 2017-12, origin: AFP, inferred: time}
  - id: b
    measure: killed
    value: about 400 to 450
    at: {lines: 36-37, quote: "x: y"}
    of-which:
      - {measure: killed, value: "250", low: 240, high: 260, precision: 10}
  - {measure: share, value: over 20 percent, base: {place: World}, rank: 2, among: World}
"""
_CSV = 'document,id,measure,place,value,time,line\nd,1,joined,Syria,"1,700",2017,4\nd,2,killed,,about 5,mid-2016,\n'
_LAW = "relations:\n  r: {says: S., holds: killed + 0.5 * joined <= joined, where: {place: [Iraq]}, accounts: true}\n"
_TOML = '[project]\ntitle = "x"\nclaims = ["claims"]\n[check]\nfail-on = "error"\n[check.ignore]\nREC103 = "why"\n'
_DECISION = (
    "finding: REC101-abcdefghij\nstatus: explained\nreason: rounding\ntext: Because.\nby: Ana\non: 2024-05-02\n"
    "evidence: abcdefghij\nvalues:\n  a#b: {stated: '1', reads: '1', unit: person}\n"
)
_SUITE = json.dumps(
    {
        "name": "Desk 1",
        "meta": {"reconcile": {"code": "ACME101", "name": "desk"}},
        "notes": ["why"],
        "suite_parameters": {"most": 5},
        "expectations": [
            {"type": "expect_a", "kwargs": {"column": "a", "max_value": {"$PARAMETER": "most"}}, "severity": "info"},
            {"type": "expect_a", "kwargs": {"column": "a", "mostly": 0.5}, "notes": "n", "meta": {}},
            {"expectation_type": "expect_b", "kwargs": {"column_list": ["a", "b"], "row_condition": "a > 1"}},
        ],
    }
)
_ROW = {"document": "d", "measure": "joined", "value": 1700, "place": "Syria", "inferred": ["time"]}


def seeds(name: str) -> list[bytes]:
    """Return inputs that lead deep into a reader."""
    made = {
        "parquet": _parquet_seed,
        "xlsx": _workbook_seed,
        "jsonl": lambda: "".join(json.dumps({**_ROW, "id": n}) + "\n" for n in range(3)).encode(),
    }
    if name in made:
        return [made[name]()]
    return [text.encode() for text in _SEEDS[name]]


_SEEDS: dict[str, tuple[str, ...]] = {
    "yaml": (_CLAIMS, "claims: [&a {measure: m, value: '1'}, *a]\n", "? [a]\n: !!set {x}\n---\n"),
    "csv": (_CSV, _CSV.replace(",", ";"), 'measure,value\n"a ""b"" c","1\n2"\nx"y,1\n'),
    "vocabulary": (VOCABULARY,),
    "relations": (_LAW, "relations:\n  e: {holds: fell < fell}\n"),
    "law": ("killed + 2 * (joined - 'a-b') <= 1,000.5", '"joined" ≥ 0.5 · killed'),
    "settings": (_TOML, "[readings]\napproximately = 0.2\n[rules.value-conflict]\nx = [1, 'a']\n"),
    "decision": (_DECISION, _DECISION + "history:\n  - {status: deferred, until: 2024-06-01, by: B, on: 2024-04-01}\n"),
    "suite": ('{"name": "s", "expectations": [{"type": "expect_x", "kwargs": {"column": "a"}}]}', _SUITE),
    "value": (
        *("1,700", "about 400 to 450", "over 20 percent", "a third", "nearly $1.5bn", "12 to 14 million", "3.50 km"),
        *("one in nine", "dozens", "[1650, 1750) recruits", "5 ± 2%", "½", "1 234,5", "twenty-one thousand", "< -8"),
    ),
    "time": (
        *("2017-12", "mid-October 2017", "2017/2018", "201X", "2017~", "early 2015", "9 December 2017", "before 2011"),
        *("[2016,2017]", "winter 2014/15", "the 1990s", "3 months", "P2Y", "1-3 March 2016", "Q3 2012", "2016-21"),
    ),
    "unit": ("km^2", "people/year", "thousand tonnes per day", "m³", "US$ bn", "square miles", "p2011"),
    "locator": ("36-37", "1,3-4", "xii", "12"),
    "quote": ("1,700 recruits\nSome 1,700 re-\ncruits — on 9 December 2017 — had joined.", "a … b\nab a b"),
}
