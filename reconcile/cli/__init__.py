"""The command line: parses, calls, prints and exits; nothing below it does.

A command is a module in this folder whose name starts with no underscore; its `add(app)` registers
it, its `ORDER` is its place in the help. Whatever is slow to import is imported inside a command.
"""

from __future__ import annotations

import errno
import gc
import os
import signal
import sys
from collections.abc import Sequence
from pathlib import Path

from reconcile.cli._output import tell
from reconcile.errors import IncompleteError, ReconcileError

INTERRUPTED = 130
"""Exit status after Ctrl-C, as a shell has it."""
TERMINATED = 143
"""Exit status after SIGTERM, as a shell has it."""
NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO, errno.EROFS)
"""What the system says where nothing more can be written."""
DEFECT = 70
"""Exit status for a defect of `reconcile` itself."""


def main() -> None:
    """Run the command line with the arguments of this process, and exit."""
    _open_closed_streams()
    signal.signal(signal.SIGTERM, _terminate)
    status = run(sys.argv[1:])
    gc.freeze()  # Python would look once more for cycles among millions of objects that end with the process anyway
    sys.exit(status)


class Terminated(BaseException):
    """Somebody asked this process to end: files that are not finished are removed on the way out."""


def _terminate(_number: int, _frame: object) -> None:
    signal.signal(signal.SIGTERM, signal.SIG_IGN)  # once is enough; a second one must not break off the tidying up
    raise Terminated


def _open_closed_streams() -> None:
    """Send nowhere what is for a stream that was closed before the start (`>&-`), for which Python has None.

    Else the next file to be opened would get its number.
    """
    if sys.stdout is None:
        sys.stdout = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115 - open to the end
    if sys.stderr is None:
        sys.stderr = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115 - open to the end


def run(arguments: Sequence[str]) -> int:
    """Run the command line with `arguments` and return its exit status."""
    try:
        from reconcile.cli._app import invoke

        return invoke(arguments)
    except ReconcileError as error:
        tell(str(error))
        return error.exit_status
    except KeyboardInterrupt:
        return INTERRUPTED
    except Terminated:
        return TERMINATED
    except Exception as error:  # noqa: BLE001 - whatever it is, it must not look like findings
        if _is_memory(error):
            tell("reconcile: this needs more memory than there is; nothing was checked to the end")
            return IncompleteError.exit_status
        if isinstance(error, OSError) and error.errno in NO_ROOM:
            tell(f"reconcile: nothing more can be written: {error.strerror}")
            return ReconcileError.exit_status
        if "--debug" in arguments:
            tell_traceback(error)
        else:
            tell(f"reconcile: a defect of reconcile itself: {_summary(error)}; --debug shows where")
        return DEFECT


def _is_memory(error: Exception) -> bool:
    """Say whether an error means that the memory is used up, also while a library is loaded."""
    if isinstance(error, OSError) and error.errno == errno.ENOMEM:
        return True
    loading = isinstance(error, ImportError) and "failed to map segment" in str(error)
    return loading or isinstance(error, MemoryError)


def tell_traceback(error: Exception) -> None:
    """Print where an error was raised."""
    import traceback

    for line in "".join(traceback.format_exception(error)).rstrip("\n").split("\n"):
        tell(line)


def _summary(error: Exception) -> str:
    text = str(error).partition("\n")[0]
    return f"{type(error).__name__}: {text}" if text else type(error).__name__
