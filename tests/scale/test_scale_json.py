"""The quick JSON writer writes what `json.dumps` with an indentation does, however many findings there are."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reconcile.models import Evidence, Finding, Margin, Report
from reconcile.reporters import json as reporter
from reconcile.reporters._clean import for_json
from reconcile.reporters._pretty import pretty

TEXTS = st.text(st.characters(codec="utf-8"), max_size=8) | st.sampled_from(
    ["}, {", "##[x", "\u202e", "\x7f", "a\nb", "∞"]
)
PLAIN = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | TEXTS
VALUES = st.recursive(
    PLAIN, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS, inner, max_size=4), max_leaves=20
)


@given(VALUES)
def test_it_writes_what_json_writes(value: object) -> None:
    assert pretty(value) == for_json(json.dumps(value, ensure_ascii=False, indent=2, allow_nan=False))


def test_numbers_that_json_lacks_are_refused() -> None:
    with pytest.raises(ValueError, match="JSON"):
        pretty({"a": [float("nan")]})


def test_a_report_in_pieces_is_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    claim = Evidence("a#x", "a", stated='1 "findings": []\n', at={"line": 3, "quote": "“q”"}, low=1.5, says="}, {")
    other = Evidence("b#x", "b", stated='\n  "findings": []', high=2.0)
    found = tuple(
        Finding(
            "REC101",
            "value-conflict",
            "error",
            f"m{n}",
            (claim, other),
            {"measure": "x"},
            gap=Margin(1, None),
            id=f"{n}",
        )
        for n in range(7)
    )
    report = Report('"findings": []', found, fixed=found[:2], remarks=('\n  "findings": []',))
    whole = reporter.render(report, width=80, color=False)
    assert json.loads(whole)["summary"]["error"] == len(json.loads(whole)["findings"]) == 7
    monkeypatch.setattr(reporter, "AT_ONCE", 3)
    assert reporter.render(report, width=80, color=False) == whole
