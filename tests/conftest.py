"""What tests of every area share."""

import json
import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings
from jsonschema import Draft202012Validator

from reconcile.cli import run

ROOT = Path(__file__).resolve().parent.parent

# CI runs on whatever machine there is: no deadline for an example, and the same examples each time.
settings.register_profile("checks", deadline=None, derandomize=True, print_blob=True)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "checks"))


# Without the last three, Chromium asks the network for updates and accounts.
QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@dataclass(frozen=True)
class Done:
    """What a command left behind."""

    status: int
    out: str
    err: str


@pytest.fixture
def reconcile(capsys: pytest.CaptureFixture[str]) -> Callable[..., Done]:
    """Run the command line in this process."""

    def call(*arguments: object) -> Done:
        status = run([str(argument) for argument in arguments])
        caught = capsys.readouterr()
        return Done(status, caught.out, caught.err)

    return call


@pytest.fixture(
    params=[
        lambda data: b"",
        lambda data: data[:1],
        lambda data: data[: len(data) // 2],
        lambda data: data[:-1],
        lambda data: data + b"\0",
        lambda data: b"PAR1" * 1000,
        lambda data: b"\x80\x04cos\nsystem\n(S'exit 1'\ntR.",
    ]
)
def spoil(request: pytest.FixtureRequest) -> Callable[[bytes], bytes]:
    """What makes a file of the cache a torn or a foreign one."""
    made: Callable[[bytes], bytes] = request.param
    return made


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """Debian's Chromium without a window; where it is missing, the test is skipped."""
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    chromium = shutil.which("chromium")
    if chromium is None:
        pytest.skip("chromium is not installed")
    with playwright.sync_playwright() as running:
        opened = running.chromium.launch(executable_path=chromium, args=list(QUIET))
        yield opened
        opened.close()


@pytest.fixture(scope="session")
def report_schema() -> Draft202012Validator:
    """The published schema of the JSON report."""
    file = ROOT / "reconcile" / "schemas" / "reconcile-report-1.schema.json"
    return Draft202012Validator(json.loads(file.read_text(encoding="utf-8")))


@pytest.fixture(autouse=True)
def a_cache_of_their_own(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Keep what large projects of tests say out of the user's cache folder."""
    monkeypatch.setenv("RECONCILE_CACHE_DIR", str(tmp_path_factory.getbasetemp() / "cache"))


@pytest.fixture(autouse=True)
def every_json_report_holds_to_its_schema(monkeypatch: pytest.MonkeyPatch, report_schema: Draft202012Validator) -> None:
    """Hold every JSON report that a test makes in this process against the published schema."""
    from reconcile.reporters import json as reporter

    made = reporter.as_data

    def checked(report: object) -> object:
        data = made(report)
        report_schema.validate(data)
        return data

    monkeypatch.setattr(reporter, "as_data", checked)


@pytest.fixture(scope="session")
def root() -> Path:
    """The top folder of the repository."""
    return ROOT


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder `shared` beside the repository; tests that need it are skipped where it is absent."""
    folder = ROOT.parent / "shared"
    if not folder.is_dir():
        pytest.skip("the folder `shared` is not beside this repository")
    return folder
