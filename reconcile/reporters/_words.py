"""Words and numbers that several formats share."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from reconcile.models import Coverage, Evidence, Finding, Report

INFERRED = "No vocabulary file: measures and dimensions were taken from the claims as they stand."
"""Said where a project has no vocabulary."""
EN_DASH = "\N{EN DASH}"
"""Stands between the ends of a range."""
MORE_READINGS = re.compile(r"and [\d,]+ more")
"""The line with which rules end a list of readings that is too long to be shown."""
WHOLE_UP_TO = 2**53
"""Above this a float no longer tells neighbouring whole numbers apart."""


def count(number: int, noun: str, nouns: str = "") -> str:
    """Return `1 claim`, `1,200 claims`."""
    return f"{number:,} {noun if number == 1 else nouns or noun + 's'}"


def plain_number(value: float | None) -> int | float | None:
    """Return a whole number as an int, any other with 12 digits, endless or no number as None."""
    if value is None or value != value or value in (float("inf"), float("-inf")):
        return None
    if value == int(value) and abs(value) < WHOLE_UP_TO:
        return int(value)
    return float(f"{value:.12g}")


def headline(finding: Finding) -> str:
    """Return the sentence that alone tells what a finding is about."""
    label, message = finding.label, finding.message
    return message if not label or message.casefold().startswith(label.casefold()) else f"{label}: {message}"


def file_place(claim: Evidence) -> str:
    """Return `claims/watch.yaml:44`."""
    return f"{claim.file}:{claim.line}" if claim.file and claim.line else claim.file


def text_place(at: Mapping[str, object]) -> str:
    """Return `text line 34`, `page 3`; empty where the place in the text is not known."""
    parts = [f"page {at['page']}"] if at.get("page") else []
    line, lines = at.get("line"), str(at.get("lines") or "").replace("-", EN_DASH)
    if line or lines:
        word = "line" if parts else "text line"
        parts.append(f"{word}s {lines}" if lines else f"{word} {line}")
    if not parts and at.get("start") not in (None, ""):
        start, end = at["start"], at.get("end")
        parts.append(f"character {start}" if end in (None, "") else f"characters {start}{EN_DASH}{end}")
    return ", ".join(parts)


def reads(claim: Evidence) -> str:
    """Return the reading where it says more than the value as printed."""
    same = (claim.stated, f"[{claim.stated}, {claim.stated}]", "")
    return "" if claim.reads in same else claim.reads


def when(claim: Evidence) -> str:
    """Return the claim's time, and where it comes from unless it is stated; empty for a date itself."""
    prefix = {"published": "published ", "inferred": "inferred "}.get(claim.basis, "")
    return f"{prefix}{claim.time}" if claim.time and claim.time != claim.reads else ""


def credit(claim: Evidence) -> str:
    """Return whom the document credits, and how it stands to what it says."""
    stance = "" if claim.stance in ("asserts", "") else claim.stance
    return ", ".join(part for part in (f"origin {claim.origin}" if claim.origin else "", stance) if part)


def own_arithmetic(finding: Finding) -> list[str]:
    """Return the arithmetic without the readings that stand beside the claims anyway."""
    shown = {f"{claim.stated} reads as {claim.reads}" for claim in finding.claims}
    lines = (line for line in finding.arithmetic if line not in shown and not MORE_READINGS.fullmatch(line))
    return [_as_sentence(line, finding) for line in lines]


def since(finding: Finding) -> list[str]:
    """Return what has changed about a finding since the state that it is compared with."""
    return [f"Changed: {'; '.join(finding.changes)}"] if finding.changes else []


def _as_sentence(line: str, finding: Finding) -> str:
    """Return a line with a capital first letter, unless it starts with a name: names stay as they are."""
    names = {claim.measure for claim in finding.claims} | {claim.document for claim in finding.claims}
    names |= {claim.term for claim in finding.claims} | {claim.stated for claim in finding.claims}
    first = {name.split(" ")[0] for name in (*names, *finding.relations, *finding.quantity.values())}
    word = line.split(" ")[0]
    return line if word in first or not word.isalpha() else word[:1].upper() + line[1:]


def tolerance(finding: Finding) -> str:
    """Return what it would take for the claims to agree; empty where unknown or said already."""
    margin = finding.holds_until
    if margin is None or any("no better than" in line for line in finding.arithmetic):
        return ""
    relative = f"±{_figure(margin.relative * 100)} %" if margin.relative else ""
    absolute = f"±{_figure(margin.absolute)}{_unit(finding)}" if margin.absolute else ""
    if not relative and not absolute:
        return ""
    if absolute.endswith(" days"):
        return f"They agree only if every date may be off by {absolute[1:]}."
    # One figure in the measure's unit means nothing where a law binds several measures.
    several = len({claim.measure for claim in finding.claims}) > 1
    shown = relative if relative and (several or not absolute) else absolute
    shown += f" ({relative[1:]})" if relative and shown == absolute else ""
    return f"They agree only if every figure is good to no better than {shown}."


def _figure(value: float) -> str:
    """Return a number with thousands marks and about three digits, whole where it is."""
    number = plain_number(value)
    if number is None or isinstance(number, int):
        return f"{number or 0:,}"
    return f"{number:,.0f}" if abs(number) >= 100 else f"{number:.3g}"


def _unit(finding: Finding) -> str:
    """Return the unit of a margin where a bare number would mislead: days and percentage points."""
    if any(claim.unit == "percent" for claim in finding.claims):
        return " points"
    return " days" if finding.claims and all(claim.kind == "event" for claim in finding.claims) else ""


def by_primary(found: Sequence[Finding]) -> dict[str, list[Finding]]:
    """Return the findings that share a primary claim, by that claim, in the order of the report."""
    groups: dict[str, list[Finding]] = {}
    for finding in found:
        groups.setdefault(finding.primary, []).append(finding)
    return groups


def behind(finding: Finding, groups: Mapping[str, Sequence[Finding]]) -> Sequence[Finding]:
    """Return the findings behind this one that share its primary claim; empty but for the first of them."""
    group = groups[finding.primary] if finding.primary else ()
    return group[1:] if group and group[0] is finding else ()


def also(finding: Finding, groups: Mapping[str, Sequence[Finding]]) -> list[str]:
    """Return a sentence for each finding behind this one that shares its primary claim."""
    return [
        f"{other.message if other.label == finding.label else headline(other)} ({other.code})"
        for other in behind(finding, groups)
    ]


def coverage_line(coverage: Coverage) -> str:
    """Return how much there was and how much of it could be compared."""
    parts = [f"{coverage.compared:,} compared", f"{coverage.single:,} with one claim only"]
    if coverage.incomparable:
        reasons = ", ".join(f"{why} {n:,}" for why, n in _most_first(coverage.incomparable))
        parts.append(f"{sum(coverage.incomparable.values()):,} not comparable ({reasons})")
    return " · ".join(
        (
            count(coverage.documents, "document"),
            count(coverage.claims, "claim"),
            f"{count(coverage.quantities, 'quantity', 'quantities')}: {', '.join(parts)}",
        )
    )


def summary_line(report: Report) -> str:
    """Return how many rules ran and how many findings there are of each severity."""
    severities = ", ".join(count(number, severity) for severity, number in report.by_severity().items())
    settled = sum(finding.is_settled for finding in report.found) + report.unshown.get("settled", 0)
    decided = f", {settled:,} of them decided" if settled else ""
    return f"{count(report.coverage.rules, 'rule')} run · {severities}{decided}"


def remarks(report: Report) -> list[str]:
    """Return what else a reader must know: the day meant by today, rules ignored, an inferred vocabulary."""
    left = "; ".join(f"{rule} ({why})" for rule, why in sorted(report.coverage.ignored.items()))
    lines = (
        INFERRED if report.coverage.vocabulary_inferred else "",
        f"Ignored by settings: {left}" if left else "",
        f"As of {report.as_of}" if report.as_of else "",
        *report.remarks,
    )
    return [line for line in lines if line]


def left_out(coverage: Coverage) -> list[str]:
    """Return what no rule or one rule could not use, one line each."""
    return [
        f"{count(item.claims, 'claim')} left out of {item.rule or 'every comparison'}: {item.why}"
        for item in coverage.not_checked
    ]


def _most_first(counts: Mapping[str, int]) -> list[tuple[str, int]]:
    return sorted(counts.items(), key=lambda item: (-item[1], item[0]))
