"""The review page: who is let in, and what every answer says to the browser."""

import pytest
from starlette.testclient import TestClient

from reconcile.web.gate import same

ORIGIN = "http://127.0.0.1:4321"
PAGES = ("/", "/static/review.js", "/static/review.css", "/static/cards.css", "/static/icon.svg", "/nowhere")


def post(client: TestClient, reviewed, id: str = "", **headers: str):
    id = id or reviewed.first()
    return client.post(f"/finding/{id}", data=reviewed.form(id), headers={"origin": ORIGIN, **headers})


def test_the_token_is_changed_for_a_cookie_once(reviewed) -> None:
    first, token = reviewed.stranger(), reviewed.keys.token
    answer = first.get(f"/start?token={token}")
    assert answer.status_code == 303
    assert answer.headers["location"] == "/"
    cookie = answer.headers["set-cookie"]
    assert cookie.startswith("reconcile-4321=")
    assert "HttpOnly" in cookie
    assert "SameSite=strict" in cookie
    assert token not in cookie
    assert first.get("/").status_code == 200
    second = reviewed.stranger()
    assert second.get(f"/start?token={token}").status_code == 403
    assert second.get("/start?token=").status_code == 403
    assert second.get("/").status_code == 403


def test_an_empty_secret_is_like_nothing() -> None:
    assert not same("", "")
    assert same("é", "é")


def test_a_wrong_token_lets_nobody_in_and_uses_nothing_up(reviewed) -> None:
    stranger = reviewed.stranger()
    for wrong in ("", "x", reviewed.keys.token[:-1], reviewed.keys.session, "é"):
        assert stranger.get("/start", params={"token": wrong}).status_code == 403
    assert stranger.head(f"/start?token={reviewed.keys.token}").status_code == 403
    assert stranger.get(f"/start?token={reviewed.keys.token}").status_code == 303


@pytest.mark.parametrize("path", PAGES)
def test_nothing_is_shown_without_the_cookie(reviewed, path: str) -> None:
    stranger = reviewed.stranger()
    assert stranger.get(path).status_code == 403
    for cookie in ("", "wrong", reviewed.keys.form):
        assert stranger.get(path, headers={"cookie": f"reconcile-4321={cookie}"}).status_code == 403
    assert "count-00" not in stranger.get(path).text
    assert post(stranger, reviewed).status_code == 403
    assert reviewed.files() == []


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1",
        "127.0.0.1:80",
        "127.0.0.1:43210",
        "localhost:4321",
        "evil.example:4321",
        "127.0.0.1:4321.",
        "[::1]:4321",
        "",
    ],
)
def test_only_the_exact_host_with_its_port_is_served(reviewed, host: str) -> None:
    client = reviewed.client()
    assert client.get("/", headers={"host": host}).status_code == 421
    assert post(client, reviewed, host=host).status_code == 421
    again = reviewed.stranger().get(f"/start?token={reviewed.keys.token}", headers={"host": host})
    assert again.status_code == 421
    assert reviewed.files() == []


def test_two_hosts_are_refused(reviewed) -> None:
    client = reviewed.client()
    answer = client.get("/", headers=[("host", "127.0.0.1:4321"), ("host", "evil.example")])
    assert answer.status_code == 421


@pytest.mark.parametrize(
    "origin",
    ["null", "http://127.0.0.1", "http://127.0.0.1:4322", "https://127.0.0.1:4321", "http://evil.example", ""],
)
def test_a_form_of_another_origin_is_refused(reviewed, origin: str) -> None:
    client = reviewed.client()
    assert post(client, reviewed, origin=origin).status_code == 403
    undo = client.post(f"/undo/{reviewed.first()}", data=reviewed.form(reviewed.first()), headers={"origin": origin})
    assert undo.status_code == 403
    assert reviewed.files() == []


def test_a_form_without_origin_is_refused(reviewed) -> None:
    client, id = reviewed.client(), reviewed.first()
    assert client.post(f"/finding/{id}", data=reviewed.form(id)).status_code == 403
    assert reviewed.files() == []


@pytest.mark.parametrize("token", [None, "", "wrong", "session"])
def test_a_form_without_its_token_is_refused(reviewed, token: str | None) -> None:
    client, id = reviewed.client(), reviewed.first()
    form = reviewed.form(id)
    if token is None:
        del form["token"]
    else:
        form["token"] = reviewed.keys.session if token == "session" else token
    for path in ("finding", "undo"):
        assert client.post(f"/{path}/{id}", data=form, headers={"origin": ORIGIN}).status_code == 403
    assert reviewed.files() == []


def test_a_form_is_small_whole_and_of_one_kind(reviewed) -> None:
    client, id = reviewed.client(), reviewed.first()
    form, headers = reviewed.form(id), {"origin": ORIGIN}

    def status(**sent: object) -> int:
        extra = sent.pop("headers", {})
        return client.post(f"/finding/{id}", headers={**headers, **extra}, **sent).status_code  # type: ignore[arg-type,dict-item]

    plain = {"content-type": "application/x-www-form-urlencoded"}
    assert status(data={**form, "text": "x" * 70_000}) == 413
    assert status(content=(b"text=" + b"x" * 10_000 for _ in range(8)), headers=plain) == 413, "in chunks, no length"
    assert status(content=b"a=b", headers={**plain, "content-length": "-1"}) == 413
    assert status(json=form) == 415
    assert status(data=form, files={"file": b"x"}) == 415
    assert status(content=b"token=%ff", headers=plain) == 400
    assert status(content=b"&".join(b"f%d=1" % n for n in range(50)), headers=plain) == 400
    assert status(content=b"token=a&token=b", headers=plain) == 400
    assert reviewed.files() == []
    assert reviewed.errors == []


def test_every_answer_has_the_headers(reviewed) -> None:
    client, stranger = reviewed.client(), reviewed.stranger()
    id = reviewed.first()
    answers = [client.get(path) for path in (*PAGES, f"/finding/{id}", "/finding/REC101-0000000000")]
    answers += [stranger.get("/"), stranger.get("/start?token=x"), client.get("/", headers={"host": "x"})]
    answers += [post(client, reviewed, origin="null"), post(client, reviewed), client.delete("/")]
    for answer in answers:
        policy = answer.headers["content-security-policy"]
        parts = dict(part.strip().split(" ", 1) for part in policy.split(";"))
        assert parts == {
            "default-src": "'none'",
            "style-src": "'self'",
            "script-src": "'self'",
            "img-src": "'self'",
            "form-action": "'self'",
            "frame-ancestors": "'none'",
            "base-uri": "'none'",
        }
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["referrer-policy"] == "same-origin"
        assert answer.headers["cache-control"] == "no-store"
        assert answer.headers["cross-origin-opener-policy"] == "same-origin"
        assert "access-control-allow-origin" not in answer.headers


def test_a_defect_shows_nothing_of_itself(reviewed, monkeypatch: pytest.MonkeyPatch) -> None:
    client = reviewed.client()

    def broken(*_: object) -> None:
        raise RuntimeError("secret of the inside")

    monkeypatch.setattr("reconcile.web.views.choices", broken)
    answer = client.get("/")
    assert answer.status_code == 500
    assert "secret" not in answer.text
    assert "Traceback" not in answer.text
    assert "content-security-policy" in answer.headers
    assert [str(error) for error in reviewed.errors] == ["secret of the inside"]


@pytest.mark.parametrize(
    "path", ["/static/../gate.py", "/static/%2e%2e/gate.py", "/static/app.py", "/docs", "/openapi.json"]
)
def test_only_known_files_are_served(reviewed, path: str) -> None:
    assert reviewed.client().get(path).status_code == 404


@pytest.mark.parametrize("method", ["put", "patch", "delete", "options"])
def test_other_methods_are_refused(reviewed, method: str) -> None:
    client = reviewed.client()
    for path in ("/", f"/finding/{reviewed.first()}"):
        assert getattr(client, method)(path).status_code == 405


@pytest.mark.parametrize(
    "id",
    [
        "..%2fescape",
        "%2e%2e%2f%2e%2e%2fescape",
        "REC101-AAAAAAAAAA",
        "REC101-0000000000",
        "REC101-aaaaaaaaa%00",
        "x",
        "REC101-aaaaaaaaaa%0a",
    ],
)
def test_an_id_is_one_of_this_review_before_it_becomes_a_path(reviewed, id: str) -> None:
    client = reviewed.client()
    form = reviewed.form(reviewed.first())
    before = sorted(reviewed.root.parent.rglob("*"))
    assert client.get(f"/finding/{id}").status_code == 404
    for path in ("finding", "undo"):
        assert client.post(f"/{path}/{id}", data=form, headers={"origin": ORIGIN}).status_code == 404
    assert sorted(reviewed.root.parent.rglob("*")) == before
    assert reviewed.errors == []


def test_writes_go_into_the_decisions_alone(reviewed) -> None:
    outside = reviewed.root / "outside.yaml"
    first, second, *_ = reviewed.sitting.queue
    form = reviewed.form(second)
    before = {path: path.read_bytes() for path in reviewed.root.rglob("*") if path.is_file()}
    client = reviewed.client()
    assert post(client, reviewed).status_code == 303
    (reviewed.root / "decisions" / f"{second}.yaml").symlink_to(outside)
    assert client.post(f"/finding/{second}", data=form, headers={"origin": ORIGIN}).status_code == 409
    after = {path: path.read_bytes() for path in reviewed.root.rglob("*") if path.is_file()}
    assert [path.name for path in after.keys() - before.keys() if not path.name.startswith(".")] == [f"{first}.yaml"]
    assert {path.parent.name for path in after.keys() - before.keys()} == {"decisions"}
    assert {path: after[path] for path in before} == before
    assert not outside.exists()
