"""Finds the rules: built in, the project's own, and those of installed packages; no list to edit."""

from reconcile.registry.choose import select_rules
from reconcile.registry.definition import check_definition
from reconcile.registry.load import RuleSet, load_rules
from reconcile.registry.modules import load_module, rules_in

__all__ = ["RuleSet", "check_definition", "load_module", "load_rules", "rules_in", "select_rules"]
