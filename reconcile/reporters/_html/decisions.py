"""A finding's decision as a card shows it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from reconcile.models import Finding
from reconcile.reporters._blocks import LONGEST_LINE
from reconcile.reporters._lines import shortened


@dataclass(frozen=True, slots=True)
class Step:
    """One decision, present or past."""

    head: str
    """`explained (different-date) by Ada on 2024-05-01, until 2024-07-01, reviewed by Ben`."""
    text: str
    """What was written about it."""


@dataclass(frozen=True, slots=True)
class Decided:
    """The decision on a finding and how it came about."""

    state: str
    """`reopened`, `expired` or how else it stands now, where that is not what was decided; else empty.

    A decision that does not count before another person agrees is `open`.
    """
    waits: str
    """What it waits for, `waits for a second reviewer`; empty where it waits for nothing."""
    present: Step
    """The decision as taken."""
    changes: tuple[str, ...]
    """What changed since, one sentence each."""
    file: str
    """Where it is kept."""
    history: tuple[Step, ...]
    """The decisions before the present one, oldest first."""


def decided(finding: Finding) -> Decided | None:
    """Return the decision on a cleaned finding, or None where nobody took one."""
    decision = finding.decision
    if not decision:
        return None
    taken = _text(decision, "status")
    past = [step for step in _list(decision.get("history")) if isinstance(step, Mapping)]
    waits = _text(decision, "waits")
    return Decided(
        finding.status if finding.status != taken and (waits or finding.status != "open") else "",
        waits,
        _step(decision),
        tuple(str(change) for change in _list(decision.get("changes"))),
        _text(decision, "file"),
        tuple(_step(step) for step in past[:-1]),
    )


def _step(decision: Mapping[str, Any]) -> Step:
    reason, by, on = (_text(decision, key) for key in ("reason", "by", "on"))
    until, reviewer = _text(decision, "until"), _text(decision, "reviewer")
    head = _text(decision, "status") or "decided"
    head += f" ({reason})" if reason else ""
    head += f" by {by}" if by else ""
    head += f" on {on}" if on else ""
    head += f", until {until}" if until else ""
    head += f", reviewed by {reviewer}" if reviewer else ""
    return Step(head, shortened(_text(decision, "text"), LONGEST_LINE))


def _text(decision: Mapping[str, Any], key: str) -> str:
    return str(decision.get(key) or "")


def _list(value: object) -> Iterable[Any]:
    return value if isinstance(value, list | tuple) else ()
