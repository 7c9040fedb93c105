"""Ranges, shares, vague words, refusals, and the phrases of real reports."""

import pytest

from reconcile.readings import ReadingError, Widths, read


@pytest.mark.parametrize("dash", ["-", "–", "—", "‒", "−", " - ", " – ", " to ", " through ", " up to ", "..", " … "])
def test_range_marks(dash: str) -> None:
    assert read(f"400{dash}450 recruits").interval() == "[400, 450]"


@pytest.mark.parametrize(
    ("text", "interval"),
    [
        ("between one hundred and five hundred", "[100, 500]"),
        ("between two and a half and three million", "[2,500,000, 3,000,000]"),
        ("one hundred-two hundred", "[100, 200]"),
        ("five-six", "[5, 6]"),
        ("$5-10 million", "[5,000,000, 10,000,000]"),
        ("1 to 1.5 million", "[1,000,000, 1,500,000]"),
        ("one to a hundred", "[1, 100]"),
        ("2 to 3 dozen", "[24, 36]"),
        ("more than 400 but fewer than 500", "(400, 500)"),
        ("between about 400 and 500", "[360, 500]"),
        ("40 to about 50", "[40, 55]"),
        ("fewer than 40 to 50", "[0, 50)"),
        ("anywhere between 10,000 and 30,000", "[10,000, 30,000]"),
        ("5 ± 1 million", "[4,000,000, 6,000,000]"),
        ("5 million ± 200,000", "[4,800,000, 5,200,000]"),
        ("500 plus or minus 20", "[480, 520]"),
        ("500 +/- 20", "[480, 520]"),
        ("500 give or take 20", "[480, 520]"),
        ("5 ± 10", "[0, 15]"),
    ],
)
def test_ranges(text: str, interval: str) -> None:
    assert read(text).interval() == interval


@pytest.mark.parametrize(
    ("text", "kind", "may_be_negative", "interval"),
    [
        ("-5 to -3", "plain", False, "[−5, −3]"),
        ("−5–−3", "plain", False, "[−5, −3]"),
        ("fewer than 5", "count", True, "(−∞, 5)"),
        ("-5", "count", True, "−5"),
        ("-20%", "plain", False, "[−20.5, −19.5)"),
        ("-20%", "share", True, "[−20.5, −19.5)"),
        ("at most 20%", "share", False, "[0, 20]"),
        ("at most 120%", "share", False, "[0, 120]"),
        ("at least 100%", "share", False, "100"),
        ("20% ± 3", "share", False, "[17, 23]"),
        ("90 ± 20%", "share", False, "[70, 100]"),
        ("20 percent ± 3 percentage points", "share", False, "[17, 23]"),
        ("40 of 60", "share", False, "[60, ≈73.33]"),
        ("one in every nine", "share", False, "[10, ≈12.22]"),
        ("1.5 per mille", "share", False, "[0.145, 0.155)"),
        ("over 98%", "count", False, "(98, 100]"),
        ("a third of a mile", "physical", False, "[0.3, ≈0.3667]"),
    ],
)
def test_signs_and_shares(text: str, kind: str, may_be_negative: bool, interval: str) -> None:
    assert read(text, kind, may_be_negative=may_be_negative).interval() == interval


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "no value"),
        ("   ", "no value"),
        ("()", "no value"),
        ("()()", "not understood"),
        ("Resolution 2178", "'Resolution'"),
        ("arround 500", "did you mean 'around'?"),
        ("approximatly 500", "did you mean 'approximately'?"),
        ("5th", "rank"),
        ("1990s", "rank"),
        ("15 in 2016", "year"),
        ("12/5/2017", "date"),
        ("450 to 400", "backwards"),
        ("between 400", "needs two numbers"),
        ("500 to", "not understood"),
        ("100 km to 200 miles", "different units"),
        ("500 more", "difference"),
        ("five times as many", "difference"),
        ("1,700 of which 400", "second number"),
        ("500 people, perhaps more", "','"),
        ("500 recruits at the least likely", "not understood"),
        ("$5%", "currency"),
        ("half", "a part"),
        ("most", "a part"),
        ("-5", "below 0"),
        ("fewer than -8", "below 0"),
        ("fewer than 0", "holds no number"),
        ("- 5", "minus sign"),
        ("[5, 3]", "holds no number"),
        ("[5; x]", "expected a number"),
        ("[5, 6", "expected ']'"),
        ("[400,450)", "comma and a space"),
        ("1\u00ad700", "U+00AD"),
        ("1\u200b700", "U+200B"),
        ("1\x00", "U+0000"),
        ("5 \ud800", "U+D800"),
        ("5" + " " * 500, "500 characters"),
    ],
)
def test_refusals_say_why(text: str, says: str) -> None:
    with pytest.raises(ReadingError) as caught:
        read(text)
    assert says in caught.value.reason
    assert caught.value.text == text
    str(caught.value).encode()


@pytest.mark.parametrize(
    ("text", "kind", "interval", "unit"),
    [
        (
            "between 100,000 km and 110,000 km of territory",
            "physical",
            "[100,000, 110,000]",
            "km of territory",
        ),
        ("Around 40,000 people", "count", "[36,000, 44,000]", "people"),
        ("about 500", "count", "[450, 550]", ""),
        ("1700 recruits", "count", "[1,650, 1,750)", "recruits"),
        ("400 to 450", "count", "[400, 450]", ""),
        ("Several thousand recruits", "count", "[3,000, 9,999]", "recruits"),
        ("a few hundred", "count", "[200, 999]", ""),
        (
            "anywhere between 10,000 and 30,000 foreign fighters",
            "count",
            "[10,000, 30,000]",
            "foreign fighters",
        ),
        ("roughly 1,500 per month", "count", "[1,350, 1,650]", "per month"),
        ("less than 200 a month", "count", "[0, 200)", "per month"),
        ("roughly 15 percent of European foreign fighters", "share", "[13.5, 16.5]", "percent"),
        ("half of these foreigners", "share", "[45, 55]", "percent"),
        ("over 100 countries", "count", "(100, ∞)", "countries"),
        ("about 3% of Syria", "share", "[2.5, 3.5)", "percent"),
        ("less than a thousand jihadists", "count", "[0, 1,000)", "jihadists"),
        ("on average a thousand people a month", "count", "[950, 1,050)", "people a month"),
        ("from two to tens of thousands of dollars per person", "money", "[2, 99,999]", "dollars per person"),
        ("at least 27 of them", "count", "[27, ∞)", "them"),
        ("Only one out of 12 fighters", "share", "[7.5, ≈9.167]", "percent"),
        ("over 2,000 kilometers of border fences", "physical", "(2,000, ∞)", "kilometers of border fences"),
        ("an estimated flow of 50", "count", None, ""),
        ("an estimated 20,000 foreign fighters", "count", "[18,000, 22,000]", "foreign fighters"),
        ("up to more than 40,000", "count", None, ""),
        ("over 98%", "share", "(98, 100]", "percent"),
        ("the vast majority Russian", "share", "[75, 100]", "percent"),
        ("up to 3,000 foreigners", "count", "[0, 3,000]", "foreigners"),
        ("4,000–5,000", "count", "[4,000, 5,000]", ""),
        ("1,200–2,000 fighters", "count", "[1,200, 2,000]", "fighters"),
        (
            "250–300 captured British foreign fighters",
            "count",
            "[250, 300]",
            "captured British foreign fighters",
        ),
        ("an estimated 272 ISIS affiliates", "count", "[244.8, 299.2]", "ISIS affiliates"),
        ("the estimated 800 returnees", "count", "[720, 880]", "returnees"),
        ("another 10,000 prisoners", "count", "[9,500, 10,500)", "prisoners"),
        ("more than a dozen", "count", "(12, ∞)", ""),
        ("Almost half of the European foreign fighters", "share", "[45, 50)", "percent"),
        ("between 14,000 and 18,000 “members”", "count", "[14,000, 18,000]", "“members”"),
        ("about a third", "share", "[30, ≈36.67]", "percent"),
        ("hundreds of British ISIS fighters", "count", "[200, 999]", "British ISIS fighters"),
        ("more than 35 thousand", "count", "(35,000, ∞)", ""),
        ("41,000 to 42,000", "count", "[41,000, 42,000]", ""),
        ("107,500", "count", "[107,450, 107,550)", ""),
    ],
)
def test_phrases_of_real_reports(text: str, kind: str, interval: str | None, unit: str) -> None:
    if interval is None:
        with pytest.raises(ReadingError):
            read(text, kind)
        return
    reading = read(text, kind)
    assert (reading.interval(), reading.unit) == (interval, unit)


def test_words_of_the_settings() -> None:
    widths = Widths.from_settings(
        {"vague-words": {"a handful": "[3, 7]"}, "share-words": {"a sizeable minority": "[20, 50)"}}
    )
    assert read("a handful of fighters", widths=widths).interval() == "[3, 7]"
    assert read("a sizeable minority", "share", widths=widths).interval() == "[20, 50)"
    assert read("several", widths=widths).interval() == "[3, 9]"
    with pytest.raises(ReadingError):
        read("a handful")


@pytest.mark.parametrize("kind", ["", "counts", "event"])
def test_unknown_kinds_are_a_mistake_of_the_caller(kind: str) -> None:
    with pytest.raises(ValueError, match="kind: expected one of count"):
        read("5", kind)  # type: ignore[arg-type]


def test_unknown_decimal_marks_are_a_mistake_of_the_caller() -> None:
    with pytest.raises(ValueError, match="decimal"):
        read("5", decimal=";")
