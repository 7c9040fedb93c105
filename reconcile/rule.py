"""What a rule author must know: subclass `Rule`, say what it is, yield findings.

A rule is one frozen dataclass in one file. Its class attributes give its code, name, severity and
scope, its docstring its documentation page, its fields its options, its examples their tests.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import date
from inspect import cleandoc
from typing import Any, ClassVar

from reconcile.errors import Problem
from reconcile.evidence import shown
from reconcile.models import Claims, Evidence, Fault, Finding, Held
from reconcile.models.listing import MOST_LISTED

SCOPES = ("claim", "document", "quantity", "component", "project")
"""What a rule looks at together: it may be run on any part of the table that splits no scope. A component
is all measures that relations, shares or flows tie together; `project` is for a rule that ties others."""


def option(default: Any, doc: str) -> Any:
    """Declare an option of a rule: a field that `[rules.<name>]` in the settings may set."""
    return field(default=default, metadata={"doc": doc})


@dataclass(frozen=True)
class Example:
    """A small project that shows what a rule finds or leaves alone; run as a test."""

    title: str
    """What the example shows."""
    files: Mapping[str, str]
    """The project's files, path to text."""
    finds: Sequence[Sequence[str]] = ()
    """The claim ids of each finding of this rule; empty where it must find nothing."""
    as_of: date | None = None
    """The day that counts as today, for rules about decisions."""


@dataclass(frozen=True)
class Rule:
    """Base of all rules.

    A subclass is a frozen dataclass; its own fields, declared with `option`, are its settings. Its
    docstring has a first line that ends the sentence "this rule finds …", then sections headed
    `## What it finds`, `## Why it matters`, `## What to do` and, where a method is known, `## Source`.
    """

    code: ClassVar[str] = ""
    """Stable and never reused: `REC101`; a project's own rules use letters of their own, `ACME001`."""
    name: ClassVar[str] = ""
    """Kebab-case: `value-conflict`."""
    severity: ClassVar[str] = "error"
    """The severity of its findings unless one says otherwise."""
    scope: ClassVar[str] = "quantity"
    """One of SCOPES."""
    examples: ClassVar[Sequence[Example]] = ()
    """At least one that finds something and one that finds nothing."""

    def check(self, claims: Claims) -> Iterator[Finding]:
        """Yield what is wrong with `claims`, which must not be changed. Order doesn't matter."""
        raise NotImplementedError

    def problems(self, claims: Claims) -> Iterator[Problem]:
        """Yield what it could not look at: counted and shown, never a finding. Asked for after `check`."""
        yield from ()

    def check_decisions(self, claims: Claims, held: Sequence[Held], as_of: date | None) -> Iterator[Finding]:
        """Yield what is wrong with decisions, once the findings of all rules are there.

        `held` has each decision beside its finding; `as_of` is the day that counts as today, if any.
        """
        yield from ()

    @classmethod
    def summary(cls) -> str:
        """Return the first line of its documentation."""
        return cleandoc(cls.__doc__ or "").split("\n", 1)[0]

    @classmethod
    def options(cls) -> dict[str, tuple[Any, str]]:
        """Return its options: name in the settings, default and documentation."""
        return {f.name.replace("_", "-"): (f.default, str(f.metadata.get("doc", ""))) for f in fields(cls)}

    def finding(
        self,
        claims: Claims,
        rows: Sequence[int],
        message: str,
        *,
        camps: Sequence[int] = (),
        terms: Sequence[str] = (),
        **more: Any,
    ) -> Finding:
        """Return a finding of this rule about the claims in `rows` of the table.

        `camps` and `terms` go with `rows`, one each. `more` sets any other field of `Finding`;
        quantity and label are those of the first row unless given. Of more than MOST_LISTED rows, those that
        reach furthest are listed; the others belong to the finding all the same.
        """
        get = shown(claims)
        chosen: Sequence[int] = range(len(rows))
        if len(rows) > MOST_LISTED:
            chosen, hidden, more["evidence"] = get.beyond(rows, camps or [0] * len(rows), more.get("primary", ""))
            more["unlisted"] = hidden
        evidence = tuple([get.evidence(rows[i], camps[i] if camps else 0, terms[i] if terms else "") for i in chosen])
        quantity, label = more.pop("quantity", None), ""
        if quantity:
            label = claims.label_of(quantity)
        else:
            quantity, label = get.quantity(rows[0])
        more = {"quantity": quantity, "label": label, "severity": self.severity, **more}
        return Finding(code=self.code, rule=self.name, message=message, claims=evidence, **more)

    def findings_of_faults(self, claims: Claims) -> Iterator[Finding]:
        """Yield one finding for each claim with faults of this rule's code."""
        found: dict[str, list[Fault]] = {}
        for fault in claims.faults:
            if fault.code == self.code:
                found.setdefault(fault.claim, []).append(fault)
        for claim, faults in found.items():
            first = faults[0]
            evidence = Evidence(claim, first.document, stated=first.stated, file=first.file, line=first.line)
            message = "; ".join(dict.fromkeys(fault.message for fault in faults))
            yield Finding(
                self.code,
                self.name,
                self.severity,
                message,
                (evidence,),
                label=claim,
                primary=claim,
                key=(claim,),
            )
