"""Rules on a cluster of two worker processes: the same reports as on one machine, whatever happens to a worker."""

import os
import signal
import socket
import time
from functools import partial

import numpy as np
import pandas as pd
import pytest
from distributed import LocalCluster

from reconcile import check
from reconcile.cli import run as command
from reconcile.engines import _cluster, _errands, _work, dask, local
from reconcile.engines._cluster import ClusterLost, connected
from reconcile.pipeline import read_claims
from reconcile.pipeline.settle import settle
from reconcile.registry import load_rules
from reconcile.reporters import format_names, render
from reconcile.settings import Settings, load_settings
from reconcile.testing.random_claims import random_claims

RULES = load_rules(Settings(), project_rules=False).rules
SLOW = 'time.sleep(0.2)\nyield self.finding(claims, [0], f"slow {claims.table.claim.iloc[0]}", key=("x",))'
KILLS = f"""\
if os.getpid() != {os.getpid()}:
    time.sleep(0.5)  # Dask does not restart a worker that ends while it starts
    os.kill(os.getpid(), signal.SIGKILL)
yield from ()
"""
FINDS = """\
for row in (claims.table["low"] > self.least).to_numpy().nonzero()[0].tolist():
    yield self.finding(claims, [row], f"{claims.table.stated.iloc[row]} is much")
"""
CRASHES = """\
yield self.finding(claims, [0], "found before the crash")
if "b#joined" in set(claims.table["claim"]):
    raise ValueError(f"cannot say why, of {len(claims)} claims")
"""


@pytest.fixture
def on(cluster):
    """Return what runs rules on the workers, in parts of about so many rows."""
    cluster.scheduler.allowed_failures = 3
    _two_workers(cluster)
    return lambda rows=2, **more: partial(dask.run, scheduler=cluster.scheduler_address, rows=rows, **more)


def _two_workers(cluster) -> None:
    for _ in range(400):
        if len(cluster.scheduler.workers) == 2:
            return
        cluster.scale(2)  # one that was killed while it started does not come back by itself
        time.sleep(0.1)
    raise AssertionError("the workers did not come back")


def a_worker(cluster) -> int:
    return next(nanny.pid for nanny in cluster.workers.values() if nanny.pid)


def as_json(source, **options) -> str:
    return render(check(source, **options), "json")


def test_the_five_documents_give_the_same_report_in_every_format(root, on) -> None:
    one, other = check(root), check(root, engine=on(30))
    assert one.coverage.documents == 5 and len(one.found) > 20
    for name in format_names():
        assert render(one, name) == render(other, name), name


@pytest.mark.parametrize(("seed", "size"), [(3, 40), (8, 60), (13, 25), (21, 50)])
def test_random_projects_give_the_same_findings(on, seed, size) -> None:
    claims = random_claims(seed, size)
    findings, problems = local.run(RULES, claims)
    found, wrong = on(12)(RULES, claims, None)
    assert settle(found) == settle(findings)
    assert set(wrong) == set(problems)


def test_a_table_of_20_000_claims_gives_the_same_report(on) -> None:
    table = towns(20_000)
    assert as_json(table) == as_json(table, engine=on(3_000))


def towns(count: int) -> pd.DataFrame:
    """Return claims on towns, four for each quantity, of which some are far off."""
    rng = np.random.default_rng(1)
    quantity = np.arange(count) // 4
    figure = rng.integers(1_000, 90_000, count // 4 + 1)[quantity]
    figure = np.where(rng.random(count) < 0.005, figure * 3, figure)
    return pd.DataFrame(
        {
            "document": np.char.add("d", rng.integers(0, 50, count).astype(str)),
            "id": np.char.add("c", np.arange(count).astype(str)),
            "measure": np.array(["homes", "people", "shops"])[quantity % 3],
            "value": figure.astype(str),
            "time": "2019",
            "town": np.char.add("Town ", (quantity // 3).astype(str)),
        }
    )


@pytest.mark.parametrize("allowed", [0, 3])
def test_a_worker_killed_in_the_middle_changes_nothing(project, rule, cluster, on, allowed) -> None:
    folder = project({"slow": rule(SLOW)})
    whole, killed = as_json(folder), []

    def kill(stage: str, done: int, total: int) -> None:
        if not killed:
            killed.append(a_worker(cluster))
            os.kill(killed[0], signal.SIGKILL)

    engine = on(1)
    cluster.scheduler.allowed_failures = allowed
    assert len(check(folder).found) == 4
    split = render(check(folder, engine=engine, progress=kill), "json")
    assert killed
    assert split.count('"OWN001"') == whole.count('"OWN001"') * 3  # it says something of each part
    assert without_own(check(folder)) == without_own(check(folder, engine=engine))


def without_own(report):
    return [finding for finding in report.found if finding.code != "OWN001"]


def test_a_rule_of_the_project_runs_on_workers_with_its_options(project, rule, on) -> None:
    folder = project({"own": rule(FINDS)}, "[rules.own-1]\nleast = 650\n")
    report = check(folder, engine=on(1))
    found = sorted(finding.message for finding in report.found if finding.code == "OWN001")
    assert found == ["1,043 is much", "1,950 is much", "702 is much"]
    assert render(report, "json") == as_json(folder)


def test_a_rule_that_is_edited_is_run_as_it_is_now(project, rule, on) -> None:
    folder = project({"own": rule(FINDS)})
    first = check(folder, engine=on(1))
    project({"own": rule(FINDS.replace("is much", "is a lot"))})
    second = check(folder, engine=on(1))
    assert sum("is much" in finding.message for finding in first.found) == 6
    assert sum("is a lot" in finding.message for finding in second.found) == 6


def test_a_crashing_rule_is_the_same_one_problem_and_the_others_go_on(project, rule, on) -> None:
    folder = project({"own": rule(CRASHES), "other": rule(FINDS, number=2)})
    report = check(folder, engine=on(1))
    (problem,) = report.problems
    assert problem.message == "OWN001 own-1 crashed: ValueError: cannot say why, of 6 claims (check, line 25)"
    assert render(report, "json") == as_json(folder)


def test_a_rule_that_workers_cannot_have_runs_here(project, rule, on) -> None:
    module = rule(FINDS).replace("import time\n", f"import time\nassert os.getpid() == {os.getpid()}\n")
    folder = project({"own": module})
    report = check(folder, engine=on(1))
    assert not report.problems
    assert sum(finding.code == "OWN001" for finding in report.found) == 6
    assert render(report, "json") == as_json(folder)


def test_a_rule_that_ends_its_process_is_a_problem_and_the_others_go_on(project, rule, cluster, on, capsys) -> None:
    folder = project({"own": rule(KILLS), "other": rule(FINDS, number=2)})
    engine = on(3)
    cluster.scheduler.allowed_failures = 0
    report = check(folder, engine=engine)
    (problem,) = report.problems
    assert problem.message == "OWN001 own-1 did not finish: every worker process that ran it ended or was killed"
    (folder / "rules" / "own.py").unlink()
    assert report.found == check(folder).found
    assert capsys.readouterr().err == ""


def test_workers_that_are_killed_again_and_again_end_the_check(project, rule, cluster, on, monkeypatch) -> None:
    folder = project({f"own{n}": rule(KILLS, number=n) for n in range(2)})
    engine = on(100)
    monkeypatch.setattr(_errands, "MOST_KILLED", 1)
    cluster.scheduler.allowed_failures = 0
    with pytest.raises(ClusterLost, match="killed again and again: nothing counts as checked"):
        check(folder, engine=engine)


def test_a_lost_scheduler_is_one_line_and_status_3(project, rule, capsys, monkeypatch) -> None:
    folder = project({"slow": rule(SLOW)})
    with _cluster._quiet():
        scheduler = LocalCluster(
            n_workers=1, processes=False, protocol="tcp", dashboard_address=None, silence_logs=_cluster.SILENT
        )
        ready = _errands._Errands._finished

        def finished(self, *told) -> None:
            ready(self, *told)
            scheduler.close()

        monkeypatch.setattr(_errands._Errands, "_finished", finished)
        monkeypatch.setattr(_errands, "AHEAD", 1)
        status = command(["check", str(folder), "--engine", "dask", "--scheduler", scheduler.scheduler_address])
    caught = capsys.readouterr()
    assert (status, caught.out) == (3, "")
    assert caught.err == "the scheduler of the cluster was lost: nothing counts as checked\n"


def test_no_scheduler_is_one_line_and_status_3(project, capsys, monkeypatch) -> None:
    monkeypatch.setattr(_cluster, "CONNECT", 1.0)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        address = f"tcp://127.0.0.1:{silent.getsockname()[1]}"
        status = command(["check", str(project()), "--engine", "dask", "--scheduler", address])
    caught = capsys.readouterr()
    assert (status, caught.out) == (3, "")
    assert caught.err == f"no scheduler answers at {address}: nothing was checked\n"


def test_a_cluster_without_workers_is_given_up(project) -> None:
    with _cluster._quiet(), LocalCluster(n_workers=0, protocol="tcp", dashboard_address=None) as empty:
        engine = partial(dask.run, scheduler=empty.scheduler_address, patience=1.0)
        with pytest.raises(ClusterLost, match="the cluster has no worker: nothing counts as checked"):
            check(project(), engine=engine)


def test_workers_of_another_version_are_refused(project, on, monkeypatch) -> None:
    ours = _work.versions()
    monkeypatch.setattr(_work, "versions", lambda: ("reconcile 99", *ours[1:]))
    with pytest.raises(ClusterLost, match=f"can't run the rules: one has {ours[0]} where reconcile 99 is needed"):
        check(project(), engine=on())


def test_rules_about_the_whole_project_need_no_cluster(project, rule) -> None:
    settings = load_settings(project({"own": rule(FINDS, scope="project")}))
    rules = [one for one in load_rules(settings).rules if one.scope == "project"]
    claims, _ = read_claims(settings)
    found, wrong = dask.run(rules, claims, scheduler="tcp://127.0.0.1:1")
    assert (len(found), wrong) == (6, [])


def test_what_dask_says_is_heard_again_afterwards(cluster) -> None:
    import logging

    before = {name: logging.getLogger(name).level for name in ("distributed", "tornado", "asyncio")}
    with connected(cluster.scheduler_address):
        assert not logging.getLogger("distributed").isEnabledFor(logging.CRITICAL)
    assert {name: logging.getLogger(name).level for name in before} == before
