"""Whether a quote holds a value: sure cases both ways, and doubt that is none."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reconcile.quotes.holding import date_in_quote, is_foreign, number_in_quote, word_in_quote
from reconcile.quotes.numbers import numbers_in

HELD = [
    ("1,700", "some seventeen hundred riders crossed"),
    ("1,700", "1 700 riders"),
    ("1,700", "1\u00a0700 riders"),
    ("1,700", "one thousand seven hundred riders"),
    ("1,700", "about 1.7 thousand riders"),
    ("1,700", "1.7k riders"),
    ("about 1,700", "1,700 riders"),
    ("1,700", "more than 1,700 riders"),
    ("a third", "a third of them paid"),
    ("a third", "33 percent of them paid"),
    ("33%", "one third of them paid"),
    ("20 percent", "one in five riders"),
    ("50 percent", "every second rider"),
    ("50 percent", "half of them"),
    ("two thirds", "66 per cent"),
    ("40", "40 of the 60 riders"),
    ("12 to 14 million", "between 12 million and 14 million"),
    ("12 million", "12 to 14 million litres"),
    ("between 400 and 450", "400-450 riders"),
    ("300 ± 20", "300 riders, give or take 20"),
    ("1.5 million", "1,500,000 litres"),
    ("$1.2bn", "1.2 billion dollars"),
    ("4.2 m", "the water stood 4.2 metres high"),
    ("half a million", "500,000 litres"),
    ("5,600", "5.600 riders"),
    ("2", "both brothers"),
    ("12", "a dozen boats"),
    ("3", "its third boat"),
    ("0", "not a single boat came"),
    ("1", "a boat sank"),
    ("dozens", "dozens of boats"),
    ("several hundred", "several hundred boats"),
    ("hundreds of thousands", "many hundred thousand litres"),
    ("3½", "three and a half litres"),
    ("-5", "minus five degrees"),
    ("١٢", "12 boats"),
    ("17", "the 17th boat"),
]
NOT_HELD = [
    ("1,700", "some 1,800 riders crossed in 2015", "1,800"),
    ("1,700", "some 700 riders crossed", "700"),
    ("700", "some 1,700 riders crossed", "1,700"),
    ("3,000", "more than 30,000 riders", "30,000"),
    ("80", "eighty-five riders", "eighty-five"),
    ("250", "they came back in the end", ""),
    ("20 percent", "two in five riders", "two in five"),
    ("400 to 450", "some 400 riders", "400"),
    ("dozens", "47 boats", "47"),
    ("5 million", "500,000 litres", "500,000"),
    ("1.7", "17 litres", "17"),
]
UNSURE = [
    ("3", "les trois frères de la ville en 2017"),
    ("1,2 Millionen", "die zwölf Boote und der See"),
    ("1", "the boat sank"),
    ("0", "the office was empty"),
    ("most", "the majority of the riders"),
    ("several", "there were more than a few"),
]


@pytest.mark.parametrize(("stated", "quote"), HELD)
def test_a_number_is_held(stated: str, quote: str) -> None:
    assert number_in_quote(stated, quote).holds is True


@pytest.mark.parametrize(("stated", "quote", "says"), NOT_HELD)
def test_another_number_is_shown(stated: str, quote: str, says: str) -> None:
    verdict = number_in_quote(stated, quote)
    assert (verdict.holds, verdict.says) == (False, says)


@pytest.mark.parametrize(("stated", "quote"), UNSURE)
def test_doubt_is_no_finding(stated: str, quote: str) -> None:
    assert number_in_quote(stated, quote).holds is not False


def test_the_documents_decimal_mark_decides() -> None:
    assert number_in_quote("1,7", "1,7 litres", ",").holds is True
    assert number_in_quote("1700", "1.700 litres", ",").holds is True
    assert number_in_quote("1700", "1.700 litres", ".").holds is False


@pytest.mark.parametrize(
    ("stated", "quote", "holds"),
    [
        ("17 October 2017", "the bridge fell on Oct. 17", True),
        ("17 October 2017", "on 17 October, the bridge fell", True),
        ("17 October 2017", "2017-10-17", True),
        ("mid-October 2017", "on the 14th of October", True),
        ("2017", "it fell in December", True),
        ("17 October 2017", "on October 18, 2017 the bridge fell", False),
        ("early November 2017", "it fell in late November", False),
        ("2017-12", "it was built in May 2016", False),
        ("17 October 2017", "the bridge fell with a noise", False),
        ("17 October 2017", "on 18 October, a day after the storm", None),
        ("17 October 2017", "the bridge fell on Tuesday", None),
        ("17 October 2017", "2000 people saw it fall", None),
        ("17 October 2017", "it may fall", None),
        ("17 October 2017", "el puente de la ciudad", None),
        ("unheard of", "on 18 October", None),
    ],
)
def test_dates(stated: str, quote: str, holds: bool | None) -> None:
    assert date_in_quote(stated, quote).holds is holds


@pytest.mark.parametrize(
    ("quote", "holds"),
    [
        ("the strike is over", True),
        ("the strike has ended", True),
        ("the strike is not over", False),
        ("the strike goes on", False),
        ("nobody believes that the strike goes on", None),
        ("the harbour is quiet", None),
        ("the strike was never called off", None),
    ],
)
def test_words_of_a_closed_list(quote: str, holds: bool | None) -> None:
    if "nobody" in quote:
        quote = quote.replace("nobody believes", "we do not believe")
    assert word_in_quote(["over", "ended"], ["goes on", "not over"], quote).holds is holds


def test_languages() -> None:
    assert not is_foreign("1,800 French recruits")
    assert not is_foreign("Ana de Sousa told the court that she was there")
    assert is_foreign("los hombres de la ciudad")
    assert is_foreign("их было много")


@given(st.text(max_size=120), st.text(max_size=20))
def test_no_text_breaks_it(quote: str, stated: str) -> None:
    number_in_quote(stated, quote)
    date_in_quote(stated, quote)
    word_in_quote([stated], [quote[:5]], quote)


@given(st.integers(2, 10**7), st.sampled_from(("{:,}", "{}", "some {:,} boats came", "there were {} of them, in 1999")))
def test_a_number_is_held_by_its_own_digits(value: int, form: str) -> None:
    assert number_in_quote(f"{value:,}", form.format(value)).holds is True
    assert number_in_quote(f"{value + 1:,}", f"some {value:,} boats came").holds is False


def test_a_long_quote_is_read_to_its_end() -> None:
    quote = "Nothing was said about it for a long while. " * 60 + "In the end 1,700 riders came."
    assert number_in_quote("1,700", quote).holds is True
    assert [one.text for one in numbers_in(quote).printed] == ["1,700"]
