"""Jobs sent to workers, a few at a time, and what came back; whatever a worker loses is sent again.

A worker that dies loses its jobs, and the scheduler gives them to another one. A job whose workers die again and again
is taken apart and each of its rules is sent alone, with nothing beside it, to see which one it is.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Sequence
from concurrent.futures import CancelledError
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import TYPE_CHECKING

from reconcile.engines._cluster import ClusterLost, repeopled
from reconcile.engines._work import Job, Outcome, pack_shared, run_part
from reconcile.engines.local import Progress
from reconcile.errors import IncompleteError, Problem
from reconcile.models import Claims, Finding
from reconcile.rule import Rule

if TYPE_CHECKING:
    from distributed import Client, Future

LOOK = 2.0
"""Seconds between two looks at the scheduler."""
AHEAD = 2
"""Jobs at the scheduler for each thread of its workers, so that none is idle."""
MOST_KILLED = 3
"""Rules that may kill their workers; with more of them it is the cluster that is at fault."""
GONE = "the scheduler of the cluster was lost: nothing counts as checked"
EMPTY = "the cluster has no worker: nothing counts as checked"
KILLED = "the workers of the cluster ended or were killed again and again: nothing counts as checked"


@dataclass
class Came:
    """What came back of all jobs, by the rules' places."""

    findings: dict[int, list[Finding]] = field(default_factory=dict)
    """In the order of the jobs."""
    problems: dict[int, list[Problem]] = field(default_factory=dict)
    """Likewise; what several parts say is here several times."""
    failed: set[int] = field(default_factory=set)
    """Rules that crashed on some part, or that some worker did not have."""
    killed: set[int] = field(default_factory=set)
    """Rules that no worker survived."""


def carried_out(
    client: Client,
    shared: tuple[Claims, Sequence[Rule]],
    jobs: Iterable[Job],
    patience: float,
    told: Progress | None = None,
    count: int = 0,
) -> Came:
    """Return what all jobs came to, `count` of them if that is known.

    `shared` is what all jobs have in common, the claims and the rules. Raises ClusterLost where the scheduler is
    gone or silent for `patience` seconds, has no worker for so long, or has workers that can't run rules.
    """
    errands = _Errands(client, pack_shared(*shared), patience)
    jobs = iter(jobs)
    more = True
    while more:
        more = errands.send(jobs)
        while errands.away:
            errands.take()
            if told:
                told("parts of the claims", errands.done, max(count, errands.done))
            more = more and errands.send(jobs)
        errands.take_apart()
    return errands.came()


class _Errands:
    """The jobs that are on their way, and what came of the others."""

    def __init__(self, client: Client, shared: bytes, patience: float) -> None:
        self.client, self.patience = client, patience
        self.away: dict[Future, tuple[Job, Future]] = {}
        self.done = 0
        self._packed, self._sent_again = shared, 0
        self._outcomes: list[tuple[int, Outcome]] = []
        self._suspects: list[Job] = []
        self._killed: set[int] = set()
        self._looked = self._peopled = float("-inf")
        self._threads = 0
        self._look()
        # The result of a task, not data put on a worker: were it lost with its worker, the next one would make it anew.
        self._shared = client.submit(bytes, shared, pure=False)

    def send(self, jobs: Iterable[Job]) -> bool:
        """Send jobs until each worker has enough to do; say whether there may be more.

        While it is open which rule kills workers, none is sent.
        """
        room = 0 if self._suspects else max(self._threads, 1) * AHEAD - len(self.away)
        taken = list(islice(jobs, max(room, 0)))
        for job in taken:
            self._send(job)
        return len(taken) == max(room, 0)

    def take(self) -> None:
        """Wait for a while, and take what is ready."""
        for future in self._ready():
            self._finished(future, *self.away.pop(future))
        if time.monotonic() - self._looked > LOOK:
            self._look()

    def take_apart(self) -> None:
        """Send each rule of the jobs that killed their workers alone."""
        suspects, self._suspects = self._suspects, []
        for job in suspects:
            for rule in job.rules:
                self._send(replace(job, rules=(rule,)))
                while self.away:
                    self.take()
                alone, self._suspects = self._suspects, []
                self._killed |= {rule for one in alone for rule in one.rules}
                if len(self._killed) > MOST_KILLED:
                    raise ClusterLost(KILLED)

    def came(self) -> Came:
        """Return what all came to."""
        found = Came(killed=self._killed)
        for _, outcome in sorted(self._outcomes, key=lambda pair: pair[0]):
            found.findings.setdefault(outcome.rule, []).extend(outcome.findings)
            found.problems.setdefault(outcome.rule, []).extend(outcome.problems)
            found.failed |= {outcome.rule} if outcome.failed else set()
        return found

    def _send(self, job: Job) -> None:
        rules = tuple(rule for rule in job.rules if rule not in self._killed)
        if rules:
            job = replace(job, rules=rules)
            self.away[self.client.submit(run_part, self._shared, job, pure=False)] = job, self._shared

    def _ready(self) -> list[Future]:
        from distributed import wait

        try:
            return list(wait(list(self.away), timeout=LOOK, return_when="FIRST_COMPLETED").done)
        except TimeoutError:
            return []
        except CancelledError as error:
            raise ClusterLost(GONE) from error

    def _finished(self, future: Future, job: Job, shared: Future) -> None:
        try:
            outcomes = future.result(timeout=self.patience)
        except TimeoutError:  # its worker died meanwhile, and another one does it again
            self.away[future] = job, shared
            return
        except CancelledError as error:
            raise ClusterLost(GONE) from error
        except Exception as error:  # noqa: BLE001 - a rule's own errors are outcomes: this is the cluster's
            self._failed(error, future.status == "error", job, shared)
            return
        self._outcomes += [(job.number, outcome) for outcome in outcomes]
        self.done += 1

    def _failed(self, error: Exception, on_a_worker: bool, job: Job, shared: Future) -> None:
        from distributed.scheduler import KilledWorker

        if not isinstance(error, KilledWorker):
            why = f"the workers of the cluster can't run the rules: {_told(error)}" if on_a_worker else GONE
            raise ClusterLost(why) from error
        if shared.status != "error":
            self._suspects.append(job)
            return
        if shared is self._shared:
            self._sent_again += 1
            if self._sent_again > MOST_KILLED:
                raise ClusterLost(KILLED)
            self._shared = self.client.submit(bytes, self._packed, pure=False)
        self._send(job)

    def _look(self) -> None:
        """See that the scheduler is there and has workers."""
        try:
            threads = self.client.sync(self.client.scheduler.ncores, callback_timeout=self.patience)
        except (OSError, TimeoutError, RuntimeError, CancelledError) as error:
            raise ClusterLost(GONE) from error
        if self.client.status != "running":
            raise ClusterLost(GONE)
        repeopled(self.client)
        now, self._threads = time.monotonic(), sum(threads.values())
        self._peopled = now if self._threads or self._looked < 0 else self._peopled
        self._looked = now
        if now - self._peopled > self.patience:
            raise ClusterLost(EMPTY)


def _told(error: Exception) -> str:
    text = str(error).partition("\n")[0]
    return text if isinstance(error, IncompleteError) and text else f"{type(error).__name__}: {text}"
