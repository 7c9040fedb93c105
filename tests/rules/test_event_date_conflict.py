"""REC302: one event, dates with no day in common."""

from typing import Any

from rule_cases import claim, findings, told

from reconcile.models import Margin
from reconcile.rules.event_date_conflict import EventDateConflict

VOCABULARY = {"measures": {"fell": {"label": "city fell", "kind": "event"}, "dead": {"kind": "constant"}}}


def found(**documents: list[dict[str, Any]]) -> list[tuple[str, list[str]]]:
    return told(findings(EventDateConflict, VOCABULARY, documents))


def test_the_gap_is_told_in_days() -> None:
    documents = {"a": [claim("fell", "9 December 2017")], "b": [claim("fell", "21 November 2017")]}
    [one] = findings(EventDateConflict, VOCABULARY, documents)
    assert one.message == "21 November 2017 (b) against 9 December 2017 (a): no day in common, 18 days apart"
    assert (one.gap, one.holds_until) == (Margin(18.0, None), Margin(9.0, None))
    assert one.arithmetic == (
        "9 December 2017 reads as 9 Dec 2017",
        "21 November 2017 reads as 21 Nov 2017",
        "21 November 2017 ends before 9 December 2017 begins",
    )


def test_one_finding_for_all_dates_of_an_event() -> None:
    dates = {"a": "2014", "b": "early 2015", "c": "January 2015", "d": "2014 to 2015"}
    assert found(**{name: [claim("fell", date)] for name, date in dates.items()}) == [
        ("error", ["a#c0", "b#c0", "c#c0"])
    ]


def test_a_fine_date_inside_a_coarse_one_agrees() -> None:
    assert found(a=[claim("fell", "October 2017")], b=[claim("fell", "17 October 2017")]) == []


def test_it_holds_inside_one_document_too() -> None:
    assert found(a=[claim("fell", "2014"), claim("fell", "2016")]) == [("error", ["a#c0", "a#c1"])]


def test_a_date_that_is_only_reported_makes_a_warning() -> None:
    assert found(a=[claim("fell", "2014")], b=[claim("fell", "2016", stance="reports")])[0][0] == "warning"


def test_counts_are_left_to_other_rules() -> None:
    assert found(a=[claim("dead", "2014")], b=[claim("dead", "2016")]) == []
