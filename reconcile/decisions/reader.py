"""A decision's file read strictly: every text as written, every mistake with its line, nothing lost."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from reconcile.decisions.faults import faults_of, to_day
from reconcile.errors import Problem, did_you_mean
from reconcile.models.decision import FINDING_ID, Decision, Judgement, Seen
from reconcile.reading.nodes import (
    Entry,
    Unreadable,
    compose,
    entries,
    is_list,
    is_mapping,
    is_scalar,
    line_of,
    shape_of,
    text_of,
)

if TYPE_CHECKING:
    from yaml.nodes import Node

KIND = "decision"
"""The kind of problem that a broken decision is."""
KEYS = (
    "status",
    "reason",
    "text",
    "by",
    "on",
    "until",
    "reviewed-by",
    "reviewed-on",
    "evidence",
    "values",
)
"""The keys of a decision, in the order in which they are written."""
SEEN_KEYS = ("stated", "reads", "unit")
"""The keys of one claim below `values`."""
_EVIDENCE = re.compile(r"[a-z0-9]{10}")
_CONFLICT = re.compile(r"^(<<<<<<<|>>>>>>>) ", re.MULTILINE)


def read_decision(data: bytes, file: str) -> tuple[Decision | None, list[Problem]]:
    """Return the decision that a file's bytes state, or None and every mistake in them; `file` is its name."""
    reader = _Reader(file)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        reader.report(0, "is not UTF-8; save it as UTF-8")
        return None, reader.problems
    conflict = _CONFLICT.search(text)
    if conflict:
        line = text.count("\n", 0, conflict.start()) + 1
        reader.report(line, "holds a merge that nobody finished (<<<<<<<); keep one of the two decisions")
        return None, reader.problems
    try:
        root = compose(text, file, KIND)
    except Unreadable as error:
        return None, [error.problem]
    if root is None or not is_mapping(root):
        found = "nothing" if root is None else shape_of(root)
        reader.report(1, f"holds {found}; expected a decision: finding, {', '.join(KEYS)}, history")
        return None, reader.problems
    decision = reader.decision(root)
    return (None if reader.problems else decision), sorted(reader.problems)


@dataclass
class _Reader:
    """Collects what is wrong while a file is read."""

    file: str
    problems: list[Problem] = field(default_factory=list)

    def report(self, line: int, message: str) -> None:
        self.problems.append(Problem(self.file, line, KIND, message))

    def decision(self, root: Node) -> Decision:
        keys = self.keys(root, ("finding", *KEYS, "history"))
        finding = self.text(keys, "finding", line_of(root))
        if finding and not FINDING_ID.fullmatch(finding):
            message = f"finding is '{finding}'; expected the id of a finding, such as REC101-k3f9q2m7ta"
            self.report(keys["finding"].line, message)
        present = self.step(root, keys)
        return Decision(finding, present, self.history(keys.get("history")), self.file)

    def history(self, entry: Entry | None) -> tuple[Judgement, ...]:
        if entry is None:
            return ()
        if not is_list(entry.node):
            self.report(entry.line, f"history is {shape_of(entry.node)}; expected a list of earlier decisions")
            return ()
        steps = []
        for node in entry.node.value:
            if is_mapping(node):
                steps.append(self.step(node, self.keys(node, KEYS)))
            else:
                self.report(line_of(node), f"history holds {shape_of(node)}; expected an earlier decision")
        return tuple(steps)

    def keys(self, node: Node, known: tuple[str, ...]) -> dict[str, Entry]:
        kept, again = entries(node)
        for entry in kept:
            if entry.key not in known:
                hint = did_you_mean(entry.key, known) or f"; expected one of {', '.join(known)}"
                self.report(entry.line, f"unknown key '{entry.key}'{hint}")
        for entry in again:
            self.report(entry.line, f"'{entry.key}' stands there twice")
        return {entry.key: entry for entry in kept}

    def step(self, node: Node, keys: dict[str, Entry]) -> Judgement:
        before, home = len(self.problems), line_of(node)
        reviewed_by = self.text(keys, "reviewed-by")
        found = Judgement(
            status=self.text(keys, "status", home),
            by=self.text(keys, "by", home),
            on=self.day(keys, "on", home) or date.min,
            evidence=self.evidence(keys, home),
            reason=self.text(keys, "reason"),
            text=self.text(keys, "text"),
            until=self.day(keys, "until"),
            reviewed_by=reviewed_by,
            reviewed_on=self.day(keys, "reviewed-on", home if reviewed_by else 0),
            values=self.values(keys.get("values")),
        )
        if found.reviewed_on and not reviewed_by:
            self.report(keys["reviewed-on"].line, "reviewed-on goes with reviewed-by, which is missing")
        said = {problem.line for problem in self.problems[before:]}
        for key, message in faults_of(found):
            line = keys[key].line if key in keys else home
            if line not in said:
                self.report(line, message)
        return found

    def text(self, keys: dict[str, Entry], key: str, needed: int = 0) -> str:
        """Return the text of a key; `needed` is the line to name where it must be there and is not."""
        entry = keys.get(key)
        if entry is not None and not is_scalar(entry.node):
            self.report(entry.line, f"{key} is {shape_of(entry.node)}; expected a text")
            return ""
        text = text_of(entry.node) if entry else ""
        if not text.strip() and needed:
            self.report(entry.line if entry else needed, f"{key} is missing")
        return text

    def day(self, keys: dict[str, Entry], key: str, needed: int = 0) -> date | None:
        text = self.text(keys, key, needed)
        day = to_day(text)
        if text and day is None:
            self.report(keys[key].line, f"{key} is '{text[:40]}'; expected a date such as 2024-05-31")
        return day

    def evidence(self, keys: dict[str, Entry], home: int) -> str:
        text = self.text(keys, "evidence", home)
        if text and not _EVIDENCE.fullmatch(text):
            self.report(keys["evidence"].line, f"evidence is '{text[:40]}'; expected ten small letters and digits")
        return text

    def values(self, entry: Entry | None) -> tuple[Seen, ...]:
        if entry is None:
            return ()
        if not is_mapping(entry.node):
            self.report(entry.line, f"values is {shape_of(entry.node)}; expected claims with stated and reads")
            return ()
        seen = []
        for claim, one in self.keys_of_values(entry.node).items():
            if is_mapping(one.node):
                inner = self.keys(one.node, SEEN_KEYS)
                seen.append(Seen(claim, *(self.text(inner, key) for key in SEEN_KEYS)))
            else:
                self.report(one.line, f"'{claim}' is {shape_of(one.node)}; expected stated and reads below it")
        return tuple(seen)

    def keys_of_values(self, node: Node) -> dict[str, Entry]:
        kept, again = entries(node)
        for entry in again:
            self.report(entry.line, f"'{entry.key}' stands there twice")
        return {entry.key: entry for entry in kept}
