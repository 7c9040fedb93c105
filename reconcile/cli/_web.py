"""`reconcile review --web`: the page in a browser, until Ctrl-C."""

from __future__ import annotations

import traceback
import webbrowser
from collections.abc import Callable, Sequence
from datetime import date
from threading import Thread

from reconcile.cli._desk import Laid
from reconcile.cli._output import tell


def review_in_browser(
    laid: Laid,
    queue: Sequence[str],
    by: str,
    day: Callable[[], date],
    *,
    port: int,
    browser: bool,
    debug: bool,
) -> None:
    """Serve the page for a queue of findings, with the others that are meant behind them; say how far it went."""
    from reconcile.web import Sitting, serve

    others = [finding.id for finding in laid.meant() if finding.id not in set(queue)]
    sitting = Sitting(laid.desk, laid.report, queue, others, by, day)

    def opened(address: str) -> None:
        tell(f"reviewing as {by} at {address}")
        tell("the address works once, in this machine's browser; Ctrl-C ends the review")
        if browser:
            # A browser may take its time, or run in this terminal's background.
            Thread(target=webbrowser.open, args=(address,), daemon=True).start()

    def on_error(error: Exception) -> None:
        tell("".join(traceback.format_exception(error)) if debug else f"a defect of reconcile: {error!r}")

    serve(sitting, port, opened, on_error)
    tell(f"{sitting.summary()}; every decision is saved")
