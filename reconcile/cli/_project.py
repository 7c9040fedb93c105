"""A check of a project as the commands ask for it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from reconcile.cli._allocator import keep_freed_memory
from reconcile.cli._progress import Progress
from reconcile.settings import load_settings

if TYPE_CHECKING:
    from reconcile.engines import Run
    from reconcile.models import Report
    from reconcile.settings import Settings


def checked(
    folder: Path,
    *,
    select: Sequence[str] = (),
    ignore: Sequence[str] = (),
    project_rules: bool = True,
    as_of: date | None = None,
    quiet: bool = False,
    against: str | None = None,
    policy_from: str | None = None,
    engine: Run | None = None,
    cache: bool = True,
) -> tuple[Settings, Report]:
    """Return the settings of the project that `folder` is in, and the report of a check.

    `against` and `policy_from` are revisions of git, as `check_against` takes them; `engine` says where the
    rules run, this process where it is not given; `cache` says whether what was read before is used again.
    """
    from reconcile.engines import is_local, run_shared

    keep_freed_memory()
    engine = run_shared if engine is None or is_local(engine) else engine
    if against is not None or policy_from is not None:
        from reconcile.pipeline.earlier.against import Asked, check_against

        with Progress(wanted=not quiet) as progress:
            asked = Asked(select, ignore, as_of, project_rules, progress, engine, cache)
            return check_against(folder, against, policy_from, asked)
    settings = load_settings(folder)
    from reconcile.pipeline import check

    with Progress(wanted=not quiet) as progress:
        report = check(
            settings,
            select=select,
            ignore=ignore,
            as_of=as_of,
            project_rules=project_rules,
            progress=progress,
            engine=engine,
            cache=cache,
        )
    return settings, report
