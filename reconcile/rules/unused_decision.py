"""REC901: decisions whose finding is gone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from reconcile.evidence import evidence_at
from reconcile.models import Claims, Decision, Finding, Held
from reconcile.rule import Example, Rule

FLOOD = {
    "claims/vocabulary.yaml": "measures: {evacuated: {unit: person, kind: constant}}\n",
    "claims/courier.yaml": "document: {id: courier}\nclaims: [{id: e, measure: evacuated, value: '1,250'}]\n",
    "claims/post.yaml": "document: {id: post}\nclaims: [{id: e, measure: evacuated, value: '1,250'}]\n",
}
DECISION = """
    finding: REC101-{hash}
    status: explained
    reason: different-date
    text: The Post counted a day later.
    by: Ana
    on: 2024-05-02
    evidence: 6t6gs4aveq
    values:
      courier#e: {{stated: "1,250", reads: "[1,245, 1,255)", unit: person}}
      post#e: {{stated: "1,400", reads: "[1,350, 1,450)", unit: person}}
"""
FINDING = "6dsbunh4nm"


@dataclass(frozen=True)
class UnusedDecision(Rule):
    """A decision whose finding is no longer there.

    ## What it finds

    A file in `decisions/` about a finding that this check looked for and did not find: a figure was corrected, a claim
    was taken out, a law changed. The finding names the file, who decided what, and what has changed about the claims
    since. Nothing is said of decisions on findings of a rule that did not run, nor where part of the project could not
    be read: then nobody knows whether the finding is gone.

    ## Why it matters

    A decision that nobody needs hides in the folder, and would be applied without a word if the same claims clashed
    again with the same values.

    ## What to do

    Read what changed. `reconcile decisions prune` lists such decisions and removes them; git keeps them. A decision
    that you want to keep for the record may stay: ignore this rule in the settings and give that as the reason.
    """

    code = "REC901"
    name = "unused-decision"
    severity = "warning"
    scope = "project"
    examples = (
        Example(
            "the Post has corrected its figure since its conflict with the Courier was explained",
            {**FLOOD, f"decisions/REC101-{FINDING}.yaml": DECISION.format(hash=FINDING)},
            finds=[["courier#e", "post#e"]],
        ),
        Example(
            "a decision on a conflict that is still there",
            {
                **FLOOD,
                "claims/post.yaml": FLOOD["claims/post.yaml"].replace("1,250", "1,400"),
                f"decisions/REC101-{FINDING}.yaml": DECISION.format(hash=FINDING),
            },
        ),
    )

    def check(self, claims: Claims) -> Iterator[Finding]:
        """Yield nothing: it takes decisions to find one that is unused."""
        yield from ()

    def check_decisions(self, claims: Claims, held: Sequence[Held], as_of: date | None) -> Iterator[Finding]:
        """Yield one finding for each decision whose finding was looked for and is not there."""
        for one in held:
            if one.is_gone:
                yield self._unused(claims, one.decision)

    def _unused(self, claims: Claims, decision: Decision) -> Finding:
        present = decision.present
        rows = [claims.row_of[value.claim] for value in present.values if value.claim in claims.row_of]
        return Finding(
            self.code,
            self.name,
            self.severity,
            f"{decision.file} decides a finding that is gone: {present.status} by {present.by} on {present.on}",
            tuple(evidence_at(claims, row) for row in rows),
            arithmetic=(*_changes(claims, decision), "`reconcile decisions prune` removes it"),
            key=(decision.finding,),
        )


def _changes(claims: Claims, decision: Decision) -> Iterator[str]:
    """Yield what has become of the claims that the decision saw."""
    changed = False
    for seen in decision.present.values:
        row = claims.row_of.get(seen.claim)
        now = "" if row is None else str(claims.column("stated")[row])
        if row is None or now != seen.stated:
            changed = True
            then = seen.stated or "no value"
            yield f"claim gone: {seen.claim}, {then}" if row is None else f"{seen.claim}: {then} became {now}"
    if not changed:
        yield "its claims read as they did; a law, a member, a time or a setting has changed"
