"""REC003: names that nothing declares."""

import pytest
from rule_cases import claim, findings

from reconcile.rules.unknown_name import UnknownName

VOCABULARY = {
    "dimensions": {"place": {"World": ["Syria"]}, "group": {"All": ["Women"]}},
    "measures": {"dead": {"unit": "person", "kind": "constant", "by": ["place"]}},
}


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"place": "Syira"}, "unknown place 'Syira'; did you mean 'Syria'?"),
        ({"measure": "deed"}, "unknown measure 'deed'; did you mean 'dead'?"),
        ({"group": "Women"}, "'dead' has no dimension 'group'"),
        ({"plaec": "Syria"}, "did you mean 'place'?"),
    ],
)
def test_it_names_what_is_unknown_and_what_is_near(more: dict[str, str], words: str) -> None:
    [one] = findings(UnknownName, VOCABULARY, {"a": [{**claim("dead", "41"), **more}]})
    assert words in one.message
    assert (one.severity, one.key) == ("error", ("a#c0",))


def test_declared_names_are_no_finding() -> None:
    assert findings(UnknownName, VOCABULARY, {"a": [claim("dead", "41", place="Syria")]}) == []
