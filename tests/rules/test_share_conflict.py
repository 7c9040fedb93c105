"""ShareConflict: what its finding says, beside its examples."""

from reconcile.rules.share_conflict import ShareConflict
from reconcile.testing import check_examples, check_files


def test_its_examples() -> None:
    check_examples(ShareConflict)


def test_the_counts_are_put_into_percent() -> None:
    (finding,) = check_files(ShareConflict.examples[0].files, [ShareConflict]).found
    assert "which make 12.5 percent" in finding.message
    assert finding.gap is not None
    assert finding.gap.absolute == 7.5
    assert finding.primary == "a#all"
    assert finding.label == "joined-share, Europe"
