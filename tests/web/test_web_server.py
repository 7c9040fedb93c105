"""`reconcile review --web`: the command, its port, and how it ends."""

import http.client
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from reconcile.cli import run
from reconcile.web.server import WebMissing, bound

READY = re.compile(r"http://127\.0\.0\.1:(\d+)/start\?token=(\S+)")


@pytest.fixture
def started(tmp_path: Path) -> Iterator[Callable[..., tuple[subprocess.Popen[bytes], int, str, Path]]]:
    """Start the command; what still runs at the end is ended."""
    processes = []

    def start(root: Path, *asked: str) -> tuple[subprocess.Popen[bytes], int, str, Path]:
        said = tmp_path / f"said-{len(processes)}.txt"
        command = [
            sys.executable,
            "-m",
            "reconcile",
            "review",
            str(root),
            "--web",
            "--no-browser",
            "--by",
            "Ana",
            *asked,
        ]
        with said.open("wb") as stream:
            process = subprocess.Popen(command, stdout=stream, stderr=stream, env={**os.environ, "PYTHONUTF8": "1"})
        processes.append(process)
        end = time.monotonic() + 60
        while not (found := READY.search(said.read_text(encoding="utf-8"))):
            assert process.poll() is None, said.read_text(encoding="utf-8")
            assert time.monotonic() < end
            time.sleep(0.05)
        return process, int(found[1]), found[2], said

    yield start
    for process in processes:
        if process.poll() is None:
            process.kill()
        process.wait(20)


def get(port: int, path: str, host: str = "", cookie: str = "") -> http.client.HTTPResponse:
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=20)) as asked:
        asked.putrequest("GET", path, skip_host=True)
        asked.putheader("Host", host or f"127.0.0.1:{port}")
        if cookie:
            asked.putheader("Cookie", cookie)
        asked.endheaders()
        answer = asked.getresponse()
        answer.read()
        return answer


def test_ctrl_c_ends_it_cleanly_and_the_token_is_in_no_log(reviewed, started, free_port: int) -> None:
    process, port, token, said = started(reviewed.root, "--port", str(free_port))
    assert port == free_port
    first = get(port, f"/start?token={token}")
    assert first.status == 303
    assert first.getheader("server") is None
    assert get(port, "/", cookie=str(first.getheader("set-cookie")).partition(";")[0]).status == 200
    assert get(port, f"/start?token={token}").status == 403
    assert get(port, "/", host="evil.example").status == 421
    still_open = socket.create_connection(("127.0.0.1", port), timeout=20)
    process.send_signal(signal.SIGINT)
    assert process.wait(20) == 0
    still_open.close()
    text = said.read_text(encoding="utf-8")
    assert text.count(token) == 1
    assert text.endswith("0 decided, 12 left; every decision is saved\n")
    assert "Traceback" not in text
    assert "GET" not in text


def test_nothing_listens_on_another_address() -> None:
    with bound(0) as listening:
        host, port = listening.getsockname()
        assert host == "127.0.0.1"
        assert port > 1023
        with pytest.raises(OSError, match="refused"):
            socket.create_connection(("127.0.0.2", port), timeout=2)


def test_a_port_that_is_taken_is_said() -> None:
    with bound(0) as listening, pytest.raises(WebMissing, match=r"port \d+ can't be had"):
        bound(listening.getsockname()[1])


def test_two_reviews_have_secrets_of_their_own(reviewed, tmp_path: Path) -> None:
    from reconcile.web.gate import Keys

    made = [Keys(1), Keys(1)]
    secrets = {secret for keys in made for secret in (keys.token, keys.session, keys.form)}
    assert len(secrets) == 6
    assert min(len(secret) for secret in secrets) >= 43, "256 bits"


@pytest.mark.parametrize("missing", ["starlette", "uvicorn"])
def test_without_the_extra_it_is_said_how_to_get_it(reviewed, monkeypatch, capsys, missing: str) -> None:
    import importlib.util

    found = importlib.util.find_spec

    def find(name: str, package: str | None = None) -> object:
        return None if name == missing else found(name, package)

    monkeypatch.setattr("reconcile.web.server.find_spec", find)
    assert run(["review", str(reviewed.root), "--web", "--by", "Ana"]) == 2
    assert capsys.readouterr().err == f"--web needs {missing}: pip install 'reconcile[web]'\n"


def test_the_page_is_imported_only_where_it_is_asked_for() -> None:
    code = "import sys; from reconcile.cli import run; run(['review', '--help']); print('starlette' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.endswith("False\n")


def test_a_browser_is_opened_unless_it_is_not_wanted(reviewed, monkeypatch, capsys) -> None:
    opened: list[str] = []
    monkeypatch.setattr("webbrowser.open", opened.append)
    monkeypatch.setattr("uvicorn.Server.run", lambda *_, **__: time.sleep(0.3))
    assert run(["review", str(reviewed.root), "--web", "--by", "Ana", "--no-browser"]) == 0
    assert opened == []
    assert run(["review", str(reviewed.root), "--web", "--by", "Ana"]) == 0
    assert [READY.search(address) is not None for address in opened] == [True]
    assert "0 decided" in capsys.readouterr().err
