"""An estimate of a project: per quantity what each document says, what all leave for it, and suspects. No winner."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from reconcile.engines.local import Progress
from reconcile.errors import ReconcileError, did_you_mean
from reconcile.models import Claims, Finding
from reconcile.models.estimate import Estimate, EstimateAt, Estimates, SuspectGroup
from reconcile.pipeline import check_claims, read_claims
from reconcile.pipeline.estimates.conflicts import CODES, Conflicts, conflicts_in, suspect_groups, suspected
from reconcile.pipeline.estimates.occasions import Occasion, occasions, quantities_in
from reconcile.pipeline.estimates.one_quantity import estimate_at, in_whole_numbers
from reconcile.pipeline.estimates.options import estimate_options
from reconcile.pipeline.settle import LAW_CODES
from reconcile.settings import Settings, load_settings
from reconcile.solver.sets.implied import Ranges

if TYPE_CHECKING:
    import pandas as pd


MOST_ROUNDS = 10
"""How often what is left after a withdrawal is checked again."""


class UnknownKey(ReconcileError):
    """A key to choose quantities by that none of them has."""


def estimate(
    source: str | Path | Settings | pd.DataFrame,
    *,
    where: Mapping[str, Sequence[str]] | None = None,
    every: bool = False,
    progress: Progress | None = None,
) -> Estimates:
    """Return what all claims of a project, or of a table of claims, leave for each quantity.

    `where` names keys (`measure`, `kind`, a dimension, `document`) with the values wanted, and takes whatever has
    one of them for each key. Without it, quantities with one claim to which no law adds anything are left out
    unless `every` is set. Raises SettingsError, and UnknownKey for a key that quantities lack.
    """
    settings = _settings(source)
    claims, problems = read_claims(source)
    options = estimate_options(settings, claims)
    groups = _chosen(claims, quantities_in(claims), where or {})
    report = check_claims(claims, settings, problems, (CODES, ()), project_rules=False, progress=progress)
    conflicts = conflicts_in(claims, report.found)
    suspects = _suspects(claims, settings, conflicts, options.weights_of(claims), report.found)
    maker = _Maker(claims, Ranges(claims, options.budget, conflicts.claims()), conflicts, suspected(suspects))
    made = []
    for number, rows in enumerate(groups):
        if progress:
            progress("estimates", number, len(groups))
        if every or where or maker.may_tell(rows):
            made.append(maker.estimate(rows))
    shown = [one for one in made if every or where or _tells(one)]
    return Estimates(
        settings.title,
        tuple(sorted(shown, key=_order)),
        len(groups),
        suspects,
        {claim: str(claims.column("stated")[claims.row_of[claim]]) for claim in sorted(suspected(suspects))},
        dict(sorted(Counter(why for one in made if (why := _left_out(one))).items())),
        report.problems,
    )


def _suspects(
    claims: Claims,
    settings: Settings,
    conflicts: Conflicts,
    weights: Mapping[str, Fraction],
    found: Sequence[Finding],
) -> tuple[SuspectGroup, ...]:
    """Return the lightest choices that settle all conflicts, those too that show only once others are settled.

    Sets of laws are reported without what a narrower finding explains, so a first choice is withdrawn and the rest
    checked again, until nothing is left.
    """
    order = [finding.id for finding in found]
    hidden: list[str] = []
    groups = suspect_groups(conflicts, weights, order)
    for _ in range(MOST_ROUNDS if any(f.code in LAW_CODES for f in found) else 0):
        withdrawn = {claim for group in groups for claim in group.choices[0]}
        rest = claims.take(~np.isin(claims.column("claim"), sorted(withdrawn)))
        more = conflicts_in(rest, check_claims(rest, settings, (), (CODES, ()), project_rules=False).found)
        fresh = [conflict for conflict in more.sets if conflict not in conflicts.finding_of]
        if not fresh:
            break
        hidden += [more.finding_of[conflict] for conflict in fresh]
        conflicts = conflicts.with_more({conflict: more.finding_of[conflict] for conflict in fresh})
        groups = suspect_groups(conflicts, weights, order, hidden)
    return groups


def _settings(source: str | Path | Settings | pd.DataFrame) -> Settings:
    if isinstance(source, Settings):
        return source
    return load_settings(Path(source)) if isinstance(source, str | Path) else Settings()


def _chosen(claims: Claims, groups: list[list[int]], where: Mapping[str, Sequence[str]]) -> list[list[int]]:
    """Return the quantities that have one of the wanted values for each key."""
    known = ("measure", "kind", "document", *claims.dimensions)
    for key in where:
        if key not in known:
            raise UnknownKey(f"quantities have no '{key}'; there is {', '.join(known)}{did_you_mean(key, known)}")
    return [rows for rows in groups if all(_has(claims, rows, key, where[key]) for key in where)]


def _has(claims: Claims, rows: Sequence[int], key: str, wanted: Sequence[str]) -> bool:
    column = claims.column(key)
    return any(column[row] in wanted for row in (rows if key == "document" else rows[:1]))


def _order(one: Estimate) -> tuple[object, ...]:
    return one.label.casefold(), sorted(one.quantity.items()), [s.claim.id for at in one.times for s in at.sources]


def _tells(one: Estimate) -> bool:
    """Say whether a quantity has two claims or more, a suspected one, or a bound that its own claim does not give."""
    suspected_here = any(source.suspect for at in one.times for source in at.sources)
    return one.claims > 1 or suspected_here or any(at.adds for at in one.times)


def _left_out(one: Estimate) -> str:
    return next((at.implied.left_out for at in one.times if at.implied.left_out), "")


class _Maker:
    """Makes the estimates of a project, one quantity after another."""

    def __init__(self, claims: Claims, ranges: Ranges, conflicts: Conflicts, suspects: Mapping[str, str]) -> None:
        self._claims, self._ranges = claims, ranges
        self._conflicts, self._suspects = conflicts, suspects

    def may_tell(self, rows: Sequence[int]) -> bool:
        """Say whether a quantity may show more than the one claim that it has."""
        one_alone = len(rows) == 1 and not self._ranges.binds(rows[0])
        return not one_alone or str(self._claims.column("claim")[rows[0]]) in self._suspects

    def estimate(self, rows: Sequence[int]) -> Estimate:
        """Return the estimate of the quantity with these rows."""
        claims, row = self._claims, rows[0]
        quantity = claims.quantity_at(row)
        base = str(claims.column("base")[row])
        measure = claims.vocabulary.measures.get(quantity["measure"])
        return Estimate(
            {**quantity, **({"base": base} if base else {})},
            claims.label_of(quantity) + (f" (of {base.replace('=', ': ').replace(';', ', ')})" if base else ""),
            str(claims.column("kind")[row]),
            measure.unit if measure else "",
            tuple(self._at(occasion) for occasion in occasions(claims, rows)),
        )

    def _at(self, occasion: Occasion) -> EstimateAt:
        ids = [str(self._claims.column("claim")[row]) for row in occasion.rows]
        row = occasion.rows[0]
        implied = in_whole_numbers(self._claims, row, self._ranges.left_for(row, ids, occasion.stretch))
        if implied.contradiction:
            finding = self._conflicts.finding_with(frozenset(implied.contradiction))
            implied = replace(implied, finding=finding)
        return estimate_at(self._claims, occasion, implied, self._suspects)
