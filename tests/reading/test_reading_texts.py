"""The documents' own texts: read where they may be, and never outside the project unless the settings say so."""

import hashlib
import os
from pathlib import Path

import pytest

from reconcile.models import Claims
from reconcile.pipeline import check, read_claims
from reconcile.reading.texts import LARGEST, MISSING, OUTSIDE, UNREADABLE

CLAIM = "document: {id: a, text: %s%s}\nclaims: [{id: x, measure: m, value: 12, at: {quote: twelve boats}}]\n"
TEXT = "Some twelve boats\ncame in.\n"


@pytest.fixture
def of(tmp_path: Path):
    """Return the claims and problems of a project whose only document names a text."""

    def make(text: str = "../texts/a.txt", more: str = "", settings: str = "", claim: str = CLAIM):
        root = tmp_path / "project"
        for name, content in {"reconcile.toml": settings, "claims/a.yaml": claim % (text, more)}.items():
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            (root / name).write_text(content, encoding="utf-8")
        return read_claims(root)

    return make


def put(path: Path, data: bytes | str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    return path


def at_hand(claims: Claims) -> str:
    return claims.texts["a"].text


def test_a_text_in_the_project_is_read(of, tmp_path: Path) -> None:
    put(tmp_path / "project/texts/a.txt", "\ufeff" + TEXT.replace("\n", "\r\n"))
    claims, problems = of()
    assert (at_hand(claims), problems) == (TEXT, ())


def test_a_text_that_is_not_there_is_counted_and_no_problem(of, tmp_path: Path) -> None:
    claims, problems = of()
    assert (claims.texts["a"].why_not, problems) == (MISSING, ())
    [left_out] = check(tmp_path / "project").coverage.not_checked
    assert (left_out.rule, left_out.claims, left_out.why) == ("quote-not-found", 1, MISSING)


@pytest.mark.parametrize("form", ["relative", "absolute", "linked file", "linked folder"])
def test_no_way_leads_out_of_the_project(of, tmp_path: Path, form: str) -> None:
    outside = put(tmp_path / "elsewhere/a.txt", TEXT)
    texts = tmp_path / "project/texts"
    named = "../texts/a.txt"
    if form == "relative":
        named = "../../elsewhere/a.txt"
    elif form == "absolute":
        named = str(outside)
    elif form == "linked file":
        texts.mkdir(parents=True)
        (texts / "a.txt").symlink_to(outside)
    else:
        texts.parent.mkdir()
        texts.symlink_to(outside.parent)
    claims, problems = of(named)
    assert (at_hand(claims), claims.texts["a"].why_not, problems) == ("", OUTSIDE, ())
    claims, problems = of(named, settings='[project]\ntexts = ["../elsewhere"]\n')
    assert (at_hand(claims), problems) == (TEXT, ())
    claims, _ = of(named, settings='[project]\ntexts = ["../else"]\n')
    assert claims.texts["a"].why_not == OUTSIDE


def test_a_link_in_a_circle_is_no_text(of, tmp_path: Path) -> None:
    (tmp_path / "project/texts").mkdir(parents=True)
    (tmp_path / "project/texts/a.txt").symlink_to("a.txt")
    claims, problems = of()
    assert at_hand(claims) == "" and claims.texts["a"].why_not
    assert problems == ()


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ("caf\u00e9".encode("latin-1"), "is not UTF-8 (byte 0xe9)"),
        ("Boats".encode("utf-16"), "is UTF-16"),
        (b"boats\0", "holds NUL bytes"),
        (b" " * (LARGEST + 1), "is larger than 10,000,000 bytes"),
    ],
)
def test_a_text_that_cannot_be_read_is_a_problem(of, tmp_path: Path, data: bytes, words: str) -> None:
    put(tmp_path / "project/texts/a.txt", data)
    claims, [problem] = of()
    assert claims.texts["a"].why_not == UNREADABLE
    assert (problem.file, problem.line, problem.kind) == ("claims/a.yaml", 1, "unreadable")
    assert words in problem.message


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
def test_a_pipe_is_not_waited_for(of, tmp_path: Path) -> None:
    (tmp_path / "project/texts").mkdir(parents=True)
    os.mkfifo(tmp_path / "project/texts/a.txt")
    _, [problem] = of()
    assert "no regular file" in problem.message


def test_a_folder_is_no_text(of, tmp_path: Path) -> None:
    (tmp_path / "project/texts/a.txt").mkdir(parents=True)
    _, [problem] = of()
    assert "no regular file" in problem.message


@pytest.mark.parametrize("written", ["{}", "sha256:{}", "'{} '"])
def test_the_hash_of_the_text_fits(of, tmp_path: Path, written: str) -> None:
    put(tmp_path / "project/texts/a.txt", TEXT)
    wanted = hashlib.sha256(TEXT.encode()).hexdigest().upper()
    _, problems = of(more=", sha256: " + written.format(wanted))
    assert problems == ()


def test_line_ends_of_another_system_change_no_hash(of, tmp_path: Path) -> None:
    put(tmp_path / "project/texts/a.txt", TEXT.replace("\n", "\r\n"))
    _, problems = of(more=f", sha256: {hashlib.sha256(TEXT.encode()).hexdigest()}")
    assert problems == ()


def test_a_text_that_changed_makes_the_check_incomplete_and_is_checked_as_it_is(of, tmp_path: Path) -> None:
    put(tmp_path / "project/texts/a.txt", TEXT)
    claims, [problem] = of(more=f", sha256: {'0' * 64}")
    assert at_hand(claims) == TEXT
    assert problem.kind == "not-checked"
    assert "not the one that the claims were taken from" in problem.message
    assert hashlib.sha256(TEXT.encode()).hexdigest() in problem.message


def test_a_text_that_nothing_quotes_and_no_hash_asks_for_is_not_opened(of, tmp_path: Path) -> None:
    put(tmp_path / "project/texts/a.txt", b"\xff")
    claims, problems = of(claim=CLAIM.replace("{quote: twelve boats}", "{line: 1}"))
    assert (claims.texts, problems) == ({}, ())


def test_quotes_of_a_document_without_a_text_are_counted(tmp_path: Path) -> None:
    put(tmp_path / "reconcile.toml", "")
    put(tmp_path / "claims/a.yaml", "claims: [{id: x, measure: m, value: 12, at: {quote: twelve boats}}]\n")
    [left_out] = check(tmp_path).coverage.not_checked
    assert (left_out.claims, left_out.why) == (1, "the document names no text")


def test_a_name_that_no_file_can_have_is_told_of(of, tmp_path: Path) -> None:
    put(tmp_path / "project/texts/other.txt", TEXT)
    claims, problems = of(f"../texts/{'a' * 300}.txt")
    assert claims.texts["a"].why_not == UNREADABLE
    assert [problem.message.rpartition(": ")[2] for problem in problems] == ["File name too long"]
