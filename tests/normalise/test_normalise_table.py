"""From raw rows to the claims table: nothing is lost, each fault has its place, the rest goes on."""

from collections.abc import Callable
from datetime import date

import numpy as np
import pytest

from reconcile.models import Claims, RawProject
from reconcile.normalise import normalise

Raw = Callable[..., RawProject]


def only(claims: Claims, column: str) -> object:
    assert len(claims) == 1, claims.faults
    return claims.table[column].iat[0]


def faults(claims: Claims) -> list[tuple[str, str, str]]:
    return [(fault.code, fault.claim, fault.key) for fault in claims.faults]


def test_a_claim_is_kept_as_stated_beside_as_read(raw: Raw) -> None:
    claims = normalise(raw({"measure": "held", "value": "about 1,700", "origin": "AFP", "place": "Irak"}))
    row = claims.table.iloc[0]
    assert (row["stated"], row["low"], row["high"], row["hedge"]) == ("about 1,700", 1530, 1870, "about")
    assert (row["origin"], row["source"], row["place"], row["takes_part"]) == ("Agence", "Agence", "Iraq", True)


def test_a_member_that_is_not_named_is_the_measures_own(raw: Raw) -> None:
    claims = normalise(raw({"measure": "land", "value": "10"}, {"measure": "held", "value": "10"}))
    assert list(claims.table["place"]) == ["Iraq", "World"]


def test_a_dimension_that_a_measure_lacks_is_missing(raw: Raw) -> None:
    assert not isinstance(only(normalise(raw({"measure": "joined", "value": "10"})), "place"), str)


@pytest.mark.parametrize(
    ("claim", "code", "key", "says"),
    [
        ({"measure": "jioned", "value": "1"}, "REC003", "measure", "did you mean 'joined'"),
        ({"measure": "held", "place": "Iraqq", "value": "1"}, "REC003", "place", "did you mean 'Iraq'"),
        ({"measure": "joined", "place": "Iraq", "value": "1"}, "REC003", "place", "no dimension"),
        ({"measure": "joined", "plaec": "Iraq", "value": "1"}, "REC003", "plaec", "did you mean 'place'"),
        ({"measure": "joined"}, "REC001", "value", "expected a `value` or a `rank`"),
        ({"value": "3"}, "REC001", "measure", "no `measure`"),
        ({"measure": "joined", "value": "1", "stance": "assert"}, "REC001", "stance", "did you mean 'asserts'"),
        ({"measure": "joined", "value": "1", "rank": "first"}, "REC001", "rank", "whole number"),
        ({"measure": "joined", "value": "1.700"}, "REC004", "value", "1.700"),
        ({"measure": "fell", "value": "9 December"}, "REC004", "value", "year"),
        ({"measure": "joined", "value": "1", "time": "in March"}, "REC004", "time", "year"),
        ({"measure": "joined", "value": "1", "time": "2019-02-30"}, "REC001", "time", "2019-02-30"),
        ({"measure": "war", "value": "oder"}, "REC003", "value", "did you mean 'over'"),
        (
            {"measure": "held", "value": "1", "rank": "1", "among": "Syria", "place": "Mosul"},
            "REC003",
            "among",
            "above the claim's own member (Mosul), one of Iraq, World, not 'Syria'",
        ),
        (
            {"measure": "held", "value": "1", "rank": "1", "among": "Wrold", "place": "Mosul"},
            "REC003",
            "among",
            "unknown member 'Wrold' in `among`; did you mean 'World'?",
        ),
        (
            {"measure": "held", "value": "1", "rank": "1", "among": "Iraq"},
            "REC003",
            "among",
            "the claim is about 'World', not about a member below 'Iraq': name the one it ranks, as `place: Mosul`",
        ),
        (
            {"measure": "held", "value": "1", "rank": "1", "among": "Mosul", "place": "Mosul"},
            "REC003",
            "among",
            "the claim is about 'Mosul', not about a member below 'Mosul'",
        ),
        ({"measure": "rate", "value": "1", "base": "plce=Iraq"}, "REC003", "base", "did you mean 'place'"),
        ({"measure": "held", "value": "1", "base": "unknown"}, "REC001", "base", "only shares"),
        ({"measure": "held", "value": "1", "id": "x#y"}, "REC001", "id", "without #"),
    ],
)
def test_a_faulty_claim_is_named_and_the_rest_goes_on(
    raw: Raw, claim: dict[str, str], code: str, key: str, says: str
) -> None:
    claims = normalise(raw(claim, {"measure": "joined", "value": "250", "id": "good"}))
    assert list(claims.table["claim"]) == ["a#good"]
    assert faults(claims) == [(code, f"a#{claim.get('id', '0')}", key)]
    assert says in claims.faults[0].message
    assert claims.faults[0].line in (3, 50)


def test_a_unit_of_another_dimension_stays_out_of_comparisons(raw: Raw) -> None:
    claims = normalise(raw({"measure": "land", "value": "100,000", "unit": "km", "time": "2014"}))
    assert faults(claims) == [("REC401", "a#0", "unit")]
    assert not only(claims, "takes_part")
    assert only(claims, "fault") == "REC401"


def test_a_unit_of_the_same_dimension_is_converted(raw: Raw) -> None:
    claims = normalise(raw({"measure": "land", "value": "2", "unit": "mile^2"}))
    assert only(claims, "stated_low") == pytest.approx(2 * 2.589988110336)


def test_a_unit_in_the_value_and_its_synonyms(raw: Raw) -> None:
    claims = normalise(raw({"measure": "held", "value": "1,763 recruits"}, {"measure": "land", "value": "5 km²"}))
    assert claims.faults == ()
    assert claims.table["takes_part"].all()


def test_counts_compare_as_whole_numbers_and_show_as_printed(raw: Raw) -> None:
    claims = normalise(raw({"measure": "held", "value": "more than 3"}))
    assert (only(claims, "low"), only(claims, "low_open"), only(claims, "lo")) == (3, True, 4)


def test_where_a_time_comes_from(raw: Raw) -> None:
    claims = normalise(
        raw(
            {"measure": "held", "value": "1", "time": "2014"},
            {"measure": "held", "value": "2", "time": "2014", "inferred": "time value"},
            {"measure": "held", "value": "3"},
            {"measure": "held", "value": "4", "document": "b"},
            a="2018-02",
        )
    )
    assert list(claims.table["basis"]) == ["stated", "inferred", "published", "none"]
    assert date.fromordinal(claims.table["first"].iat[2]) == date(2018, 2, 1)
    assert date.fromordinal(claims.table["last"].iat[0]) == date(2014, 12, 31)


def test_an_event_is_about_its_own_date(raw: Raw) -> None:
    claims = normalise(raw({"measure": "fell", "value": "mid-October 2017"}))
    assert [date.fromordinal(int(only(claims, name))) for name in ("first", "last")] == [  # type: ignore[call-overload]
        date(2017, 10, 11),
        date(2017, 10, 20),
    ]


def test_a_second_copy_takes_no_part(raw: Raw) -> None:
    claim = {"measure": "held", "value": "1,700"}
    claims = normalise(raw({**claim, "id": "z"}, {**claim, "id": "b"}, {**claim, "id": "c", "origin": "UN"}))
    assert dict(zip(claims.table["claim"], claims.table["duplicate_of"], strict=True)) == {
        "a#b": "",
        "a#z": "a#b",
        "a#c": "",
    }
    assert list(claims.comparable["claim"]) == ["a#b", "a#c"]


def test_unknown_disputed_and_forecast_values_take_no_part(raw: Raw) -> None:
    claims = normalise(
        raw(
            {"measure": "held", "value": "unknown"},
            {"measure": "held", "value": "2", "stance": "disputes"},
            {"measure": "held", "value": "3", "stance": "forecasts"},
            {"measure": "held", "value": "4", "stance": "reports"},
        )
    )
    assert list(claims.comparable["claim"]) == ["a#3"]


def test_words_are_told_apart_by_meaning_and_not_by_case(raw: Raw) -> None:
    claims = normalise(
        raw(
            {"measure": "war", "value": "Won"},
            {"measure": "taker", "value": "SDF"},
            {"measure": "taker", "value": "syrian democratic forces"},
        )
    )
    assert list(claims.table["word"]) == ["over", "Syrian Democratic Forces", "Syrian Democratic Forces"]


def test_own_ends_and_precision_beat_the_reading(raw: Raw) -> None:
    claims = normalise(
        raw(
            {"measure": "held", "value": "1,700", "precision": "10"},
            {"measure": "held", "value": "many", "low": "5", "high": "9"},
            {"measure": "held", "value": "1,700", "exact": "true"},
        )
    )
    ends = claims.table.set_index("claim")[["low", "high"]]
    assert ends.loc["a#0"].tolist() == [1695, 1705]
    assert ends.loc["a#2"].tolist() == [1700, 1700]


def test_the_order_of_rows_does_not_matter(raw: Raw) -> None:
    project = raw(*({"measure": "held", "value": str(n), "place": "Iraq"} for n in (5, 3, 4)))
    backwards = RawProject(project.rows.iloc[::-1], project.documents, project.vocabulary)
    first, second = normalise(project).table, normalise(backwards).table
    assert first.drop(columns=["exact", "at"]).equals(second.drop(columns=["exact", "at"]))


def test_no_claims_give_an_empty_table(raw: Raw) -> None:
    project = raw({"measure": "held", "value": "1"})
    claims = normalise(RawProject(project.rows.iloc[:0], project.documents, project.vocabulary))
    assert len(claims) == 0
    assert claims.table["quantity"].dtype == np.int64


def test_a_dispute_of_no_claim_is_said_and_kept(raw: Raw) -> None:
    claims = normalise(raw({"measure": "held", "value": "1", "stance": "disputes", "disputes": "b#x"}))
    assert faults(claims) == [("REC003", "a#0", "disputes")]
    assert len(claims) == 1
