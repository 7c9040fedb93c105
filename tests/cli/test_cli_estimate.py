"""`reconcile estimate`: text that fits, JSON and CSV for programs, files, statuses, and nothing slow for its help."""

import csv
import io
import json
import subprocess
import sys

import pytest

from reconcile.testing import project

VOCABULARY = """\
measures:
  back: {label: returnees, unit: person, kind: constant, by: []}
  found: {label: returnees found, unit: person, kind: constant, by: []}
  fell: {label: fall of the city, kind: event, by: []}
  began: {label: siege of the city, kind: event, by: []}
"""
RELATIONS = """\
relations:
  found: {says: Found people are back., holds: found <= back}
  siege: {says: First the siege., holds: began < fell}
"""
FILES = {
    "claims/vocabulary.yaml": VOCABULARY,
    "rules/relations.yaml": RELATIONS,
    "claims/a.yaml": """\
document: {id: a, published: 2018}
claims:
  - {id: back, measure: back, value: "300"}
  - {id: fell, measure: fell, value: 2017}
  - {id: began, measure: began, value: 2016-10}
""",
    "claims/b.yaml": """\
document: {id: b, published: 2019}
claims:
  - {id: back, measure: back, value: about 500, origin: =AFP}
  - {id: found, measure: found, value: more than 460}
""",
}


@pytest.fixture
def folder():
    with project(FILES) as root:
        yield str(root)


@pytest.mark.parametrize("width", [40, 80, 120])
def test_text_fits_and_says_what_the_others_leave(reconcile, folder, width):
    done = reconcile("estimate", folder, "--width", str(width))
    assert done.status == 0
    assert max(map(len, done.out.splitlines())) <= width
    text = " ".join(done.out.split())
    assert "The others leave at least 461 (found: b)" in text
    assert "Nothing in common; 2 camps: [295, 305) (a) and [450, 550] (b)" in text
    assert "Suspects, never verdicts: withdrawing this claim would settle the one conflict" not in text
    assert "would settle all 2 conflicts" in text


def test_no_best_value_is_named(reconcile, folder):
    out = reconcile("estimate", folder, "--all").out.casefold()
    assert not any(word in out for word in ("best", "likely", "average", "median", "probably", "true value"))


def test_dates_are_left_as_days(reconcile, folder):
    text = " ".join(reconcile("estimate", folder, "--where", "measure=fell").out.split())
    assert "The others leave no day before 2 Oct 2016 (siege: a)" in text
    text = " ".join(reconcile("estimate", folder, "--where", "measure=began").out.split())
    assert "The others leave no day after 30 Dec 2017 (siege: a)" in text


def test_json_holds_everything(reconcile, folder):
    data = json.loads(reconcile("estimate", folder, "--format", "json", "--all").out)
    assert data["schema"] == "reconcile-estimate/1"
    back = next(one for one in data["estimates"] if one["label"] == "returnees")["times"][0]
    assert back["common"] is None
    assert back["hull"] == {"low": 295, "high": 550, "low_open": False, "high_open": False}
    assert (back["implied"]["low"], back["implied"]["high"], back["implied"]["low_laws"]) == (461, None, ["found"])
    assert back["claims"][1]["without"] == {"low": 295, "high": 305, "low_open": False, "high_open": True}
    (group,) = data["suspects"]
    assert group["choices"] == [[{"claim": "a#back", "stated": "300"}]]


def test_csv_has_one_row_for_each_claim_and_no_formula(reconcile, folder, tmp_path):
    file = tmp_path / "out.csv"
    done = reconcile("estimate", folder, "--all", "-o", str(file))
    assert (done.status, done.out) == (0, "")
    assert "wrote 4 quantities" in done.err
    rows = list(csv.DictReader(io.StringIO(file.read_text(encoding="utf-8"))))
    assert [row["claim"] for row in rows] == ["a#fell", "a#back", "b#back", "b#found", "a#began"]
    assert rows[2]["origin"] == "'=AFP"
    assert rows[2]["implied_low"] == "461"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--where", "measure"), "write KEY=VALUE"),
        (("--where", "mesure=back"), "did you mean 'measure'"),
        (("--format", "xml"), "'xml' is none of text, json, csv"),
        (("-o", "out.xlsx"), "'.xlsx' is none of"),
    ],
)
def test_slips_are_usage_errors(reconcile, folder, arguments, said):
    done = reconcile("estimate", folder, *arguments)
    assert done.status == 2
    assert said in done.err


def test_no_claims_is_incomplete(reconcile, tmp_path):
    (tmp_path / "reconcile.toml").touch()
    assert reconcile("estimate", str(tmp_path)).status == 3


def test_its_help_imports_nothing_slow():
    code = (
        "import sys\nfrom reconcile.cli import run\nstatus = run(['estimate', '--help'])\n"
        "print(status, [name for name in ('pandas', 'numpy', 'highspy') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "0 []"
