"""Hand-made reports that the tests of the formats share."""

from collections.abc import Callable

import pytest

from reconcile.errors import Problem
from reconcile.models import Coverage, Evidence, Finding, Margin, NotChecked, Report


def _claim(id: str, stated: str, reads: str, line: int, at: dict[str, object], **more: object) -> Evidence:
    document = id.partition("#")[0]
    return Evidence(
        id=id,
        document=document,
        stated=stated,
        reads=reads,
        file=f"claims/{document}.yaml",
        line=line,
        at=at,
        **more,  # type: ignore[arg-type]
    )


def _falls() -> Finding:
    early = _claim(
        "harbour-2016#visitors",
        "1,800",
        "[1,750, 1,850)",
        31,
        {"line": 29},
        role="primary",
        low=1750.0,
        camp=1,
        high=1850.0,
        high_open=True,
        time="2016-12",
        measure="arrived",
        unit="person",
    )
    late = _claim(
        "lantern-2018#visitors",
        "1,700",
        "[1,650, 1,750)",
        44,
        {"lines": "34-35"},
        low=1650.0,
        high=1750.0,
        camp=2,
        high_open=True,
        time="2017-12",
        origin="the port office",
        measure="arrived",
        unit="person",
    )
    return Finding(
        "REC301",
        "cumulative-falls",
        "error",
        "1,800 by 2016-12 (harbour-2016), then 1,700 by 2017-12 (lantern-2018): a total so far cannot fall",
        (early, late),
        {"measure": "arrived", "country": "France"},
        "French pilgrims who had arrived",
        ("1,800 reads as [1,750, 1,850)", "1,700 reads as [1,650, 1,750)", "1,800 to 1,700: 100 fewer"),
        Margin(100.0, 0.05556),
        Margin(50.0, 1 / 35),
        "tension",
        id="REC301-aaaaaaaaaa",
        causes=("one of them is cut to the hundred rather than rounded",),
        primary="harbour-2016#visitors",
        evidence="eeeeeeeeee",
    )


def _parts() -> Finding:
    rows = (
        ("survey-2020#back", "back home", "an estimated 800", "[720, 880]", 80, "back", 720.0, 880.0),
        ("survey-2020#held", "held", "250 to 300", "[250, 300]", 71, "held", 250.0, 300.0),
        ("harbour-2016#uk", "arrived", "800", "[795, 805)", 34, "arrived", 795.0, 805.0),
    )
    claims = tuple(
        _claim(
            id,
            stated,
            reads,
            line,
            {},
            term=term,
            measure=measure,
            low=low,
            high=high,
            unit="person",
            role="primary" if measure == "arrived" else "related",
            basis="published",
            time="2016-12" if measure == "arrived" else "2020-05",
        )
        for id, term, stated, reads, line, measure, low, high in rows
    )
    return Finding(
        "REC201",
        "parts-exceed-total",
        "error",
        "back home 720 or more (survey-2020) and held 250 or more "
        "(survey-2020) are more than the 800 who arrived (harbour-2016)",
        claims,
        {"measure": "arrived", "country": "United Kingdom"},
        "British pilgrims",
        ("At least 720 + 250 = 970 against at most 805: 165 too many",),
        Margin(165.0, 0.2),
        Margin(55.0, 0.135),
        "contradiction",
        relations=("fates",),
        primary="harbour-2016#uk",
        id="REC201-bbbbbbbbbb",
    )


def _figure() -> Finding:
    parts = _parts()
    return Finding(
        "REC403",
        "same-figure",
        "warning",
        "800 is given both for back home (survey-2020) and for arrived (harbour-2016)",
        parts.claims[::2],
        label="British pilgrims",
        primary="harbour-2016#uk",
        grade="contradiction",
        id="REC403-cccccccccc",
    )


def _note(number: int) -> Finding:
    read = "[39,500, 40,500)"
    claims = (
        _claim(f"harbour-2016#n{number}", "40,000", read, 90 + number, {}, origin="the ministry"),
        _claim(f"survey-2020#n{number}", "40,000", read, 12 + number, {}, origin="the churches"),
    )
    return Finding(
        "REC504",
        "attribution-conflict",
        "note",
        "40,000 is credited to the ministry (harbour-2016) and to the churches (survey-2020)",
        claims,
        label="travellers",
        grade="note",
        primary=claims[0].id,
        id=f"REC504-{'d' * 9}{number}",
    )


@pytest.fixture
def report() -> Report:
    """A report with a finding of every kind, a problem and everything else that is said at its end."""
    coverage = Coverage(
        documents=5,
        claims=1231,
        quantities=148,
        compared=39,
        single=104,
        incomparable={"unit": 1, "time": 3, "unknown value": 1},
        rules=32,
        not_checked=(NotChecked("", 1, "value unknown"), NotChecked("share-conflict", 4, "base unknown")),
        ignored={"REC103": "rounding is expected in press figures"},
        vocabulary_inferred=True,
    )
    problem = Problem("claims/broken.yaml", 7, "unreadable", "a ':' is missing; the file was left out")
    found = (_parts(), _figure(), _falls(), _note(1), _note(2))
    return Report("Pilgrims in three papers", found, coverage, (problem,), as_of="2024-05-31")


@pytest.fixture
def empty() -> Report:
    """A report without any finding."""
    return Report("", (), Coverage(documents=2, claims=1, quantities=1, single=1, rules=1))


@pytest.fixture
def hostile() -> Callable[[str], Report]:
    """A report in which every text that a claim file can set is the given one."""

    def build(text: str) -> Report:
        claim = Evidence(
            id=text,
            document=text,
            term=text,
            stated=text,
            reads=text,
            time=text,
            origin=text,
            file=text,
            at={"quote": text, "line": text, "page": text},
            line=3,
            says=text,
            measure=text,
            unit=text,
            stance=text,
        )
        findings = tuple(
            Finding(
                "REC101",
                "value-conflict",
                severity,
                text,
                (claim, claim),
                {text: text},
                text,
                (text,),
                causes=(text,),
                relations=(text,),
                primary=text,
                id=f"REC101-{severity}",
            )
            for severity in ("error", "warning", "note")
        )
        coverage = Coverage(2, 2, 1, 1, 0, {text: 1}, 1, (NotChecked("", 1, text),), {"REC103": text}, True)
        return Report(text, findings, coverage, (Problem(text, 1, "unreadable", text),))

    return build
