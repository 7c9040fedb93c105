"""Helpers for rule authors: a project in a few lines, a rule's examples as a test, and the laws of all rules.

    from reconcile.testing import check_examples, check_files, claims_of, project_rule

    def test_examples() -> None:
        check_examples(project_rule("rules/city_totals.py"))

Nothing here needs pytest; an expectation that fails is an AssertionError that says what was found instead.
"""

from reconcile.testing.examples import check_documentation, check_examples
from reconcile.testing.laws import check_laws, split_by_scope
from reconcile.testing.projects import check_files, claims_of, project, project_rule

__all__ = [
    "check_documentation",
    "check_examples",
    "check_files",
    "check_laws",
    "claims_of",
    "project",
    "project_rule",
    "split_by_scope",
]
