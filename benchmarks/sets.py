"""How long it takes to find claims that several laws rule out together, against bare HiGHS on the same matrices.

    python benchmarks/sets.py                                 all sizes; writes the table of benchmarks/README.md
    python benchmarks/sets.py components|hierarchy SIZE       one of them

`components`: SIZE components of 20 to 50 quantities, a planted contradiction in one of a hundred. `hierarchy`: one of
SIZE quantities, a planted contradiction in one of a hundred of its regions.
"""

import random
import resource
import subprocess
import sys
import time
from fractions import Fraction

import measure
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

RUNS = 3
SIZES = (("components", 1_000), ("components", 10_000), ("hierarchy", 10_000), ("hierarchy", 100_000))
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


def measured(kind, size):
    """Return one row of the table; the middle one of a few runs for the times."""
    claims = {"components": components, "hierarchy": hierarchy}[kind](size)
    yardstick, took = [], []
    for _ in range(RUNS):
        claims.memory.clear()
        seconds, impossible, _, columns, rows = bare(claims)
        claims.memory.clear()
        solver_of(claims)
        conflicts_of(claims)
        started = time.perf_counter()
        found = inconsistent_sets(claims, 2000, 10)
        took.append(time.perf_counter() - started)
        yardstick.append(seconds)
    if found.problems:
        raise SystemExit(f"not all was checked: {found.problems[0]}")
    highs, sets = sorted(yardstick)[RUNS // 2], sorted(took)[RUNS // 2]
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    cells = (
        f"{kind}, {size:,}",
        f"{len(claims):,}",
        f"{columns:,}",
        f"{rows:,}",
        f"{highs:.2f} s",
        f"{impossible}",
        f"{sets:.2f} s",
        f"{len(found.broken)}",
        f"{sets / highs:.1f}",
        f"{memory:,.0f} MB",
    )
    return f"| {' | '.join(cells)} |"


def every_size():
    """Measure each size in a process of its own and write the table."""
    rows = []
    for kind, size in SIZES:
        command = [sys.executable, __file__, kind, str(size)]
        rows.append(subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip())
        print(rows[-1])
    head = "| | claims | quantities | rows | bare HiGHS | impossible | REC208 | sets | ratio | memory |"
    found = "\n".join([head, "|---|" + "---:|" * 9, *rows])
    measure.write("sets", found)


if __name__ == "__main__":
    if len(sys.argv) == 3:
        print(measured(sys.argv[1], int(sys.argv[2])))
    else:
        every_size()
