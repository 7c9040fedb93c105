"""The laws that every rule must keep, whatever it finds.

Its input is unchanged; the order of rows is irrelevant; run on the parts that its scope allows, it finds
what it finds in the whole; in an empty table it finds nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

import numpy as np
import pandas as pd
from pandas.testing import assert_frame_equal

from reconcile.engines._parts import components
from reconcile.engines.local import table_for
from reconcile.models import Claims, Finding
from reconcile.rule import Rule


def check_laws(rule: Rule, claims: Claims, order: Sequence[int] | None = None) -> None:
    """Assert that `rule` keeps the laws of rules on `claims`.

    `order` is the order of rows to try, a permutation of their numbers; reversed where none is given.
    """
    claims = table_for(rule, claims)
    before = claims.table.copy(deep=True)
    whole = found_by(rule, [claims])
    try:
        assert_frame_equal(claims.table, before)
    except AssertionError as error:
        raise AssertionError(f"{rule.name} changed its input: {error}") from error
    rows = list(order) if order is not None else list(range(len(claims)))[::-1]
    other = replace(claims, table=claims.table.iloc[rows].reset_index(drop=True))
    _same(rule, whole, found_by(rule, [other]), f"rows in the order {rows[:20]}")
    _same(rule, whole, found_by(rule, split_by_scope(claims, rule.scope)), f"split by {rule.scope}")
    empty = replace(claims, table=claims.table.iloc[:0], faults=())
    _same(rule, [], found_by(rule, [empty]), "an empty table")


def found_by(rule: Rule, parts: Iterable[Claims]) -> list[Finding]:
    """Return what `rule` finds in all parts, in an order that hangs on the findings alone."""
    return sorted((_ordered(finding) for part in parts for finding in rule.check(part)), key=repr)


def split_by_scope(claims: Claims, scope: str) -> list[Claims]:
    """Return the smallest parts of a table that split nothing of that scope; faults go with their claims."""
    groups = _groups(claims, scope)
    if scope == "claim":
        names = sorted(set(groups) | {fault.claim for fault in claims.faults})
    elif scope == "document":
        names = sorted(set(groups) | {fault.document for fault in claims.faults})
    else:
        names = sorted(set(groups))
    home = dict(zip(claims.table["claim"], groups, strict=True))
    parts = []
    for place, name in enumerate(names):
        faults = tuple(
            fault
            for fault in claims.faults
            if home.get(fault.claim, _own(fault.claim, fault.document, scope)) == name
            or (place == 0 and scope not in ("claim", "document") and fault.claim not in home)
        )
        part = claims.take(np.array([group == name for group in groups], dtype=bool))
        parts.append(replace(part, faults=faults))
    return parts or [claims]


def _own(claim: str, document: str, scope: str) -> str:
    """Return the part that a fault whose claim is not in the table belongs to."""
    return claim if scope == "claim" else document if scope == "document" else ""


def _groups(claims: Claims, scope: str) -> list[str]:
    table = claims.table
    if scope in ("claim", "document"):
        return [str(name) for name in table[scope]]
    if scope == "quantity":
        return [f"{code:09d}" for code in table["quantity"]]
    if scope == "component":
        component = components(claims.vocabulary, claims.relations, table["measure"])
        return [component[measure] for measure in table["measure"]]
    return ["" for _ in range(len(table))]


def _ordered(finding: Finding) -> Finding:
    """Return a finding with its claims in one order: which comes first is settled later."""
    claims = tuple(sorted(finding.claims, key=lambda claim: (claim.id, repr(claim))))
    pairs = tuple(sorted((min(pair), max(pair)) for pair in finding.clashes))
    return replace(finding, claims=claims, clashes=pairs, core=frozenset())


def _same(rule: Rule, expected: Sequence[Finding], found: Sequence[Finding], when: str) -> None:
    if [repr(one) for one in expected] == [repr(one) for one in found]:
        return
    texts = pd.Index([_shown(one) for one in expected]), pd.Index([_shown(one) for one in found])
    lost, more = texts[0].difference(texts[1], sort=None), texts[1].difference(texts[0], sort=None)
    lines = [f"  no more: {text}" for text in lost] + [f"  new: {text}" for text in more]
    lines = lines or [f"  {len(expected)} findings, then {len(found)}; they differ inside: {_first(expected, found)}"]
    raise AssertionError("\n".join([f"{rule.code} {rule.name} finds something else, {when}:", *lines]))


def _first(expected: Sequence[Finding], found: Sequence[Finding]) -> str:
    for one, other in zip(expected, found, strict=False):
        for name in vars(one):
            if repr(getattr(one, name)) != repr(getattr(other, name)):
                return f"{name}: {getattr(one, name)!r} / {getattr(other, name)!r}"
    return "one finding more"


def _shown(finding: Finding) -> str:
    return f"{finding.severity} {finding.message} [{', '.join(sorted(finding.claim_ids()))}]"
