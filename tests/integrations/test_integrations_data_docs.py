"""`reconcile report --data-docs`: pages that need no other host, are the same each time and show no harm."""

import json
import os
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path

import pytest

from reconcile.cli import run

HOSTILE = Path(__file__).parent.parent / "reporters"
SUITE = [
    {"type": "expect_column_values_to_not_be_null", "kwargs": {"column": "origin"}},
    {"type": "expect_column_values_to_be_between", "kwargs": {"column": "high", "max_value": 500}},
    {"type": "expect_column_values_to_be_in_set", "kwargs": {"column": "orign", "value_set": ["x"]}},
]


def report(folder: Path, *options: str) -> int:
    return run(["report", str(folder), "--data-docs", *options])


def pages(folder: Path) -> dict[str, str]:
    return {path.name: path.read_text(encoding="utf-8") for path in (folder / "reports" / "data-docs").glob("*.html")}


class Elements(HTMLParser):
    """What a page holds: its tags with their attributes, and its text."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, str]] = []
        self.links: list[str] = []
        self.text = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags += [(tag, ""), *((tag, name) for name, _ in attrs)]
        self.links += [value or "" for name, value in attrs if name in ("href", "src", "action")]

    def handle_data(self, data: str) -> None:
        self.text += data


def test_pages_of_the_table_and_of_each_suite(project, reconcile) -> None:
    folder = project({"desk.json": SUITE[:2]})
    done = reconcile("report", folder, "--data-docs")
    assert (done.status, done.out) == (0, "")
    assert "wrote reports/data-docs/index.html" in done.err
    made = pages(folder)
    assert sorted(made) == ["claims-table.html", "desk.html", "index.html"]
    assert "a#lyon" in made["desk.html"] and "1,750" in made["desk.html"]
    assert "a#nice, a#paris" in made["desk.html"]
    assert "15 hold" in made["claims-table.html"] and "0 fail" in made["claims-table.html"]
    assert {"claims-table.html", "desk.html"} <= set(Elements(made["index.html"]).links)


def test_what_could_not_run_stands_on_its_page_and_makes_the_report_incomplete(project) -> None:
    folder = project({"desk.json": SUITE, "wrong.json": "{"})
    assert report(folder) == 3
    assert "the claims table has no column 'orign'" in Elements(pages(folder)["desk.html"]).text
    assert "rules/wrong.json:1: is no JSON" in Elements(pages(folder)["index.html"]).text
    assert report(folder, "--no-project-rules") == 0
    assert sorted(pages(folder)) == ["claims-table.html", "index.html"]


def test_pages_load_nothing_run_nothing_and_name_no_machine(project) -> None:
    folder = project({"desk.json": SUITE})
    report(folder)
    for html in pages(folder).values():
        page = Elements(html)
        assert not {tag for tag, _ in page.tags} & {"script", "img", "link", "iframe", "object", "form", "svg"}
        assert not [name for _, name in page.tags if name.startswith("on")]
        assert all(link.startswith("#") or (link.endswith(".html") and "/" not in link) for link in page.links)
        assert "http:" not in html and "https:" not in html
        assert str(folder) not in html and "site-packages" not in html
        assert "default-src 'none'" in html


def test_the_same_claims_give_the_same_bytes(project) -> None:
    folder = project({"desk.json": SUITE})
    report(folder)
    first = pages(folder)
    run = "import sys; from reconcile.cli import main; sys.argv = ['reconcile', 'report', '--data-docs']; main()"
    settings = {"PYTHONHASHSEED": "2", "TZ": "Asia/Tokyo", "LC_ALL": "C.UTF-8"}
    subprocess.run(
        [sys.executable, "-c", run], cwd=folder, env={**os.environ, **settings}, capture_output=True, check=False
    )
    assert pages(folder) == first


def test_hostile_texts_stay_texts(project, monkeypatch) -> None:
    monkeypatch.syspath_prepend(str(HOSTILE))
    from hostile_texts import HOSTILE as texts

    def claims(values: list[str]) -> str:
        rows = [
            {"id": f"c{n:03}", "measure": "visitors", "city": "Lyon", "value": "5", "origin": text, "says": text}
            for n, text in enumerate(values)
        ]
        return json.dumps({"document": {"id": "a"}, "claims": rows})

    suite = [
        {
            "type": "expect_column_values_to_be_null",
            "kwargs": {"column": "says"},
            "description": "<b>$says ${x} {{ 1 }}",
        },
        {
            "type": "expect_column_values_to_be_in_set",
            "kwargs": {"column": "origin", "value_set": ["<i>", "$column", "${a}"]},
        },
        {"type": "expect_column_pair_values_to_be_equal", "kwargs": {"column_A": "says", "column_B": "claim"}},
        {"type": "expect_values_to_agree_within_group", "kwargs": {"column": "says", "group_columns": ["origin"]}},
        {"type": "expect_column_values_to_match_regex", "kwargs": {"column": "origin", "regex": "(?<!<script>)$"}},
        {"type": "expect_column_distinct_values_to_be_in_set", "kwargs": {"column": "origin", "value_set": ["plain"]}},
    ]
    readable = [text for text in texts if text.strip() and not any(0xD800 <= ord(c) <= 0xDFFF for c in text)]
    named = {"name": "</title><script>alert(1)</script>", "notes": "<u>note</u>", "expectations": suite}
    seen: set[tuple[str, str]] = set()
    plain = project({"desk.json": {**named, "name": "plain", "notes": "note"}}, claims(["plain words"] * 50))
    report(plain)
    allowed = {tag for html in pages(plain).values() for tag in Elements(html).tags}
    for start in range(0, len(readable), 50):
        folder = project({"desk.json": named}, claims(readable[start : start + 50]))
        assert report(folder) in (0, 3)
        for html in pages(folder).values():
            page = Elements(html)
            seen |= set(page.tags)
            assert "\x1b" not in html and "\u202e" not in html
        made = "".join(Elements(html).text for html in pages(folder).values())
        assert "</title><script>alert(1)</script>" in made
        assert "<b>$says ${x} {{ 1 }}" in made
    assert seen <= allowed, seen - allowed


def test_only_what_was_written_here_is_replaced(project, reconcile) -> None:
    folder = project({"desk.json": SUITE[:1]})
    docs = folder / "reports" / "data-docs"
    docs.mkdir(parents=True)
    assert report(folder) == 0  # an empty folder is nobody's
    (folder / "rules" / "desk.json").unlink()
    assert report(folder) == 0
    assert not (docs / "desk.html").exists()
    (docs / "mine.txt").write_text("mine", encoding="utf-8")
    done = reconcile("report", folder, "--data-docs")
    assert done.status == 2
    assert "it holds 'mine.txt', which was not written here" in done.err
    assert (docs / "mine.txt").read_text(encoding="utf-8") == "mine"
    assert [path.name for path in (folder / "reports").iterdir() if path.name.startswith(".")] == []


@pytest.mark.parametrize("kind", ["file", "link"])
def test_what_is_no_folder_is_left_alone(project, kind: str) -> None:
    folder = project()
    docs = folder / "reports" / "data-docs"
    docs.parent.mkdir()
    docs.write_text("x", encoding="utf-8") if kind == "file" else docs.symlink_to(folder / "claims")
    assert report(folder) == 2
    assert (folder / "claims" / "a.yaml").exists()


def test_a_full_disk_leaves_the_old_pages(project, reconcile, monkeypatch) -> None:
    folder = project()
    report(folder)
    first, write = pages(folder), Path.write_bytes

    def full(path: Path, data: bytes) -> int:
        if "data-docs" in str(path):
            raise OSError(28, "No space left on device")
        return write(path, data)

    monkeypatch.setattr(Path, "write_bytes", full)
    done = reconcile("report", folder, "--data-docs")
    assert (done.status, "No space left on device" in done.err) == (2, True)
    assert pages(folder) == first
    assert [path.name for path in (folder / "reports").iterdir() if path.name.startswith(".")] == []


@pytest.mark.parametrize("full", [False, True])
def test_what_a_killed_command_set_aside_is_put_back(project, monkeypatch, full: bool) -> None:
    """Killed between the two renames: the pages lie under a hidden name, the new ones under another."""
    folder = project()
    report(folder)
    first, reports = pages(folder), folder / "reports"
    (reports / "data-docs").rename(reports / ".data-docs-abcd_123-old")
    (reports / ".data-docs-abcd_123").mkdir()
    (reports / ".data-docs-of-mine").mkdir()
    if full:
        monkeypatch.setattr("reconcile.cli._data_docs.mkdtemp", _no_space)
    assert report(folder) == (2 if full else 0)
    assert pages(folder) == first
    assert [path.name for path in reports.iterdir() if path.name.startswith(".")] == [".data-docs-of-mine"]


def _no_space(**_: object) -> str:
    raise OSError(28, "No space left on device")


def test_an_interruption_between_the_renames_leaves_the_old_pages(project, monkeypatch) -> None:
    folder = project()
    report(folder)
    first, rename = pages(folder), Path.rename

    def interrupted(path: Path, target: Path) -> Path:
        if target.name == "data-docs" and not path.name.endswith("-old"):
            raise KeyboardInterrupt
        return rename(path, target)

    monkeypatch.setattr(Path, "rename", interrupted)
    assert report(folder) == 130
    assert pages(folder) == first
    assert [path.name for path in (folder / "reports").iterdir() if path.name.startswith(".")] == []
