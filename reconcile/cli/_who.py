"""Who decides and when, as commands ask for it; and which finding a person means."""

from __future__ import annotations

import subprocess
from collections.abc import Iterable
from datetime import date, timedelta
from pathlib import Path

from reconcile.cli._options import usage_error
from reconcile.cli._output import tell
from reconcile.errors import did_you_mean

MOST_NAMED = 5
"""Ids that one message names."""


def decider(by: str, folder: Path) -> str:
    """Return the name of whoever decides: as given, else git's, else the login name; which one is said."""
    if by.strip():
        return by.strip()
    name, source = _git_name(folder), "git's user.name"
    if not name:
        name, source = _login(), "the login name"
    if not name:
        raise usage_error("nobody knows who decides; name yourself with --by NAME", "--by")
    tell(f"deciding as {name} ({source}; --by NAME says otherwise)")
    return name


def _git_name(folder: Path) -> str:
    try:
        asked = ["git", "config", "user.name"]
        done = subprocess.run(asked, cwd=folder, capture_output=True, text=True, errors="replace", check=False)
    except OSError:
        return ""
    return done.stdout.strip()


def _login() -> str:
    import getpass

    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return ""


def today(on: str) -> date:
    """Return the day of a decision: `--on`, else the day that it is."""
    from reconcile.decisions.faults import to_day

    day = to_day(on) if on else date.today()
    if day is None:
        raise usage_error(f"'{on}' is no date; write it as 2024-05-31", "--on")
    return day


def end_of(text: str, on: date) -> date | None:
    """Return the last day of a deferral: a date, or a number of days from `on`; None where it is neither."""
    from reconcile.decisions.faults import to_day

    number = text.casefold().removesuffix("days").removesuffix("day").removesuffix("d").strip()
    if number.isascii() and number.isdigit() and len(number) <= 4:
        days = int(number)
        return on + timedelta(days=days) if days <= (date.max - on).days else date.max
    return to_day(text)


def only_id(start: str, ids: Iterable[str], what: str = "finding") -> str:
    """Return the one id that is or begins with `start`; a usage error where there are none or several."""
    if not start.strip():  # a variable of a script that was never set
        raise usage_error(f"the id of a {what.split()[0]} is empty")
    every, folded = sorted(set(ids)), start.casefold()
    found = [id for id in every if id.casefold() == folded] or [id for id in every if id.casefold().startswith(folded)]
    if len(found) == 1:
        return found[0]
    if found:
        named = ", ".join(found[:MOST_NAMED]) + (" …" if len(found) > MOST_NAMED else "")
        raise usage_error(f"'{start}' begins {len(found):,} ids: {named}")
    raise usage_error(f"no {what} '{start}'{did_you_mean(start, every)}")
