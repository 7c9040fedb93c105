"""A Great Expectations suite as a rule: its failing rows become findings, what could not run a problem."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, ClassVar

from reconcile.errors import Problem
from reconcile.integrations.gx_context import MISSING, is_installed
from reconcile.integrations.plain_table import plain_table
from reconcile.integrations.suite_files import Expected, Suite
from reconcile.models import SEVERITIES, Claims, Finding
from reconcile.models.identity import digest, evidence_hash
from reconcile.rule import Rule, option

if TYPE_CHECKING:
    import pandas as pd

    from reconcile.integrations.suite_run import Outcome

EMPTY = Suite("", "", "", "")


@dataclass(frozen=True)
class SuiteRule(Rule):
    """claims that break a Great Expectations suite. Each suite gets a class of its own, see `suite_rule`."""

    shown: int = option(100, "failing rows of one expectation that become findings; the others are counted in one more")

    scope: ClassVar[str] = "project"
    suite: ClassVar[Suite] = EMPTY

    def __post_init__(self) -> None:
        """Raise ValueError for a number of rows that shows nothing."""
        if self.shown < 1:
            raise ValueError(f"shown is {self.shown}; expected 1 or more")

    def check(self, claims: Claims) -> Iterator[Finding]:
        """Yield one finding for each failing row, and one for each expectation about the whole table that fails."""
        if not is_installed():
            return
        table, outcomes = self._ran(claims)
        for outcome in outcomes:
            if not outcome.success and not outcome.problem:
                yield from self._findings(claims, table, outcome)

    def problems(self, claims: Claims) -> Iterator[Problem]:
        """Yield one problem for each expectation that could not run."""
        if not is_installed():
            yield Problem(self.suite.file, 0, "rule", f"{self.code} {self.name} {MISSING}")
            return
        for outcome in self._ran(claims)[1]:
            if outcome.problem:
                one = outcome.expected
                message = f"expectation {one.number}, {one.type}: {outcome.problem}"
                yield Problem(self.suite.file, one.line, "rule", message)

    def _ran(self, claims: Claims) -> tuple[pd.DataFrame, tuple[Outcome, ...]]:
        """Return the table that the suite ran on and what came of it, kept with the claims: asked for twice."""
        from reconcile.integrations.suite_run import run_suite

        name = f"suite {self.code}"
        if name not in claims.memory:
            table = claims.memory.setdefault("plain table", plain_table(claims))
            claims.memory[name] = table, run_suite(self.suite, table, self.shown)
        found: tuple[pd.DataFrame, tuple[Outcome, ...]] = claims.memory[name]
        return found

    def _findings(self, claims: Claims, table: pd.DataFrame, outcome: Outcome) -> Iterator[Finding]:
        one = outcome.expected
        expected = one.description or outcome.says
        for row in outcome.rows:
            seen = _seen(table, row, one)
            found = self.finding(
                claims,
                [row],
                f"{_row_words(seen, str(claims.column('claim')[row]))}; expected: {expected}",
                severity=one.severity,
                grade="note" if one.severity == "note" else "contradiction",
                arithmetic=(self._asked(one),),
                key=(self.suite.name, *one.key, str(claims.column("claim")[row])),
            )
            # What a decision stands on: the claim, and whatever else the expectation has seen of it.
            cells = (f"{name}={value}" for name, value in seen)
            yield replace(found, evidence=digest([evidence_hash(found.claims), *cells]))
        if outcome.count > len(outcome.rows) or not outcome.rows:
            yield self._of_table(outcome, expected)

    def _of_table(self, outcome: Outcome, expected: str) -> Finding:
        """Return the finding about the whole table, or about the rows beyond those shown."""
        one, more = outcome.expected, outcome.count - len(outcome.rows)
        if outcome.rows:
            claims = "1 more claim fails" if more == 1 else f"{more:,} more claims fail"
            message, kind = f"{claims}; expected: {expected}", "more"
        else:
            seen = outcome.observed or (f"{outcome.count:,} rows that fail" if outcome.count else "something else")
            message, kind = f"the claims table: found {seen}; expected: {expected}", "table"
        return Finding(
            self.code,
            self.name,
            one.severity,
            message,
            label=f"suite {self.suite.name}",
            arithmetic=(self._asked(one),),
            key=(self.suite.name, *one.key, kind),
            evidence=digest([str(outcome.count), outcome.observed]),
        )

    def _asked(self, one: Expected) -> str:
        return f"asked by expectation {one.number} of {self.suite.file}: {call(one)}"


def suite_rule(suite: Suite) -> type[SuiteRule]:
    """Return the rule class of a suite."""
    severities = {one.severity for one in suite.expected}
    body: dict[str, Any] = {
        "__doc__": _documentation(suite),
        "__module__": __name__,
        "code": suite.code,
        "name": suite.rule,
        "severity": next((name for name in SEVERITIES if name in severities), "error"),
        "suite": suite,
    }
    return dataclass(frozen=True)(type(f"suite {suite.name}", (SuiteRule,), body))


def _documentation(suite: Suite) -> str:
    lines = [f"claims that break the Great Expectations suite '{suite.name}'."]
    if suite.notes:
        lines += ["", suite.notes]
    lines += ["", "## What it finds", "", f"Rows of the claims table that fail what {suite.file} expects:", ""]
    for one in suite.expected:
        lines.append(f"- {call(one)}: {one.severity}" + (f". {one.description}" if one.description else ""))
    lines += ["", "An expectation that could not be evaluated makes the check incomplete."]
    return "\n".join(lines)


def call(one: Expected) -> str:
    """Return an expectation as a call: `expect_column_to_exist(column=origin)`."""
    from reconcile.integrations.gx_words import shown

    return f"{one.type}({', '.join(f'{name}={shown(value)}' for name, value in one.kwargs.items())})"


def _seen(table: pd.DataFrame, row: int, one: Expected) -> list[tuple[str, Any]]:
    """Return the cells of a row that an expectation looks at."""
    names: list[Any] = []
    for argument in ("group_columns", "column_list", "member_column", "column", "column_A", "column_B"):
        given = one.kwargs.get(argument)
        names += given if isinstance(given, list) else [given]
    known = [name for name in dict.fromkeys(names) if isinstance(name, str) and name in table.columns]
    return [(name, table[name].iloc[row]) for name in known]


def _row_words(seen: list[tuple[str, Any]], claim: str) -> str:
    from reconcile.integrations.gx_words import shown

    cells = [f"{name} is {shown(value)}" if shown(value) else f"{name} is missing" for name, value in seen]
    return f"{claim}: {', '.join(cells)}" if cells else claim
