"""Data Docs of the claims table: one page for each suite, as Great Expectations renders it, and a first page.

The pages are Great Expectations' own inside; the frame around them is ours, so that they need no other host and the
same claims give the same bytes.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from reconcile.errors import Problem
from reconcile.integrations.data_docs_page import armed, disarmed, index_page, page
from reconcile.integrations.default_suite import default_suite
from reconcile.integrations.gx_context import MISSING, NoGreatExpectations, is_installed, quiet_context, validator_of
from reconcile.integrations.gx_words import shown
from reconcile.integrations.plain_table import column_notes, plain_table
from reconcile.integrations.suite_files import Expected, Suite
from reconcile.integrations.suite_run import evaluate, register_own
from reconcile.models import Claims

if TYPE_CHECKING:
    import pandas as pd
    from great_expectations.core import ExpectationValidationResult
    from great_expectations.expectations.expectation import Expectation
    from great_expectations.validator.v1_validator import Validator

SHOWN = 20
"""Failing rows that a page shows of one expectation."""


def data_docs(
    claims: Claims,
    suites: Sequence[Suite],
    title: str,
    clean: Callable[[str], str] = str,
    problems: Sequence[Problem] = (),
) -> dict[str, str]:
    """Return the pages of the claims table: name of the file → HTML; `index.html` leads to the others.

    The first suite is the default one, made of what the claims table promises; then come `suites`. `clean` takes out
    of a text what nobody sees, `problems` are those of the suites' files: they stand among what could not run. At
    most SHOWN failing rows of an expectation are on a page. Raises NoGreatExpectations.
    """
    if not is_installed():
        raise NoGreatExpectations(f"--data-docs {MISSING}")
    table = plain_table(claims)
    every = [default_suite(claims.dimensions), *suites]
    pages: dict[str, str] = {}
    rows: list[dict[str, Any]] = []
    with quiet_context() as context:
        register_own()
        validator = validator_of(context, table, SHOWN)
        for suite in every:
            ran = _ran(suite, validator, table, clean)
            ran.broken.extend(clean(str(problem)) for problem in problems if suite.file and problem.file == suite.file)
            path = _path(suite, pages)
            pages[path] = _page(suite, ran, clean(title), clean)
            rows.append(_row(suite, path, ran, clean))
    about = f"Great Expectations' view of {len(claims):,} claims of {claims.table['document'].nunique():,} documents."
    lost = [clean(str(problem)) for problem in problems if problem.file not in {suite.file for suite in suites}]
    return {"index.html": index_page(clean(title), about, (rows, lost), column_notes(claims)), **pages}


def _path(suite: Suite, taken: dict[str, str]) -> str:
    """Return the file of a suite's page; of two suites of one name the second gets a number."""
    name = first = suite.rule
    number = 2
    while f"{name}.html" in taken or name == "index":
        name, number = f"{first}-{number}", number + 1
    return f"{name}.html"


@dataclass(frozen=True)
class _Ran:
    """What came of a suite."""

    results: list[ExpectationValidationResult] = field(default_factory=list)
    """Of the expectations that ran, with harmless texts."""
    broken: list[str] = field(default_factory=list)
    """Why the others did not, a sentence each."""

    @property
    def hold(self) -> int:
        return sum(bool(result.success) for result in self.results)


def _row(suite: Suite, path: str, ran: _Ran, clean: Callable[[str], str]) -> dict[str, Any]:
    return {
        "path": path,
        "name": clean(suite.name),
        "file": clean(suite.file or "the schema of the claims table"),
        "expected": len(ran.results) + len(ran.broken),
        "hold": ran.hold,
        "fail": len(ran.results) - ran.hold,
        "broken": len(ran.broken),
    }


def _ran(suite: Suite, validator: Validator, table: pd.DataFrame, clean: Callable[[str], str]) -> _Ran:
    ran = _Ran()
    for one in suite.expected:
        made, result, problem = evaluate(one, suite, validator, table)
        if made is None or result is None:
            ran.broken.append(clean(f"expectation {one.number}, {one.type}: {problem}"))
        else:
            ran.results.append(_harmless(one, made, result, table, clean))
    return ran


def _harmless(
    one: Expected,
    made: Expectation,
    result: ExpectationValidationResult,
    table: pd.DataFrame,
    clean: Callable[[str], str],
) -> ExpectationValidationResult:
    """Return a result as a page shows it: disarmed, bounded, without a trace of this machine."""
    from great_expectations.core import ExpectationValidationResult
    from great_expectations.expectations.expectation_configuration import ExpectationConfiguration

    kwargs = made.configuration.kwargs
    data: dict[str, Any] = result.to_json_dict().get("result") or {}  # type: ignore[assignment]
    return ExpectationValidationResult(
        success=bool(result.success),
        expectation_config=ExpectationConfiguration(
            type=one.type,
            kwargs=disarmed(_cleaned({name: kwargs[name] for name in kwargs if name != "batch_id"}, clean)),
            description=disarmed(clean(one.description)) or None,
        ),
        result=disarmed(_cleaned(_with_claims(data, table), clean)),
        meta={},
        exception_info={"raised_exception": False, "exception_message": None, "exception_traceback": None},
    )


def _with_claims(data: dict[str, Any], table: pd.DataFrame) -> dict[str, Any]:
    """Return a result in which the failing rows that it numbers are claims, each with its value."""
    rows, values = data.get("partial_unexpected_index_list") or [], data.get("partial_unexpected_list") or []
    if not rows or len(rows) != len(values) or not all(isinstance(row, int) for row in rows):
        return data
    said = [_said(value) for value in values]
    named = [str(table["claim"].iloc[row]) for row in rows]
    return {
        **data,
        "partial_unexpected_list": said,
        "partial_unexpected_counts": [{"value": text, "count": said.count(text)} for text in dict.fromkeys(said)],
        "unexpected_index_list": [{"value": text, "claim": claim} for text, claim in zip(said, named, strict=True)],
        "unexpected_index_column_names": ["claim"],
    }


def _said(value: Any) -> str:
    """Return a failing value, or the cells of one, as a reader writes it."""
    if isinstance(value, dict):
        return ", ".join(f"{name} {_said(cell)}" for name, cell in value.items())
    if isinstance(value, list):
        return ", ".join(_said(cell) for cell in value)
    if isinstance(value, str) and value.endswith("T00:00:00"):
        return value.removesuffix("T00:00:00")
    return shown(value) or "missing"


def _cleaned(value: Any, clean: Callable[[str], str]) -> Any:
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, dict):
        return {_cleaned(key, clean): _cleaned(inner, clean) for key, inner in value.items()}
    return [_cleaned(inner, clean) for inner in value] if isinstance(value, list) else value


def _page(suite: Suite, ran: _Ran, title: str, clean: Callable[[str], str]) -> str:
    from great_expectations.core import ExpectationSuiteValidationResult
    from great_expectations.render.renderer.page_renderer import ValidationResultsPageRenderer

    def rendered(results: list[ExpectationValidationResult]) -> Any:
        return ValidationResultsPageRenderer().render(
            ExpectationSuiteValidationResult(
                ran.hold == len(results), results, disarmed(suite.name), statistics={}, meta={}
            )
        )

    shown = ran.results
    silent: list[str] = []
    try:
        document = rendered(shown)
    except Exception:  # noqa: BLE001 - a custom expectation may not be able to show itself; the others still are
        shown, silent = _that_render(ran.results, rendered)
        document = rendered(shown)
    # The overview is when and by which release the page was made, and a link to no page of ours: the frame says more.
    sections = document.to_json_dict()["sections"][1:]
    facts = {
        "heading": suite.name,
        "title": title,
        "file": suite.file,
        "notes": suite.notes,
        "hold": ran.hold,
        "fail": len(ran.results) - ran.hold,
        "broken": ran.broken,
        "silent": silent,
    }
    return armed(page(sections, disarmed(_cleaned(facts, clean))))


def _that_render(
    results: list[ExpectationValidationResult], rendered: Callable[[list[ExpectationValidationResult]], Any]
) -> tuple[list[ExpectationValidationResult], list[str]]:
    """Return the results that Great Expectations can show, and a sentence on each other."""
    shown: list[ExpectationValidationResult] = []
    silent: list[str] = []
    for result in results:
        try:
            rendered([result])
        except Exception:  # noqa: BLE001 - as above
            kind = result.expectation_config.type if result.expectation_config else "an expectation"
            silent.append(f"{kind} {'holds' if result.success else 'fails'}, but can't show itself")
        else:
            shown.append(result)
    return shown, silent
