"""A suite in rules/: failing rows are findings, what could not run is a problem, and nothing is green by accident."""

import json

import pytest

from reconcile import check
from reconcile.reporters import format_names, render

PARSER = {"condition_parser": "pandas"}
NOT_NULL = {"type": "expect_column_values_to_not_be_null", "kwargs": {"column": "origin"}, "severity": "warning"}


def of_suites(report):
    return [finding for finding in report.found if finding.code.startswith("GX")]


def test_each_failing_row_is_a_finding_about_its_claim(project) -> None:
    report = check(project({"hygiene.json": [NOT_NULL]}))
    assert report.problems == ()
    nice, paris = of_suites(report)
    assert (nice.rule, nice.severity, nice.claim_ids()) == ("hygiene", "warning", {"a#nice"})
    assert nice.message == "a#nice: origin is missing; expected: origin values must never be missing"
    assert nice.label == "visitors, Nice"
    assert paris.claim_ids() == {"a#paris"}


@pytest.mark.parametrize(
    ("kind", "kwargs", "claims", "words"),
    [
        (
            "column_values_to_be_between",
            {"column": "high", "max_value": 500},
            ["a#lyon"],
            "high is 1,750; expected: high values must be less than or equal to 500",
        ),
        (
            "column_values_to_be_between",
            {"column": "from", "min_value": "2015-06-01"},
            ["a#paris"],
            "from is 2015-03-01; expected: from values must be greater than or equal to 2015-06-01",
        ),
        (
            "column_values_to_be_in_set",
            {"column": "city", "value_set": ["Lyon", "Nice"]},
            ["a#paris"],
            "city is Paris; expected: city values must belong to this set: Lyon, Nice",
        ),
        (
            "column_pair_values_a_to_be_greater_than_b",
            {"column_A": "low", "column_B": "line", "ignore_row_if": "either_value_is_missing"},
            [],
            "",
        ),
        (
            "column_values_to_match_regex",
            {"column": "stated", "regex": "^[0-9,]+$"},
            ["a#nice", "a#paris"],
            "stated is over 400",
        ),
        (
            "compound_columns_to_be_unique",
            {"column_list": ["document", "measure"]},
            ["a#lyon", "a#nice", "a#paris"],
            "document is a, measure is visitors",
        ),
        (
            "column_values_to_be_between",
            {"column": "low", "min_value": 500, "row_condition": 'city != "Paris"', "condition_parser": "pandas"},
            ["a#nice"],
            "low is 400",
        ),
        (
            "values_to_agree_within_group",
            {"column": "stated", "group_columns": ["document"]},
            ["a#lyon", "a#nice", "a#paris"],
            "document is a, stated is 1,700",
        ),
    ],
)
def test_rows_and_words_of_many_kinds_of_expectations(project, expect, kind, kwargs, claims, words) -> None:
    report = check(project({"s.json": [expect(kind, **kwargs)]}))
    assert report.problems == ()
    found = of_suites(report)
    assert sorted(claim for finding in found for claim in finding.claim_ids()) == claims
    assert not words or any(words in finding.message for finding in found)


@pytest.mark.parametrize(
    ("kind", "kwargs"),
    [
        ("column_values_to_be_between", {"column": "low", "max_value": 1}),
        ("column_values_to_not_be_null", {"column": "origin"}),
        ("column_max_to_be_between", {"column": "low", "max_value": 1}),
        ("compound_columns_to_be_unique", {"column_list": ["document", "measure"]}),
        ("values_to_agree_within_group", {"column": "stated", "group_columns": ["document"]}),
    ],
)
def test_a_condition_that_holds_of_no_row_is_a_problem(project, expect, kind: str, kwargs: dict[str, object]) -> None:
    def checked(city: str):
        return check(project({"s.json": [expect(kind, row_condition=f'city == "{city}"', **PARSER, **kwargs)]}))

    report = checked("Pariss")
    assert of_suites(report) == []
    (problem,) = report.problems
    assert "looked at no row: of none does its row_condition hold, 'city == \"Pariss\"'" in problem.message
    assert checked("Paris").problems == ()


def test_that_there_are_no_rows_of_a_kind_can_be_expected(project, expect) -> None:
    none = expect("table_row_count_to_equal", value=0, row_condition='city == "Rome"', **PARSER)
    report = check(project({"s.json": [none]}))
    assert (of_suites(report), report.problems) == ([], ())


def test_an_expectation_about_the_whole_table_is_one_finding_without_claims(project, expect) -> None:
    report = check(project({"s.json": [expect("table_row_count_to_be_between", "info", min_value=10)]}))
    (finding,) = of_suites(report)
    assert (finding.claims, finding.severity, finding.label) == ((), "note", "suite s")
    assert finding.message == "the claims table: found 3; expected: must have greater than or equal to 10 rows"
    for name in format_names():
        assert render(report, name)


def test_mostly_lets_some_rows_fail(project, expect) -> None:
    lenient = expect("column_values_to_not_be_null", column="origin", mostly=0.3)
    assert of_suites(check(project({"s.json": [lenient]}))) == []
    strict = expect("column_values_to_not_be_null", column="origin", mostly=0.6)
    assert len(of_suites(check(project({"s.json": [strict]})))) == 2


def test_the_authors_own_words_come_first(project) -> None:
    report = check(project({"s.json": [{**NOT_NULL, "description": "every figure has a source"}]}))
    assert of_suites(report)[0].message == "a#nice: origin is missing; expected: every figure has a source"


@pytest.mark.parametrize(
    ("kind", "kwargs", "words"),
    [
        (
            "column_values_to_not_be_null",
            {"column": "orign"},
            "the claims table has no column 'orign'; did you mean 'origin'?",
        ),
        (
            "column_values_to_not_be_nul",
            {"column": "origin"},
            "no expectation 'expect_column_values_to_not_be_nul'; did you mean 'expect_column_values_to_not_be_null'?",
        ),
        ("every_city_to_be_large", {"column": "city"}, "a class of one's own goes into a module in the rules folder"),
        (
            "column_values_to_be_between",
            {"column": "low", "max_valu": 3, "min_value": 1},
            "unknown argument 'max_valu'; did you mean 'max_value'?",
        ),
        ("column_values_to_not_be_null", {}, "the argument 'column' is missing"),
        ("column_values_to_be_between", {"column": "stated", "min_value": 3}, "could not run: "),
        ("values_to_agree_within_group", {"column": "stated", "group_columns": ["town"]}, "has no column 'town'"),
        ("values_to_agree_within_group", {"column": "stated", "group_columns": []}, "argument 'group_columns' is []"),
        (
            "parts_to_match_total",
            {"column": "stated", "member_column": "city", "total": "World"},
            "the total 'World' is nowhere in the column 'city'",
        ),
        ("column_values_to_match_regex", {"column": "stated", "regex": "("}, "could not run: "),
    ],
)
def test_what_could_not_run_is_a_problem_and_the_rest_goes_on(project, expect, kind, kwargs, words) -> None:
    report = check(project({"s.json": [expect(kind, **kwargs), NOT_NULL]}))
    (problem,) = report.problems
    assert (problem.file, problem.kind) == ("rules/s.json", "rule")
    assert problem.line == 4
    assert problem.message.startswith(f"expectation 1, expect_{kind}: ")
    assert words in problem.message
    assert "/" not in problem.message.replace("and/or", "")
    assert len(of_suites(report)) == 2


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("{", 1, "is no JSON: "),
        ('{\n "name": "x",\n "expectations": [,]\n}', 3, "is no JSON: expecting value at column 19"),
        ('{"name": "x",\n "name": "y", "expectations": []}', 1, "has the key 'name' twice in one object"),
        ('{"name": "x",\n "notes": "\\\\ud800 \\ud83d\\ude00",\n "x": "\\udc00"}', 3, "holds half of a character"),
        ("[1]", 1, "holds no object; JSON in the rules folder is a Great Expectations suite"),
        ('{"cities": []}', 1, "unknown key 'cities' of a suite"),
        ('{"name": "x",\n "expectation": []}', 2, "unknown key 'expectation' of a suite; did you mean 'expectations'?"),
        ('{"name": "x",\n "expectations": {}}', 2, "'expectations' is no list"),
        ('{"meta": {},\n "expectations": []}', 1, "has no 'name'; expected the suite's name, a text"),
        ('{"name": "x",\n "expectations": []}', 2, "expects nothing: its list 'expectations' is empty"),
        (
            '{"name": "x", "meta": {\n"reconcile": {\n"cod": "A"}}, "expectations": []}',
            3,
            "unknown key 'cod' of 'reconcile' in 'meta'; did you mean 'code'?",
        ),
        ('{"name": "x", "expectations": [\n7]}', 0, "expectation 1 is no object"),
        ('{"name": "x", "expectations": [\n{"kwargs": {}}]}', 2, "expectation 1: has no 'type'"),
        (
            '{"name": "x", "expectations": [{"type": "a",\n"kwarg": {}}]}',
            2,
            "expectation 1: unknown key 'kwarg'; did you mean 'kwargs'?",
        ),
        (
            '{"name": "x", "expectations": [{"type": "a",\n"severity": "error"}]}',
            2,
            "severity is 'error'; expected critical, warning or info",
        ),
        (
            '{"name": "x", "meta": {"reconcile": {"code": "gx-1"}}, "expectations": [{"type": "a"}]}',
            0,
            "code is 'gx-1'; expected capital letters and three digits",
        ),
    ],
)
def test_a_wrong_file_is_named_with_its_line(project, text, line, words) -> None:
    report = check(project({"s.json": text}))
    assert [p for p in report.problems if p.file == "rules/s.json" and p.line == line and words in p.message]
    assert of_suites(report) == []


def test_text_that_is_not_utf_8_and_nesting_without_end_are_problems(project) -> None:
    folder = project({"deep.json": "[" * 100_000})
    (folder / "rules" / "latin.json").write_bytes(b'{"name":\n "\xe9"}')
    problems = check(folder).problems
    assert [(p.file, p.line) for p in problems] == [("rules/deep.json", 0), ("rules/latin.json", 2)]


def test_the_same_expectation_twice_is_a_problem_since_one_would_be_dropped(project) -> None:
    report = check(project({"s.json": [NOT_NULL, NOT_NULL]}))
    (problem,) = report.problems
    assert problem.message == "expectation 2 says again what expectation 1 in line 4 says"
    assert len(of_suites(report)) == 2


def test_a_json_file_with_an_underscore_is_a_helper(project) -> None:
    assert check(project({"_cities.json": '{"cities": []}'})).problems == ()


def test_rows_beyond_a_number_are_counted_in_one_finding(project) -> None:
    claims = "document: {id: a}\nclaims:\n" + "".join(
        f"  - {{id: c{n:03}, measure: visitors, city: Lyon, value: '5'}}\n" for n in range(150)
    )
    folder = project({"s.json": [NOT_NULL]}, claims)
    *rows, more = sorted(of_suites(check(folder)), key=lambda finding: not finding.claims)
    assert len(rows) == 100
    assert {finding.claims[0].id for finding in rows} == {f"a#c{n:03}" for n in range(100)}
    assert more.message == "50 more claims fail; expected: origin values must never be missing"
    (folder / "reconcile.toml").write_text("[rules.s]\nshown = 10\n", encoding="utf-8")
    assert len(of_suites(check(folder))) == 11


def test_ids_outlive_limits_and_other_expectations(project, expect) -> None:
    def ids(*expected):
        return {f.id for f in of_suites(check(project({"s.json": list(expected)}))) if "low" in f.message}

    low = expect("column_values_to_be_between", column="low", min_value=10_000)
    first = ids(low)
    assert len(first) == 3
    assert (
        ids(
            expect("column_to_exist", column="low"),
            expect("column_values_to_be_between", column="low", min_value=9_000),
        )
        == first
    )
    both = ids(low, expect("column_values_to_be_between", column="low", max_value=1))
    assert len(both) == 6


def test_codes_come_from_the_name_or_from_meta(project) -> None:
    first = of_suites(check(project({"s.json": {"name": "Our Desk", "expectations": [NOT_NULL]}})))[0]
    again = of_suites(
        check(
            project(
                {
                    "other.json": {"name": "Our Desk", "expectations": [NOT_NULL]},
                    "s.json": [{**NOT_NULL, "kwargs": {"column": "claim"}}],
                }
            )
        )
    )
    assert (first.code, first.rule) in {(finding.code, finding.rule) for finding in again}
    own = {"name": "x", "meta": {"reconcile": {"code": "DESK001", "name": "our-desk"}}, "expectations": [NOT_NULL]}
    report = check(project({"other.json": own, "s.json": [NOT_NULL]}), select=["DESK001"])
    assert {(finding.code, finding.rule) for finding in report.found} == {("DESK001", "our-desk")}


def test_two_suites_of_one_name_are_a_problem(project) -> None:
    suite = {"name": "x", "expectations": [NOT_NULL]}
    report = check(project({"a.json": suite, "b.json": suite}))
    assert {problem.file for problem in report.problems} == {"rules/b.json"}
    assert "name 'x' is taken by suite x in rules/a.json" in report.problems[1].message
    assert len(of_suites(report)) == 2


def test_suites_of_releases_before_1_0_are_read(project) -> None:
    old = {"expectation_type": NOT_NULL["type"], "kwargs": NOT_NULL["kwargs"], "meta": {}}
    suite = {"expectation_suite_name": "old", "expectations": [old], "data_asset_type": "Dataset", "meta": {}}
    report = check(project({"s.json": suite}))
    assert report.problems == ()
    assert [finding.severity for finding in of_suites(report)] == ["error", "error"]


def test_what_great_expectations_saves_is_read(project, gx) -> None:
    expectations = gx.expectations
    suite = gx.ExpectationSuite(
        name="saved",
        suite_parameters={"most": 500},
        expectations=[
            expectations.ExpectColumnValuesToBeBetween(column="high", max_value={"$PARAMETER": "most"}, severity="info")
        ],
    )
    report = check(project({"s.json": json.dumps(suite.to_json_dict())}))
    assert report.problems == ()
    assert [(finding.severity, finding.claim_ids()) for finding in of_suites(report)] == [("note", {"a#lyon"})]


CUSTOM = '''\
from great_expectations.expectations.core import ExpectColumnValuesToBeBetween


class ExpectHighToBeSmall(ExpectColumnValuesToBeBetween):
    """Expect the high end to be small."""

    column: str = "high"
    max_value: float = 500
'''


def test_an_expectation_of_the_projects_own_is_known_to_its_suites(project) -> None:
    suite = [{"type": "expect_high_to_be_small", "kwargs": {}}]
    report = check(project({"small.py": CUSTOM, "s.json": suite}))
    assert report.problems == ()
    assert [finding.claim_ids() for finding in of_suites(report)] == [{"a#lyon"}]


def test_a_callers_context_stays_the_current_one(project, gx) -> None:
    from great_expectations.data_context.data_context.context_factory import project_manager

    mine = gx.get_context(mode="ephemeral")
    check(project({"s.json": [NOT_NULL]}))
    assert project_manager.get_current_project() is mine


def test_a_suite_sees_the_columns_that_the_command_claims_writes(project) -> None:
    from reconcile.cli._claims_table import claims_table
    from reconcile.integrations.plain_table import column_notes, plain_table
    from reconcile.pipeline import read_claims

    claims, _ = read_claims(project())
    seen = plain_table(claims)
    assert list(seen.columns) == list(column_notes(claims))
    assert set(claims_table(claims).columns) - set(seen.columns) == {"reads", "text_place"}
    assert set(seen.columns) - set(claims_table(claims).columns) == {"word"}
    lyon = seen.set_index("claim").loc["a#lyon"]
    assert (lyon["low"], lyon["high"], lyon["unit"], str(lyon["from"])) == (1650, 1750, "person", "2016-01-01 00:00:00")
    nice = seen.set_index("claim").loc["a#nice"]
    assert nice[["high", "origin", "note", "stated_unit"]].isna().all()
    assert {str(kind) for kind in seen.dtypes} == {"str", "float64", "int64", "bool", "datetime64[s]"}
