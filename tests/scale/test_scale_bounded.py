"""Findings with very many claims: what is listed, and that everything else is that of all claims."""

from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import reconcile
from reconcile.decisions.judge import Policy, decided
from reconcile.decisions.take import Wanted, changes_since, judgement
from reconcile.errors import SettingsError
from reconcile.models import Finding, Report
from reconcile.models.decision import Decision, Seen
from reconcile.models.identity import evidence_digest
from reconcile.models.listing import MOST_LISTED, listed
from reconcile.pipeline.earlier.compare import compare
from reconcile.reporters import csv, html, json, markdown, sarif, text
from reconcile.settings import read_settings

CONSTANT = "measures: {joined: {unit: person, kind: constant}}\n"


def project(folder: Path, claims: int, settings: str = "") -> Path:
    """Write one quantity that `claims` documents give, a few of them far off."""
    (folder / "claims").mkdir(parents=True, exist_ok=True)
    (folder / "claims" / "vocabulary.yaml").write_text(CONSTANT, encoding="utf-8")
    (folder / "reconcile.toml").write_text(settings, encoding="utf-8")
    value = ["9713" if number % 40 == 7 else f"{1700 + number % 3}" for number in range(claims)]
    frame = pd.DataFrame(
        {"document": [f"d{n:05}" for n in range(claims)], "id": "c", "measure": "joined", "value": value}
    )
    frame.to_csv(folder / "claims" / "claims.csv", index=False)
    return folder


def conflict(folder: Path) -> Finding:
    return next(one for one in reconcile.check(folder).found if one.code == "REC101")


def test_a_finding_lists_so_many_claims_and_holds_them_all(tmp_path: Path) -> None:
    found = conflict(project(tmp_path, 200))
    assert len(found.claims) == 50
    assert found.size == len(found.claim_ids()) == 200
    assert found.claims[0].role == "primary"
    assert {claim.stated for claim in found.claims if claim.camp == 1} >= {"1701"}
    assert {"1700", "1702", "9713"} <= {claim.stated for claim in found.claims}


def test_identity_and_evidence_are_those_of_all_claims_however_many_are_listed(tmp_path: Path) -> None:
    few = conflict(project(tmp_path / "few", 200, "[report]\nclaims-per-finding = 2\n"))
    many = conflict(project(tmp_path / "many", 200, "[report]\nclaims-per-finding = 1000\n"))
    assert len(few.claims) == 2 and len(many.claims) == 200
    assert (few.id, few.evidence, few.message) == (many.id, many.evidence, many.message)
    assert few.claims[0] == many.claims[0]


def test_beyond_what_is_ever_listed_the_evidence_is_hashed_the_same_way(tmp_path: Path) -> None:
    folder = project(tmp_path, MOST_LISTED + 40, "[report]\nclaims-per-finding = 1000\n")
    found = conflict(folder)
    assert (len(found.claims), found.size) == (MOST_LISTED, MOST_LISTED + 40)
    ids = sorted(found.claim_ids())
    said = dict(pd.read_csv(folder / "claims" / "claims.csv", dtype=str)[["document", "value"]].itertuples(index=False))
    reads = [f"{_reads(said[name.partition('#')[0]])}" for name in ids]
    assert found.evidence == evidence_digest(ids, reads, ["person"] * len(ids))


def _reads(value: str) -> str:
    number = int(value)
    return f"{number:,}" if number % 10 else f"[{number - 50:,}, {number + 50:,})"


def test_one_changed_claim_that_is_not_listed_changes_the_evidence(tmp_path: Path) -> None:
    before = conflict(project(tmp_path, 200))
    hidden = min(before.unlisted)
    table = pd.read_csv(tmp_path / "claims" / "claims.csv", dtype=str)
    table.loc[table["document"] == hidden.partition("#")[0], "value"] = "1709"
    table.to_csv(tmp_path / "claims" / "claims.csv", index=False)
    after = conflict(tmp_path)
    assert after.id == before.id
    assert after.evidence != before.evidence


def test_what_is_not_listed_any_more_is_not_told_as_gone(tmp_path: Path) -> None:
    found = conflict(project(tmp_path, 200))
    listed_now, hidden = found.claims[3], min(found.unlisted)
    seen = (
        Seen(listed_now.id, "1,650", "1,650", "person"),
        Seen(hidden, "1", "1", "person"),
        Seen("x#c", "2", "2", ""),
    )
    told = changes_since(seen, found)
    assert len(told) == 2
    assert told[0].startswith(f"{listed_now.id}: 1,650 became") and told[1].startswith("claim gone: x#c")


def test_what_was_not_listed_then_is_not_told_as_added(tmp_path: Path) -> None:
    """Decided with 60 claims, of which 50 are listed; then fifteen go, and all others are listed."""
    found = conflict(project(tmp_path, 60))
    assert (len(found.claims), found.size) == (50, 60)
    made = judgement(found, Wanted("confirmed", "Ana", date(2024, 5, 2)))
    write_gone(tmp_path, {claim.document for claim in found.claims if claim.stated == "1701"})
    now = conflict(tmp_path)
    assert now.id == found.id and not now.unlisted and now.claim_ids() < found.claim_ids()
    held = decided(now, Decision(found.id, made), Policy())
    assert held.status == "reopened" and held.decision is not None
    told = held.decision["changes"]
    gone = sorted({claim.id for claim in found.claims} - now.claim_ids())
    assert told == [f"claim gone: {claim}, 1701" for claim in gone]
    assert compare(Report(found=(now,)), Report(found=(found,)), "main").found[0].changes[0].startswith("claim gone")


def test_a_change_beyond_the_listed_claims_is_said_to_be_there(tmp_path: Path) -> None:
    found = conflict(project(tmp_path, 60))
    made = judgement(found, Wanted("confirmed", "Ana", date(2024, 5, 2)))
    write_gone(tmp_path, {claim.partition("#")[0] for claim in found.unlisted})
    held = decided(conflict(tmp_path), Decision(found.id, made), Policy())
    assert held.decision is not None
    assert held.decision["changes"] == ["its claims beyond the 50 that the decision lists are others"]


def test_a_claim_that_comes_is_told_where_all_were_listed(tmp_path: Path) -> None:
    found = conflict(project(tmp_path, 48))
    made = judgement(found, Wanted("confirmed", "Ana", date(2024, 5, 2)))
    held = decided(conflict(project(tmp_path, 49)), Decision(found.id, made), Policy())
    assert held.decision is not None and held.decision["changes"] == ["claim added: d00048#c, 1700"]


def write_gone(folder: Path, documents: set[str]) -> None:
    table = pd.read_csv(folder / "claims" / "claims.csv", dtype=str)
    table[~table["document"].isin(documents)].to_csv(folder / "claims" / "claims.csv", index=False)


def test_every_format_says_how_many_more_there_are(tmp_path: Path) -> None:
    report = reconcile.check(project(tmp_path, 200))
    assert "… and 170 more claims" in text.render(report, width=100, color=False)
    assert "and 170 more claims" in markdown.render(report, width=100, color=False)
    assert "and 170 more claims" in html.render(report, width=100, color=False)
    assert "and 170 more claims" in sarif.render(report, width=100, color=False)
    assert "more" in csv.render(report, width=100, color=False)
    assert '"claims_more": 150' in json.render(report, width=100, color=False)


def test_the_setting_is_a_whole_number_within_bounds(tmp_path: Path) -> None:
    assert read_settings("[report]\nclaims-per-finding = 7\n", tmp_path).claims_per_finding == 7
    for wrong in ("1", "5000", "true", '"50"'):
        with pytest.raises(SettingsError, match="expected a whole number from 2 to 1,000"):
            read_settings(f"[report]\nclaims-per-finding = {wrong}\n", tmp_path)
    with pytest.raises(SettingsError, match="did you mean 'claims-per-finding'"):
        read_settings("[report]\nclaims-per-findings = 7\n", tmp_path)


def test_each_camp_keeps_its_outermost_claims() -> None:
    camps = [1] * 6 + [2] * 3
    low = [5.0, 4, 3, 2, 1, 6, 90, 80, 95]
    high = [15.0, 14, 13, 12, 11, np.inf, 99, 98, 97]
    assert listed(camps, low, high, 4) == [4, 5, 6, 7]
    assert listed(camps, low, high, 5, first=0) == [0, 4, 5, 6, 7]
    assert listed(camps, low, high, 2) == [4, 7]


def test_a_page_shows_the_worst_findings_and_counts_them_all() -> None:
    found = tuple(
        Finding("REC101", "value-conflict", "error" if n < 5 else "note", f"m{n}", id=f"REC101-{n}")
        for n in range(2500)
    )
    report = Report(found=found)
    for page in (text, markdown, html):
        shown = page.render(report, width=100, color=False)
        assert "Only the first 2,000 of 2,500 findings are shown" in " ".join(shown.split())
        assert "m1999" in shown and "m2000" not in shown
        assert "5 errors, 0 warnings, 2,495 notes" in shown
    assert '"id": "REC101-2499"' in json.render(report, width=100, color=False)
