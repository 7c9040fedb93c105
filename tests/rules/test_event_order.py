"""EventOrder: what its finding says, beside its examples."""

from reconcile.rules.event_order import EventOrder
from reconcile.testing import check_examples, check_files


def test_its_examples() -> None:
    check_examples(EventOrder)


def test_the_days_between_are_counted() -> None:
    (finding,) = check_files(EventOrder.examples[0].files, [EventOrder]).found
    assert finding.message == "city taken October 2017 (a) is not before war over March 2017 (b)"
    assert finding.arithmetic[0] == "At the earliest 1 Oct 2017 against 31 Mar 2017 at the latest: 184 days too late."
    assert finding.gap is not None
    assert finding.gap.absolute == 184
