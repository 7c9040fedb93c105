"""UnaccountedRemainder: what its finding says, beside its examples."""

from reconcile.rules.unaccounted_remainder import UnaccountedRemainder
from reconcile.testing import check_examples, check_files


def test_its_examples() -> None:
    check_examples(UnaccountedRemainder)


def test_how_much_must_be_left_is_an_option() -> None:
    files = dict(UnaccountedRemainder.examples[1].files)
    strict = "[rules.unaccounted-remainder]\nleast = 0.02\n"
    assert not check_files(files, [UnaccountedRemainder]).found
    files["claims/a.yaml"] = files["claims/a.yaml"].replace("about 500", '"500"')
    assert not check_files(files, [UnaccountedRemainder]).found
    files["claims/a.yaml"] = files["claims/a.yaml"].replace("1,150", "1,011")
    assert check_files({**files, "reconcile.toml": strict}, [UnaccountedRemainder]).found
