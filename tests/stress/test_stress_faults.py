"""Full disks, processes that are ended, readers that go away: whole files, clear words, the right exit status."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from stress_runs import HERE, Project, Ran

FULL = "File too large"
CHECKS, REPORTS = (8, 4) if "STRESS_LONG" in os.environ else (3, 2)
"""How many commands run at once in one project."""
KILLS = 200 if "STRESS_LONG" in os.environ else 10
"""How often the whole command is killed; the writing of one file always 200 times."""
WRITES: dict[str, tuple[str, ...]] = {
    "check json": ("check", "@", "-q", "-o", "json=@/o.json"),
    "check html": ("check", "@", "-q", "-o", "html=@/o.html"),
    "check xlsx": ("check", "@", "-q", "-o", "xlsx=@/o.xlsx"),
    "report": ("report", "@"),
    "init": ("init", "@/new"),
    "new claims": ("new", "claims", "doc", "--dir", "@"),
    "new rule": ("new", "rule", "my-rule", "--dir", "@"),
    "claims csv": ("claims", "@", "-o", "@/c.csv"),
    "claims json": ("claims", "@", "-o", "@/c.json"),
    "claims parquet": ("claims", "@", "-o", "@/c.parquet"),
    "claims workbook": ("claims", "@", "--xlsx", "@/c.xlsx"),
    "estimate json": ("estimate", "@", "-o", "@/e.json"),
    "estimate csv": ("estimate", "@", "-o", "@/e.csv"),
    "schema": ("schema", "-o", "@/s.json"),
    "decide": (
        "decide",
        "FINDING",
        "--status",
        "dismissed",
        "--text",
        "x" * 300,
        "--by",
        "Ana",
        "--on",
        "2024-01-01",
        "--dir",
        "@",
    ),
}


def tree(root: Path) -> dict[str, bytes]:
    """Every file below a folder, hidden ones too."""
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in sorted(root.rglob("*")) if path.is_file()}


def finding(project: Project) -> str:
    return str(json.loads(project.check("--format", "json").out)["findings"][0]["id"])


@pytest.mark.parametrize("name", WRITES)
def test_a_full_disk_leaves_every_file_as_it_was(project: Project, name: str) -> None:
    if name == "report":
        project.run("report", project.root)
        project.put("claims/more.yaml", "claims:\n  - {measure: visitors, place: Lyon, value: '7'}\n")
    before = tree(project.root)
    id = finding(project) if name == "decide" else ""
    asked = [word.replace("@", str(project.root)).replace("FINDING", id) for word in WRITES[name]]
    ran = project.run(*asked, limits={"RLIMIT_FSIZE": 200})
    assert ran.status == 2, ran.said
    assert FULL in ran.err and "defect" not in ran.err and "Traceback" not in ran.err
    after = tree(project.root)
    changed = {file for file in after if after[file] != before.get(file)} | (set(before) - set(after))
    if name != "init":  # whose first files are there, whole
        assert changed == set()
    assert not [file for file in after if ".part" in file]


@pytest.mark.parametrize(
    "asked",
    [
        ("check", "@"),
        ("check", "@", "--format", "json"),
        ("claims", "@"),
        ("rules",),
        ("schema",),
        ("--help",),
        ("--version",),
    ],
)
def test_a_full_standard_output_is_told(project: Project, asked) -> None:
    ran = project.run(*(word.replace("@", str(project.root)) for word in asked), stdout="/dev/full")
    assert ran.status == 2 and "No space left on device" in ran.err, ran


@pytest.mark.parametrize("unbuffered", ["", "1"])
def test_half_an_output_is_no_result(project: Project, unbuffered: str) -> None:
    """Without a buffer the system takes a part and says nothing: the exit status said `findings` then."""
    import resource

    def few() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (300, 300))
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)

    out = project.root / "out.json"
    command = [sys.executable, "-m", "reconcile", "check", str(project.root), "--format", "json"]
    with out.open("wb") as file:
        ran = subprocess.run(
            command,
            stdout=file,
            stderr=subprocess.PIPE,
            env=quiet(PYTHONUNBUFFERED=unbuffered),
            preexec_fn=few,
            check=False,
        )
    assert ran.returncode == 2 and b"standard output can't be written" in ran.stderr
    assert out.stat().st_size == 300


def quiet(**more: str) -> dict[str, str]:
    """The environment of a new process, with the names given set, those given empty left out."""
    return {key: value for key, value in {**os.environ, **more}.items() if value}


def command(project: Project, *asked: str, **options) -> Ran:
    started = time.monotonic()
    ran = subprocess.run(
        [sys.executable, "-m", "reconcile", *asked, str(project.root)],
        capture_output=True,
        text=True,
        check=False,
        **options,
    )
    return Ran(ran.returncode, ran.stdout, ran.stderr, 0, time.monotonic() - started, 0)


def test_a_small_disk(project: Project, tmp_path: Path) -> None:
    """A file system of its own that is really full: where this user may mount one."""
    place = tmp_path / "small"
    place.mkdir()
    made = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=8k", "tmpfs", str(place)], capture_output=True, check=False
    )
    if made.returncode:
        pytest.skip("only root may mount a file system")
    try:
        old = place / "report.json"
        old.write_text("old")
        ran = project.run("check", project.root, "-q", "-o", f"html={place / 'report.html'}", "-o", f"json={old}")
        assert ran.status == 2 and "No space left on device" in ran.err
        assert sorted(path.name for path in place.iterdir()) == ["report.json"]
        assert old.read_text() == "old"
    finally:
        subprocess.run(["umount", str(place)], check=True)


def test_a_project_that_can_only_be_read(project: Project, tmp_path: Path) -> None:
    place = tmp_path / "fixed"
    place.mkdir()
    if subprocess.run(["mount", "--bind", str(project.root), str(place)], capture_output=True, check=False).returncode:
        pytest.skip("only root may mount a folder a second time")
    try:
        again = ["mount", "-o", "remount,bind,ro", str(place)]
        if subprocess.run(again, capture_output=True, check=False).returncode:
            pytest.skip("this system does not remount")
        assert project.run("check", place).status == 1
        ran = project.run("report", place)
        assert ran.status == 2 and "Read-only file system" in ran.err
        ran = project.run(
            "decide",
            finding(project),
            "--status",
            "dismissed",
            "--text",
            "x",
            "--by",
            "A",
            "--on",
            "2024-01-01",
            "--dir",
            place,
        )
        assert ran.status == 2 and "Read-only file system" in ran.err
    finally:
        subprocess.run(["umount", str(place)], check=True)


def test_a_file_where_a_folder_should_be(project: Project) -> None:
    project.put("reports", "a file")
    ran = project.run("report", project.root)
    assert ran.status == 2 and "reports" in ran.err and "can't be written" in ran.err
    assert (project.root / "reports").read_text() == "a file"


def killed(what: str, project: Project, times: int, longest: float) -> list[int]:
    done = subprocess.run(
        [sys.executable, str(HERE / "killed.py"), what, str(project.root), str(times), str(longest)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    return [int(number) for number in done.stdout.split()]


def test_a_killed_writer_leaves_whole_files(project: Project) -> None:
    times, ended, parts = killed("write", project, 200, 0.012)
    assert times == ended == 200
    assert parts > 10, "hardly a kill came in the middle of a write"
    assert project.run("check", project.root, "-q", "-o", f"json={project.root}/reports/out.txt").status == 1
    assert [path.name for path in (project.root / "reports").iterdir()] == ["out.txt"], "what was left is swept"


def test_a_killed_reader_leaves_a_cache_that_is_right(project: Project) -> None:
    times, ended, _ = killed("cache", project, 3 * KILLS, 0.05)
    assert times == ended == 3 * KILLS


def test_a_killed_report_leaves_whole_reports(project: Project) -> None:
    project.run("report", project.root)
    times, ended, _ = killed("report", project, KILLS, 0.6)
    assert times == KILLS and ended > 2


@pytest.mark.parametrize(("sent", "status"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_run_that_is_ended_says_so_and_leaves_nothing(project: Project, sent: int, status: int) -> None:
    rows = "".join(f"d,{n},visitors{n % 50_000},{n % 7}\n" for n in range(400_000))
    project.put("claims/many.csv", "document,id,measure,value\n" + rows)
    asked = [sys.executable, "-m", "reconcile", "report", str(project.root)]

    def heard() -> None:  # whatever runs in the background of a shell ignores Ctrl-C, and so do its children
        signal.signal(signal.SIGINT, signal.SIG_DFL)

    for wait in (0.8, 1.6):
        running = subprocess.Popen(asked, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, preexec_fn=heard)
        time.sleep(wait)
        running.send_signal(sent)
        _, said = running.communicate(timeout=30)
        assert running.returncode in (status, -sent), said  # the latter before Python itself has started
        assert "Traceback" not in said
    assert not list(project.root.rglob("*.part"))


def test_a_closed_pipe_is_no_result_of_its_own(project: Project) -> None:
    program = f"{sys.executable} -m reconcile check {project.root} --format json | head -c 20; echo ${{PIPESTATUS[0]}}"
    ran = subprocess.run(["bash", "-c", program], capture_output=True, text=True, check=False)
    assert ran.stdout.endswith("\n1\n") or ran.stdout.endswith("1\n")
    assert ran.stderr == ""


def test_many_at_once_in_one_project(project: Project) -> None:
    id = finding(project)
    base = [sys.executable, "-m", "reconcile"]
    decide = [*base, "decide", id, "--status", "confirmed", "--text", "x", "--by", "A", "--on", "2024-01-01", "--dir"]
    asked = [[*base, "check", "-q"]] * CHECKS + [[*base, "report"]] * REPORTS + [decide]
    running = [
        subprocess.Popen([*one, str(project.root)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        for one in asked
    ]
    ended = [(one.communicate(timeout=120), one.returncode) for one in running]
    assert [status for _, status in ended] == [1] * CHECKS + [0] * (REPORTS + 1), ended
    assert json.loads((project.root / "reports" / "report.json").read_text())["findings"]
    assert not list(project.root.rglob("*.part"))


@pytest.mark.parametrize("megabytes", [300, 500])
def test_little_memory_is_told_in_one_line(project: Project, megabytes: int) -> None:
    rows = "".join(f"d,{n},visitors{n},{'x' * 200}\n" for n in range(300_000))
    project.put("claims/many.csv", "document,id,measure,says\n" + rows)
    ran = project.run("check", project.root, memory=megabytes << 20, limits={})
    assert ran.status in (1, 3), ran.said[-500:]
    assert "Traceback" not in ran.said and "defect" not in ran.said
    assert ran.status == 1 or "memory" in ran.said


STRANGE: dict[str, dict[str, str]] = {
    "no home": {"HOME": ""},
    "no folder for temporary files": {"TMPDIR": "/nowhere"},
    "ASCII": {"LANG": "C", "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONIOENCODING": "ascii", "PYTHONCOERCECLOCALE": "0"},
    "another seed": {"PYTHONHASHSEED": "1"},
    "warnings as errors": {"PYTHONWARNINGS": "error"},
    "another time zone": {"TZ": "Pacific/Kiritimati"},
}


def test_strange_surroundings_change_nothing(project: Project) -> None:
    usual = command(project, "check", "--format", "json").out
    assert json.loads(usual)["findings"]
    running = {
        name: subprocess.Popen(
            [sys.executable, "-m", "reconcile", "check", "--format", "json", str(project.root)],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            encoding="utf-8",
            env=quiet(**more),
        )
        for name, more in STRANGE.items()
    }
    for name, one in running.items():
        out, said = one.communicate(timeout=120)
        assert (one.returncode, out, said) == (1, usual, ""), name


def test_a_folder_that_is_gone(tmp_path: Path) -> None:
    gone = tmp_path / "gone"
    gone.mkdir()
    program = f"cd {gone} && rmdir {gone} && exec {sys.executable} -m reconcile check"
    ran = subprocess.run(
        ["bash", "-c", program], capture_output=True, text=True, check=False, env=quiet(PYTHONPATH=str(Path.cwd()))
    )
    assert ran.returncode in (2, 3) and "Traceback" not in ran.stderr and "defect" not in ran.stderr, ran


def test_a_low_limit_of_recursion(project: Project) -> None:
    program = (
        "import sys; from reconcile.cli import run; import reconcile.pipeline; sys.setrecursionlimit(160); "
        f"sys.exit(run(['check', {str(project.root)!r}]))"
    )
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert ran.returncode in (1, 3, 70) and "Traceback" not in ran.stderr
    if ran.returncode != 70:
        assert "REC102" in ran.stdout


def test_a_file_that_vanishes_while_others_are_read(project: Project) -> None:
    for number in range(60):
        project.put(f"claims/many/{number:03}.yaml", f"claims:\n  - {{measure: m{number}, value: '5'}}\n" * 1)
    asked = [sys.executable, "-m", "reconcile", "check", str(project.root)]
    running = subprocess.Popen(asked, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    while running.poll() is None and (project.root / "claims" / "many").exists():
        time.sleep(0.7)
        shutil.rmtree(project.root / "claims" / "many")
    out, said = running.communicate(timeout=60)
    assert running.returncode in (1, 3), said
    assert "REC102" in out and "defect" not in said
