"""Names → declared names: measures, dimensions and members, with the nearest name for a slip."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from reconcile.errors import did_you_mean
from reconcile.models import Dimension, Vocabulary
from reconcile.normalise.ledger import Ledger, distinct

Members = dict[str, np.ndarray]
"""For each dimension the member of every row, None where the row's measure lacks the dimension."""


def check_measures(ledger: Ledger, vocabulary: Vocabulary) -> None:
    """Note every claim whose measure nothing declares; where no measure could be read, that is one problem already."""
    if vocabulary.file and not vocabulary.measures:
        ledger.out[:] = True
        return
    codes, names = distinct(ledger.rows["measure"])
    for code, name in enumerate(names):
        if name and name not in vocabulary.measures:
            hint = did_you_mean(name, vocabulary.measures)
            what = f"measure '{name}' is declared with a mistake" if name in vocabulary.unusable else ""
            ledger.add_where(codes == code, "REC003", "measure", what or f"unknown measure '{name}'{hint}")


def check_keys(ledger: Ledger, vocabulary: Vocabulary, own: Sequence[str], known: Sequence[str]) -> None:
    """Note every claim with a key that is neither a claim key (`own`) nor a dimension."""
    for key in sorted(set(ledger.rows.columns) - set(own) - set(vocabulary.dimensions)):
        used = np.asarray(ledger.rows[key] != "", dtype=bool)
        hint = did_you_mean(key, [*vocabulary.dimensions, *known])
        ledger.add_where(used, "REC003", key, f"unknown key '{key}'{hint}")


def resolve_members(ledger: Ledger, vocabulary: Vocabulary) -> Members:
    """Return the member of every row in every dimension; note unknown members and misplaced dimensions."""
    return {
        name: _members_in(ledger, vocabulary, dimension) for name, dimension in sorted(vocabulary.dimensions.items())
    }


def _members_in(ledger: Ledger, vocabulary: Vocabulary, dimension: Dimension) -> np.ndarray:
    rows = ledger.rows
    stated = rows[dimension.name] if dimension.name in rows else pd.Series("", index=rows.index, dtype=object)
    meant = _meant(rows["measure"], vocabulary, dimension.name)
    given = np.asarray(stated != "", dtype=bool)
    _note_misplaced(ledger, vocabulary, dimension.name, given & pd.isna(meant))
    codes, texts = distinct(stated)
    found = [_member(text, vocabulary, dimension) for text in texts]
    for code, (text, member) in enumerate(zip(texts, found, strict=True)):
        if text and member is None:
            hint = did_you_mean(text, [*dimension.members, *vocabulary.aliases])
            message = f"unknown {dimension.name} '{text}'{hint}"
            ledger.add_where(codes == code, "REC003", dimension.name, message)
    resolved = np.array([*found, None], dtype=object)[codes]
    return np.where(given & ~pd.isna(meant), resolved, meant)


def _meant(measures: pd.Series, vocabulary: Vocabulary, dimension: str) -> np.ndarray:
    codes, names = distinct(measures)
    meant = [vocabulary.measures[name].by.get(dimension) if name in vocabulary.measures else None for name in names]
    return np.asarray(np.array([*meant, None], dtype=object)[codes])


def _member(text: str, vocabulary: Vocabulary, dimension: Dimension) -> str | None:
    name = text if text in dimension.members else vocabulary.alias(text)
    return name if dimension.open or name in dimension.members else None


def _note_misplaced(ledger: Ledger, vocabulary: Vocabulary, dimension: str, mask: np.ndarray) -> None:
    for position in np.flatnonzero(mask).tolist():
        measure = vocabulary.measures.get(str(ledger.rows["measure"].iat[position]))
        if measure is not None:
            has = ", ".join(measure.by) or "no dimension"
            ledger.add(
                [position], "REC003", dimension, f"'{measure.name}' has no dimension '{dimension}'; it has {has}"
            )


def resolve_among(ledger: Ledger, vocabulary: Vocabulary, members: Members) -> np.ndarray:
    """Return the member below which each claimed rank holds, aliases resolved; empty where there is no rank."""
    among = ledger.rows["among"].map(lambda text: _anywhere(text, vocabulary)).to_numpy(dtype=object)
    stated = np.asarray(ledger.rows["among"] != "", dtype=bool)
    above = np.zeros(len(among), dtype=bool)
    for position in np.flatnonzero(stated).tolist():
        above[position] = any(
            isinstance(column[position], str)
            and column[position] != among[position]
            and vocabulary.dimensions[name].is_below(column[position], among[position])
            for name, column in members.items()
        )
        if not above[position]:
            ledger.add([position], "REC003", "among", _wrong_among(among[position], vocabulary, members, position))
    return np.where(np.asarray(ledger.rows["rank"] != "", dtype=bool), among, "")


def _wrong_among(among: str, vocabulary: Vocabulary, members: Members, position: int) -> str:
    """Say why nothing is ranked `among` a member, and what was meant: a near name, the ranked member, one above."""
    dimensions = vocabulary.dimensions
    names = [member for dimension in dimensions.values() for member in dimension.members]
    if among not in names:
        return f"unknown member '{among}' in `among`{did_you_mean(among, [*names, *vocabulary.aliases])}"
    own = {name: str(column[position]) for name, column in members.items() if isinstance(column[position], str)}
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


def check_bases(ledger: Ledger, bases: Sequence[str], vocabulary: Vocabulary) -> None:
    """Note every `base` that is neither `unknown` nor `dimension=member;…` of declared names."""
    for position in np.flatnonzero(np.asarray(bases, dtype=object) != "").tolist():
        measure = vocabulary.measures.get(str(ledger.rows["measure"].iat[position]))
        if measure is not None and measure.kind != "share":
            ledger.add(
                [position], "REC001", "base", f"only shares have a base, and '{measure.name}' is a {measure.kind}"
            )
            continue
        wrong = _wrong_base(bases[position], vocabulary.dimensions)
        if wrong:
            ledger.add([position], "REC003", "base", wrong)


def _wrong_base(base: str, dimensions: Mapping[str, Dimension]) -> str:
    for pair in base.split(";") if base != "unknown" else ():
        name, _, member = pair.partition("=")
        if name not in dimensions:
            return f"unknown dimension '{name}' in `base`{did_you_mean(name, dimensions)}"
        if member not in dimensions[name].members and not dimensions[name].open:
            return f"unknown {name} '{member}' in `base`{did_you_mean(member, dimensions[name].members)}"
    return ""


def check_disputes(ledger: Ledger) -> None:
    """Note every `disputes` that names no claim of the project; the claim itself stays."""
    rows = ledger.rows
    stated = np.asarray(rows["disputes"] != "", dtype=bool)
    if stated.any():
        ids = set(rows["document"] + "#" + rows["id"])
        for position in np.flatnonzero(stated).tolist():
            named = str(rows["disputes"].iat[position])
            if named not in ids:
                message = f"`disputes` names no claim of the project: '{named}'{did_you_mean(named, ids)}"
                ledger.add([position], "REC003", "disputes", message, drop=False)
