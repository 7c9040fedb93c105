"""The table `[estimate]` of the settings: how much may be worked out, and how hard claims are to give up."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from reconcile.errors import Problem, SettingsError, did_you_mean
from reconcile.models import Claims
from reconcile.settings import Settings, check_table, line_of

TABLE, WEIGHTS = "estimate", "estimate.weights"
BUDGET = 2000
"""Solver calls for the quantities that hang together, where the settings name no other number."""
STANCES = ("asserts", "reports")
"""The stances whose claims can be suspects; what is disputed or forecast takes part in no conflict."""


@dataclass(frozen=True)
class EstimateOptions:
    """What the settings say of estimates."""

    budget: int = BUDGET
    """Solver calls for the quantities that hang together."""
    weights: Mapping[str, Fraction] = field(default_factory=dict)
    """How hard claims are to give up, by document, origin or stance; 1 otherwise."""

    def weights_of(self, claims: Claims) -> dict[str, Fraction]:
        """Return the weight of each claim that has another than 1, by id: the product of all that apply to it."""
        if not self.weights:
            return {}
        columns = [claims.column(name) for name in ("claim", "document", "origin", "stance")]
        found: dict[str, Fraction] = {}
        for claim, *names in zip(*columns, strict=True):
            weight = Fraction(1)
            for name in dict.fromkeys(names):
                weight *= self.weights.get(name, 1)
            if weight != 1:
                found[str(claim)] = weight
        return found


def estimate_options(settings: Settings, claims: Claims) -> EstimateOptions:
    """Return what `[estimate]` says. SettingsError: every mistake in it, names that nothing has among them."""
    given = dict(settings.estimate)
    problems = check_table(TABLE, given, {"budget": int, "weights": dict}, settings.file, settings.text)
    budget, weights = given.get("budget", BUDGET), given.get("weights", {})
    if isinstance(budget, int) and budget < 0:
        problems.append(_problem(settings, TABLE, "budget", f"budget is {budget}; expected 0 or more"))
    named: dict[str, object] = weights if isinstance(weights, dict) else {}
    problems += check_table(WEIGHTS, named, dict.fromkeys(named, Fraction), settings.file, settings.text)
    if named:
        known = {*claims.documents, *claims.column("document"), *claims.column("origin"), *STANCES} - {""}
        problems += [found for name in named if (found := _of_weight(settings, name, named[name], known))]
    if problems or not isinstance(budget, int):
        raise SettingsError(sorted(problems))
    return EstimateOptions(budget, {name: _exact(weight) for name, weight in named.items()})


def _of_weight(settings: Settings, name: str, weight: object, known: set[str]) -> Problem | None:
    if name not in known:
        hint = did_you_mean(name, known)
        return _problem(settings, WEIGHTS, name, f"'{name}' is no document, origin or stance of this project{hint}")
    try:
        too_light = _exact(weight) <= 0
    except (ValueError, ZeroDivisionError):
        return None  # named already
    return _problem(settings, WEIGHTS, name, f"{name} is {weight}; expected more than 0") if too_light else None


def _exact(weight: object) -> Fraction:
    return Fraction(str(weight))


def _problem(settings: Settings, table: str, key: str, message: str) -> Problem:
    return Problem(settings.file, line_of(settings.text, table, key), "settings", f"[{table}] {message}")
