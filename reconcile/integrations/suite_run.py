"""Runs the expectations of a suite on the claims table, one by one: what holds, what fails, what could not run."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from reconcile.errors import did_you_mean, nearest
from reconcile.integrations.gx_context import quiet_context, validator_of
from reconcile.integrations.gx_words import says
from reconcile.integrations.plain_table import DAYS
from reconcile.integrations.suite_files import Expected, Suite

if TYPE_CHECKING:
    import pandas as pd
    from great_expectations.core import ExpectationValidationResult
    from great_expectations.expectations.expectation import Expectation
    from great_expectations.validator.v1_validator import Validator


@dataclass(frozen=True)
class Outcome:
    """What came of one expectation."""

    expected: Expected
    """The expectation."""
    says: str = ""
    """What it expects, in words."""
    success: bool = False
    """Whether it holds; with `mostly` also where some rows fail."""
    rows: tuple[int, ...] = ()
    """The first rows that fail, ascending; none where it is about the whole table."""
    count: int = 0
    """How many rows fail."""
    observed: str = ""
    """What was seen of the whole table."""
    problem: str = ""
    """Why it could not run; empty where it did."""


def run_suite(suite: Suite, table: pd.DataFrame, limit: int) -> tuple[Outcome, ...]:
    """Return what came of each expectation of a suite, at most `limit` failing rows of each.

    Each runs alone, so that one that breaks takes nothing with it and none can get lost.
    """
    with quiet_context() as context:
        register_own()
        validator = validator_of(context, table, limit)
        return tuple(_outcome(one, suite, validator, table) for one in suite.expected)


def register_own() -> None:
    """Make our own expectations known by their names: that happens when they are imported."""
    import reconcile.integrations.great_expectations  # noqa: F401


def _outcome(one: Expected, suite: Suite, validator: Validator, table: pd.DataFrame) -> Outcome:
    made, result, problem = evaluate(one, suite, validator, table)
    if problem or made is None or result is None:
        return Outcome(one, problem=problem)
    found = result.result or {}
    if one.kwargs.get("row_condition") and _saw_nothing(found):
        return Outcome(one, problem=f"looked at no row: of none does its row_condition hold, {_condition(one)}")
    rows = tuple(row for row in found.get("partial_unexpected_index_list") or () if isinstance(row, int))
    outcome = Outcome(one, says(made), bool(result.success), rows, int(found.get("unexpected_count") or 0))
    return outcome if outcome.success else replace(outcome, observed=_observed(found))


def _saw_nothing(found: Mapping[str, Any]) -> bool:
    """Say whether an expectation had no row to look at: it holds then, or fails, whatever it expects."""
    return found.get("element_count") == 0 or ("observed_value" in found and found["observed_value"] is None)


def _condition(one: Expected) -> str:
    text = str(one.kwargs["row_condition"])
    return f"'{text[:100]}'" + ("…" if len(text) > 100 else "")


def evaluate(
    one: Expected, suite: Suite, validator: Validator, table: pd.DataFrame
) -> tuple[Expectation | None, ExpectationValidationResult | None, str]:
    """Return an expectation and its result, or why there is none."""
    made = build(one)
    if isinstance(made, str):
        return None, None, made
    try:
        result = validator.validate_expectation(made, dict(suite.parameters or {}))
    except Exception as error:  # noqa: BLE001 - whatever an expectation raises, the others go on
        return made, None, _why(_last_line(str(error)) or type(error).__name__, one, table)
    raised = _raised(result.exception_info)
    return (made, None, _why(raised, one, table)) if raised is not None else (made, result, "")


def build(one: Expected) -> Expectation | str:
    """Return the expectation as Great Expectations knows it, or why it is none."""
    from great_expectations.compatibility.pydantic import ValidationError
    from great_expectations.exceptions.exceptions import ExpectationNotFoundError
    from great_expectations.expectations.expectation_configuration import ExpectationConfiguration
    from great_expectations.expectations.registry import list_registered_expectation_implementations

    try:
        configuration = ExpectationConfiguration(type=one.type, kwargs=_with_times(one.kwargs))
        return configuration.to_domain_obj()
    except ExpectationNotFoundError:
        # All begin alike, which must not make all look alike.
        known = [name.removeprefix("expect_") for name in list_registered_expectation_implementations()]
        near = nearest(one.type.removeprefix("expect_"), known)
        hint = (
            f"did you mean 'expect_{near}'?" if near else "a class of one's own goes into a module in the rules folder"
        )
        return f"there is no expectation '{one.type}'; {hint}"
    except ValidationError as error:
        return "; ".join(_wrong_arguments(error.errors(), one))
    except Exception as error:  # noqa: BLE001 - a custom class may refuse its arguments with anything
        return _last_line(str(error)) or type(error).__name__


def _with_times(kwargs: Mapping[str, Any]) -> dict[str, Any]:
    """Return the arguments of an expectation; a bare day is given the time that Great Expectations compares by."""
    if kwargs.get("column") not in DAYS:
        return dict(kwargs)
    return {name: f"{value}T00:00:00" if _is_day(value) else value for name, value in kwargs.items()}


def _is_day(value: Any) -> bool:
    return isinstance(value, str) and re.fullmatch(r"\d{4}-\d\d-\d\d", value) is not None


def _wrong_arguments(errors: Sequence[Mapping[str, Any]], one: Expected) -> Iterator[str]:
    """Yield what is wrong with the arguments of an expectation, once for each."""
    from great_expectations.expectations.registry import get_expectation_impl

    known = [name for name in get_expectation_impl(one.type).__fields__ if name not in _NOT_ARGUMENTS]
    told: set[str] = set()
    for error in errors:
        name = str(error["loc"][0])
        if name in told:
            continue
        told.add(name)
        if error["type"] == "value_error.extra":
            yield f"unknown argument '{name}'{did_you_mean(name, known)}"
        elif error["type"] == "value_error.missing":
            yield f"the argument '{name}' is missing"
        elif name == "__root__":
            if len(errors) == 1:
                yield _last_line(str(error["msg"]))
        else:
            yield f"argument '{name}' is {one.kwargs.get(name)!r}: {error['msg']}"


_NOT_ARGUMENTS = ("id", "meta", "notes", "rendered_content", "severity", "description", "windows", "batch_id")


def _raised(info: Mapping[str, Any] | None) -> str | None:
    """Return why an expectation could not run, None where it did: some results name each metric that broke."""
    parts = [info or {}, *(part for part in (info or {}).values() if isinstance(part, Mapping))]
    broken = [part for part in parts if part.get("raised_exception")]
    if not broken:
        return None
    return _last_line(str(broken[0].get("exception_message") or "")) or "it could not be worked out"


def _why(message: str, one: Expected, table: pd.DataFrame) -> str:
    """Return why an expectation could not run; a column that is not there is named with the nearest one."""
    named = [value for key, value in one.kwargs.items() if key.startswith("column") or key.endswith("column")]
    named += [name for key in ("column_list", "group_columns") for name in _listed(one.kwargs.get(key))]
    for name in named:
        if isinstance(name, str) and name not in table.columns:
            return f"the claims table has no column '{name}'{did_you_mean(name, list(table.columns))}"
    return f"could not run: {message}"


def _listed(names: Any) -> list[Any]:
    return names if isinstance(names, list) else []


def _last_line(text: str) -> str:
    """Return the last line of an error's text without paths of this machine."""
    lines = [line.strip() for line in text.strip().splitlines() if line.strip()]
    return re.sub(r"(/[\w.+-]+)+/", "", lines[-1])[:300] if lines else ""


def _observed(result: Mapping[str, Any]) -> str:
    value = result.get("observed_value")
    if value is None:
        return ""
    return f"{value:,.10g}" if isinstance(value, int | float) and not isinstance(value, bool) else str(value)[:200]
