"""What every file of the repository must keep, and every page."""

import re
from pathlib import Path

import pytest
from house_files import ROOT, files, named

# Put together here, so that this file does not hold them itself.
FORBIDDEN = {
    "a folder of one machine": r"(?<![\w./~-])/" + r"(?:work|root|home/\w+|Users/\w+|opt|mnt)/",
    "the host of a package registry": "|".join(
        re.escape(host) for host in ("pypi" + ".org", "python" + "hosted.org", "npm" + "js.", "ana" + "conda.org")
    ),
    "a login in an address": r"://[^/\s:@]+:[^/\s@]+@",
}
TEXTS = [path for path in files() if path.suffix not in (".parquet", ".xlsx", ".png")]
PAGES = files(".md")
LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")


@pytest.mark.parametrize("what", FORBIDDEN)
def test_no_file_holds(what: str) -> None:
    pattern = re.compile(FORBIDDEN[what])
    found = [
        f"{named(path)}:{number}: {line.strip()[:80]}"
        for path in TEXTS
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if pattern.search(line)
    ]
    assert found == []


def test_texts_end_with_one_line_end() -> None:
    ends = {named(path): path.read_bytes()[-2:] for path in TEXTS if path.stat().st_size}
    assert [name for name, end in ends.items() if not end.endswith(b"\n") or end == b"\n\n"] == []


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_links_lead_somewhere(page: Path) -> None:
    text = re.sub(r"```.*?```|`[^`\n]*`", "", page.read_text(encoding="utf-8"), flags=re.DOTALL)
    broken = []
    for link in LINK.findall(text):
        place, _, anchor = link.partition("#")
        if re.match(r"[a-z]+:", link):
            continue
        target = (page.parent / place).resolve() if place else page
        if not target.exists() or not target.is_relative_to(ROOT) or (anchor and anchor not in anchors(target)):
            broken.append(link)
    assert broken == []


def anchors(page: Path) -> set[str]:
    """Return the anchors of a page: those it sets, and those of its headings as GitHub makes them."""
    text = page.read_text(encoding="utf-8")
    headings = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    made = {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}
    return made | set(re.findall(r'<a id="([^"]+)"', text))


def test_every_page_can_be_reached_from_the_index() -> None:
    seen, todo = set(), [ROOT / "README.md"]
    while todo:
        page = todo.pop()
        if page in seen or not page.exists():
            continue
        seen.add(page)
        links = LINK.findall(page.read_text(encoding="utf-8"))
        todo += [(page.parent / link.partition("#")[0]).resolve() for link in links if ".md" in link]
    assert [named(page) for page in PAGES if named(page).startswith("docs/") and page not in seen] == []
