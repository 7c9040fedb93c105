"""A check compared with an earlier state of the project in git, or held to the policy of one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from reconcile.engines import Progress, Run, run
from reconcile.errors import ReconcileError, SettingsError
from reconcile.models import Report
from reconcile.pipeline import check
from reconcile.pipeline.earlier.compare import CHANGED, NEW, UNCHANGED, all_new, compare
from reconcile.pipeline.earlier.revisions import Revision, RevisionError, repository_of, resolve
from reconcile.pipeline.earlier.snapshots import (
    AtRevision,
    Disk,
    Tree,
    assemble,
    mirrored,
    place_of,
    policy_files,
    settings_at,
)
from reconcile.reading.files import closed
from reconcile.settings import FILE_NAME, Settings, load_settings

_MOST_NAMED = 5
"""Files or problems that one remark names."""


@dataclass(frozen=True)
class Asked:
    """How the rules are to run; the same for every state of the project."""

    select: Sequence[str] = ()
    """Rule codes, names or prefixes to run."""
    ignore: Sequence[str] = ()
    """Those to leave out."""
    as_of: date | None = None
    """The day that counts as today."""
    project_rules: bool = True
    """Whether the project's rule modules run."""
    progress: Progress | None = None
    """Told how far each check is."""
    engine: Run = run
    """Where the rules run."""
    cache: bool = True
    """Whether what was read before is used again."""

    def check(self, settings: Settings) -> Report:
        """Return the report of a check."""
        return check(
            settings,
            select=self.select,
            ignore=self.ignore,
            as_of=self.as_of,
            project_rules=self.project_rules,
            progress=self.progress,
            cache=self.cache,
            engine=self.engine,
        )


@dataclass(frozen=True)
class _Project:
    """Where a project is, and the revisions asked for."""

    root: Path
    """Its folder."""
    file: str
    """The name of its settings file."""
    against: Revision | None
    """What its findings are compared with."""
    policy: Revision | None
    """Where its policy comes from; None for the folder itself."""


def check_against(
    folder: Path, against: str | None, policy_from: str | None, asked: Asked | None = None
) -> tuple[Settings, Report]:
    """Return the settings that hold for the project that `folder` is in, and the report of a check.

    Its findings are compared with those of the revision `against`. With `policy_from`, settings, laws, rule modules and
    decisions are those of that revision, for both states. Raises RevisionError where git or the project does
    not know a revision, SettingsError where settings can't be used.
    """
    asked = asked or Asked()
    project = _located(folder, against, policy_from)
    with TemporaryDirectory(prefix="reconcile-") as place:
        # The earlier state first: rule modules of one name replace each other.
        before, remarks = _before(project, asked, Path(place).resolve() / "before")
        settings, report = _now(project, folder, asked, Path(place).resolve() / "now")
    if project.against is not None:
        name = project.against.name
        report = all_new(report, name) if before is None else compare(report, before, name)
        report = replace(report, remarks=(_counted(report, project.against), *remarks, *report.remarks))
    return settings, report


def _located(folder: Path, against: str | None, policy_from: str | None) -> _Project:
    """Return where the project is; with a policy, where that revision says it is."""
    if policy_from is None:
        settings = load_settings(folder)
        earlier = None if against is None else resolve(repository_of(settings.root), against, "--against")
        return _Project(settings.root, settings.file or FILE_NAME, earlier, None)
    start = folder.resolve()
    named = start.suffix == ".toml" and not start.is_dir()
    if not named and not start.is_dir():
        load_settings(folder)  # says what is wrong with the folder
    repository = repository_of(start.parent if named else start)
    policy = resolve(repository, policy_from, "--policy-from")
    earlier = None if against is None else resolve(repository, against, "--against")
    if named:
        if not AtRevision(policy).files(start):
            raise RevisionError(f"--policy-from {policy.name} has no {start.name} there")
        return _Project(start.parent, start.name, earlier, policy)
    inside = [start, *(parent for parent in start.parents if parent.is_relative_to(repository.top))]
    homes = (place for place in inside if AtRevision(policy).files(place / FILE_NAME))
    return _Project(next(homes, start), FILE_NAME, earlier, policy)


def _before(project: _Project, asked: Asked, folder: Path) -> tuple[Report | None, list[str]]:
    """Return the report of the earlier state, None where it can't be checked, and what to say of it."""
    if project.against is None:
        return None, []
    data = AtRevision(project.against)
    policy: Tree = data if project.policy is None else AtRevision(project.policy, needed=True)
    name = project.against.name
    try:
        settings = settings_at(policy, project.root, project.file, folder)
        assemble(policy, data, settings, project.root, folder)
        report = asked.check(settings)
    except RevisionError:
        raise
    except ReconcileError as error:
        return None, [f"{name} can't be checked, so every finding counts as new: {_first(error)}"]
    remarks = sorted(set(data.remarks))
    if report.problems:
        told = [str(problem) for problem in report.problems]
        remarks.append(f"At {name} not everything could be read, and what it hides counts as new: {_named(told)}")
    return report, remarks


def _now(project: _Project, folder: Path, asked: Asked, place: Path) -> tuple[Settings, Report]:
    """Return the settings and the report of the present state."""
    if project.policy is None:
        settings = load_settings(folder)
        return settings, asked.check(settings)
    policy, data = AtRevision(project.policy, needed=True), Disk()
    try:
        settings = settings_at(policy, project.root, project.file, place)
    except SettingsError as error:
        raise RevisionError(f"the settings of {project.policy.name} can't be used: {error}") from None
    assemble(policy, data, settings, project.root, place)
    report = asked.check(settings)
    inside = f"{settings.root.as_posix()}/"
    unseen = {closed(error, project.root, project.root) for error in (*data.closed, *policy.disk.closed)}
    told = {replace(problem, message=problem.message.replace(inside, "")) for problem in report.problems}
    problems = tuple(sorted(told | unseen))
    remarks = [*sorted(set(policy.remarks)), *_policy_remarks(project, project.policy, settings, place)]
    return replace(settings, root=project.root), replace(report, problems=problems, remarks=(*remarks, *report.remarks))


def _policy_remarks(project: _Project, policy: Revision, settings: Settings, place: Path) -> list[str]:
    """Return what holds in place of what lies in the folder, and what else might make findings go."""
    root = project.root
    at = {*policy_files(AtRevision(policy), settings, root), root / project.file}
    files = sorted({*at, *policy_files(Disk(), settings, root)})
    differ = [path for path in files if not _same(path, mirrored(path, place))]
    names = [path.relative_to(root).as_posix() if path.is_relative_to(root) else path.name for path in differ]
    remarks = [f"Policy of {policy.name}, commit {policy.commit[:12]}"]
    if names:
        remarks.append(f"Not as in {policy.name}, and without effect on this check: {_named(names)}")
    vocabulary = place_of(root, settings.vocabulary)
    earlier = place / "vocabulary"
    tree = AtRevision(policy)
    tree.write({path: earlier for path in tree.files(vocabulary)})
    if not _same(vocabulary, earlier):
        remarks.append(
            f"{settings.vocabulary} is not as in {policy.name} and has effect: it says what can be compared; read it"
        )
    return remarks


def _same(one: Path, other: Path) -> bool:
    """Say whether two files have the same content, line ends aside, or are both not there."""
    return _content(one) == _content(other)


def _content(path: Path) -> bytes | None:
    try:
        return path.read_bytes().replace(b"\r\n", b"\n") if path.is_file() else None
    except OSError:  # nobody may read it, and nothing of it has an effect
        return None


def _counted(report: Report, revision: Revision) -> str:
    """Return how many findings are new, changed, unchanged and fixed."""
    changes = Counter(finding.change for finding in report.found)
    counts = [f"{changes[change]:,} {change}" for change in (NEW, CHANGED, UNCHANGED)]
    counts.append(f"{len(report.fixed):,} fixed")
    return f"Compared with {revision.name}, commit {revision.commit[:12]}: {', '.join(counts)}"


def _first(error: ReconcileError) -> str:
    return _named(str(error).split("\n"))


def _named(items: Sequence[str]) -> str:
    more = len(items) - _MOST_NAMED
    return "; ".join(items[:_MOST_NAMED]) + (f"; and {more:,} more" if more > 0 else "")
