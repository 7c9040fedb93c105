"""Names → declared names: measures, dimensions and members, with the nearest name for a slip."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from reconcile.errors import did_you_mean
from reconcile.models import Dimension, Vocabulary
from reconcile.models.coded import Coded, Flags, combined, numbered
from reconcile.normalise.hints import hints
from reconcile.normalise.ids import Ids
from reconcile.normalise.ledger import Ledger, Wrong

Members = dict[str, Coded]
"""For each dimension the member of every row, none where the row's measure lacks the dimension."""


def check_measures(ledger: Ledger, vocabulary: Vocabulary) -> None:
    """Note every claim whose measure nothing declares; where no measure could be read, that is one problem already."""
    if vocabulary.file and not vocabulary.measures:
        ledger.out[:] = True
        return
    measure = ledger.coded("measure")
    unknown = {code: name for code, name in enumerate(measure.texts) if name and name not in vocabulary.measures}
    near = hints(unknown.values(), vocabulary.measures)
    ledger.add_each(
        measure.codes,
        {code: Wrong("REC003", "measure", _no_measure(name, vocabulary, near)) for code, name in unknown.items()},
    )


def _no_measure(name: str, vocabulary: Vocabulary, near: Mapping[str, str]) -> str:
    if name in vocabulary.unusable:
        return f"measure '{name}' is declared with a mistake"
    return f"unknown measure '{name}'{near[name]}"


def check_keys(ledger: Ledger, vocabulary: Vocabulary, own: Sequence[str], known: Sequence[str]) -> None:
    """Note every claim with a key that is neither a claim key (`own`) nor a dimension."""
    for key in sorted(set(ledger.rows.columns) - set(own) - set(vocabulary.dimensions)):
        hint = did_you_mean(key, [*vocabulary.dimensions, *known])
        ledger.add(~ledger.coded(key).empty, "REC003", key, f"unknown key '{key}'{hint}")


def resolve_members(ledger: Ledger, vocabulary: Vocabulary) -> Members:
    """Return the member of every row in every dimension; note unknown members and misplaced dimensions."""
    return {
        name: _members_in(ledger, vocabulary, dimension) for name, dimension in sorted(vocabulary.dimensions.items())
    }


def _members_in(ledger: Ledger, vocabulary: Vocabulary, dimension: Dimension) -> Coded:
    name, measure = dimension.name, ledger.coded("measure")
    usual = [vocabulary.measures[m].by.get(name) if m in vocabulary.measures else None for m in measure.texts]
    meant = measure.renamed(usual)
    if name not in ledger.rows:
        return meant
    stated = ledger.coded(name)
    given = ~stated.empty
    _note_misplaced(ledger, vocabulary, name, given & (meant.codes < 0))
    found = [_member(text, vocabulary, dimension) for text in stated.texts]
    unknown = {code: text for code, text in enumerate(stated.texts) if text and found[code] is None}
    near = hints(unknown.values(), [*dimension.members, *vocabulary.aliases])
    ledger.add_each(
        stated.codes,
        {code: Wrong("REC003", name, f"unknown {name} '{text}'{near[text]}") for code, text in unknown.items()},
    )
    return meant.or_else(given & (meant.codes >= 0), stated.renamed(found))


def _member(text: str, vocabulary: Vocabulary, dimension: Dimension) -> str | None:
    name = text if text in dimension.members else vocabulary.alias(text)
    return name if dimension.open or name in dimension.members else None


def _note_misplaced(ledger: Ledger, vocabulary: Vocabulary, dimension: str, mask: Flags) -> None:
    column = ledger.coded("measure")
    wrong = {}
    for code, name in enumerate(column.texts):
        measure = vocabulary.measures.get(name)
        if measure is not None:
            has = ", ".join(measure.by) or "no dimension"
            message = f"'{measure.name}' has no dimension '{dimension}'; it has {has}"
            wrong[code] = Wrong("REC003", dimension, message)
    ledger.add_each(np.where(mask, column.codes, -1), wrong)


def resolve_among(ledger: Ledger, vocabulary: Vocabulary, members: Members) -> Coded:
    """Return the member below which each claimed rank holds, aliases resolved; empty where there is no rank."""
    stated = ledger.coded("among")
    among = stated.renamed([_anywhere(text, vocabulary) for text in stated.texts])
    rows = np.flatnonzero(~stated.empty)
    codes, firsts = numbered(combined([among.at(rows), *(column.at(rows) for column in members.values())]))
    wrong = {}
    for code, row in enumerate(rows[firsts].tolist()):
        name = among.texts[among.codes[row]]
        own = {key: column.texts[column.codes[row]] for key, column in members.items() if column.codes[row] >= 0}
        if not any(m != name and vocabulary.dimensions[key].is_below(m, name) for key, m in own.items()):
            wrong[code] = Wrong("REC003", "among", _wrong_among(name, vocabulary, own))
    every = np.full(len(ledger.rows), -1, dtype=np.int64)
    every[rows] = codes
    ledger.add_each(every, wrong)
    return among.or_else(ledger.coded("rank").empty, Coded.every("", len(ledger.rows)))


def _wrong_among(among: str, vocabulary: Vocabulary, own: Mapping[str, str]) -> str:
    """Say why nothing is ranked `among` a member, and what was meant: a near name, the ranked member, one above."""
    dimensions = vocabulary.dimensions
    names = [member for dimension in dimensions.values() for member in dimension.members]
    if among not in names:
        return f"unknown member '{among}' in `among`{did_you_mean(among, [*names, *vocabulary.aliases])}"
    for name, member in own.items():
        below = sorted(other for other in dimensions[name].members if other != among)
        below = [other for other in below if dimensions[name].is_below(other, among)]
        if dimensions[name].is_below(among, member) and among in dimensions[name].members:
            example = f", as `{name}: {below[0]}`" if below else ""
            return f"the claim is about '{member}', not about a member below '{among}': name the one it ranks{example}"
    above = dict.fromkeys(m for name, member in own.items() for m in dimensions[name].ancestors(member))
    which = f"one of {', '.join(above)}" if above else "and nothing stands above it"
    return (
        f"`among` must name a member above the claim's own member ({', '.join(own.values())}), {which}, not '{among}'"
    )


def _anywhere(text: str, vocabulary: Vocabulary) -> str:
    known = any(text in dimension.members for dimension in vocabulary.dimensions.values())
    return text if known else vocabulary.alias(text)


def check_bases(ledger: Ledger, vocabulary: Vocabulary) -> None:
    """Note every `base` that is neither `unknown` nor `dimension=member;…` of declared names."""
    base, measures = ledger.coded("base"), ledger.coded("measure")
    if not any(base.texts):
        return
    codes, firsts = numbered(combined([base, measures]))
    wrong = {}
    for code, row in enumerate(firsts.tolist()):
        text, measure = base.texts[base.codes[row]], vocabulary.measures.get(measures.texts[measures.codes[row]])
        if text and measure is not None and measure.kind != "share":
            message = f"only shares have a base, and '{measure.name}' is a {measure.kind}"
            wrong[code] = Wrong("REC001", "base", message)
        elif text and (message := _wrong_base(text, vocabulary.dimensions)):
            wrong[code] = Wrong("REC003", "base", message)
    ledger.add_each(codes, wrong)


def _wrong_base(base: str, dimensions: Mapping[str, Dimension]) -> str:
    for pair in base.split(";") if base != "unknown" else ():
        name, _, member = pair.partition("=")
        if name not in dimensions:
            return f"unknown dimension '{name}' in `base`{did_you_mean(name, dimensions)}"
        if member not in dimensions[name].members and not dimensions[name].open:
            return f"unknown {name} '{member}' in `base`{did_you_mean(member, dimensions[name].members)}"
    return ""


def check_disputes(ledger: Ledger, ids: Ids) -> None:
    """Note every `disputes` that names no claim of the project; the claim itself stays."""
    named = ledger.coded("disputes")
    if not any(named.texts):
        return
    known = set(ids.full(ids.order).to_pylist())
    unknown = {code: text for code, text in enumerate(named.texts) if text and text not in known}
    near = hints(unknown.values(), known)
    says = "`disputes` names no claim of the project: "
    ledger.add_each(
        named.codes,
        {code: Wrong("REC003", "disputes", f"{says}'{text}'{near[text]}") for code, text in unknown.items()},
        drop=False,
    )
