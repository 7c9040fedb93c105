"""The tables of docs/stated-values.md are run: text -> reading, or refused."""

from pathlib import Path

import pytest

from reconcile.readings import Reading, ReadingError, Widths, read

PAGE = Path(__file__).parents[2] / "docs" / "stated-values.md"
KINDS = ("count", "physical", "share", "money", "plain")


def rows() -> list[tuple[str, ...]]:
    lines = PAGE.read_text(encoding="utf-8").splitlines()
    cells = (tuple(cell.strip().strip("`") for cell in line.split("|")[1:-1]) for line in lines if "|" in line)
    return [row for row in cells if len(row) == 4 and row[0] in KINDS]


def test_the_page_has_its_rows() -> None:
    assert len(rows()) > 150
    assert len(set(rows())) == len(rows())


@pytest.mark.parametrize(("kind", "text", "expected", "how"), rows())
def test_row(kind: str, text: str, expected: str, how: str) -> None:
    if expected == "refused":
        with pytest.raises(ReadingError) as caught:
            read(text, kind)
        assert caught.value.reason
        return
    reading = read(text, kind)
    assert isinstance(reading, Reading)
    assert (reading.interval(), reading.how) == (expected, how)


def test_every_setting_is_on_the_page() -> None:
    page = PAGE.read_text(encoding="utf-8")
    settings = [name for name in Widths.__dataclass_fields__ if not name.endswith("_phrases")]
    assert [name for name in settings if f"`{name.replace('_', '-')}`" not in page] == []
