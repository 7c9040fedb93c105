"""Write a project of synthetic claims of any size, the same bytes each time.

    python benchmarks/synthetic.py CLAIMS FOLDER [--form csv|parquet] [--conflicts 0.01] [--case CASE]

Figures of towns in a tree of regions, of several measures, a few claims for each quantity from different documents,
at times that meet. Most are printed in full, with or without commas; in one quantity of a hundred they are rounded,
hedged or ranges (`about 1,700`, `at least 40`, `12 to 14`, `2.4 thousand`). In `conflicts` of the quantities one claim
lies far off. CASE is one of CASES.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from cases import CASES

EACH = 4
"""Claims of one quantity."""
MEASURES = ("residents", "dwellings", "pupils")
ROUNDED = 0.01
"""Quantities whose claims are rounded, hedged or ranges; the others print all figures, with or without commas."""
LEAVES = 1000
"""Towns of a region."""


def claims_of(count: int, conflicts: float, case: str) -> pd.DataFrame:
    """Return a table of `count` claims with the columns of a claim table on disk."""
    rng = np.random.default_rng(5)
    quantity = np.zeros(count, dtype=np.int64) if case == "giant" else np.arange(count) // EACH
    town, measure = quantity // len(MEASURES), quantity % len(MEASURES)
    size = np.exp(rng.normal(9, 1.5, int(quantity.max()) + 1))[quantity]
    off = rng.random(int(quantity.max()) + 1) < (1.0 if case == "all-conflict" else conflicts)
    last = np.arange(count) % EACH == EACH - 1
    if case == "giant":
        off, last = np.ones(1, dtype=bool), np.arange(count) % 1000 == 999
    true = np.maximum(np.rint(size), 120).astype(np.int64)
    figure = np.where(off[quantity] & last, true * 3 + 7, true)
    document = rng.integers(0, max(count // 100, 8), count)
    frame = {
        "document": np.char.add("paper-", document.astype(str)).astype(object),
        "id": np.char.add("c", np.arange(count).astype(str)).astype(object),
        "measure": np.array(MEASURES, dtype=object)[measure],
        "value": _values(figure, rng, case),
        "unit": "",
        "time": np.array([f"{year}" for year in range(2000, 2020)], dtype=object)[town % 20],
        "published": np.char.add("20", np.char.zfill((20 + document % 6).astype(str), 2)).astype(object),
        "place": np.char.add("Town ", town.astype(str)).astype(object),
    }
    return pd.DataFrame(_spoilt(frame, rng) if case == "invalid" else frame)


def _values(figure: np.ndarray[Any, Any], rng: np.random.Generator, case: str) -> np.ndarray[Any, Any]:
    """Return figures as printed: in one quantity of a hundred rounded, hedged or as ranges, otherwise in full."""
    if case == "phrasings":
        return np.array([_phrased(number) for number in (np.arange(len(figure)) % 100_000).tolist()], dtype=object)
    mixed = rng.random(len(figure) // EACH + 1) < (1.0 if case == "rounded" else ROUNDED)
    style = np.where(mixed[np.arange(len(figure)) // EACH], rng.integers(0, 20, len(figure)), 0)
    style = np.where(style == 0, rng.integers(0, 12, len(figure)), style)
    digits = np.maximum(np.floor(np.log10(figure)).astype(np.int64) - 1, 0)
    step = 10**digits
    rounded = (figure + step // 2) // step * step
    columns = (array.tolist() for array in (figure, rounded, style, step))
    texts = [_printed(one, near, how, by) for one, near, how, by in zip(*columns, strict=True)]
    return np.array(texts, dtype=object)


def _phrased(number: int) -> str:
    """Return one of as many phrasings as there are numbers: all of them meet."""
    low, high = f"{number:,}", f"{number + 110_000:,}"
    forms = (f"about {low} to {high}", f"between {low} and {high}", f"more than {low}", f"{low} to {high} people")
    return (*forms, f"fewer than {high} of them", f"{low} or more")[number % 6]


def _printed(figure: int, rounded: int, style: int, step: int) -> str:
    if style < 8:
        return str(figure)
    if style < 12:
        return f"{figure:,}"
    if style < 15:
        return f"{rounded:,}"
    if style < 17:
        return f"about {rounded:,}"
    if style == 17:
        return f"at least {rounded - step:,}"
    if style == 18:
        return f"{rounded - step:,} to {rounded + step:,}"
    return f"{rounded / 1000:g} thousand"


def _spoilt(frame: dict[str, Any], rng: np.random.Generator) -> dict[str, Any]:
    """Break half of the claims: a measure nobody declared, no number, an impossible time, an unknown unit."""
    kind = rng.integers(0, 8, len(frame["id"]))
    unknown = np.where(kind == 0, "residnets", frame["measure"])
    value = np.where(kind == 1, "n/a", frame["value"])
    time = np.where(kind == 2, "2019-02-30", frame["time"])
    return frame | {"measure": unknown, "value": value, "time": time, "unit": np.where(kind == 3, "km", "")}


def vocabulary(count: int, case: str) -> str:
    """Return the vocabulary: towns below regions below one country, and the measures."""
    towns = 1 if case == "giant" else -(-count // (EACH * len(MEASURES)))
    lines = ["dimensions:", "  place:", "    Country:"]
    for region in range(-(-towns // LEAVES)):
        inside = range(region * LEAVES, min((region + 1) * LEAVES, towns))
        lines.append(f"      Region {region}: [{', '.join(f'Town {town}' for town in inside)}]")
    lines.append("measures:")
    lines += [f"  {name}: {{unit: {name[:-1]}, kind: stock}}" for name in MEASURES]
    return "\n".join([*lines, "units:", *(f"  {name[:-1]}: [{name}]" for name in MEASURES), ""])


def write(count: int, folder: Path, form: str = "parquet", conflicts: float = 0.01, case: str = "plain") -> Path:
    """Write the project into `folder` and return the file of claims."""
    (folder / "claims").mkdir(parents=True, exist_ok=True)
    (folder / "reconcile.toml").write_text("", encoding="utf-8")
    (folder / "claims" / "vocabulary.yaml").write_text(vocabulary(count, case), encoding="utf-8")
    table, file = claims_of(count, conflicts, case), folder / "claims" / f"claims.{form}"
    if form == "csv":
        table.to_csv(file, index=False)
    else:
        table.to_parquet(file, index=False)
    return file


def main() -> None:
    """Write what the arguments say."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("claims", type=int)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--form", choices=("csv", "parquet"), default="parquet")
    parser.add_argument("--conflicts", type=float, default=0.01)
    parser.add_argument("--case", choices=tuple(CASES), default="plain")
    given = parser.parse_args()
    print(write(given.claims, given.folder, given.form, given.conflicts, given.case))


if __name__ == "__main__":
    main()
