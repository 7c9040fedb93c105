"""RelationBroken: what its finding says, beside its examples."""

from reconcile.rules.relation_broken import RelationBroken
from reconcile.testing import check_examples, check_files


def test_its_examples() -> None:
    check_examples(RelationBroken)


def test_the_relation_is_named_and_written_out() -> None:
    (finding,) = check_files(RelationBroken.examples[0].files, [RelationBroken]).found
    assert finding.relations == ("hall",)
    assert finding.message == ("seats 412 (a) against 20 × rows 18 (b) cannot be, since seats = 20 * rows: 52 too many")
