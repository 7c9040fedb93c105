"""Where a text holds a quote: two printings of the same words are one, other words are not."""

import random
import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reconcile.quotes.finding import find_quote, nearest_passage, source_of

TEXT = """The ferry office has counted its passen-
gers again. “Some 1,700 people crossed on Sunday,” the harbour
master’s clerk said – and he hadn’t slept.[12]

A long-term count by the office³ gave 3\u00a0400 crossings in 2017–18;
in all, 1,250 of them were free. The ﬁnal ﬁgure is a café’s guess.
Nobody in the town believes that 80 - 90 per cent paid.
"""
SOURCE = source_of(TEXT)


@pytest.mark.parametrize(
    ("quote", "line"),
    [
        ("counted its passengers again", 1),
        ("counted its passen-gers again", 1),
        ('"Some 1,700 people crossed on Sunday,"', 2),
        ("'Some 1,700 people crossed on Sunday'", 2),
        ("«some 1,700 PEOPLE crossed»", 2),
        ("1,700 people crossed on Sunday, the harbour master's clerk said", 2),
        ("clerk said—and he hadn't slept.", 3),
        ("clerk said -- and he hadn’t slept", 3),
        ("A long term count", 5),
        ("a longterm count by the office gave 3 400 crossings", 5),
        ("in 2017-18", 5),
        ("The final figure is a café's guess", 6),
        (unicodedata.normalize("NFD", "a café's guess"), 6),
        ("80–90 per cent", 7),
        ("Some 1,700 people … the harbour master", 2),
        ("Some 1,700 people [...] the harbour master", 2),
        ("[Its clerk] said - and he hadn't slept", 3),
        ("[S]ome 1,700 people", 2),
        ("  some   1,700\n  people ", 2),
        ("one thousand and more", 0),
        ("Some 1,800 people crossed", 0),
        ("700 people crossed", 0),
        ("250 of them were free", 0),
        ("400 crossings", 0),
        ("1,700 people crossed on Sun", 0),
        ("he had slept", 0),
        ("the town believes that 8090 per cent paid", 0),
        ("the harbour master … Some 1,700 people", 0),
        ("a cafe's guess", 0),
    ],
)
def test_the_words_decide(quote: str, line: int) -> None:
    places = find_quote(SOURCE, quote)
    assert (places[0].line if places else 0) == line


def test_a_place_names_the_characters() -> None:
    [place] = find_quote(SOURCE, "1,700 people crossed on Sunday, the harbour master's clerk")
    assert TEXT[place.start : place.end] == "1,700 people crossed on Sunday,” the harbour\nmaster’s clerk"
    assert place.lines == "lines 2-3"


def test_every_place_is_found() -> None:
    assert [place.line for place in find_quote(source_of("a dog\nThe dog.\ndogs\nno dog"), "dog")] == [1, 2, 4]


@pytest.mark.parametrize(
    ("at", "fits"),
    [
        ({}, True),
        ({"page": 3}, True),
        ({"line": 2}, True),
        ({"line": 3}, True),
        ({"line": 4}, False),
        ({"lines": "3-5"}, True),
        ({"lines": "4-5, 7"}, False),
        ({"lines": "1, 2"}, True),
        ({"start": 60, "end": 70}, True),
        ({"start": 0, "end": 10}, False),
        ({"line": 2, "start": 0, "end": 10}, False),
    ],
)
def test_a_locator_fits_or_does_not(at: dict, fits: bool) -> None:
    [place] = find_quote(SOURCE, "1,700 people crossed on Sunday, the harbour master's clerk")
    assert place.fits(at) is fits


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("他们说，大约有一千七百人渡河。", "一千七百人"),
        ("Их было около 1 700 человек.", "около 1 700 человек"),
        ("كان هناك ١٧٠٠ شخص", "1700 شخص"),
        ("Straße und Fluß", "STRASSE UND FLUSS"),
        ("한국어 문장", unicodedata.normalize("NFD", "한국어")),
        ("soft\u00adened and zero\u200bwidth", "softened and zerowidth"),
        ("*Some* _1,700_ people", "Some 1,700 people"),
    ],
)
def test_scripts_and_signs(text: str, quote: str) -> None:
    assert find_quote(source_of(text), quote)


@given(st.text(max_size=200), st.integers(0, 200), st.integers(1, 40))
def test_no_text_breaks_it(text: str, start: int, length: int) -> None:
    quote = text[start : start + length]
    for place in find_quote(source_of(text), quote):
        assert 0 <= place.start < max(place.end, 1) and 1 <= place.line <= place.last_line
    nearest_passage(source_of(text), quote)


def test_whole_words_of_a_text_are_always_found() -> None:
    chance = random.Random(1)
    words = re.split("[ \n]+", TEXT.strip())
    for _ in range(200):
        first = chance.randrange(len(words))
        quote = " ".join(words[first : first + chance.randint(1, 12)])
        if any(char.isalnum() for char in quote):
            assert find_quote(SOURCE, quote), quote


def test_the_nearest_passage_shows_what_stands_there() -> None:
    passage, place = nearest_passage(SOURCE, "Some 1,800 people crossed on Sunday")
    assert (passage, place.line) == ("Some 1,700 people crossed on Sunday", 2)
    assert nearest_passage(SOURCE, "Nothing of that kind stands anywhere here at all") is None


def test_a_large_text_takes_no_time_to_speak_of() -> None:
    lines = [f"Line {n} tells of {n * 7} crossings – “nothing more” and no-\nthing less." for n in range(20_000)]
    source = source_of("\n".join(lines))
    assert find_quote(source, "tells of 139,993 crossings") == []
    assert find_quote(source, "Line 19999 tells of 139993 crossings")[0].line == 39_999
