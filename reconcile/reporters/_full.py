"""One finding with all that is known of it."""

from __future__ import annotations

from reconcile.models import Evidence, Finding, Report
from reconcile.reporters._blocks import block, head_lines
from reconcile.reporters._clean import cleaned, no_command
from reconcile.reporters._decided import decision_part
from reconcile.reporters._lines import GAP, wrapped
from reconcile.reporters._settled import past, standing
from reconcile.reporters._words import also, by_primary, count, credit, file_place, since, text_place, tolerance, when


def full_lines(report: Report, id: str, width: int, color: bool) -> list[str]:
    """Return the finding with that id as lines of at most `width` columns."""
    found = cleaned(report.found)
    groups = by_primary(found)
    lines: list[str] = []
    for finding in (finding for finding in found if finding.id == id):
        lines += head_lines(finding, width, color)
        for claim in finding.claims:
            lines += ["", *_claim_lines(claim, width)]
        if finding.unlisted:
            lines += ["", *block(f"… and {count(len(finding.unlisted), 'more claim')}", width)]
        proof = _proof_lines(finding, width)
        lines += ["", *proof] if proof else []
        lines += [line for sentence in also(finding, groups) for line in block(f"Also: {sentence}", width)]
        lines += ["", *_name_lines(finding, width)]
        said = _decision_lines(finding, width)
        lines += ["", *said] if said else []
    return [no_command(line) for line in lines]


def _claim_lines(claim: Evidence, width: int) -> list[str]:
    roles = [claim.role, claim.term, f"camp {claim.camp}" if claim.camp else ""]
    head = f"{claim.id} ({', '.join(role for role in roles if role)})"
    facts = [
        ("stated", claim.stated),
        ("reads", f"{claim.reads} {claim.unit}".strip() if claim.reads else ""),
        ("about", when(claim)),
        ("credit", credit(claim)),
        ("says", claim.says),
        ("quote", str(claim.at.get("quote") or "")),
        ("place", f"{file_place(claim)}  {text_place(claim.at)}".strip()),
    ]
    lines = wrapped(head, width, GAP, GAP * 2)
    for name, value in facts:
        lines += wrapped(value, width, f"{GAP * 2}{name:<8}", f"{GAP * 2}{'':<8}") if value else []
    return lines


def _proof_lines(finding: Finding, width: int) -> list[str]:
    sentences = [*since(finding), *finding.arithmetic, tolerance(finding)]
    sentences += finding.implied
    sentences += [cause if cause.startswith("Maybe") else f"Maybe: {cause}" for cause in finding.causes]
    return [line for sentence in sentences if sentence for line in block(sentence, width)]


def _decision_lines(finding: Finding, width: int) -> list[str]:
    if not finding.decision:
        return []
    lines = [line for sentence in standing(finding) for line in block(sentence, width)]
    lines += [line for sentence in past(finding) for line in block(f"Before: {sentence}", width)]
    return [*lines, *block(f"It stands in {decision_part(finding, 'file')}", width)]


def _name_lines(finding: Finding, width: int) -> list[str]:
    quantity = ", ".join(f"{name}: {member}" for name, member in finding.quantity.items())
    facts = [
        ("finding", finding.id),
        ("grade", finding.grade),
        ("status", finding.status),
        ("quantity", quantity),
        ("laws", ", ".join(finding.relations)),
        ("evidence", finding.evidence),
        ("rule", f"reconcile explain {finding.code}"),
    ]
    lines: list[str] = []
    for name, value in facts:
        lines += wrapped(value, width, f"{GAP}{name:<10}", f"{GAP}{'':<10}") if value else []
    return lines
