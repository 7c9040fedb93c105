"""A share against a count of those it leaves out: a product of quantities, so no linear relation."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from reconcile.models import Claims, Finding
from reconcile.rule import Example, Rule

EXCEPTIONS = (("investigated-share", "unaccounted", "returned"),)
"""Each share, the count of those that it cannot hold for, and the count that it is a share of."""

VOCABULARY = """\
measures:
  returned: {unit: person, kind: constant}
  unaccounted: {label: returnees unaccounted for, unit: person, kind: constant}
  investigated: {unit: person, kind: constant}
  investigated-share: {label: share investigated, unit: percent, kind: share, part: investigated, of: returned}
"""
CLAIMS = """\
document: {id: a, published: 2020}
claims:
  - {id: back, measure: returned, value: "800"}
  - {id: share, measure: investigated-share, value: %s}
  - {id: lost, measure: unaccounted, value: at least 400}
"""


@dataclass(frozen=True)
class AllAgainstExceptions(Rule):
    """A share of a group, against a count of those in the group whom it cannot hold for.

    ## What it finds

    One claim says that all, or some share, of a group were investigated; another counts members of the
    same group, at the same time, who are unaccounted for and so cannot have been. Where the group itself
    is counted, the share that the exceptions leave is worked out; where it is not, only `all` is checked.

    ## Why it matters

    "All have been investigated" is easily said of those who could be found. The count of those who could
    not is often in the same report.

    ## What to do

    Ask whom the word all was said of: everybody, or those who had been identified.

    ## Source

    A law of this project: share ≤ 100 × (group − exceptions) ÷ group.
    """

    code = "FFD002"
    name = "all-against-exceptions"
    severity = "warning"
    scope = "project"
    examples = (
        Example(
            "all investigated, and 400 of 800 not to be found",
            {"claims/vocabulary.yaml": VOCABULARY, "claims/a.yaml": CLAIMS % "all"},
            finds=[["a#share", "a#lost", "a#back"]],
        ),
        Example(
            "a third investigated, and 400 of 800 not to be found",
            {"claims/vocabulary.yaml": VOCABULARY, "claims/a.yaml": CLAIMS % "a third"},
        ),
    )

    def check(self, claims: Claims) -> Iterator[Finding]:
        """Yield one finding for each share that the exceptions leave no room for."""
        table = claims.table
        usable = table["takes_part"].to_numpy(dtype=bool)
        for share, exception, group in EXCEPTIONS:
            rows = {name: np.flatnonzero((table["measure"] == name) & usable) for name in (share, exception, group)}
            for one in rows[share].tolist():
                for other in self._at(claims, rows[exception], one).tolist():
                    yield from self._breach(claims, one, other, self._at(claims, rows[group], one, any_time=True))

    def _at(self, claims: Claims, rows: np.ndarray, share: int, any_time: bool = False) -> np.ndarray:
        """Return those of `rows` with the members of `share`, at a time that meets its time."""
        table = claims.table
        same = [claims.members_at(row) == claims.members_at(share) for row in rows.tolist()]
        first, last = table["first"].iloc[rows], table["last"].iloc[rows]
        meets = (first <= table["last"].iat[share]) & (last >= table["first"].iat[share])
        constant = table["kind"].iloc[rows] == "constant"
        return rows[np.asarray(same, dtype=bool) & (any_time | meets | constant).to_numpy(dtype=bool)]

    def _breach(self, claims: Claims, share: int, exception: int, groups: np.ndarray) -> Iterator[Finding]:
        table = claims.table
        lows = claims.column("low")
        left_out, stated = float(lows[exception]), float(lows[share])
        if not left_out > 0 or not stated > 0:
            return
        whole = float(table["high"].iloc[groups].max()) if len(groups) else float("inf")
        most = 100 * max(0.0, 1 - left_out / whole)
        if stated <= most or (whole == float("inf") and stated < 100):
            return
        among = groups[table["high"].iloc[groups].to_numpy() == whole][:1].tolist() if len(groups) else []
        one, other = table.iloc[share], table.iloc[exception]
        of_whole = f" of {table['stated'].iat[among[0]]}" if among else ""
        sums = (
            f"At least {left_out:,.0f} of at most {whole:,.0f} are left out: the share is at most {most:.0f} percent."
            if among
            else f"At least {left_out:,.0f} are left out: the share cannot be 100 percent."
        )
        yield self.finding(
            claims,
            [share, exception, *among],
            f"“{one['stated']}” ({one['document']}), yet {other['stated']}{of_whole} unaccounted for "
            f"({other['document']})",
            arithmetic=(sums,),
            key=(*claims.quantity_at(share).values(), str(other["measure"])),
            primary=one["claim"],
        )
