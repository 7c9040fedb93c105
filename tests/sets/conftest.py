"""Small projects for tests of laws together, and an exact method of their own: Fourier and Motzkin's elimination."""

from collections.abc import Callable, Iterable, Mapping
from fractions import Fraction
from typing import Any

import pytest
import yaml
from hypothesis import assume

from reconcile.engines import run
from reconcile.models import Claims, Finding
from reconcile.registry import load_rules
from reconcile.rules.inconsistent_set import InconsistentSet
from reconcile.settings import Settings
from reconcile.solver.laws.single import every_law, solver_of
from reconcile.testing import claims_of

Inequality = tuple[tuple[tuple[int, Fraction], ...], Fraction, bool]
"""Factors by unknown, sorted; what their sum may be at most; whether it has to be less."""


def build(vocabulary: str, lines: Iterable[str] | str, relations: Mapping[str, Any] | None = None) -> Claims:
    """Read claims as `document#id | measure | value | key=value …`, one a line."""
    documents: dict[str, dict[str, Any]] = {}
    texts = lines.splitlines() if isinstance(lines, str) else lines
    for line in filter(None, map(str.strip, texts)):
        name, measure, value, *rest = (part.strip() for part in line.split("|"))
        document, claim = name.split("#")
        keys = dict(part.split("=", 1) for part in rest)
        top = documents.setdefault(document, {"document": {"id": document}, "claims": []})
        if "published" in keys:
            top["document"]["published"] = keys.pop("published")
        top["claims"].append({"id": claim, "measure": measure, "value": value, **keys})
    files = {f"claims/{name}.yaml": yaml.safe_dump(text, allow_unicode=True) for name, text in documents.items()}
    if relations:
        rules = {
            name: law if isinstance(law, dict) else {"says": "A law.", "holds": law} for name, law in relations.items()
        }
        files["rules/relations.yaml"] = yaml.safe_dump({"relations": rules})
    return claims_of({"claims/vocabulary.yaml": vocabulary, **files})


def found_in(claims: Claims, **options: int) -> list[Finding]:
    return list(InconsistentSet(**options).check(claims))


def fits(claims: Claims, without: Iterable[str] = (), only: Iterable[str] | None = None) -> bool:
    """Say whether timeless claims and all laws can hold together, without some claims or with some alone."""
    solver = solver_of(claims)
    if solver is None:
        return True
    lattice, figures = solver.ground.lattice, solver.every.figures
    left_out = set(without)
    kept = {f.id for key in lattice.keys.tolist() for f in figures.of(key)} - left_out
    kept = kept if only is None else kept & set(only)
    system: list[Inequality] = []
    seen: set[int] = set(lattice.keys.tolist())
    for law in every_law(claims):
        seen |= {key for _, key in law.terms}
        if law.kind != "share":
            system.append(inequality(law.terms, law.constant, law.op == "<"))
            if law.op == "=":
                system.append(inequality([(-f, k) for f, k in law.terms], -law.constant, False))
            continue
        (_, part), (_, whole) = law.terms
        counted = [f for key in (part, whole) for f in figures.of(key) if f.id in kept and f.low is not None]
        some = any(f.low > (0, 0) for f in counted)  # of nothing any share is nothing
        for figure in figures.of(law.share):
            if figure.id in kept and figure.high is not None:
                terms = [(Fraction(100), part), (-figure.high[0], whole)]
                system.append(inequality(terms, 0, some and figure.high[1] != 0))
            if figure.id in kept and figure.low is not None and figure.low[0] > 0:
                terms = [(figure.low[0], whole), (Fraction(-100), part)]
                system.append(inequality(terms, 0, some and figure.low[1] != 0))
    for key in sorted(seen):
        if lattice.strata[lattice.stratum(key)].floored:
            system.append(inequality([(Fraction(-1), key)], 0, False))
        for figure in figures.of(key):
            if figure.id in kept:
                low, high = figure.low, figure.high
                if low is not None:
                    system.append(inequality([(Fraction(-1), key)], -low[0], low[1] != 0))
                if high is not None:
                    system.append(inequality([(Fraction(1), key)], high[0], high[1] != 0))
    return can_hold(system)


def fits_over(claims: Claims, days: Iterable[int], only: Iterable[str] | None = None) -> bool:
    """Say whether claims (all, or some alone) and all laws can hold together on several days, totals so far not
    falling; on each day the claims bind whose figures say so."""
    solver = solver_of(claims)
    lattice, figures = solver.ground.lattice, solver.every.figures
    days, numbers = list(days), {}
    keys = {*lattice.keys.tolist(), *(key for law in every_law(claims) for _, key in law.terms)}
    system: list[Inequality] = []
    for place, day in enumerate(days):
        at = {}
        for key in sorted(keys):
            kind = lattice.strata[lattice.stratum(key)].measure.kind
            at[key] = numbers.setdefault((key, 0 if kind == "constant" else place), len(numbers))
            system.append(inequality([(Fraction(-1), at[key])], 0, False))
            if kind == "cumulative" and place:
                system.append(inequality([(Fraction(1), numbers[key, place - 1]), (Fraction(-1), at[key])], 0, False))
            for figure in figures.of(key):
                if only is not None and figure.id not in set(only):
                    continue
                if figure.low is not None and figure.low_days()[0] <= day <= figure.low_days()[1]:
                    system.append(inequality([(Fraction(-1), at[key])], -figure.low[0], figure.low[1] != 0))
                if figure.high is not None and figure.high_days()[0] <= day <= figure.high_days()[1]:
                    system.append(inequality([(Fraction(1), at[key])], figure.high[0], figure.high[1] != 0))
        for law in every_law(claims):
            for sign in (1, -1) if law.op == "=" else (1,):
                terms = [(sign * factor, at[key]) for factor, key in law.terms]
                system.append(inequality(terms, sign * law.constant, law.op == "<"))
    return can_hold(system)


def inequality(terms: Iterable[tuple[Fraction, int]], limit: Any, strict: bool) -> Inequality:
    total: dict[int, Fraction] = {}
    for factor, key in terms:
        total[key] = total.get(key, Fraction(0)) + factor
    return tuple(sorted((key, factor) for key, factor in total.items() if factor)), Fraction(limit), strict


def can_hold(system: list[Inequality]) -> bool:
    """Eliminate one unknown after the other, always that which makes the fewest new inequalities."""
    rest = tightest(system)
    while True:
        if any(limit < 0 or (limit == 0 and strict) for terms, limit, strict in rest if not terms):
            return False
        unknowns = {key for terms, _, _ in rest for key, _ in terms}
        if not unknowns:
            return True
        rest = tightest(eliminated(rest, min(unknowns, key=lambda key: (cost(rest, key), key))))
        assume(len(rest) < 400)


def cost(system: list[Inequality], key: int) -> int:
    signs = [dict(terms)[key] > 0 for terms, _, _ in system if key in dict(terms)]
    above = sum(signs)
    return above * (len(signs) - above) - len(signs)


def eliminated(system: list[Inequality], key: int) -> list[Inequality]:
    above, below, rest = [], [], []
    for terms, limit, strict in system:
        factor = dict(terms).get(key)
        if factor is None:
            rest.append((terms, limit, strict))
        else:
            scaled = {k: f / abs(factor) for k, f in terms if k != key}
            (above if factor > 0 else below).append((scaled, limit / abs(factor), strict))
    for one, limit, strict in above:
        for other, low, open_end in below:
            terms = [(one.get(k, Fraction(0)) + other.get(k, Fraction(0)), k) for k in {*one, *other}]
            rest.append(inequality(terms, limit + low, strict or open_end))
    return rest


def tightest(system: list[Inequality]) -> list[Inequality]:
    found: dict[tuple[tuple[int, Fraction], ...], tuple[Fraction, bool]] = {}
    for terms, limit, strict in system:
        scale = abs(terms[0][1]) if terms else Fraction(1)
        form = tuple((key, factor / scale) for key, factor in terms)
        end = (limit / scale, not strict)
        found[form] = min(end, found.get(form, end))
    return [(form, limit, not closed) for form, (limit, closed) in sorted(found.items())]


@pytest.fixture
def project() -> Callable[..., Claims]:
    return build


@pytest.fixture
def sets() -> Callable[..., list[Finding]]:
    return found_in


@pytest.fixture
def possible() -> Callable[..., bool]:
    return fits


@pytest.fixture
def possible_over() -> Callable[..., bool]:
    return fits_over


NARROWER = ("REC101", "REC102", "REC301", "REC201", "REC202", "REC204", "REC205", "REC206", "REC207")


@pytest.fixture
def everything() -> Callable[..., tuple[list[Finding], tuple[Any, ...]]]:
    """What REC208 and the rules about narrower conflicts find, and their problems."""
    rules = load_rules(Settings(rules=())).rules
    chosen = [rule for rule in rules if rule.code in (*NARROWER, "REC208")]

    def found_by_all(claims: Claims) -> tuple[list[Finding], tuple[Any, ...]]:
        found, problems = run(chosen, claims)
        return found, tuple(problems)

    return found_by_all
