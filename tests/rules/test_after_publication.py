"""REC304: claims about a time after their document was published."""

import pytest
from rule_cases import claim, findings

from reconcile.models import Margin
from reconcile.rules.after_publication import AfterPublication

VOCABULARY = {"measures": {"held": {"unit": "person", "kind": "stock"}, "fell": {"label": "fall", "kind": "event"}}}


def messages(published: str, **more: str) -> list[str]:
    said = [claim(**{"measure": "held", "value": "300", **more})]
    return [one.message for one in findings(AfterPublication, VOCABULARY, {"a": said}, {"a": published})]


@pytest.mark.parametrize(
    ("published", "time", "is_found"),
    [
        ("2017-03", "2017-04", True),
        ("2017-03", "2017-03-31", False),
        ("2017-03", "2017", False),
        ("2017", "2017-12-31", False),
        ("2017", "2018", True),
        ("2017-03", "2017-06/..", True),
        ("2017-03", "../2018", False),
        ("", "2050", False),
        ("2017-03", "", False),
    ],
)
def test_the_time_starts_after_the_last_day_of_publication(published: str, time: str, is_found: bool) -> None:
    assert bool(messages(published, time=time)) == is_found


def test_an_event_is_about_its_date() -> None:
    assert messages("2017-03", measure="fell", value="9 December 2017") == [
        "a dates it 9 December 2017, but was published in Mar 2017"
    ]
    assert messages("2018", measure="fell", value="9 December 2017") == []


@pytest.mark.parametrize(("stance", "is_found"), [("forecasts", False), ("reports", True), ("disputes", True)])
def test_forecasts_may(stance: str, is_found: bool) -> None:
    assert bool(messages("2017-03", time="2019", stance=stance)) == is_found


def test_a_claim_with_a_wrong_unit_is_looked_at_too() -> None:
    assert messages("2017-03", time="2019", unit="km") == ["a says 300 km for 2019, but was published in Mar 2017"]


def test_the_gap_is_in_days() -> None:
    documents = {"a": [claim("held", "300", "2017-04-10")]}
    [one] = findings(AfterPublication, VOCABULARY, documents, {"a": "2017-03"})
    assert one.gap == Margin(10.0, None)
    assert one.arithmetic == ("its time begins 10 days after the last day of Mar 2017",)
