"""What holds for every rule, built in or this project's own: documentation, examples, options and laws."""

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reconcile.errors import SettingsError
from reconcile.models import Claims
from reconcile.registry import load_rules
from reconcile.rule import Rule
from reconcile.settings import Settings, load_settings
from reconcile.testing import check_documentation, check_examples, check_laws, claims_of
from reconcile.testing.strategies import claim_tables

ROOT = Path(__file__).resolve().parents[2]
LOADED = load_rules(load_settings(ROOT))
RULES = [pytest.param(rule, id=f"{rule.code}-{rule.name}") for rule in LOADED.rules]
EXAMPLES = [
    pytest.param(rule, example, id=f"{rule.code}-{example.title}") for rule in LOADED.rules for example in rule.examples
]
every_rule = pytest.mark.parametrize("rule", RULES)


def test_no_rule_is_left_out() -> None:
    assert LOADED.problems == ()
    assert {"built in", "project"} <= set(LOADED.origins.values())


def test_every_rule_module_holds_one_rule_named_after_it() -> None:
    for folder, origin in ((ROOT / "reconcile" / "rules", "built in"), (ROOT / "rules", "project")):
        modules = {path.stem for path in folder.glob("*.py") if not path.name.startswith("_")}
        names = {name.replace("-", "_") for name, home in LOADED.origins.items() if home == origin}
        assert modules == names


@every_rule
def test_the_documentation_is_complete(rule: Rule) -> None:
    check_documentation(type(rule))


@every_rule
def test_the_examples_find_what_they_declare(rule: Rule) -> None:
    check_examples(type(rule))


@every_rule
def test_every_option_can_be_set_to_its_default_and_to_nothing_else(rule: Rule) -> None:
    written = {name: list(v) if isinstance(v, tuple) else v for name, (v, _) in rule.options().items()}
    as_given = Settings(root=ROOT, rules=(), rule_options={rule.name: written})
    if LOADED.origins[rule.name] == "project":
        as_given = replace(as_given, rules=("rules",))
    again = next(one for one in load_rules(as_given).rules if one.name == rule.name)
    assert again.options() == rule.options()
    for wrong in ({"no-such-option": 1}, *({name: {"a": "table"}} for name in written)):
        with pytest.raises(SettingsError):
            load_rules(replace(as_given, rule_options={rule.name: wrong}))


@pytest.mark.parametrize(("rule", "example"), EXAMPLES)
def test_the_laws_hold_for_its_examples(rule: Rule, example) -> None:
    check_laws(rule, claims_of(example.files))


@every_rule
@settings(max_examples=30, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data(), claims=claim_tables(tables=40))
def test_the_laws_hold_for_random_tables(rule: Rule, data: st.DataObject, claims: Claims) -> None:
    order = data.draw(st.permutations(range(len(claims))))
    check_laws(rule, claims, order)
