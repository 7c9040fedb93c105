"""Every regular expression of the package on long texts made to lead it astray: time grows with length, no more."""

import re
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages

import pytest
from targets import Hang, bounded

import reconcile

SIZE = 400
PIECES = (
    *(
        "a",
        "1",
        " ",
        ".",
        ",",
        "-",
        "_",
        "/",
        "[",
        "(",
        "'",
        '"',
        "\t",
        "=",
        ":",
        "*",
        "~",
        "%",
        "#",
        "\n",
        "²",
        "é",
        "\\",
        "<",
    ),
    *(
        "a ",
        "1 ",
        "1,",
        "a.",
        "a-",
        "1-",
        "a=",
        "- ",
        "0.",
        "1/",
        "a\n",
        " \n",
        ", ",
        "[a",
        "'a",
        "ab",
        "12",
        "1.1,",
        "a1 ",
        '""',
    ),
    *("2017-", "12:", "mid ", "and ", "early-", "km ", "1,000", "a = ", "[x]", "\\.", "''", "a.b", " .", "of the "),
)
HEAVY = re.compile(r"^(from|import) (great_expectations|dask|distributed)", re.MULTILINE)
"""What imports these at once takes seconds to import, and hardly matches texts."""
ENDS = ("", "!", "\0", "\n", "a", "0")


def patterns() -> dict[str, re.Pattern[str]]:
    """Every compiled pattern of texts that a module of the package holds, by its place."""
    found = {}
    for module in walk_packages(reconcile.__path__, "reconcile."):
        place = Path(reconcile.__path__[0]).parent.joinpath(*module.name.split("."))
        source = place / "__init__.py" if module.ispkg else place.with_suffix(".py")
        if source.name == "__main__.py" or HEAVY.search(source.read_text()):
            continue
        for name, thing in vars(import_module(module.name)).items():
            held = thing if isinstance(thing, list | tuple) else [thing]
            for number, item in enumerate(held):
                if isinstance(item, re.Pattern) and isinstance(item.pattern, str):
                    found[f"{module.name}.{name}[{number}]"] = item
    return found


def test_no_pattern_takes_more_than_a_moment() -> None:
    every = patterns()
    assert len(every) > 60
    texts = [start + piece * (SIZE // len(piece)) + end for piece in PIECES for start in ("", "a1") for end in ENDS[:3]]
    for place, pattern in every.items():
        for text in texts:
            with bounded(0.5):
                try:
                    pattern.match(text)
                    pattern.fullmatch(text)
                    pattern.search(text)
                except Hang:
                    pytest.fail(f"{place}: {pattern.pattern!r} on {text[:30]!r}…")


@pytest.mark.parametrize("pattern", [r"(a+)+!", r"(\w+\s?)*\.$"])
def test_a_pattern_that_goes_astray_would_be_noticed(pattern: str) -> None:
    with pytest.raises(Hang), bounded(0.5):
        re.compile(pattern).fullmatch("a" * 40 + "\0")
