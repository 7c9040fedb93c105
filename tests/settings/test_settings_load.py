"""reconcile.toml: what it says, and every mistake in it at once."""

from contextlib import suppress
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reconcile.errors import SettingsError
from reconcile.settings import TABLES, Settings, check_table, line_of, load_settings, read_settings

FULL = """\
[project]
title = "Foreign fighters"
claims = ["claims", "more/x.csv"]
rules = ["laws"]
reports = "out"
decisions = "decided"
vocabulary = "claims/words.yaml"
[check]
fail-on = "warning"
select = ["REC1"]
[check.ignore]
REC103 = "rounding is expected"
[readings]
about = 0.2
[rules.value-conflict]
minimum = 3
[report]
formats = ["json"]
"""


def problems(text: str) -> list[tuple[int, str]]:
    with pytest.raises(SettingsError) as raised:
        read_settings(text, Path())
    assert raised.value.exit_status == 2
    assert all(problem.kind == "settings" and problem.file == "reconcile.toml" for problem in raised.value.problems)
    return [(problem.line, problem.message) for problem in raised.value.problems]


def test_every_key_is_read() -> None:
    settings = read_settings(FULL, Path("somewhere"))
    assert settings == Settings(
        root=Path("somewhere"),
        file="reconcile.toml",
        title="Foreign fighters",
        claims=("claims", "more/x.csv"),
        rules=("laws",),
        reports="out",
        decisions="decided",
        vocabulary="claims/words.yaml",
        fail_on="warning",
        select=("REC1",),
        ignore={"REC103": "rounding is expected"},
        readings={"about": 0.2},
        rule_options={"value-conflict": {"minimum": 3}},
        formats=("json",),
    )


def test_every_key_is_optional() -> None:
    assert read_settings("", Path("x")) == Settings(root=Path("x"), file="reconcile.toml")
    assert Settings().formats == ("text", "json", "markdown", "html")


def test_settings_are_found_by_walking_up(tmp_path: Path) -> None:
    (tmp_path / "reconcile.toml").write_text('[project]\ntitle = "up"\n')
    below = tmp_path / "a" / "b"
    below.mkdir(parents=True)
    assert load_settings(below).title == "up"
    assert load_settings(below).root == tmp_path
    assert load_settings(tmp_path / "reconcile.toml").root == tmp_path


def test_without_a_file_the_folder_is_the_project(tmp_path: Path) -> None:
    assert load_settings(tmp_path) == Settings(root=tmp_path)


def test_a_folder_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="there is no folder"):
        load_settings(tmp_path / "nowhere")
    (tmp_path / "x.csv").write_text("")
    with pytest.raises(SettingsError, match="name the project's folder"):
        load_settings(tmp_path / "x.csv")


def test_a_file_that_is_no_text_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "reconcile.toml").write_bytes(b"title = '\xe9'")
    with pytest.raises(SettingsError, match="is not UTF-8"):
        load_settings(tmp_path)


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("\n[projet]\n", 2, "unknown table 'projet'; did you mean 'project'?"),
        ("\n[tool.x]\na = 1\n", 2, "unknown table 'tool'"),
        ("\ntitle = 'x'\n", 2, "unknown key 'title'; it belongs below [project]"),
        ("[project]\n\ntitel = 'x'\n", 3, "[project] unknown key 'titel'; did you mean 'title'?"),
        ("[project]\ntitle = 3\n", 2, "title is 3; expected a text"),
        ("[project]\nclaims = 'claims'\n", 2, 'claims is "claims"; expected a list of texts'),
        ("[project]\nclaims = [1]\n", 2, "claims is a list; expected a list of texts"),
        ("[check]\nselect = true\n", 2, "select is true"),
        (
            "[check]\nfail-on = 'warnign'\n",
            2,
            "expected one of error, warning, note, never; did you mean 'warning'?",
        ),
        ("[check]\nfail_on = 'error'\n", 2, "did you mean 'fail-on'?"),
        ("[check]\nignore = ['REC103']\n", 2, "write [check.ignore]"),
        ("[check.ignore]\nREC101 = 'fine'\nREC103 = ''\n", 3, 'write REC103 = "the reason"'),
        ("[check.ignore]\nREC103 = true\n", 2, "ignored without a reason"),
        ("[rules]\nvalue-conflict = 3\n", 2, "expected a table [rules.value-conflict]"),
        ("readings = 3\n", 1, "readings is 3; expected a table [readings]"),
        ("[report]\nformats = 'json'\n", 2, "formats is"),
        ("[project]\ntitle = \n", 2, "no valid TOML"),
        ("[project]\ntitle = 'a'\ntitle = 'b'\n", 3, "no valid TOML"),
    ],
)
def test_a_mistake_has_its_line_and_the_nearest_name(text: str, line: int, words: str) -> None:
    (found,) = problems(text)
    assert found[0] == line
    assert words in found[1]


def test_all_mistakes_come_at_once() -> None:
    found = problems("[project]\ntitle = 3\nclaim = []\n[check]\nfail-on = 'x'\n[check.ignore]\nA = ''\n[nothing]\n")
    assert [line for line, _ in found] == [2, 3, 5, 7, 8]


def test_the_lines_of_keys_are_found() -> None:
    assert line_of(FULL, "rules.value-conflict", "minimum") == 16
    assert line_of(FULL, "check.ignore", "REC103") == 12
    assert line_of(FULL, "check") == 8
    assert line_of('[ "check" . ignore ]\n"REC103" = "x"', "check.ignore", "REC103") == 2
    assert line_of("", "check") == 0


def test_tables_that_others_know_are_checked_by_their_defaults() -> None:
    text = "[readings]\nabuot = 1\nsteps = 1.5\nexact = 1\nabout = '1/10'\nnames = 'a'\nword = 3\nhigh = true\n"
    allowed = {
        "about": Fraction(1, 10),
        "steps": 2,
        "exact": True,
        "names": ("a",),
        "word": str,
        "high": float,
    }
    found = check_table("readings", read_settings(text, Path()).readings, allowed, "reconcile.toml", text)
    assert [(problem.line, problem.message) for problem in found] == [
        (2, "[readings] unknown key 'abuot'; did you mean 'about'?"),
        (3, "[readings] steps is 1.5; expected a whole number, such as 2"),
        (4, "[readings] exact is 1; expected true or false, such as true"),
        (6, '[readings] names is "a"; expected a list'),
        (7, "[readings] word is 3; expected a text in quotes"),
        (8, "[readings] high is true; expected a number"),
    ]


@pytest.mark.parametrize(
    ("value", "allowed", "fits"),
    [
        (1, float, True),
        (float("nan"), 1.0, False),
        (float("inf"), 1.0, False),
        ("1/0", Fraction(1), False),
        ("0.25", Fraction(1), True),
        ([1], (), True),
        (None, None, True),
        ("x", None, True),
        ({}, dict, True),
    ],
)
def test_a_value_fits_the_type_of_its_default(value: object, allowed: object, fits: bool) -> None:
    assert (check_table("t", {"k": value}, {"k": allowed}, "f", "") == []) is fits


@given(st.text(max_size=200) | st.text(alphabet=st.sampled_from("[]project.title=\"'\n# 1{}"), max_size=80))
def test_any_text_is_settings_or_our_error(text: str) -> None:
    with suppress(SettingsError):
        assert read_settings(text, Path()).file == "reconcile.toml"


def test_every_key_stands_in_the_docs() -> None:
    page = (Path(__file__).parents[2] / "docs" / "settings.md").read_text(encoding="utf-8")
    for table, keys in TABLES.items():
        assert f"[{table}" in page
        for key in keys:
            assert f"`{key}`" in page or f"[{table}.{key}]" in page, key


def test_the_example_of_the_docs_is_read() -> None:
    page = (Path(__file__).parents[2] / "docs" / "settings.md").read_text(encoding="utf-8")
    examples = [block.split("```", 1)[0] for block in page.split("```toml\n")[1:]]
    assert examples
    for example in examples:
        read_settings(example, Path())


@pytest.mark.parametrize("items", [[f"{n}.5" for n in range(300)], [f"a{n}.csv" for n in range(300)]])
def test_a_long_list_without_blanks_is_no_long_key(items: list[str]) -> None:
    listed = ",".join(f'"{item}"' for item in items)
    assert read_settings(f"[project]\nclaims=[{listed}]\n", Path()).claims == tuple(items)
    assert "hundred" not in problems(f"[project]\nclaims=[{','.join(items[:1] * 300)}]\n")[0][1]


@pytest.mark.parametrize("part", ["a", "'a b'", '"a.b"', '"\\""', '""'])
@pytest.mark.parametrize("dot", [".", " . ", "\t."])
def test_a_key_of_a_hundred_parts_is_one_however_it_is_written(part: str, dot: str) -> None:
    assert problems(f"x = 1\n{dot.join([part] * 101)} = 1\n") == [
        (2, "has a key of a hundred parts or more, which nothing knows")
    ]
