"""`reconcile import`: changes from a workbook of claims, shown first."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from reconcile.cli import _options as options
from reconcile.cli._output import show, tell, write_whole
from reconcile.errors import ReconcileError
from reconcile.settings import Settings, load_settings

if TYPE_CHECKING:
    from reconcile.cli._sheet_in import Plan
    from reconcile.models import Fault, RawProject
    from reconcile.reading.parts import Part

ORDER = 65
UNWRITTEN = 1
"""Exit status where there are changes that were shown and not written."""


class ImportRefused(ReconcileError):
    """A workbook whose changes can't be made; nothing was written."""


def add(app: typer.Typer) -> None:
    """Register the command."""
    app.command(name="import")(import_)


def import_(
    folder: options.Folder = Path(),
    xlsx: Annotated[
        Path | None,
        typer.Option(
            "--xlsx",
            metavar="FILE",
            help="A workbook made by `reconcile claims --xlsx`, as it came back.",
            show_default=False,
        ),
    ] = None,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Write the changes, not only show them.")] = False,
    remove: Annotated[
        bool,
        typer.Option("--remove", help="Take out claims whose rows are gone or emptied; without it they stay."),
    ] = False,
    debug: options.Debug = False,
) -> None:
    """Bring changes of a workbook into the claim files.

    Every change is shown with its file, line and key. Comments and layout of YAML files stay. Nothing is written where
    one change can't be made: a claim that was changed in the project meanwhile is named. Exit status: 0 written, or
    nothing to write; 1 changes shown and not written; 2 refused.
    """
    if xlsx is None:
        raise options.usage_error("name the workbook: --xlsx FILE", "--xlsx")
    settings = load_settings(folder)
    plan, raw = _planned(xlsx, settings)
    texts = {} if plan.refused else _rewritten(plan, raw, settings, remove)
    _say(plan, remove)
    if plan.refused:
        raise ImportRefused("\n".join([*plan.refused, "nothing was written"]))
    if not texts:
        tell("nothing to change")
        raise typer.Exit(0)
    if not yes:
        tell(f"nothing was written; with --yes {len(texts)} {'file' if len(texts) == 1 else 'files'} would be")
        raise typer.Exit(UNWRITTEN)
    for path, (old, _) in texts.items():
        if path.read_bytes() != old:
            raise ImportRefused(f"{path.name} was changed in this moment; nothing was written")
    for path, (_, new) in texts.items():
        write_whole(path, new)
        tell(f"wrote {path.relative_to(settings.root).as_posix()}")


def _planned(xlsx: Path, settings: Settings) -> tuple[Plan, RawProject]:
    from reconcile.cli._sheet_in import exported_claims, plan_of
    from reconcile.reading import read_project
    from reconcile.reading.files import read_bytes
    from reconcile.reading.nodes import Unreadable
    from reconcile.reading.workbooks import read_workbook

    try:
        data = read_bytes(xlsx, str(xlsx))
        table = read_workbook(data, str(xlsx))
    except Unreadable as error:
        raise ImportRefused(str(error.problem)) from None
    raw = read_project(settings)
    return plan_of(table, exported_claims(data), raw), raw


def _say(plan: Plan, remove: bool) -> None:
    """Show what would change, line by line."""
    from reconcile.reporters._clean import clean, no_command

    what = "it is taken out" if remove else "it stays, for want of --remove"
    lines = sorted([*plan.lines, *(f"{line}; {what}" for line in plan.gone)])
    show("".join(f"{no_command(clean(line))}\n" for line in lines))


def _rewritten(plan: Plan, raw: RawProject, settings: Settings, remove: bool) -> dict[Path, tuple[bytes, bytes]]:
    """Return old and new bytes of each file that changes; what can't be done is added to the plan's refusals."""
    from reconcile.reading.claim_edits import rewritten
    from reconcile.reading.files import decode
    from reconcile.reading.yaml_edits import EditError

    vocabulary = None if raw.vocabulary.inferred else raw.vocabulary
    found: dict[Path, tuple[bytes, bytes]] = {}
    parts: list[Part] = []
    for file in plan.files(remove):
        path = settings.root / file
        old = path.read_bytes()
        decode(old, file)
        mark = b"\xef\xbb\xbf" if old.startswith(b"\xef\xbb\xbf") else b""
        text = old.removeprefix(mark).decode("utf-8")
        try:
            new, part, followed = rewritten(text, file, path.stem, vocabulary, plan.wanted(file, remove))
        except EditError as error:
            plan.refused.append(f"{file}: {error}")
            continue
        parts.append(part)
        plan.follows(file, part.documents[0].id, followed)
        if new != text:
            found[path] = (old, mark + new.encode("utf-8"))
    plan.refused += [f"{fault.claim}: {fault.message}" for fault in _new_faults(raw, parts, settings)]
    return found


def _new_faults(raw: RawProject, parts: list[Part], settings: Settings) -> list[Fault]:
    """Return what would be wrong with claims that is not wrong with them now."""
    import pandas as pd

    from reconcile.normalise import normalise
    from reconcile.reading.project import raw_rows
    from reconcile.readings import Widths

    if not parts:
        return []
    others = raw.rows[~raw.rows["file"].isin([part.file for part in parts])]
    rows = pd.concat([others, raw_rows(parts)], ignore_index=True)
    further = [name for name in rows.columns if name not in ("line", "key_lines", "at")]
    after = replace(raw, rows=rows.assign(**{name: rows[name].fillna("") for name in further}), faults=())
    widths = Widths.from_settings(settings.readings)
    now = {(fault.claim, fault.message) for fault in normalise(replace(raw, faults=()), widths).faults}
    return [fault for fault in normalise(after, widths).faults if (fault.claim, fault.message) not in now]
