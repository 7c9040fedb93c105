"""relations.yaml: the project's laws, with every mistake in them reported at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from reconcile.errors import Problem, did_you_mean
from reconcile.models import SEVERITIES, Measure, Relation, Vocabulary
from reconcile.reading.grammar import Comparison, LawError, parse_comparison
from reconcile.reading.keys import listed
from reconcile.reading.nodes import (
    Entry,
    Unreadable,
    compose,
    entries,
    is_empty,
    is_list,
    is_mapping,
    is_scalar,
    shape_of,
    text_of,
)
from reconcile.reading.trees import truth
from reconcile.units import Units

KEYS = ("says", "holds", "accounts", "complete", "where", "severity")
"""Keys of one relation."""
WORDS = ("category", "status")
"""Kinds of measures that no law can compute with."""


def read_relations(text: str, file: str, vocabulary: Vocabulary) -> tuple[tuple[Relation, ...], tuple[Problem, ...]]:
    """Return the laws of one file that can be used, by name, and what is wrong with the others."""
    try:
        root = compose(text, file, "relations")
    except Unreadable as error:
        return (), (error.problem,)
    if root is None or is_empty(root):
        return (), ()
    reader = _Reader(file, vocabulary)
    top = reader.section(Entry("the file", 1, root), "{relations: {…}}")
    for entry in top:
        if entry.key != "relations":
            reader.report(
                entry.line,
                f"unknown key '{entry.key}'; expected relations{did_you_mean(entry.key, ['relations'])}",
            )
    laws = [
        item for entry in top if entry.key == "relations" for item in reader.section(entry, "{fates: {holds: a <= b}}")
    ]
    found = [relation for entry in laws if (relation := reader.relation(entry))]
    return tuple(sorted(found, key=lambda law: law.name)), tuple(sorted(reader.problems))


@dataclass(frozen=True)
class _Reader:
    """Reads one file and collects what is wrong with it."""

    file: str
    vocabulary: Vocabulary
    problems: list[Problem] = field(default_factory=list)

    def report(self, line: int, message: str) -> None:
        self.problems.append(Problem(self.file, line, "relations", message))

    def section(self, entry: Entry, example: str) -> list[Entry]:
        if is_empty(entry.node):
            return []
        if not is_mapping(entry.node):
            self.report(entry.line, f"{entry.key} is {shape_of(entry.node)}; expected a mapping such as {example}")
            return []
        kept, again = entries(entry.node)
        for item in again:
            self.report(item.line, f"'{item.key}' stands there twice")
        return kept

    def relation(self, entry: Entry) -> Relation | None:
        """Return one law, None where anything in it is wrong."""
        before = len(self.problems)
        if is_empty(entry.node) or not is_mapping(entry.node):
            found = shape_of(entry.node)
            self.report(entry.line, f"relation '{entry.key}' is {found}; expected a mapping with `holds`")
            return None
        items = {item.key: item for item in self.section(entry, "{holds: a <= b}")}
        for key, item in items.items():
            if key not in KEYS:
                self.report(item.line, f"relation '{entry.key}': unknown key '{key}'{did_you_mean(key, KEYS)}")
        fields = self._fields(entry, items)
        comparison = self._comparison(entry, items.get("holds"))
        if comparison is not None:
            where = self._where(entry, items.get("where"), comparison)
            self._check_flags(entry, fields, comparison, items)
            fields |= {**comparison._asdict(), "where": where, "holds": text_of(items["holds"].node)}
        if len(self.problems) > before:
            return None
        return Relation(name=entry.key, file=self.file, line=entry.line, **fields)

    def _fields(self, entry: Entry, items: Mapping[str, Entry]) -> dict[str, Any]:
        fields: dict[str, Any] = {}
        for key in ("says", "severity", "accounts", "complete"):
            if key not in items or is_empty(items[key].node):
                continue
            item = items[key]
            value: Any = text_of(item.node) if key in ("says", "severity") else truth(item.node)
            if not is_scalar(item.node) or value is None:
                wanted = "one text" if key in ("says", "severity") else "true or false"
                self.report(item.line, f"relation '{entry.key}': {key} is {shape_of(item.node)}; expected {wanted}")
            elif key == "severity" and value not in SEVERITIES:
                hint = did_you_mean(value, SEVERITIES)
                message = f"severity is '{value}'; expected {listed(SEVERITIES)}{hint}"
                self.report(item.line, f"relation '{entry.key}': {message}")
            else:
                fields[key] = value
        return fields

    def _comparison(self, entry: Entry, holds: Entry | None) -> Comparison | None:
        if holds is None or not text_of(holds.node):
            line = entry.line if holds is None else holds.line
            self.report(
                line,
                f"relation '{entry.key}' needs `holds`, a comparison such as killed + returned <= joined",
            )
            return None
        text = text_of(holds.node)
        try:
            comparison = parse_comparison(text, {*self.vocabulary.measures, *self.vocabulary.unusable})
            self._check_measures(comparison)
        except LawError as error:
            self.report(holds.line, f"relation '{entry.key}': {error} (in '{text[:200]}')")
            return None
        return comparison

    def _check_measures(self, comparison: Comparison) -> None:
        """LawError: measures that no law can bind, or not this one."""
        for name in comparison.coefficients:
            if name in self.vocabulary.unusable:
                raise LawError(f"measure '{name}' can't be used: see what is wrong with it in {self.vocabulary.file}")
        measures = [self.vocabulary.measures[name] for name in comparison.coefficients]
        for measure in measures:
            if measure.kind in WORDS:
                raise LawError(
                    f"'{measure.name}' is a {measure.kind}; its values are words, which no law computes with"
                )
        events = [measure for measure in measures if measure.kind == "event"]
        if events:
            _check_events(events, measures, comparison)
        self._check_units(measures)

    def _check_units(self, measures: list[Measure]) -> None:
        """LawError: measures in two sizes of one unit. A law takes the bare numbers: 400 hectares are not 400 km^2."""
        stated = [measure for measure in measures if measure.unit]
        if len({measure.unit for measure in stated}) < 2:
            return
        units = Units(self.vocabulary.units)
        for measure in stated[1:]:
            factor = units.convert(measure.unit, stated[0].unit)
            if isinstance(factor, Fraction) and factor != 1:
                raise LawError(
                    f"'{stated[0].name}' is in {stated[0].unit} and '{measure.name}' in {measure.unit}; give both one "
                    "unit in the vocabulary (claims keep theirs and are converted)"
                )

    def _where(self, entry: Entry, where: Entry | None, comparison: Comparison) -> dict[str, tuple[str, ...]]:
        if where is None:
            return {}
        shared = self._shared(comparison)
        return {
            item.key: self._members(entry, item)
            for item in self.section(where, "{place: [Syria]}")
            if self._is_shared(entry, item, shared)
        }

    def _shared(self, comparison: Comparison) -> list[str]:
        by = [self.vocabulary.measures[name].by for name in comparison.coefficients]
        return [name for name in by[0] if all(name in other for other in by)]

    def _is_shared(self, entry: Entry, item: Entry, shared: list[str]) -> bool:
        if item.key in shared:
            return True
        if item.key in self.vocabulary.dimensions:
            why = f"not every measure of it has the dimension '{item.key}'"
        else:
            why = f"unknown dimension '{item.key}'{did_you_mean(item.key, shared)}"
        self.report(item.line, f"relation '{entry.key}': where: {why}")
        return False

    def _members(self, entry: Entry, item: Entry) -> tuple[str, ...]:
        nodes = item.node.value if is_list(item.node) else [item.node]
        dimension = self.vocabulary.dimensions[item.key]
        found = []
        for node in nodes:
            name = text_of(node)
            member = name if name in dimension.members else self.vocabulary.alias(name)
            if not name:
                self.report(
                    item.line,
                    f"relation '{entry.key}': where: {item.key} has {shape_of(node)}; expected a member",
                )
            elif member not in dimension.members and not dimension.open:
                hint = did_you_mean(name, [*dimension.members, *self.vocabulary.aliases])
                self.report(item.line, f"relation '{entry.key}': where: unknown {item.key} '{name}'{hint}")
            else:
                found.append(member)
        return tuple(dict.fromkeys(found))

    def _check_flags(
        self, entry: Entry, fields: Mapping[str, Any], comparison: Comparison, items: Mapping[str, Entry]
    ) -> None:
        if fields.get("complete") and comparison.op != "=":
            message = "complete: true needs '=', since the terms make up the whole"
            self.report(items["complete"].line, f"relation '{entry.key}': {message}")
        for flag in ("accounts", "complete"):
            signs = sorted(
                (
                    sum(v > 0 for v in comparison.coefficients.values()),
                    sum(v < 0 for v in comparison.coefficients.values()),
                )
            )
            if fields.get(flag) and signs[0] != 1:
                message = f"{flag}: true needs one total on one side and its terms on the other"
                self.report(items[flag].line, f"relation '{entry.key}': {message}")


def _check_events(events: list[Measure], measures: list[Measure], comparison: Comparison) -> None:
    if len(events) < len(measures):
        other = next(measure for measure in measures if measure.kind != "event")
        raise LawError(f"'{events[0].name}' is an event and '{other.name}' a {other.kind}; dates and numbers don't mix")
    if sorted(comparison.coefficients.values()) != [-1, 1] or comparison.constant:
        raise LawError("events are put in order two at a time, such as raqqa-captured < baghouz-fell")
