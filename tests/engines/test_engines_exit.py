"""A rule that ends the program is a rule that crashed."""

from pathlib import Path

import pytest

import reconcile
from reconcile.models import Report

RULE = '''
import sys
from dataclasses import dataclass
from reconcile.rule import Rule


@dataclass(frozen=True)
class Leaves(Rule):
    """claims that end it all

    ## What it finds

    Nothing.
    """

    code = "ACME001"
    name = "leaves"

    def check(self, claims):
        {how}
        yield
'''
CLAIMS = "claims:\n  - {id: a, measure: m, value: '1'}\n  - {id: b, measure: m, value: '2'}\n"


def checked(folder: Path, how: str) -> Report:
    (folder / "claims").mkdir()
    (folder / "rules").mkdir()
    (folder / "reconcile.toml").write_text("")
    (folder / "claims" / "paper.yaml").write_text(CLAIMS)
    (folder / "rules" / "leaves.py").write_text(RULE.format(how=how))
    return reconcile.check(folder)


@pytest.mark.parametrize("how", ["sys.exit()", "sys.exit(1)", "raise ValueError('no')"])
def test_a_rule_that_leaves_is_a_problem_and_the_others_go_on(tmp_path: Path, how: str) -> None:
    report = checked(tmp_path, how)
    (problem,) = (one for one in report.problems if "ACME001" in one.message)
    assert "crashed" in problem.message
    assert [finding.code for finding in report.found] == ["REC102"]
