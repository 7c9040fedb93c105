"""What nothing that comes out of a format may hold: a check for each kind of output, by a parser of that kind."""

import csv
import io
import json
import re
import zipfile
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote
from xml.etree import ElementTree

import openpyxl
from jsonschema import Draft202012Validator
from markdown_it import MarkdownIt

from reconcile.reporters import load_format

UNSAFE = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u2064\u2066-\u206f\ufeff"
    "\ufffe\uffff\ud800-\udfff\U000e0000-\U000e007f]"
)
"""Characters that steer a terminal, turn the writing round, or that nobody sees."""
FORMULA = re.compile(r"\s*[=+\-@\uff1d\uff0b\uff0d\uff20]")
COMMAND = re.compile(r"::(error|warning|notice) (file=[^:,]+,)?(line=\d+,)?title=[^:,]+::[^\r\n]*")
URI = re.compile(r"(?!/)([\w.~/-]|%[0-9A-F]{2})*", re.ASCII)
SCHEMAS = Path(__file__).parent / "schemas"
REPORT_SCHEMA = Path(__file__).parents[2] / "reconcile" / "schemas" / "reconcile-report-1.schema.json"


def schema_of(path: Path) -> Draft202012Validator:
    """Return the validator of a JSON Schema file."""
    return Draft202012Validator(json.loads(path.read_text(encoding="utf-8")))


def check_any(out: str | bytes) -> None:
    """No control character, no half of a character, no command for a build log: of every format."""
    text = out if isinstance(out, str) else ""
    assert not UNSAFE.search(text)
    assert "##[" not in text
    assert "##vso[" not in text
    text.encode("utf-8")


def check_no_command(out: str) -> None:
    """No line that a build log obeys."""
    assert not any(line.lstrip().startswith("::") for line in out.splitlines())


def check_github(out: str) -> None:
    """Every command is one that we give, at the start of a line, with nothing in it that could end it."""
    for line in out.splitlines():
        if line.lstrip().startswith("::"):
            assert COMMAND.fullmatch(line), line[:200]
            assert not re.search(r"%(?!25|0D|0A|3A|2C)", line), line[:200]


def check_csv(out: str) -> None:
    """No cell is a formula, whatever mark a spreadsheet takes for the end of a cell."""
    rows = list(csv.reader(io.StringIO(out)))
    assert len({len(row) for row in rows}) == 1
    cells = [cell for row in rows for cell in row]
    cells += [part for line in out.split("\n") for mark in ";\t" for part in line.split(mark)[1:]]
    number = re.compile(r"-?\d+(\.\d+)?(e[+-]\d+)?")
    assert [cell for cell in cells if FORMULA.match(cell) and not number.fullmatch(cell)] == []


def check_xlsx(out: bytes) -> None:
    """Every cell is a text or a number; no formula, link, macro or control character is in any part."""
    archive = zipfile.ZipFile(io.BytesIO(out))
    assert not [name for name in archive.namelist() if re.search(r"vba|external|hyperlink|drawing|comment", name)]
    for name in archive.namelist():
        part = archive.read(name).decode("utf-8")
        ElementTree.fromstring(part)
        assert not UNSAFE.search(re.sub(r"[\r\t]", "", part)), name
        assert not re.search(r"<(f|hyperlink|ddeLink|oleObject)[ >/]", part), name
    for sheet in openpyxl.load_workbook(io.BytesIO(out)):
        for row in sheet.iter_rows():
            for cell in row:
                assert cell.data_type in ("s", "n")
                assert cell.hyperlink is None
                assert cell.data_type == "n" or cell.row == 1 or cell.quotePrefix
                assert not re.search(r"(?<!_x005F)_x(?!005F)[0-9A-Fa-f]{4}_", str(cell.value))


def check_xml(out: str) -> None:
    """It parses, and no text has become a declaration, a comment or an instruction."""
    ElementTree.fromstring(out)
    assert out.count("<?") == 1
    assert "<!" not in out


def check_markdown(out: str) -> None:
    """Only our own anchors, headings and tables: no link, picture, code, quote or HTML of a claim."""
    tokens = MarkdownIt("gfm-like", {"html": True, "linkify": False}).parse(out)
    inline = [child for token in tokens for child in token.children or ()]
    html = [token.content for token in (*tokens, *inline) if token.type in ("html_block", "html_inline")]
    ours = r'(<a id="[a-z0-9-]*">|</a>|</?details>|<summary>[\w ,]+</summary>|\n)+'
    assert all(re.fullmatch(ours, part.strip()) for part in html)
    links = [str(child.attrGet("href")) for child in inline if child.type == "link_open"]
    assert all(re.fullmatch(r"#[a-z0-9-]*", link) for link in links)
    assert not any(child.type in ("image", "code_inline", "s_open", "em_open") for child in inline)
    assert not any(token.type in ("fence", "code_block", "blockquote_open", "hr") for token in tokens)
    assert not any(token.type == "ordered_list_open" for token in tokens)


class Page(HTMLParser):
    """What an HTML page holds that could do something."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: set[tuple[str, str]] = set()
        self.targets: list[str] = []
        self.scripts: list[str] = []
        self.inside = ""
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.inside = tag if tag in ("script", "style") else ""
        self.elements |= {(tag, ""), *((tag, name) for name, _ in attrs)}
        self.targets += [
            value or "" for name, value in attrs if name in ("href", "src", "action", "formaction", "xlink:href")
        ]

    def handle_endtag(self, tag: str) -> None:
        self.inside = ""

    def handle_data(self, data: str) -> None:
        if self.inside:
            self.scripts.append(data)


def check_html(out: str) -> None:
    """No script or handler, no way out but to places in the page and to the web, no text inside a script or style."""
    page = Page(out)
    assert not any(name.startswith("on") or name == "srcdoc" for _, name in page.elements)
    assert not {tag for tag, _ in page.elements} & {"iframe", "object", "embed", "base", "img", "link", "script"}
    assert all(re.match(r"#|https?://", target.strip()) for target in page.targets)


def check_sarif(out: str) -> None:
    """It holds to the schema of SARIF 2.1.0; no message is a link and no URI leads out of the project."""
    log = json.loads(out)
    assert not list(schema_of(SCHEMAS / "sarif-2.1.0.json").iter_errors(log))
    texts, uris = [], []
    for key, value in _pairs(log):
        if isinstance(value, str) and key == "uri":
            uris.append(value)
        elif isinstance(value, str):
            texts.append(value)
    assert all(URI.fullmatch(uri) and not UNSAFE.search(unquote(uri)) for uri in uris)
    assert not any("](" in text or UNSAFE.search(text.replace("\n", "")) for text in texts)


def check_gitlab(out: str) -> None:
    """Every entry has what GitLab needs, and a fingerprint of its own."""
    entries = json.loads(out)
    for entry in entries:
        assert set(entry) == {"description", "check_name", "location", "severity", "fingerprint"}
        assert entry["severity"] in ("info", "minor", "major", "critical", "blocker")
        assert entry["location"]["path"] and entry["location"]["lines"]["begin"] >= 1
        assert not UNSAFE.search(entry["description"] + entry["check_name"] + entry["location"]["path"])
    assert len({entry["fingerprint"] for entry in entries}) == len(entries)


def check_json(out: str) -> None:
    """It holds to the schema of the report."""
    assert not list(schema_of(REPORT_SCHEMA).iter_errors(json.loads(out, parse_constant=_refuse)))


def _refuse(name: str) -> None:
    raise AssertionError(name)


def _pairs(value: object, key: str = "") -> list[tuple[str, object]]:
    if isinstance(value, dict):
        return [(name, name) for name in value] + [pair for name in value for pair in _pairs(value[name], name)]
    if isinstance(value, list):
        return [pair for inner in value for pair in _pairs(inner, key)]
    return [(key, value)]


CHECKS: dict[str, Callable[[str], None]] = {"github": check_github, "sarif": check_sarif, "gitlab": check_gitlab}
BY_ENDING: dict[str, Callable[..., None]] = {
    ".csv": check_csv,
    ".xlsx": check_xlsx,
    ".xml": check_xml,
    ".md": check_markdown,
    ".html": check_html,
    ".json": check_json,
    ".txt": check_no_command,
}
"""Checks by the ending of a format's files, so that a new format is checked without being named here."""


def check_output(name: str, out: str | bytes) -> None:
    """Hold the output of a format against all that it must keep."""
    ending = "." + load_format(name).SUFFIX.rpartition(".")[2]
    assert name in CHECKS or ending in BY_ENDING, f"say in {Path(__file__).name} how to check {name}"
    check_any(out)
    CHECKS.get(name, BY_ENDING.get(ending))(out)
    if isinstance(out, str) and name not in ("github",):
        check_no_command(out)
