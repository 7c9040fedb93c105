"""Our expectations in other people's suites and checkpoints, on their own tables."""

import json
from fractions import Fraction

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

FORMATS = ("BOOLEAN_ONLY", "BASIC", "SUMMARY", "COMPLETE")
VISITORS = pd.DataFrame(
    {
        "city": ["Lyon", "Lyon", "Lyon", "Paris", "Paris", "Nice", None],
        "visitors": ["1,700", "1,692", "about 1,800", "1,700", "1,800", None, "3"],
        "source": list("abcdefg"),
    }
)


@pytest.fixture(scope="module")
def run(gx):
    """Validate a table against one expectation, in a context of its own."""
    from great_expectations.data_context.types.base import ProgressBarsConfig

    context = gx.get_context(mode="ephemeral")
    context.variables.progress_bars = ProgressBarsConfig(globally=False)
    batches = context.data_sources.add_pandas("p").add_dataframe_asset("a").add_batch_definition_whole_dataframe("b")

    def call(table: pd.DataFrame, expectation, result_format="COMPLETE"):
        return batches.get_batch({"dataframe": table}).validate(expectation, result_format=result_format)

    call.context, call.batches = context, batches
    return call


@pytest.fixture(scope="module")
def agree(gx):
    from reconcile.integrations.great_expectations import ExpectValuesToAgreeWithinGroup

    def make(**kwargs):
        return ExpectValuesToAgreeWithinGroup(**{"column": "visitors", "group_columns": ["city"], **kwargs})

    return make


@pytest.fixture(scope="module")
def parts(gx):
    from reconcile.integrations.great_expectations import ExpectPartsToMatchTotal

    def make(**kwargs):
        given = {"column": "n", "member_column": "region", "total": "World", "group_columns": ["year"]}
        return ExpectPartsToMatchTotal(**{**given, **kwargs})

    return make


def failing(result) -> list[int]:
    assert not result.exception_info["raised_exception"], result.exception_info
    return result.result["unexpected_index_list"]


def test_only_values_that_exclude_each_other_fail(run, agree) -> None:
    result = run(VISITORS, agree())
    assert failing(result) == [3, 4]
    assert result.result["unexpected_list"] == [
        {"city": "Paris", "visitors": "1,700"},
        {"city": "Paris", "visitors": "1,800"},
    ]
    assert not result.success


@pytest.mark.parametrize(
    ("values", "wrong"),
    [
        (["1,700", "1,692"], False),
        (["1,700", "1,800"], True),
        (["about 1,700", "1,800"], False),
        (["more than 400", "450"], False),
        (["more than 400", "fewer than 300"], True),
        (["400 to 450", "445"], False),
        ([1700, 1692], False),
        ([1700, 1751], True),
        ([1700.0, 1692.0], False),
        ([-5, -5], False),
        ([-5, 5], True),
        (["5 million", "5,000,000"], False),
        (["unknown", "7"], False),
    ],
)
def test_values_are_read_as_in_a_check(run, agree, values, wrong) -> None:
    table = pd.DataFrame({"city": "Lyon", "visitors": values})
    assert failing(run(table, agree())) == ([0, 1] if wrong else [])


def test_a_value_that_cannot_be_read_fails_alone(run, agree) -> None:
    table = pd.DataFrame({"city": "Lyon", "visitors": ["1,700", "a lot of", "", "1,700"]})
    assert failing(run(table, agree())) == [1, 2]


def test_a_copy_of_a_wrong_value_is_wrong_too(run, agree) -> None:
    table = pd.DataFrame({"city": "Lyon", "visitors": ["7", "9", "7", "9", "7 to 9"]})
    assert failing(run(table, agree())) == [0, 1, 2, 3]


@pytest.mark.parametrize(
    ("kwargs", "wrong"),
    [
        ({}, [0, 1, 2]),
        ({"time_column": "year"}, [0, 1]),
        ({"time_column": "when"}, [0, 2]),
        ({"time_column": "year", "kind": "constant"}, [0, 1, 2]),
    ],
)
def test_times_keep_values_apart(run, agree, kwargs, wrong) -> None:
    table = pd.DataFrame(
        {
            "city": "Lyon",
            "visitors": ["10", "20", "30"],
            "year": [2016, 2016, 2017],
            "when": pd.to_datetime(["2016-05-01", "2016-05-02", "2016-05-01"]),
        }
    )
    assert failing(run(table, agree(**kwargs))) == wrong


def test_units_are_converted_and_numbers_may_be_exact(run, agree) -> None:
    table = pd.DataFrame({"city": "Lyon", "visitors": ["3.5", "3,500", "5"], "unit": ["km", "m", "km"]})
    assert failing(run(table, agree(unit="km", unit_column="unit"))) == [0, 1, 2]
    assert failing(run(table[:2], agree(unit="km", unit_column="unit"))) == []
    rounded = pd.DataFrame({"city": "Lyon", "visitors": ["1,700", "1,692"]})
    assert failing(run(rounded, agree(exact=True))) == [0, 1]
    assert failing(run(rounded, agree(precision=1))) == [0, 1]


def test_several_columns_say_what_a_value_is_about(run, agree) -> None:
    table = pd.DataFrame({"city": ["A", "A", "A"], "year": [1, 2, 1], "visitors": [5, 7, 8]})
    assert failing(run(table, agree(group_columns=["city", "year"]))) == [0, 2]


def test_every_index_and_dtype_will_do(run, agree) -> None:
    table = VISITORS.assign(city=VISITORS["city"].astype("category")).set_index(pd.Index([7, 3, 9, 9, 1, 0, 2]))
    assert failing(run(table, agree())) == [9, 1]


@pytest.mark.parametrize("form", FORMATS)
def test_result_formats(run, agree, form) -> None:
    result = run(VISITORS, agree(), form)
    assert result.success is False
    assert ("unexpected_count" in result.result) == (form != "BOOLEAN_ONLY")
    assert run(VISITORS, agree(mostly=0.7), form).success is True
    assert run(VISITORS, agree(mostly=0.8), form).success is False


def test_index_columns_name_the_rows(run, agree) -> None:
    form = {"result_format": "COMPLETE", "unexpected_index_column_names": ["source"], "include_unexpected_rows": True}
    result = run(VISITORS, agree(), form).result
    assert [row["source"] for row in result["unexpected_index_list"]] == ["d", "e"]
    assert list(result["unexpected_rows"]["source"]) == ["d", "e"]


def test_an_empty_table_passes_and_a_missing_column_raises(run, agree) -> None:
    assert run(VISITORS[:0], agree()).success
    result = run(VISITORS, agree(column="vistors"))
    assert not result.success
    assert "vistors" in json.dumps(result.to_json_dict()["exception_info"])


TABLE = pd.DataFrame(
    {
        "year": [1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3],
        "region": ["World", "A", "B", "C"] * 2 + ["World", "A", "B"],
        "n": ["100", "40", "30", "28", "100", "40", "30", "45", "90", "40", "30"],
    }
)


def test_parts_and_total_that_cannot_be(run, parts) -> None:
    assert failing(run(TABLE, parts())) == [4, 5, 6, 7]  # in the third year a part is missing: nothing exceeds
    assert failing(run(TABLE, parts(members=["A", "B"]))) == [0, 1, 2, 4, 5, 6, 8, 9, 10]
    assert failing(run(TABLE, parts(members=["A", "B"], complete=False))) == []


def test_rounding_of_parts_and_total(run, parts) -> None:
    table = pd.DataFrame({"region": ["World", "A", "B"], "n": ["1,000", "500", "540"]})
    assert failing(run(table, parts(group_columns=[]))) == []
    assert failing(run(table, parts(group_columns=[], exact=True))) == [0, 1, 2]


def test_parts_below_zero(run, parts) -> None:
    table = pd.DataFrame({"year": [1] * 3 + [2] * 3, "region": ["World", "A", "B"] * 2, "n": [5, 15, -10, 6, 15, -10]})
    assert failing(run(table, parts(exact=True))) == [3, 4, 5]


def test_a_total_that_is_nowhere_is_no_success(run, parts) -> None:
    result = run(TABLE, parts(total="Wrold"))
    assert not result.success
    assert "the total 'Wrold' is nowhere" in json.dumps(result.to_json_dict()["exception_info"])


@settings(max_examples=12)
@given(st.lists(st.tuples(st.lists(st.integers(0, 60), min_size=3, max_size=3), st.integers(-1, 1)), max_size=6))
def test_exact_parts_match_exactly_where_their_sum_does(rows) -> None:
    from reconcile.integrations.frame_claims import Stated
    from reconcile.integrations.parts_total import unmatched

    cells = [
        (number, name, value)
        for number, (own, more) in enumerate(rows)
        for name, value in [("T", sum(own) + more), *zip("abc", own, strict=True)]
    ]
    table = pd.DataFrame(cells, columns=["group", "part", "n"])
    table = table[table["n"] >= 0] if len(table) else table.astype({"part": "str"})
    stated = Stated("n", ["group"], exact=True)
    broken = set(table["group"][unmatched(table, stated, "part", "T", ["a", "b", "c"], complete=True)])
    totals = table[table["part"] == "T"].set_index("group")["n"]
    sums = table[table["part"] != "T"].groupby("group")["n"].sum()
    assert broken == {number for number, total in totals.items() if total != sums[number]}


@settings(max_examples=20)
@given(st.lists(st.tuples(st.integers(0, 2), st.sampled_from([5, 100, 104, 105, 1700, 1692, 1750])), max_size=9))
def test_a_row_fails_exactly_where_some_other_excludes_it(rows) -> None:
    from reconcile.integrations.frame_claims import Stated
    from reconcile.integrations.values_agree import disagreeing
    from reconcile.readings import read

    def excludes(one: int, other: int) -> bool:
        here, there = read(str(one), "plain"), read(str(other), "plain")
        low, high = (here, there) if (here.low or Fraction(0)) > (there.low or Fraction(0)) else (there, here)
        return bool(high.high < low.low or (high.high == low.low and (high.high_open or low.low_open)))

    table = pd.DataFrame(rows, columns=["group", "n"])
    expected = [any(g == h and excludes(n, m) for h, m in rows) for g, n in rows]
    assert disagreeing(table, Stated("n", ["group"])).tolist() == expected


def test_a_suite_survives_json_and_a_checkpoint_runs_it(run, agree, parts, gx, tmp_path) -> None:
    suite = gx.ExpectationSuite(name="mine", expectations=[agree(severity="warning"), agree(mostly=0.5, unit="person")])
    text = json.dumps(suite.to_json_dict())
    again = gx.ExpectationSuite(**json.loads(text))
    assert again == suite
    assert len(again.expectations) == 2
    suite = run.context.suites.add(again)
    definition = gx.ValidationDefinition(name="v", data=run.batches, suite=suite)
    run.context.validation_definitions.add(definition)
    checkpoint = run.context.checkpoints.add(gx.Checkpoint(name="c", validation_definitions=[definition]))
    result = checkpoint.run(batch_parameters={"dataframe": VISITORS})
    assert not result.success
    assert [one.success for one in next(iter(result.run_results.values())).results] == [False, True]


@pytest.mark.parametrize(
    ("kwargs", "words"),
    [
        ({}, "visitors: values given for the same city must agree. Read as printed: 1,700 may be rounded from 1,692"),
        ({"time_column": "year", "mostly": 0.9}, "at the same time by year, must agree"),
        ({"mostly": 0.9}, "At least 90 % of the rows have to."),
        ({"exact": True, "unit": "person"}, "Every number is exact. In person."),
        ({"precision": 100}, "Numbers are rounded to 100."),
    ],
)
def test_words_in_data_docs(agree, kwargs, words) -> None:
    from reconcile.integrations.gx_words import says

    assert words.rstrip(".") in says(agree(**kwargs))


def test_words_of_parts_and_total(parts) -> None:
    from reconcile.integrations.gx_words import says

    assert says(parts()).startswith("n: all other region must add up to World for the same year. Read as printed")
    assert says(parts(members=["A", "B"], complete=False, group_columns=[])).startswith(
        "n: A, B may not add up to more than World. "
    )


@pytest.mark.parametrize(
    "kwargs", [{"group_columns": []}, {"kind": "level"}, {"precision": 0}, {"time_columm": "year"}, {"column": ""}]
)
def test_wrong_arguments_are_refused(agree, kwargs) -> None:
    with pytest.raises(ValueError, match="validation error"):
        agree(**kwargs)
