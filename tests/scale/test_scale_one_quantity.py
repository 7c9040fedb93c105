"""One quantity with hundreds of claims that contradict each other, and laws about it that bind nothing else."""

from pathlib import Path

import reconcile

VOCABULARY = """\
dimensions:
  place:
    Country:
      Region: [Town]
measures:
  residents: {unit: resident, kind: stock}
units:
  resident: [residents]
"""


def test_scale_laws_that_bind_no_other_claim_take_no_solver_call(tmp_path: Path) -> None:
    (tmp_path / "claims").mkdir()
    (tmp_path / "reconcile.toml").write_text("")
    (tmp_path / "claims" / "vocabulary.yaml").write_text(VOCABULARY)
    rows = [f"paper-{n},a{n},residents,2434,2000,2021,Town" for n in range(200)]
    rows += [f"paper-{n},b{n},residents,7309,2000,2021,Town" for n in range(0, 200, 10)]
    (tmp_path / "claims" / "all.csv").write_text(
        "\n".join(["document,id,measure,value,time,published,place", *rows, ""])
    )
    report = reconcile.check(tmp_path)
    assert report.problems == ()
    assert sum(finding.code == "REC102" for finding in report.found) == 20
    assert not [finding for finding in report.found if finding.code == "REC208"]
