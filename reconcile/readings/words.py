"""The words that the grammar knows: data, no logic. Signs stand as the tokenizer writes them."""

from __future__ import annotations

from fractions import Fraction

from reconcile.readings.phrases import Phrases, by_meaning, listed

FILLER = ""
"""The meaning of words before a number that change nothing."""

ABOUT = "about"
NEARLY = "nearly"
JUST_OVER = "just over"
MORE_THAN = "more than"
AT_LEAST = "at least"
FEWER_THAN = "fewer than"
AT_MOST = "at most"
ONLY = "only"
EXACTLY = "exactly"

LOWER_BOUNDS = frozenset({MORE_THAN, AT_LEAST})
UPPER_BOUNDS = frozenset({FEWER_THAN, AT_MOST})
BOUNDS = LOWER_BOUNDS | UPPER_BOUNDS

HEDGES = by_meaning(
    {
        ABOUT: "about, around, approximately, approx, roughly, some, estimated, an estimated, "
        "estimated at, est, ~, circa, ca, c, close to, near, just about, in the region of, "
        "in the order of, of the order of, on the order of, somewhere around, somewhere near, "
        "perhaps, maybe, an estimate of",
        NEARLY: "nearly, almost, not quite, approaching, nearing, virtually, practically, close on, "
        "just under, just below, just short of, just less than, just fewer than, "
        "slightly less than, slightly fewer than, slightly under, slightly below, "
        "a little under, a little less than, a little fewer than, a little below, "
        "a bit less than, a bit under, very nearly, very almost",
        JUST_OVER: "just over, just above, just more than, slightly more than, slightly over, "
        "slightly above, a little over, a little more than, a little above, a bit more than, "
        "a bit over, little more than",
        MORE_THAN: "more than, over, above, exceeding, >, upwards of, upward of, in excess of, well over, "
        "well above, far more than, much more than, many more than, well more than, "
        "greater than, larger than, higher than, bigger than, far over, beyond",
        AT_LEAST: "at least, no fewer than, no less than, not fewer than, not less than, minimum of, "
        "a minimum of, minimum, min, ≥, as few as, as little as, as low as, at the least, "
        "at the very least, no lower than",
        FEWER_THAN: "fewer than, less than, under, below, <, well under, well below, far fewer than, "
        "far less than, much less than, many fewer than, smaller than, lower than, not even",
        AT_MOST: "at most, up to, no more than, not more than, ≤, as many as, as much as, as high as, "
        "maximum of, a maximum of, maximum, max, not exceeding, no greater than, "
        "no higher than, at the most, at the very most, not over, not above",
        ONLY: "only, just, merely, a mere",
        EXACTLY: "exactly, precisely",
        FILLER: "the, these, those, another, a further, an additional, a total of, total of, in total, "
        "in all, altogether, a combined, an average of, on average, fully, a full, anywhere, "
        "somewhere, ranging, a range of, in the range of",
    }
)
"""What may stand before a number. Further phrases of one meaning belong here and nowhere else."""

NEAR_HEDGES = by_meaning(
    {
        ABOUT: "or so, odd, - odd, or thereabouts",
        AT_LEAST: "+, plus, - plus, or more, and more, or over, and over, or above, and above, or higher, "
        "and up, or greater, at least",
        AT_MOST: "or fewer, or less, or under, and under, or below, and below, or lower, at most",
        ONLY: "alone",
        FILLER: "- strong, strong",
    }
)
"""What may stand right behind a number and before its unit: `500 or more recruits`."""

END_HEDGES = by_meaning(
    {
        ABOUT: "or so, or thereabouts, approximately, approx, roughly, give or take, estimated",
        AT_LEAST: "+, plus, or more, and more, or over, or above, and above, or higher, and up, at least, "
        "at the least, at the very least, minimum",
        AT_MOST: "or fewer, or less, or under, or below, and below, or lower, at most, at the most, "
        "at the very most, maximum",
        ONLY: "alone, only",
        FILLER: "in total, in all, altogether, on average, overall",
    }
)
"""What may end a stated value, behind its unit: `500 recruits at most`."""

OPENERS = by_meaning({"between": "between", "from": "from"})

JOINS = by_meaning(
    {
        "to": "to, up to, -, .., through, till, until, or",
        "and": "and, but",
        "±": "±, plus or minus, give or take",
    }
)
"""What may stand between two numbers of one value; `and` needs a `between` or two bounds."""

PERCENTS: Phrases[tuple[Fraction, str]] = Phrases(
    {
        **{
            phrase: (Fraction(1), "percent") for phrase in ("%", "percent", "per cent", "pct", "percents", "percentage")
        },
        **{phrase: (Fraction(1), "percentage points") for phrase in ("percentage points", "percentage point")},
        **{phrase: (Fraction(1, 10), "percent") for phrase in ("‰", "per mille", "permille", "per mil", "promille")},
    }
)
"""Percent signs and words: percent points for each 1 printed, and the unit that they name."""

CURRENCY_SIGNS = frozenset("$€£¥₹₽₺₩₪₴₦₫฿¢")
CURRENCY_WORDS = frozenset(
    listed("usd eur gbp jpy chf cny cad aud nzd sek nok dkk rub inr try brl zar pln czk huf")
    + listed("us$ a$ c$ nz$ au$ ca$ hk$")
)

UNKNOWNS = by_meaning(
    {
        "unknown": "unknown, not known, an unknown number, an unknown amount, unclear, undisclosed, "
        "unspecified, not stated, not reported, ?"
    }
)

DIGITS = {word: value for value, word in enumerate(listed("zero one two three four five six seven eight nine"))}
TEENS = {
    word: value
    for value, word in enumerate(
        listed("ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen"), start=10
    )
}
TENS = {
    word: 10 * value
    for value, word in enumerate(listed("twenty thirty forty fifty sixty seventy eighty ninety"), start=2)
} | {"fourty": 40}
SMALL = DIGITS | TEENS | TENS

SCALES = {
    "hundred": 100,
    "thousand": 10**3,
    "lakh": 10**5,
    "million": 10**6,
    "crore": 10**7,
    "billion": 10**9,
    "milliard": 10**9,
    "trillion": 10**12,
    "dozen": 12,
}
PLURAL_SCALES = {f"{word}s": value for word, value in SCALES.items()}
ANY_SCALE = SCALES | PLURAL_SCALES
SHORT_SCALES = {
    "k": 10**3,
    "m": 10**6,
    "mn": 10**6,
    "mln": 10**6,
    "mio": 10**6,
    "mm": 10**6,
    "bn": 10**9,
    "bln": 10**9,
    "mrd": 10**9,
    "tn": 10**12,
    "trn": 10**12,
    "tr": 10**12,
}
"""Behind digits only. `m` is a metre of a length, `K` a kelvin, `mm` a millimetre of a physical measure."""
MONEY_SCALES = {"b": 10**9, "t": 10**12}
"""Behind digits of money only: elsewhere they are units (bytes, tonnes)."""

ARTICLES = ("a", "an")

PARTS = {
    "half": 2,
    "halves": 2,
    "third": 3,
    "quarter": 4,
    "fourth": 4,
    "fifth": 5,
    "sixth": 6,
    "seventh": 7,
    "eighth": 8,
    "ninth": 9,
    "tenth": 10,
    "eleventh": 11,
    "twelfth": 12,
    "fifteenth": 15,
    "twentieth": 20,
    "hundredth": 100,
    "thousandth": 1000,
}
PARTS |= {f"{word}s": value for word, value in PARTS.items() if not word.startswith("hal")}
"""Fraction words and their denominators."""

NUMBER_WORDS = frozenset(SMALL) | frozenset(SCALES) | frozenset(PLURAL_SCALES) | frozenset(PARTS) - {"quarters"}

ORDINAL_ENDS = frozenset({"st", "nd", "rd", "th", "s"})
"""Letters right behind digits that make a rank or a decade of them: `3rd`, `1990s`."""

DIFFERENCES = frozenset(
    listed(
        "more fewer less higher lower larger smaller bigger greater increase decrease rise fall growth drop"
        " up down fold"
    )
)
"""Words behind a number that make it a difference from another value."""

UNREAD_HEDGES = frozenset(listed("than least maximum minimum approximately roughly nearly almost perhaps estimated"))
"""Words that would change a number if they were understood: among the unit words they are refused."""
