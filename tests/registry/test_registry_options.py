"""Options of rules come from the settings; every mistake is said at once, with its line."""

from fractions import Fraction
from pathlib import Path

import pytest

from reconcile.errors import SettingsError
from reconcile.registry import load_rules
from reconcile.rule import Rule
from reconcile.settings import load_settings

RULE = '''\
from dataclasses import dataclass
from fractions import Fraction

from reconcile.rule import Rule, option


@dataclass(frozen=True)
class Wide(Rule):
    """a rule with options of every kind."""

    code = "OWN001"
    name = "wide-rule"
    most_claims: int = option(3, "a number")
    part: float = option(0.5, "a part")
    exact: Fraction = option(Fraction(1, 10), "an exact part")
    words: tuple[str, ...] = option(("about",), "words")
    strict: bool = option(False, "whether")
    title: str = option("a", "a text")

    def __post_init__(self):
        if self.most_claims < 0:
            raise ValueError("most-claims is below 0")

    def check(self, claims):
        yield from ()
'''


@pytest.fixture
def configure(tmp_path: Path):
    """Load the rule above with these lines below `[rules.wide-rule]`."""

    def call(lines: str, table: str = "rules.wide-rule") -> Rule:
        (tmp_path / "rules").mkdir()
        (tmp_path / "rules" / "wide.py").write_text(RULE, encoding="utf-8")
        (tmp_path / "reconcile.toml").write_text(f"[{table}]\n{lines}\n", encoding="utf-8")
        return next(r for r in load_rules(load_settings(tmp_path)).rules if r.name == "wide-rule")

    return call


def test_options_of_every_type_are_applied(configure) -> None:
    rule = configure('most-claims = 7\npart = 1\nexact = 0.25\nwords = ["over", "under"]\nstrict = true\ntitle = "b"')
    values = (rule.most_claims, rule.part, rule.exact, rule.words, rule.strict, rule.title)
    assert values == (7, 1.0, Fraction(1, 4), ("over", "under"), True, "b")
    assert isinstance(rule.part, float)


def test_without_options_the_defaults_hold(configure) -> None:
    assert configure("").most_claims == 3


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("most-claim = 7", "unknown key 'most-claim'; did you mean 'most-claims'?"),
        ("most-claims = 7.5", "most-claims is 7.5; expected a whole number"),
        ("most-claims = true", "most-claims is true"),
        ("strict = 1", "strict is 1; expected true or false"),
        ('part = "half"', "expected a number"),
        ("words = [1, 2]", "words holds items of another type"),
        ('words = "over"', "expected a list"),
        ("most-claims = -1", "most-claims is below 0"),
    ],
)
def test_a_wrong_option_is_refused(configure, line: str, words: str) -> None:
    with pytest.raises(SettingsError) as caught:
        configure(line)
    (problem,) = caught.value.problems
    assert words in problem.message
    assert problem.file == "reconcile.toml"
    assert problem.line in (1, 2)
    assert "[rules.wide-rule]" in problem.message


def test_every_mistake_is_said_at_once(configure) -> None:
    with pytest.raises(SettingsError) as caught:
        configure("most-claim = 7\nstrict = 1\n[rules.wid-rule]\nx = 1")
    assert [problem.line for problem in caught.value.problems] == [2, 3, 4]


@pytest.mark.parametrize(
    ("table", "words"),
    [
        ("rules.wide-rul", "there is no rule 'wide-rul'; did you mean 'wide-rule'?"),
        ("rules.OWN001", "there is no rule 'OWN001'; did you mean 'wide-rule'?"),
    ],
)
def test_options_of_a_rule_that_is_not_there(configure, table: str, words: str) -> None:
    with pytest.raises(SettingsError, match="there is no rule") as caught:
        configure("most-claims = 7", table)
    assert words in str(caught.value)
