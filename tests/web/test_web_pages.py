"""The review page: what it shows, and what its forms do to the decisions."""

import re

import pytest
from starlette.testclient import TestClient

from reconcile.decisions import Wanted

ORIGIN = "http://127.0.0.1:4321"


def post(client: TestClient, path: str, form: dict[str, str]):
    return client.post(path, data=form, headers={"origin": ORIGIN})


def send(reviewed, client: TestClient, id: str, status: str = "confirmed", **more: str):
    return post(client, f"/finding/{id}", reviewed.form(id, status, **more))


def test_the_list_leads_to_every_finding(reviewed) -> None:
    page = reviewed.client().get("/").text
    assert re.findall(r'href="/finding/([^"?]+)"', page) == list(reviewed.sitting.queue)
    assert "0 of 12 decided" in page
    assert "by Ana" in page


@pytest.mark.parametrize(
    ("status", "more"),
    [
        ("confirmed", {}),
        ("explained", {"reason": "different-date", "text": "The Post counted later."}),
        ("dismissed", {"text": "A slip."}),
        ("deferred", {"until": "2024-06-30"}),
    ],
)
def test_a_decision_is_saved_at_once_and_leads_on(reviewed, status: str, more: dict[str, str]) -> None:
    client = reviewed.client()
    first, second, *_ = reviewed.sitting.queue
    answer = send(reviewed, client, first, status, **more)
    assert answer.status_code == 303
    assert answer.headers["location"] == f"/finding/{second}"
    assert reviewed.files() == [f"{first}.yaml"]
    assert reviewed.decided() == [status]
    page = client.get(answer.headers["location"]).text
    assert "1 of 12 decided" in page
    assert f"{status.capitalize()} " in page
    assert "by Ana on 2024-05-02" in page


@pytest.mark.parametrize(
    ("status", "more", "said"),
    [
        ("explained", {"text": "x"}, "explained needs a reason"),
        ("explained", {"reason": "moon", "text": "x"}, "reason is &#39;moon&#39;"),
        ("dismissed", {"text": "  "}, "dismissed needs a text"),
        ("deferred", {"until": "soon"}, "deferred needs a date"),
        ("deferred", {"until": "2025-06-30"}, "more than 90 days"),
        ("deferred", {"until": "2024-05-01"}, "before the day of the decision"),
        ("settled", {}, "status is &#39;settled&#39;"),
        ("dismissed", {"text": "x" * 4001}, "4,001 characters"),
    ],
)
def test_what_is_no_decision_is_refused_with_the_reason(reviewed, status, more, said) -> None:
    client = reviewed.client()
    answer = send(reviewed, client, reviewed.first(), status, **more)
    assert answer.status_code == 422
    assert said in answer.text
    assert reviewed.files() == []


def test_what_was_typed_is_kept_when_it_is_refused(reviewed) -> None:
    answer = send(reviewed, reviewed.client(), reviewed.first(), "explained", text='A "quoted" <b>')
    assert 'value="A &#34;quoted&#34; &lt;b&gt;"' in answer.text
    assert re.search(r'<details name="way" data-key="e" open>', answer.text)


def test_a_text_stands_again_only_where_the_same_is_decided(reviewed, wanted) -> None:
    id = reviewed.first()
    reviewed.desk().decide(id, wanted("dismissed", text="A slip."))
    page = reviewed.client().get(f"/finding/{id}").text
    assert re.findall(r'name="text"[^>]* value="([^"]*)"', page) == ["", "A slip.", ""]


def test_filters_and_the_way_through_them(reviewed) -> None:
    client = reviewed.client()
    first, second, third, *_ = reviewed.sitting.queue
    send(reviewed, client, second)
    page = client.get("/?status=confirmed").text
    assert re.findall(r'<li class="error"><h3><b>error</b> <a href="/finding/([^"?]+)\?', page) == [second]
    page = client.get(f"/finding/{first}?status=open&severity=error").text
    assert f'href="/finding/{third}?status=open&amp;severity=error" data-key="s j"' in page
    answer = post(client, f"/finding/{first}?status=open", reviewed.form(first))
    assert answer.headers["location"] == f"/finding/{third}?status=open"
    assert "No finding is like that." in client.get("/?rule=REC999").text
    assert client.get("/?status=%3Cscript%3E&rule=%22%3E&severity=x").text.count("/finding/") >= 12


def test_the_address_after_a_decision_is_never_another_site(reviewed) -> None:
    client = reviewed.client()
    for query in ("?status=//evil.example", "?rule=/../../x", "?next=http://evil.example"):
        answer = post(client, f"/finding/{reviewed.first()}{query}", reviewed.form(reviewed.first()))
        assert re.fullmatch(r"/finding/REC101-[a-z0-9]{10}", answer.headers["location"])


def test_undo_takes_back_the_last_decision_of_this_sitting(reviewed) -> None:
    client = reviewed.client()
    first, second, *_ = reviewed.sitting.queue
    send(reviewed, client, first)
    send(reviewed, client, second)
    page = client.get("/").text
    assert f'action="/undo/{second}"' in page
    answer = post(client, f"/undo/{second}", reviewed.form(second))
    assert answer.headers["location"] == f"/finding/{second}"
    assert reviewed.files() == [f"{first}.yaml"]
    assert f'action="/undo/{first}"' in client.get("/").text
    assert post(client, f"/undo/{second}", reviewed.form(second)).status_code == 409, "it is undone already"


def test_undo_leaves_what_others_decided(reviewed, wanted) -> None:
    first = reviewed.first()
    reviewed.desk().decide(first, wanted())
    client = reviewed.client()
    assert post(client, f"/undo/{first}", reviewed.form(first)).status_code == 409
    assert reviewed.files() == [f"{first}.yaml"]


def test_undo_never_takes_back_what_somebody_else_decided_since(reviewed, wanted) -> None:
    client, first = reviewed.client(), reviewed.first()
    send(reviewed, client, first)
    reviewed.desk().decide(first, wanted("dismissed", text="Ben came later."))
    answer = post(client, f"/undo/{first}", reviewed.form(first))
    assert answer.status_code == 409
    assert "Ben came later." in answer.text
    assert reviewed.decided() == ["dismissed"]
    assert "/undo/" not in client.get("/").text


def test_a_second_tab_that_saw_something_else_is_refused(reviewed) -> None:
    client, first = reviewed.client(), reviewed.first()
    stale = reviewed.form(first, "dismissed", text="Mine <b>")
    assert send(reviewed, client, first).status_code == 303
    written = (reviewed.root / "decisions" / f"{first}.yaml").read_bytes()
    answer = post(client, f"/finding/{first}", stale)
    assert answer.status_code == 409
    assert "Changed meanwhile; nothing was saved" in answer.text
    assert "confirmed by Ana on 2024-05-02" in answer.text
    assert "Mine &lt;b&gt;" in answer.text, "what was typed is not lost"
    assert (reviewed.root / "decisions" / f"{first}.yaml").read_bytes() == written
    assert post(client, f"/undo/{first}", stale).status_code == 409
    assert reviewed.files() == [f"{first}.yaml"]


def test_a_file_that_changed_meanwhile_is_not_overwritten(reviewed, wanted) -> None:
    client, first = reviewed.client(), reviewed.first()
    form = reviewed.form(first)
    reviewed.desk().decide(first, wanted("dismissed", text="Ben was faster."))
    answer = post(client, f"/finding/{first}", form)
    assert answer.status_code == 409
    assert "Ben was faster." in answer.text
    assert reviewed.decided() == ["dismissed"]
    assert send(reviewed, client, first).status_code == 303, "seen, it may be decided anew"
    assert reviewed.decided() == ["confirmed"]


def test_a_file_that_changes_between_look_and_write_is_not_overwritten(reviewed, wanted, monkeypatch) -> None:
    client, first = reviewed.client(), reviewed.first()
    form, desk = reviewed.form(first), reviewed.sitting.desk
    decide = desk.__class__.decide

    def late(self, id: str, said: Wanted):
        decide(reviewed.desk(), id, wanted("dismissed", text="In between."))
        return decide(self, id, said)

    monkeypatch.setattr(desk.__class__, "decide", late)
    answer = post(client, f"/finding/{first}", form)
    assert answer.status_code == 409
    assert "In between." in answer.text
    assert reviewed.decided() == ["dismissed"]


def test_a_broken_file_is_said_and_kept(reviewed) -> None:
    client, first = reviewed.client(), reviewed.first()
    form = reviewed.form(first)
    reviewed.write(f"decisions/{first}.yaml", "status: [")
    for answer in (client.get(f"/finding/{first}"), post(client, f"/finding/{first}", form)):
        assert answer.status_code == 409
        assert f"decisions/{first}.yaml" in answer.text
    assert (reviewed.root / f"decisions/{first}.yaml").read_text() == "status: ["


def test_a_reopened_finding_comes_first_with_what_changed(reviewed, wanted) -> None:
    id = list(reviewed.desk().found)[3]
    reviewed.desk().decide(id, wanted("dismissed", text="A slip."))
    courier = reviewed.root / "claims" / "courier.yaml"
    changed = courier.read_text(encoding="utf-8").replace("value: '1253'", "value: '1353'")
    courier.write_text(changed, encoding="utf-8")
    page = reviewed.client().get(f"/finding/{id}").text
    assert "reopened" in page
    assert re.search(r"<b>courier#count-03</b> <del>1253, read as .*</del> <ins>1353, read as .*</ins>", page)
    assert "<b>post#count-03</b> unchanged: 1753" in page


def test_decided_findings_can_be_reached_and_decided_anew(reviewed, wanted) -> None:
    last = list(reviewed.desk().found)[-1]
    reviewed.desk().decide(last, wanted("dismissed", text="A slip."))
    client = reviewed.client()
    page = client.get("/").text
    assert "0 of 11 decided" in page
    assert f"/finding/{last}" in page.partition("Decided: 1")[2]
    assert send(reviewed, client, last).status_code == 303
    assert reviewed.decided() == ["confirmed"]


def test_a_second_person_agrees(reviewed, wanted) -> None:
    reviewed.write("reconcile.toml", "[decisions]\nsecond-reviewer = true\n")
    first, second, *_ = reviewed.desk().found
    reviewed.desk().decide(first, wanted("dismissed", text="A slip."))
    client = reviewed.client()
    assert 'data-key="a"' in client.get(f"/finding/{first}").text
    assert send(reviewed, client, first, "agree").status_code == 303
    assert reviewed.decided() == ["dismissed"]
    send(reviewed, client, second, "dismissed", text="Mine.")
    assert 'data-key="a"' not in client.get(f"/finding/{second}").text
    assert "2 of 12 decided" in client.get("/").text
    assert send(reviewed, client, second, "agree").status_code == 422
    assert reviewed.decided() == ["dismissed", "open"]


def test_hostile_texts_are_shown_and_nothing_else(reviewed) -> None:
    client = reviewed.client()
    page = client.get(f"/finding/{reviewed.first()}").text
    assert "&lt;script&gt;alert(&#39;claim&#39;)&lt;/script&gt;" in page
    assert page.count("<script") == 1
    assert "<img" not in page
    assert "\u202e" not in page
    assert re.findall(r'href="(?!/|#)([^"]*)"', page) == ["https://courier.example/1"]
    assert 'rel="noreferrer noopener external"' in page
    assert "javascript:alert(document.domain)" in page, "it is shown as text"
    send(reviewed, client, reviewed.first(), "dismissed", text='"><script>alert(1)</script>\u202e')
    for shown in (client.get("/").text, client.get(f"/finding/{reviewed.first()}").text):
        assert shown.count("<script") == 1
        assert "\u202e" not in shown
        assert not re.search(r"\son\w+=|\sstyle=", shown.replace("onerror=alert(1)&gt;", ""))


def test_every_link_within_a_page_has_its_end(reviewed) -> None:
    page = reviewed.client().get(f"/finding/{reviewed.first()}").text
    ids = re.findall(r'\sid="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    assert set(re.findall(r'href="#([^"]+)"', page)) <= set(ids)
