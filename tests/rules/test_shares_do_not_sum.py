"""SharesDoNotSum: what its finding says, beside its examples."""

from reconcile.rules.shares_do_not_sum import SharesDoNotSum
from reconcile.testing import check_examples, check_files


def test_its_examples() -> None:
    check_examples(SharesDoNotSum)


def test_one_share_above_a_hundred_is_found_once() -> None:
    files = dict(SharesDoNotSum.examples[0].files)
    files["claims/a.yaml"] = files["claims/a.yaml"].replace("45%", "145%")
    findings = check_files(files, [SharesDoNotSum]).found
    assert [sorted(finding.claim_ids()) for finding in findings] == [["a#e"]]
    assert findings[0].message == "145% (a) is a share above 100 percent"
