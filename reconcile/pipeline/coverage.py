"""What a check looked at: quantities compared, alone or not comparable, and claims left out, with reasons."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from reconcile.models import Claims, Coverage, Finding, NotChecked
from reconcile.quotes.standing import not_at_hand
from reconcile.solver.laws.single import bound_quantities

ALWAYS = ("constant", "event", "category", "cumulative")
"""Kinds whose claims can be compared whatever their times."""
REASONS = {
    "REC001": "broken claim",
    "REC003": "unknown name",
    "REC004": "no sure reading",
    "REC401": "unit does not fit",
}
"""Why a faulty claim was left out."""


def coverage_of(claims: Claims, rules: int, ignored: Mapping[str, str], findings: Sequence[Finding] = ()) -> Coverage:
    """Return what a check of `claims` with that many rules looked at; what `findings` hold against each other was."""
    table = claims.table
    dropped = {fault.claim for fault in claims.faults} - set(table["claim"])
    compared = _meeting(claims) | bound_quantities(claims) | _found(claims, findings)
    several = table.groupby("quantity").size()
    rest = {int(q) for q in several.index} - compared
    incomparable = _reasons(table, {q for q in rest if several.loc[q] > 1})
    return Coverage(
        documents=len(claims.documents),
        claims=len(table) + len(dropped),
        quantities=len(several),
        compared=len(compared),
        single=len(rest) - sum(incomparable.values()),
        incomparable=incomparable,
        rules=rules,
        not_checked=_not_checked(claims),
        ignored=dict(sorted(ignored.items())),
        vocabulary_inferred=claims.vocabulary.inferred,
    )


def _meeting(claims: Claims) -> set[int]:
    """Return the codes of the quantities with two claims whose times let them be compared."""
    table = claims.comparable
    keeps = table["measure"].map({name: m.keeps for name, m in claims.vocabulary.measures.items()}).fillna(0)
    spans = pd.DataFrame(
        {
            "quantity": table["quantity"],
            "first": table["first"],
            "last": table["last"] + keeps.astype("int64"),
            "always": table["kind"].isin(ALWAYS),
        }
    ).sort_values(["quantity", "first"], kind="stable")
    reach = spans.groupby("quantity")["last"].cummax().groupby(spans["quantity"]).shift()
    meets = (reach >= spans["first"]) | (spans["always"] & reach.notna())
    return {int(code) for code in spans.loc[meets.to_numpy(dtype=bool), "quantity"].unique()}


def _found(claims: Claims, findings: Sequence[Finding]) -> set[int]:
    """Return the quantities of claims that a finding holds against others."""
    rows = [claims.row_of.get(claim.id) for finding in findings if len(finding.claims) > 1 for claim in finding.claims]
    usable = claims.column("takes_part")
    return {int(claims.column("quantity")[row]) for row in rows if row is not None and usable[row]}


def _reasons(table: pd.DataFrame, quantities: set[int]) -> dict[str, int]:
    """Return how many of `quantities`, each with several claims, could not be compared for which reason."""
    rows = table[table["quantity"].isin(sorted(quantities))]
    flags = (
        pd.DataFrame(
            {
                "unit": rows["fault"] == "REC401",
                "unknown value": rows["how"] == "unknown",
                "disputed or forecast": ~rows["stance"].isin(["asserts", "reports"]),
                "second copy": rows["duplicate_of"] != "",
            }
        )
        .groupby(rows["quantity"])
        .any()
    )
    usable = rows["takes_part"].groupby(rows["quantity"]).sum()
    reasons = np.where(usable > 1, "time", flags.idxmax(axis=1) if len(flags) else "")
    names, counts = np.unique(reasons.astype(str), return_counts=True)
    return {str(name): int(count) for name, count in zip(names, counts, strict=True) if name}


def _not_checked(claims: Claims) -> tuple[NotChecked, ...]:
    table = claims.table
    why = {
        "value unknown": int((table["how"] == "unknown").sum()),
        "disputes another claim": int((table["stance"] == "disputes").sum()),
        "forecasts": int((table["stance"] == "forecasts").sum()),
        "second copy": int((table["duplicate_of"] != "").sum()),
        "share of an unknown base": int((table["base"] == "unknown").sum()),
    }
    for code, reason in REASONS.items():
        why[reason] = len({fault.claim for fault in claims.faults if fault.code == code})
    unread = (NotChecked("quote-not-found", count, reason) for reason, count in not_at_hand(claims).items())
    return (*(NotChecked("", count, reason) for reason, count in why.items() if count), *unread)
