"""A report as text and back: equal, of the same types, and the same in every format."""

import math
from dataclasses import fields, is_dataclass, replace
from fractions import Fraction
from pathlib import Path
from types import MappingProxyType
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reconcile.errors import Problem
from reconcile.models import Coverage, Document, Evidence, Finding, Margin, NotChecked, Report, TieOut
from reconcile.pipeline import check
from reconcile.pipeline.kept.codec import NotPlain, from_text, to_text
from reconcile.registry import load_rules
from reconcile.reporters import format_names, render
from reconcile.rule import Rule
from reconcile.settings import Settings

ROOT = Path(__file__).resolve().parents[2]

texts = st.text(st.characters(), max_size=8)  # lone surrogates too
words = st.tuples() | st.lists(texts, max_size=3).map(tuple)
floats = st.floats(allow_nan=False)
ends = st.none() | floats | st.integers()
plain: Any = st.none() | st.booleans() | st.integers() | floats | texts
trees = st.recursive(plain, lambda inner: st.lists(inner, max_size=2) | st.dictionaries(texts, inner, max_size=2))
mappings = st.dictionaries(texts, trees, max_size=3)
names = st.dictionaries(texts, texts, max_size=2)
counts = st.dictionaries(texts, st.integers(0, 9), max_size=2)
margins = st.none() | st.builds(Margin, absolute=ends, relative=ends)
evidence = st.builds(
    Evidence, **{one.name: texts for one in fields(Evidence) if one.type == "str"}, low=ends, high=ends, best=ends,
    low_open=st.booleans(), high_open=st.booleans(), camp=st.integers(0, 9), line=st.integers(0), at=mappings,
)  # fmt: skip
findings = st.builds(
    Finding, **{one.name: texts for one in fields(Finding) if one.type == "str"},
    **{one.name: words for one in fields(Finding) if one.type == "tuple[str, ...]"},
    claims=st.lists(evidence, max_size=2).map(tuple), quantity=names, gap=margins, holds_until=margins,
    clashes=st.lists(st.tuples(texts, texts), max_size=2).map(tuple), core=st.frozensets(texts, max_size=3),
    decision=st.none() | mappings,
)  # fmt: skip
tie_outs = st.builds(
    TieOut, **{one.name: texts for one in fields(TieOut) if one.type == "str"}, total=st.none() | evidence,
    parts=st.lists(evidence, max_size=2).map(tuple), missing=words, more_parts=st.integers(0),
)  # fmt: skip
coverages = st.builds(
    Coverage, **{one.name: st.integers(0) for one in fields(Coverage) if one.type == "int"}, incomparable=counts,
    not_checked=st.lists(st.builds(NotChecked, texts, st.integers(0), texts), max_size=2).map(tuple), ignored=names,
    vocabulary_inferred=st.booleans(), ran=words,
)  # fmt: skip
documents = st.builds(
    Document, **{one.name: texts for one in fields(Document) if one.type == "str"}, line=st.integers(0)
)
reports = st.builds(
    Report, title=texts, found=st.lists(findings, max_size=2).map(tuple), coverage=coverages,
    problems=st.lists(st.builds(Problem, texts, st.integers(0), texts, texts), max_size=2).map(tuple), as_of=texts,
    documents=st.lists(documents, max_size=2).map(tuple), tie_outs=st.lists(tie_outs, max_size=2).map(tuple),
    against=texts, fixed=st.lists(findings, max_size=1).map(tuple), unshown=counts, remarks=words,
)  # fmt: skip


def shape(value: object) -> object:
    """Return a value with the type of everything in it: True, 1 and 1.0 are not the same, nor are 0.0 and -0.0."""
    kind = type(value).__name__
    if is_dataclass(value):
        return kind, [(one.name, shape(getattr(value, one.name))) for one in fields(value)]
    if isinstance(value, dict):
        return kind, [(shape(name), shape(item)) for name, item in value.items()]
    if isinstance(value, frozenset):
        return kind, sorted(map(repr, value))
    return (kind, [shape(item) for item in value]) if isinstance(value, list | tuple) else (kind, repr(value))


@settings(max_examples=150)
@given(reports)
def test_what_is_read_is_what_was_written(report: Report) -> None:
    again = from_text(to_text(report))
    assert again == report
    assert shape(again) == shape(report)


def comes_back_whole(report: Report) -> Report:
    again = from_text(to_text(report).encode())
    assert again == report
    assert shape(again) == shape(report)
    assert [finding.claim_ids() for finding in again.found] == [finding.claim_ids() for finding in report.found]
    return again


def test_the_report_of_the_five_documents_comes_back_whole() -> None:
    report = check(ROOT, project_rules=False)
    assert report.found
    assert report.tie_outs
    again = comes_back_whole(report)
    for name in format_names():
        assert render(again, name) == render(report, name), name


@pytest.mark.parametrize("rule", load_rules(Settings()).rules, ids=lambda rule: rule.code)
def test_reports_of_the_examples_of_every_rule_come_back_whole(rule: Rule, tmp_path: Path) -> None:
    assert rule.examples
    for number, example in enumerate(rule.examples):
        for name, text in example.files.items():
            path = tmp_path / str(number) / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        comes_back_whole(check(tmp_path / str(number), as_of=example.as_of))


EVIDENCE = Evidence("a#1", "a")
STRANGE = {
    "a number of numpy's": replace(EVIDENCE, low=np.float64(1.5)),
    "a fraction": replace(EVIDENCE, low=Fraction(1, 3)),
    "a pair in a locator": replace(EVIDENCE, at={"lines": (1, 2)}),
    "a number as key": replace(EVIDENCE, at={"lines": {1: 2}}),
    "a text of another class": replace(EVIDENCE, says=np.str_("x")),
    "a mapping of another class": replace(EVIDENCE, at=MappingProxyType({"line": 1})),
}


@pytest.mark.parametrize("what", STRANGE)
def test_what_would_come_back_as_something_else_is_not_written(what: str) -> None:
    report = Report(found=(Finding("REC101", "r", "error", "m", (STRANGE[what],)),))
    with pytest.raises(NotPlain):
        to_text(report)


def test_a_list_where_a_tuple_belongs_is_not_written() -> None:
    for changed in ({"found": []}, {"remarks": ["x"]}, {"coverage": None}, {"found": (EVIDENCE,)}):
        with pytest.raises(NotPlain):
            to_text(replace(Report(), **changed))


def test_endless_and_tiny_numbers_come_back() -> None:
    ends = (math.inf, -math.inf, 5e-324, 0.1 + 0.2, -0.0, 2**70)
    report = Report(tie_outs=(TieOut("", "", "", None, tuple(replace(EVIDENCE, low=end) for end in ends)),))
    assert shape(from_text(to_text(report))) == shape(report)


@pytest.mark.parametrize("text", ["", "null", "[]", "{}", "[[]]", '"x"', "[1,2,3,4,5,6,7,8,9,10,11]", "[" * 9])
def test_another_text_is_no_report(text: str) -> None:
    with pytest.raises((ValueError, TypeError)):
        from_text(text)
