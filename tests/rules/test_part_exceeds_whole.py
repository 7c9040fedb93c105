"""PartExceedsWhole: what its finding says, beside its examples."""

from reconcile.rules.part_exceeds_whole import PartExceedsWhole
from reconcile.testing import check_examples, check_files


def test_its_examples() -> None:
    check_examples(PartExceedsWhole)


def test_unequal_times_make_a_warning() -> None:
    files = dict(PartExceedsWhole.examples[0].files)
    files["claims/b.yaml"] = files["claims/b.yaml"].replace("time: 2019-06", "time: 2019")
    (finding,) = check_files(files, [PartExceedsWhole]).found
    assert finding.severity == "warning"
    assert any("times are not the same" in line for line in finding.arithmetic)
