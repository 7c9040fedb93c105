"""How long it takes to find claims that several laws rule out together, against bare HiGHS on the same matrices.

    python benchmarks/sets.py [components|hierarchy] [SIZE]

`components`: SIZE components of 20 to 50 quantities, a planted contradiction in one of a hundred. `hierarchy`: one of
SIZE quantities, a planted contradiction in one of a hundred of its regions. Prints seconds, memory and the ratio.
"""

import random
import resource
import sys
import time
from fractions import Fraction

import numpy as np
import pandas as pd

from reconcile.models import Dimension, Measure, Partition, RawProject, Relation, Vocabulary
from reconcile.normalise import normalise
from reconcile.reading import from_frame
from reconcile.readings import Widths
from reconcile.solver.laws.conflicts import conflicts_of, solver_of
from reconcile.solver.sets.components import columns_of_claims
from reconcile.solver.sets.feasible import Floating
from reconcile.solver.sets.search import inconsistent_sets
from reconcile.solver.sets.system import system_of
from reconcile.solver.sets.windows import windows_of

MEASURES = ("joined", "killed", "back", "tried")


def relations():
    one = Fraction(1)
    return (
        Relation("fates", "killed + back <= joined", {"killed": one, "back": one, "joined": -one}, "<="),
        Relation("trials", "tried <= back", {"tried": one, "back": -one}, "<="),
    )


def project(partitions, rows, by):
    """Return a claims table; `rows` are measure, member and value, `by` the dimensions of the measures."""
    dimension = Dimension("place", "World", tuple(partitions))
    measures = {name: Measure(name, "constant", unit="person", by=by) for name in MEASURES}
    frame = pd.DataFrame(rows, columns=["measure", *by, "value"])
    frame.insert(0, "document", [f"d{i % 50}" for i in range(len(frame))])
    raw = from_frame(frame)
    dimensions = {"place": dimension, "case": Dimension("case", "none", open=True)}
    vocabulary = Vocabulary(dimensions, measures, units={"person": ()})
    raw = RawProject(rows=raw.rows, documents=raw.documents, vocabulary=vocabulary, relations=relations())
    return normalise(raw, Widths())


def components(count, seed=1):
    """Return separate projects in one: `case` keeps them apart, each a region of 5 to 12 places and four measures."""
    chance = random.Random(seed)
    sizes = [chance.randint(4, 11) for _ in range(count)]
    widest = max(sizes)
    partitions = [Partition("World", tuple(f"p{i}" for i in range(widest)), True)]
    rows = []
    for case, size in enumerate(sizes):
        planted = case % 100 == 7
        rows += region(chance, f"case{case}", size, planted)
    return project(partitions, rows, {"case": "none", "place": "World"})


def region(chance, case, size, planted):
    killed, tried, joined = 0, 0, 0
    rows = []
    for place in range(size):
        dead, court, rest = chance.randint(11, 899), chance.randint(11, 899), chance.randint(1, 99)
        killed, tried, joined = killed + dead, tried + court, joined + dead + court + rest
        rows += [
            ("tried", case, f"p{place}", str(court)),
            ("killed", case, f"p{place}", f"at most {dead + 40}"),
            ("joined", case, f"p{place}", f"at least {dead + court}"),
        ]
    total = killed + tried - 17 if planted else joined
    rows.append(("killed", case, "World", str(killed)))
    rows.append(("joined", case, "World", f"at most {total}"))
    return [row for row in rows if not (planted and row[0] == "joined" and row[2] != "World")]


def hierarchy(count, seed=1):
    """Return one hierarchy of about `count` quantities: regions of ten places each, regions in areas of ten."""
    chance = random.Random(seed)
    regions = max(1, count // (4 * 11))
    areas = [f"a{i}" for i in range(regions // 10 + 1)]
    partitions = [Partition("World", tuple(areas), True)]
    rows = []
    for area in range(len(areas)):
        inside = [f"r{i}" for i in range(area * 10, min(regions, area * 10 + 10))]
        if inside:
            partitions.append(Partition(areas[area], tuple(inside), True))
    for number in range(regions):
        places = tuple(f"r{number}p{i}" for i in range(10))
        partitions.append(Partition(f"r{number}", places, True))
        made = region(chance, "", 10, number % 100 == 7)
        rows += [(name, f"r{number}{'' if place == 'World' else place}", value) for name, _, place, value in made]
    return project(partitions, rows, {"place": "World"})


def bare(claims):
    """Return seconds that HiGHS alone takes to say of every component whether it is possible."""
    solver = solver_of(claims)
    system, windows = system_of(solver.ground), windows_of(claims, solver.ground.lattice)
    low, high = system.floors.copy(), np.full(len(system.floors), np.inf)
    columns = columns_of_claims(system)[windows.place]
    np.maximum.at(low, columns, windows.low)
    np.minimum.at(high, columns, windows.high)
    floating, impossible, seconds = Floating(), 0, 0.0
    for component in range(len(system)):
        at = slice(int(system.columns_at[component]), int(system.columns_at[component + 1]))
        rows = system.rows.part(*system.rows_at[component : component + 2].tolist(), at.start)
        if len(rows):
            started = time.perf_counter()
            impossible += not floating.is_possible(rows, low[at], high[at])
            seconds += time.perf_counter() - started
    return seconds, impossible, len(system), len(system.floors), len(system.rows)


def main():
    kind = sys.argv[1] if len(sys.argv) > 1 else "components"
    size = int(sys.argv[2]) if len(sys.argv) > 2 else (10_000 if kind == "components" else 100_000)
    claims = {"components": components, "hierarchy": hierarchy}[kind](size)
    seconds, impossible, count, columns, rows = bare(claims)
    claims.memory.clear()
    marks = [time.perf_counter()]
    solver_of(claims)
    marks.append(time.perf_counter())
    conflicts_of(claims)
    marks.append(time.perf_counter())
    found = inconsistent_sets(claims, 2000, 10)
    marks.append(time.perf_counter())
    laws, single, sets = np.diff(marks)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{kind}: {len(claims):,} claims, {count:,} components, {columns:,} quantities, {rows:,} rows")
    print(f"bare HiGHS {seconds:.2f} s ({impossible} impossible); sets alone {sets:.2f} s: {sets / seconds:.2f} times")
    print(f"before it: placing the laws {laws:.2f} s, single laws {single:.2f} s; {memory:,.0f} MB at most")
    print(f"{len(found.broken):,} sets, {len(found.problems)} not checked {found.problems[:2]}")


if __name__ == "__main__":
    main()
