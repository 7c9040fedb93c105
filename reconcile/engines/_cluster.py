"""A client of a Dask cluster: of one that is there, or of worker processes of its own that end with it."""

from __future__ import annotations

import logging
import os
import re
import signal
import sys
import warnings
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from multiprocessing import resource_tracker
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from reconcile.errors import IncompleteError, Problem, SettingsError

if TYPE_CHECKING:
    from distributed import Client

ADDRESS = re.compile(r"((tcp|tls|ws|wss|ucx|ucxx)://)?([\w.-]+|\[[0-9A-Fa-f:.]+\]):\d{1,5}")
"""Where a scheduler is: `tcp://host:8786`."""
MOST_WORKERS = 8
"""Worker processes that are started on this machine, at most; two at least, else one for each core."""
LONG = 60.0
"""Seconds that a scheduler may be silent, or be without any worker."""
CONNECT = 20.0
"""Seconds in which a scheduler must answer first."""
CONFIG = {
    "distributed.admin.large-graph-warning-threshold": "1 TB",
    "distributed.deploy.lost-worker-timeout": "5s",
    "distributed.scheduler.http.routes": [],
    "distributed.worker.http.routes": [],
}
"""Parts of any size may be sent; a worker process that did not come back is given up soon, so that another one can be
started; nothing about the check is served to a browser."""
TRIES = 2
"""Worker processes of this machine that may end over one job before its rules are sent alone."""
CLOSE = 10.0
"""Seconds in which a cluster or a client is to end."""
SILENT = logging.CRITICAL + 1
"""A level that no message has."""


class ClusterLost(IncompleteError):
    """The cluster that was to run the rules is gone, or can't run them."""


def check_address(scheduler: str) -> None:
    """Raise SettingsError where this is no address of a scheduler."""
    if not ADDRESS.fullmatch(scheduler):
        message = (
            f"'{_without_secrets(scheduler)}' is no address of a scheduler; expected one such as tcp://127.0.0.1:8786"
        )
        raise SettingsError([Problem("", 0, "settings", message)])


def _without_secrets(address: str) -> str:
    """Return an address without the name and the password before its host and without what it asks behind it."""
    return re.sub(r"[?#].*", "?…", re.sub(r"^(\w+://)?.*@", r"\1…@", address, flags=re.DOTALL), flags=re.DOTALL)


@contextmanager
def connected(scheduler: str = "") -> Iterator[Client]:
    """Give a client of the scheduler at that address, or of worker processes on this machine where none is given.

    What Dask has to say goes nowhere: whatever matters is a problem or an error. Raises ClusterLost where no
    scheduler answers or no worker process can be started.
    """
    with ExitStack() as stack:
        stack.enter_context(_quiet())
        client = stack.enter_context(_remote(scheduler) if scheduler else _own())
        stack.enter_context(client.as_current())
        yield client


def repeopled(client: Client) -> None:
    """Start worker processes for those that ended and were not started again, where they are this process's own."""
    if client.cluster is not None:
        client.cluster.scale(_workers())


def _workers() -> int:
    return max(2, min(os.cpu_count() or 2, MOST_WORKERS))


@contextmanager
def _remote(scheduler: str) -> Iterator[Client]:
    from distributed import Client

    try:
        _greet(scheduler)
        client = Client(scheduler, timeout=CONNECT, set_as_default=False)
    except (OSError, TimeoutError, RuntimeError, ValueError) as error:
        raise ClusterLost(f"no scheduler answers at {scheduler}: nothing was checked") from error
    try:
        yield client
    finally:
        with suppress(Exception):  # a scheduler that is gone can't be told
            client.close(timeout=CLOSE)


def _greet(scheduler: str) -> None:
    """Ask who is there, which a client would do without end where something listens and says nothing."""
    from distributed import Security
    from distributed.core import rpc
    from distributed.utils import LoopRunner, sync

    async def ask() -> None:
        async with rpc(scheduler, connection_args=Security().get_connection_args("client")) as there:
            await there.ncores()

    threads = LoopRunner()
    threads.start()
    try:
        sync(threads.loop, ask, callback_timeout=CONNECT)
    finally:
        threads.stop()


@contextmanager
def _own() -> Iterator[Client]:
    """Give a client of worker processes on this machine, which only this process can reach."""
    import dask
    from distributed import Client, LocalCluster

    with TemporaryDirectory(prefix="reconcile-", ignore_cleanup_errors=True) as folder:
        try:
            with _deaf_to_interrupts(), dask.config.set({"temporary-directory": folder}):
                cluster = LocalCluster(
                    n_workers=_workers(),
                    threads_per_worker=1,
                    processes=True,
                    host="127.0.0.1",
                    dashboard_address=None,
                    security=_certificates(),
                    memory_limit=0,
                    local_directory=folder,
                    silence_logs=SILENT,
                    scheduler_kwargs={
                        "dashboard": False,
                        "dashboard_address": "127.0.0.1:0",
                        "allowed_failures": TRIES - 1,
                    },
                )
        except (OSError, TimeoutError, RuntimeError) as error:
            raise ClusterLost(f"no worker process could be started: {_first_line(error)}{_hint()}") from error
        try:
            with Client(cluster, timeout=CONNECT, set_as_default=False) as client:
                yield client
        finally:
            with suppress(Exception):  # worker processes end with this one, whatever happens
                cluster.close(timeout=CLOSE)


@contextmanager
def _deaf_to_interrupts() -> Iterator[None]:
    """Let threads and processes that start meanwhile, and all that those start, never see Ctrl-C.

    A terminal sends it to all processes at once; this one ends the others. It gets what came in between afterwards.
    """
    mask = getattr(signal, "pthread_sigmask", None)
    if mask:
        resource_tracker.ensure_running()  # started later, by a thread, it would let that thread see Ctrl-C
    before = mask(signal.SIG_BLOCK, {signal.SIGINT}) if mask else None
    try:
        yield
    finally:
        if mask:
            mask(signal.SIG_SETMASK, before)


def _certificates() -> Any:
    """Return certificates for this run, so that no other user of the machine can send code to its ports."""
    from distributed import Security

    return Security.temporary()


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep Dask's log lines and warnings off this process's streams, and let it send parts of any size."""
    import dask
    import distributed  # noqa: F401 - it sets up its loggers when it is imported

    names = ("distributed", "tornado", "bokeh", "asyncio")
    loggers = [logging.getLogger(name) for name in logging.root.manager.loggerDict if name.split(".")[0] in names]
    levels = [(logger, logger.level) for logger in loggers]
    with dask.config.set(CONFIG), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for logger in loggers:
            logger.setLevel(SILENT)
        try:
            yield
        finally:
            for logger, level in levels:
                logger.setLevel(level)


def _hint() -> str:
    """Return what keeps worker processes from starting where a script of the user's own is run, if it is one."""
    script = Path(getattr(sys.modules.get("__main__"), "__file__", None) or "").name
    own = script not in ("", "reconcile", "__main__.py")
    return f'; {script} must call reconcile below `if __name__ == "__main__":`' if own else ""


def _first_line(error: BaseException) -> str:
    return str(error).partition("\n")[0].rstrip(".") or type(error).__name__
