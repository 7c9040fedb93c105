"""Inputs for Hypothesis: seeds cut, spliced and spoilt, with the tokens that break readers put in."""

from __future__ import annotations

from hypothesis import strategies as st

TOKENS = tuple(
    token.encode()
    for token in (
        *("\0", "\r", "\n", "\t", " ", "\ufeff", "\u2028", "\u202e", "\x1b[31m", "\x85", "é", "١", "½", "³", "∞", "€"),
        *(
            '"',
            "'",
            "''",
            '""',
            "\\",
            "\\ud800",
            "[",
            "]",
            "{",
            "}",
            "(",
            ")",
            "[" * 150,
            "{a: " * 60,
            "- " * 120,
            ")(",
        ),
        *(
            ":",
            ": ",
            ",",
            ";",
            "|",
            ">",
            "&a ",
            "*a",
            "!!x ",
            "? ",
            "<<: ",
            "---\n",
            "...\n",
            "#",
            "%",
            "@",
            "`",
            "=",
            "===",
        ),
        *(
            "9" * 40,
            "9" * 5000,
            "1e999999999",
            "1e-999999999",
            "10^10^10",
            "0",
            "-1",
            "1.700",
            "1/0",
            "0x10",
            "NaN",
            "-Infinity",
        ),
        *(
            "null",
            "~",
            "true",
            "0001",
            "9999-12-31",
            "-9999",
            "Y170000002",
            "2017-02-30",
            "XXXX",
            "../..",
            "1--1",
            "0.000",
        ),
        *(
            "measure",
            "value",
            "of-which",
            "claims",
            "id",
            "at",
            "about ",
            "million ",
            " to ",
            "±",
            "percent",
            "one in ",
            "and ",
        ),
        *(
            "mid-",
            "early ",
            "before ",
            "km",
            "per ",
            "^99999",
            "²²",
            "/",
            "*",
            "kilo",
            "square ",
            "$",
            "a" * 600,
            "ab " * 300,
        ),
    )
)


def spoilt(seeds: list[bytes]) -> st.SearchStrategy[bytes]:
    """Return a strategy of inputs near the seeds, and of any bytes."""
    edit = st.tuples(
        st.integers(0, 10_000), st.integers(0, 40), st.one_of(st.sampled_from(TOKENS), st.binary(max_size=8))
    )
    near = st.builds(_edited, st.sampled_from(seeds), st.lists(edit, max_size=6))
    made = st.lists(st.sampled_from(TOKENS), max_size=12).map(b"".join)
    return st.one_of(
        near, near, made, st.binary(max_size=200), st.text(max_size=100).map(lambda text: text.encode("utf-8"))
    )


def _edited(seed: bytes, edits: list[tuple[int, int, bytes]]) -> bytes:
    data = seed
    for place, length, token in edits:
        start = place % (len(data) + 1)
        data = data[:start] + token + data[start + length :]
    return data
