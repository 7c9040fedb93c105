"""The review page on a port of this machine, until Ctrl-C."""

from __future__ import annotations

import os
import socket
from collections.abc import Callable
from importlib.util import find_spec
from typing import TYPE_CHECKING

from reconcile.errors import ReconcileError

if TYPE_CHECKING:
    from reconcile.web.sitting import Sitting

NEEDED = ("starlette", "uvicorn", "jinja2")
"""What the extra `web` brings."""


class WebMissing(ReconcileError):
    """The page can't be served; says what to do about it."""


def check_installed() -> None:
    """WebMissing: the extra `web` is not installed."""
    missing = [name for name in NEEDED if find_spec(name) is None]
    if missing:
        raise WebMissing(f"--web needs {', '.join(missing)}: pip install 'reconcile[web]'")


def serve(sitting: Sitting, port: int, opened: Callable[[str], None], on_error: Callable[[Exception], None]) -> None:
    """Serve the page until Ctrl-C; port 0 takes any that is free.

    `opened` gets the address once it answers, and `on_error` every defect. WebMissing: the extra `web` is not
    installed, or the port is taken.
    """
    check_installed()
    import uvicorn

    from reconcile.web.app import application
    from reconcile.web.gate import Keys

    with bound(port) as listening:
        keys = Keys(listening.getsockname()[1])
        config = uvicorn.Config(
            application(sitting, keys, on_error),
            http="h11",
            ws="none",
            loop="asyncio",
            lifespan="off",
            log_config=None,
            log_level="critical",
            access_log=False,
            proxy_headers=False,
            server_header=False,
            date_header=False,
            timeout_graceful_shutdown=2,
        )
        opened(keys.url)
        try:
            uvicorn.Server(config).run(sockets=[listening])
        except KeyboardInterrupt:
            return


def bound(port: int) -> socket.socket:
    """Return a socket that listens on this machine alone. WebMissing: the port can't be had."""
    from reconcile.web.gate import HOST

    made = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    try:
        if os.name == "posix":  # elsewhere it would let another program take the port away
            made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        made.bind((HOST, port))
        made.listen(64)
    except (OSError, OverflowError) as error:
        made.close()
        why = getattr(error, "strerror", None) or "no such port"
        raise WebMissing(f"port {port} can't be had: {why.lower()}; leave --port out for any that is free") from error
    return made
