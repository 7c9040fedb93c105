"""A project with twelve conflicts, one of them hostile, and its review page: in this process, and on a port."""

import json
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import pytest

from reconcile.decisions import Desk, Policy, Store, Wanted
from reconcile.models import Report
from reconcile.pipeline import check
from reconcile.settings import load_settings

pytest.importorskip("starlette", reason="the extra `web` is not installed")

from starlette.testclient import TestClient

from reconcile.web.app import application
from reconcile.web.gate import Keys
from reconcile.web.sitting import Sitting

PORT = 4321
DAY = date(2024, 5, 2)
MEASURES = [f"count-{n:02}" for n in range(12)]
HOSTILE = "<script>alert('claim')</script><img src=x onerror=alert(1)> \u202e0571\u202c"


@dataclass
class Reviewed:
    """A project on disk, and one sitting over it."""

    root: Path
    by: str = "Ana"
    _sitting: Sitting | None = None
    errors: list[Exception] = field(default_factory=list)
    _keys: Keys = field(default_factory=lambda: Keys(PORT))

    def write(self, name: str, text: str) -> None:
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def check(self) -> Report:
        return check(self.root)

    def desk(self) -> Desk:
        settings = load_settings(self.root)
        read = Store.of(settings).read()
        return Desk.lay(Store.of(settings), Policy.of(settings), self.check().found, read)

    @property
    def sitting(self) -> Sitting:
        if self._sitting is None:
            desk = self.desk()
            ids = [id for id, one in desk.found.items() if one.severity == "error"]
            queue = [id for id in ids if desk.found[id].status in ("open", "reopened", "expired")]
            others = [id for id in ids if id not in queue]
            self._sitting = Sitting(desk, self.check(), queue, others, self.by, lambda: DAY)
        return self._sitting

    @property
    def keys(self) -> Keys:
        return self._keys

    def first(self) -> str:
        return self.sitting.queue[0]

    def client(self) -> TestClient:
        """A client that was let in."""
        made = self.stranger()
        self.keys.token = self.keys.token or "again"
        assert made.get(f"/start?token={self.keys.token}").status_code == 303
        return made

    def stranger(self) -> TestClient:
        """A client without a cookie."""
        app = application(self.sitting, self.keys, self.errors.append)
        return TestClient(app, f"http://127.0.0.1:{PORT}", raise_server_exceptions=False, follow_redirects=False)

    def form(self, id: str, status: str = "confirmed", **more: str) -> dict[str, str]:
        self.sitting.look(id)
        usual = {"token": self.keys.form, "seen": self.sitting.version(id), "status": status}
        return {**usual, **more}

    def files(self) -> list[str]:
        return sorted(path.name for path in (self.root / "decisions").glob("*"))

    def decided(self) -> list[str]:
        return sorted(one.status for one in self.check().found if one.decision)


def claims(document: str, base: int, **first: str) -> str:
    head = f"document: {{id: {document}, title: 'The {document}'{first.get('head', '')}}}\nclaims:\n"
    rows = [
        f"  - {{id: {name}, measure: {name}, value: '{base + n}', says: {json.dumps(first.get('says', 'Counted.'))}}}\n"
        for n, name in enumerate(MEASURES)
    ]
    return head + "".join(rows)


@pytest.fixture
def reviewed(tmp_path: Path) -> Reviewed:
    """Two papers that agree on nothing, twelve times."""
    made = Reviewed(tmp_path)
    made.write("reconcile.toml", "")
    entries = "".join(f"  {name}: {{unit: person, kind: constant}}\n" for name in MEASURES)
    made.write("claims/vocabulary.yaml", f"measures:\n{entries}")
    made.write("claims/courier.yaml", claims("courier", 1250, says=HOSTILE, head=", text: 'https://courier.example/1'"))
    made.write("claims/post.yaml", claims("post", 1750, head=", text: 'javascript:alert(document.domain)'"))
    (tmp_path / "decisions").mkdir()
    return made


@pytest.fixture
def wanted() -> Callable[..., Wanted]:
    """What somebody else says about a finding."""

    def make(status: str = "confirmed", **more: object) -> Wanted:
        return Wanted(status, "Ben", DAY, **more)  # type: ignore[arg-type]

    return make


@contextmanager
def running(sitting: Sitting, errors: list[Exception]) -> Iterator[Keys]:
    """Serve a sitting on a free port, in a thread that is ended."""
    import uvicorn

    from reconcile.web.server import bound

    with bound(0) as listening:
        keys = Keys(listening.getsockname()[1])
        app = application(sitting, keys, errors.append)
        server = uvicorn.Server(
            uvicorn.Config(app, http="h11", ws="none", loop="asyncio", lifespan="off", log_config=None)
        )
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()
        try:
            yield keys
        finally:
            server.should_exit = True
            server.force_exit = True
            thread.join(20)
            assert not thread.is_alive()


@pytest.fixture
def served() -> Callable[..., object]:
    """Serve a sitting: a context manager that gives the keys."""
    return running


@pytest.fixture
def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as made:
        made.bind(("127.0.0.1", 0))
        return int(made.getsockname()[1])
