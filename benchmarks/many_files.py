"""Write a project of many YAML claim files, the same bytes each time.

    python benchmarks/many_files.py FILES CLAIMS FOLDER

Each file is one document with a header, defaults and CLAIMS claims about towns, as a person would write them: most
with the line of the text, some with words, an origin or a note, and for every third town the
dwellings and pupils stand below its residents (`of-which`). Four documents in turn tell the same quantities, so that
about one in a hundred of them is in conflict.
"""

from __future__ import annotations

import argparse
import math
import random
from collections.abc import Iterator
from pathlib import Path

from synthetic import EACH, MEASURES, vocabulary

IN_FULL = ("{0}", "{0:,}")
"""How most figures are printed."""
HEDGED = ("{1:,}", "about {1:,}", "at least {2:,}", "{2:,} to {3:,}")
"""How one in seventy is printed: rounded, as a bound or a range."""
OFF = 0.01
"""Part of the quantities that one document tells otherwise."""


def file_text(number: int, claims: int) -> str:
    """Return the claim file of one document."""
    group, turn = divmod(number, EACH)
    words = random.Random(f"words {number}")
    head = [
        "document:",
        f"  id: paper-{number:05}",
        f'  title: "Figures of the year, part {group}: how many live where"',
        f"  publisher: Gazette of Region {group % 40}",
        f"  published: {2020 + number % 6}-{1 + number % 12:02}",
        "",
        "defaults:",
        f"  time: {2000 + group % 20}",
        "",
        "# Towns in the order of the printed table.",
        "claims:",
    ]
    lines = head + [line for claim in _claims(group, turn, claims, words) for line in claim]
    return "\n".join([*lines, ""])


def _claims(group: int, turn: int, count: int, words: random.Random) -> Iterator[list[str]]:
    """Yield each claim's lines; every third town has its other figures below the first."""
    first = group * count
    for place in range(count):
        town, kind = divmod(first + place, len(MEASURES))
        nested = town % 3 == 0 and kind > 0 and place >= kind
        opens = town % 3 == 0 and kind == 0 and place + 1 < count
        value = _value(first + place, turn, words)
        claim = [f"id: {MEASURES[kind]}-{town}", f"measure: {MEASURES[kind]}"]
        if nested and words.random() < 0.5:
            yield [f"      - {{{', '.join(claim)}, value: {value}, at: {{line: {20 + place}}}}}"]
            continue
        claim += [] if nested else [f"place: Town {town}"]
        claim += [f"value: {value}", *_further(town, kind, place, words), *(["of-which:"] if opens else [])]
        indent = "      " if nested else "  "
        yield [f"{indent}- {claim[0]}", *(f"{indent}  {key}" for key in claim[1:])]


def _further(town: int, kind: int, place: int, words: random.Random) -> Iterator[str]:
    yield f"at: {{line: {20 + place}}}"
    if words.random() < 0.2:
        yield f"says: {MEASURES[kind]} of Town {town}, as the register has them"
    if words.random() < 0.002:
        yield f"origin: Register {words.randrange(900)}"
    if words.random() < 0.02:
        yield "note: 'the caption gives no date'"


def _value(quantity: int, turn: int, words: random.Random) -> str:
    """Return one figure as its document prints it, quoted where a claim writer would."""
    own = random.Random(f"figure {quantity}")
    true = max(round(math.exp(own.gauss(9, 1.5))), 120)
    figure = true * 3 + 7 if own.random() < OFF and turn == EACH - 1 else true
    step = 10 ** max(len(str(figure)) - 2, 0)
    near = (figure + step // 2) // step * step
    text = words.choice(HEDGED if words.random() < 1 / 70 else IN_FULL).format(figure, near, near - step, near + step)
    return f'"{text}"' if "," in text else text


def write(files: int, claims: int, folder: Path) -> None:
    """Write the project into `folder`: the files in folders of a hundred, and the vocabulary."""
    (folder / "claims").mkdir(parents=True, exist_ok=True)
    (folder / "reconcile.toml").write_text("", encoding="utf-8")
    (folder / "claims" / "vocabulary.yaml").write_text(vocabulary(files * claims, "plain"), encoding="utf-8")
    for number in range(files):
        inside = folder / "claims" / f"{number // 100:03}"
        inside.mkdir(exist_ok=True)
        (inside / f"paper-{number:05}.yaml").write_text(file_text(number, claims), encoding="utf-8")


def main() -> None:
    """Write what the arguments say."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", type=int)
    parser.add_argument("claims", type=int)
    parser.add_argument("folder", type=Path)
    given = parser.parse_args()
    write(given.files, given.claims, given.folder)
    print(given.folder)


if __name__ == "__main__":
    main()
