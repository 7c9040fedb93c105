"""Kills a writer of decisions many times, and reads every file after each: run as a program of its own.

It imports the package once and forks for each writer, so that a kill costs milliseconds.
"""

import os
import random
import signal
import sys
import time
from datetime import date
from pathlib import Path

from reconcile.decisions import Store, Wanted, decide, undo
from reconcile.models import Evidence, Finding
from reconcile.models.identity import evidence_hash, finding_id

FINDINGS = 6


def finding(number: int) -> Finding:
    claims = tuple(Evidence(f"{name}#x", name, stated="1,700", reads="[1,650, 1,750)") for name in "ab")
    id = finding_id("REC101", [str(number)])
    return Finding("REC101", "value-conflict", "error", "m", claims, id=id, evidence=evidence_hash(claims))


def write_for_ever(store: Store, start: int, pipe: int) -> None:
    """Decide one finding after the other, with a rising number in the text; say each number once it is kept."""
    number = start
    while True:
        number += 1
        one = finding(number % FINDINGS)
        before = store.read_one(one.id)
        if before and len(before.decision.history) > 3:
            before = undo(store, before)
        text = f"{number} " + "why " * (number % 700)
        decide(store, one, Wanted("dismissed", "Ana", date(2024, 5, 2), text=text), before)
        os.write(pipe, number.to_bytes(8, "big"))


def killed(store: Store, start: int, seconds: float) -> int:
    """Let a writer work for a moment, kill it, and return the last number that it said was kept."""
    reader, writer = os.pipe()
    child = os.fork()
    if not child:
        try:
            write_for_ever(store, start, writer)
        finally:
            os._exit(1)
    os.close(writer)
    time.sleep(seconds)
    os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    assert os.WIFSIGNALED(status), "the writer ended by itself"
    with os.fdopen(reader, "rb") as said:
        numbers = said.read()
    return int.from_bytes(numbers[-8:], "big") if numbers else start


def check(store: Store, kept: int) -> tuple[int, int]:
    """Read every decision; return how many there are and the highest number among them."""
    read = store.read()
    assert read.problems == (), read.problems
    numbers = []
    for stored in read.by_finding.values():
        number, *words = stored.decision.present.text.split()
        assert words == ["why"] * (int(number) % 700), "half a decision"
        numbers.append(int(number))
    assert not kept or max(numbers) in (kept, kept + 1), f"{kept} was said to be kept, {max(numbers)} is there"
    assert len(numbers) == min(FINDINGS, max(numbers, default=0)), "a decision is lost"
    return len(numbers), max(numbers, default=0)


def main(folder: str, times: int, seed: int) -> None:
    store, luck = Store(Path(folder), "decisions"), random.Random(seed)
    number, parts = 0, 0
    for _ in range(times):
        said = killed(store, number, luck.uniform(0.0, 0.03))
        _, number = check(store, said)
        parts += len(list(store.folder.glob(".*"))) if store.folder.exists() else 0
    sys.stdout.write(f"{times} {number} {parts}\n")


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
