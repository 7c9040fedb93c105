"""YAML claim files: one document and its claims, each key with its line."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from yaml.nodes import Node

from reconcile.errors import Problem, did_you_mean
from reconcile.models import Document, Fault, Vocabulary
from reconcile.reading.keys import DOCUMENT, FILE, TAKEN_OVER, TEXT_KEYS, listed
from reconcile.reading.limits import MOST_KEYS
from reconcile.reading.nodes import (
    DEEPEST,
    Entry,
    Unreadable,
    compose,
    entries,
    is_empty,
    is_list,
    is_mapping,
    is_scalar,
    line_of,
    shape_of,
    text_of,
)
from reconcile.reading.parts import Part, broken
from reconcile.reading.statements import Statement, read_statement


def read_claim_file(text: str, file: str, stem: str, vocabulary: Vocabulary | None) -> Part:
    """Return what a YAML claim file says; `stem` names its document where the file does not.

    `vocabulary` is None where none is declared: then every further key is a dimension.
    """
    try:
        root = compose(text, file)
        top, problems = _top(root, file)
        reader = _Reader(file, vocabulary, problems)
        document = reader.document(top.get("document"), stem)
    except Unreadable as error:
        return broken(error.problem)
    defaults = reader.defaults(top.get("defaults"))
    records = list(reader.claims(top.get("claims"), document.id, defaults))
    keys = len(set().union(*records))
    if keys > MOST_KEYS:
        message = f"its claims have {keys:,} different keys; at most {MOST_KEYS:,} are read"
        return broken(Problem(file, 0, "unreadable", message))
    for record in records:
        record["published"] = document.published
    document = replace(document, line=document.line or 1)
    return Part(
        file,
        tuple(records),
        None,
        (document,),
        tuple(reader.faults),
        tuple(reader.problems),
    )


def _top(root: Node | None, file: str) -> tuple[dict[str, Entry], list[Problem]]:
    """Return the keys of a claim file; Unreadable where it is none."""
    if root is None or is_empty(root):
        raise Unreadable(Problem(file, 0, "unreadable", "is empty: it holds no claims"))
    if not is_mapping(root):
        message = f"is {shape_of(root)}; expected a mapping with the keys {listed(FILE)}"
        raise Unreadable(Problem(file, line_of(root), "unreadable", message))
    kept, again = entries(root)
    _check_count(kept, "it", file)
    top = {entry.key: entry for entry in kept}
    if "claims" not in top and {"dimensions", "measures"} & set(top):
        message = "looks like a vocabulary; name it in reconcile.toml: [project] vocabulary = …"
        raise Unreadable(Problem(file, 0, "unreadable", message))
    problems = [_twice(entry, file) for entry in again]
    for entry in kept:
        if entry.key not in FILE:
            message = f"unknown key '{entry.key}'; expected {listed(FILE)}{did_you_mean(entry.key, FILE)}"
            problems.append(Problem(file, entry.line, "unreadable", message))
    if "claims" not in top:
        problems.append(Problem(file, 0, "unreadable", "has no key `claims`: it holds no claims"))
    return top, problems


def _check_count(kept: list[Entry], what: str, file: str) -> None:
    """Unreadable: so many keys that nobody could read what is wrong with each."""
    if len(kept) > MOST_KEYS:
        message = f"{what} has {len(kept):,} keys; at most {MOST_KEYS:,} are read"
        raise Unreadable(Problem(file, kept[0].line, "unreadable", message))


def _twice(entry: Entry, file: str) -> Problem:
    return Problem(file, entry.line, "unreadable", f"'{entry.key}' stands there twice; the first is read")


@dataclass(frozen=True)
class _Reader:
    """Reads one file and collects what is wrong with it."""

    file: str
    vocabulary: Vocabulary | None
    problems: list[Problem]
    faults: list[Fault] = field(default_factory=list)

    @property
    def dimensions(self) -> Mapping[str, object] | None:
        return None if self.vocabulary is None else self.vocabulary.dimensions

    def problem(self, line: int, message: str) -> None:
        self.problems.append(Problem(self.file, line, "unreadable", message))

    def document(self, entry: Entry | None, stem: str) -> Document:
        if entry is None or is_empty(entry.node):
            return Document(id=stem, file=self.file)
        if not is_mapping(entry.node):
            self.problem(entry.line, f"document is {shape_of(entry.node)}; expected a mapping such as {{id: {stem}}}")
            return Document(id=stem, file=self.file)
        kept, again = entries(entry.node)
        _check_count(kept, "document", self.file)
        self.problems.extend(_twice(other, self.file) for other in again)
        found: dict[str, str] = {}
        for item in kept:
            self._document_key(item, found)
        return Document(**{"id": stem, **found}, file=self.file, line=entry.line)

    def _document_key(self, item: Entry, found: dict[str, str]) -> None:
        key = DOCUMENT.get(item.key)
        if key is None:
            hint = did_you_mean(item.key, DOCUMENT)
            self.problem(item.line, f"document has no key '{item.key}'; it has {listed(DOCUMENT)}{hint}")
        elif not is_scalar(item.node):
            self.problem(item.line, f"document: {item.key} is {shape_of(item.node)}; expected one text")
        elif key.choices and text_of(item.node) not in ("", *key.choices):
            choices = " or ".join(f'"{choice}"' for choice in key.choices)
            self.problem(item.line, f"document: {item.key} is '{text_of(item.node)}'; expected {choices}")
        elif text_of(item.node):
            found[item.key] = text_of(item.node)

    def defaults(self, entry: Entry | None) -> Statement:
        if entry is None or is_empty(entry.node):
            return Statement()
        if not is_mapping(entry.node):
            self.problem(entry.line, f"defaults is {shape_of(entry.node)}; expected a mapping of claim keys")
            return Statement()
        statement, complaints = read_statement(entry.node, self.dimensions)
        for complaint in complaints:
            self.problem(complaint.line, f"defaults: {complaint.message}")
        values = dict(statement.values)
        for key in [key for key in values if not self._can_default(key)]:
            hint = did_you_mean(key, [*TEXT_KEYS, *(self.dimensions or ())])
            why = "names one claim" if key == "id" else f"is neither a claim key nor a dimension{hint}"
            self.problem(statement.lines[key], f"defaults: '{key}' {why}")
            del values[key]
        if statement.of_which is not None:
            self.problem(statement.lines["of-which"], "defaults: 'of-which' belongs to one claim")
        return replace(statement, values=values, of_which=None)

    def _can_default(self, key: str) -> bool:
        return key != "id" and (key in TEXT_KEYS or self.dimensions is None or key in self.dimensions)

    def claims(self, entry: Entry | None, document: str, defaults: Statement) -> Iterator[dict[str, Any]]:
        if entry is None or is_empty(entry.node):
            return
        if not is_list(entry.node):
            self.problem(entry.line, f"claims is {shape_of(entry.node)}; expected a list, each claim after a '- '")
            return
        stray = [node for node in entry.node.value if not is_mapping(node)]
        if len(stray) > 20 and 2 * len(stray) > len(entry.node.value):
            what = f"{len(stray):,} of {len(entry.node.value):,} items are no claims; the first is {shape_of(stray[0])}"
            self.problem(line_of(stray[0]), f"{what}; expected a mapping with `measure` and `value`")
            return
        names: dict[str, int] = {}
        for number, node in enumerate(entry.node.value, 1):
            yield from self._claim(node, str(number), document, Statement(), defaults, names, 1)

    def _claim(
        self,
        node: Node,
        position: str,
        document: str,
        above: Statement,
        defaults: Statement,
        names: dict[str, int],
        depth: int,
    ) -> Iterator[dict[str, Any]]:
        line = line_of(node)
        if not is_mapping(node) or depth > DEEPEST // 2:
            wrong = f"is {shape_of(node)}; expected a mapping with `measure` and `value`"
            message = f"the claim {wrong}" if not is_mapping(node) else "of-which is nested too deep"
            self._fault(document, position, line, "", message)
            return
        own, complaints = read_statement(node, self.dimensions)
        name = own.values.get("id") or position
        taken = name in names
        if taken:
            at_line = own.lines.get("id", line)
            self._fault(document, name, at_line, "id", f"id '{name}' is taken by the claim in line {names[name]}")
        names.setdefault(name, line)
        for complaint in complaints:
            self._fault(document, name, complaint.line, complaint.key, complaint.message, own.values.get("value", ""))
        full = self._complete(own, above, defaults)
        if not complaints and not taken:
            yield self._record(full, name, document, line)
        yield from self._nested(full, name, document, defaults, names, depth)

    def _nested(
        self,
        above: Statement,
        name: str,
        document: str,
        defaults: Statement,
        names: dict[str, int],
        depth: int,
    ) -> Iterator[dict[str, Any]]:
        node = above.of_which
        if node is None:
            return
        if not is_list(node):
            message = f"of-which is {shape_of(node)}; expected a list of claims"
            self._fault(document, name, above.lines.get("of-which", line_of(node)), "of-which", message)
            return
        for number, child in enumerate(node.value, 1):
            yield from self._claim(child, f"{name}.{number}", document, above, defaults, names, depth + 1)

    def _complete(self, own: Statement, above: Statement, defaults: Statement) -> Statement:
        """Take over from the claim above, then from `defaults`: members only where the measure has them."""
        above_measure = above.values.get("measure", "") or defaults.values.get("measure", "")
        measure = own.values.get("measure", "") or above_measure

        def has(key: str) -> bool:
            known = self.vocabulary.measures.get(measure) if self.vocabulary is not None else None
            return known is None or key in known.by

        def from_claim(key: str) -> bool:
            return key in TAKEN_OVER or (key not in TEXT_KEYS and key != "of-which" and has(key))

        def from_defaults(key: str) -> bool:
            return key in TEXT_KEYS or key == "at" or has(key)

        return own.below(above, from_claim).below(defaults, from_defaults)

    def _record(self, claim: Statement, name: str, document: str, line: int) -> dict[str, Any]:
        return {
            **claim.values,
            "id": name,
            "document": document,
            "file": self.file,
            "line": line,
            "key_lines": json.dumps(claim.lines),
            "at": dict(claim.at),
            "inferred": " ".join(dict.fromkeys(claim.inferred)),
        }

    def _fault(self, document: str, name: str, line: int, key: str, message: str, stated: str = "") -> None:
        self.faults.append(Fault("REC001", f"{document}#{name}", document, self.file, line, key, message, stated))
