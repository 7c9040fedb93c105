"""Numbers with more decimals than a float holds are read, compared and told."""

import pytest

import reconcile


@pytest.mark.parametrize("number", ["3.14159265358979323846", "1." + "3" * 34])
@pytest.mark.parametrize("other", ["4", "12", "3.1415926535897932384"])
def test_more_decimals_than_a_float_holds(tmp_path, number, other) -> None:
    claims = "".join(f"  - {{id: c{n}, measure: m, value: '{value}'}}\n" for n, value in enumerate([number, other]))
    (tmp_path / "claims").mkdir()
    (tmp_path / "reconcile.toml").write_text("")
    (tmp_path / "claims" / "a.yaml").write_text("claims:\n" + claims)
    report = reconcile.check(tmp_path)
    assert not report.problems
    if other in ("4", "12"):
        assert [finding.code for finding in report.found] == ["REC102"]
