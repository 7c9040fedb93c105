"""A strict reader of HTML for tests: every tag closed in order, except those whose end HTML implies."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = {"meta", "input", "br"}
BLOCKS = ("p", "h3", "h4", "ul", "ol", "dl", "table", "figure", "details", "div", "section", "article", "fieldset")
IMPLIED = {
    **{tag: {"p"} for tag in BLOCKS},
    "td": {"p", "td", "th"},
    "th": {"p", "td", "th"},
    "tr": {"p", "td", "th", "tr", "caption"},
    "thead": {"caption"},
    "li": {"p", "li"},
    "dt": {"dt", "dd"},
    "dd": {"dt", "dd"},
}
"""Tags, and the open ones that they end."""
ENDED_BY = {
    **{tag: {"p"} for tag in ("article", "section", "header", "div", "details", "fieldset", "main")},
    "dl": {"dt", "dd"},
    "table": {"p", "td", "th", "tr"},
    "tbody": {"p", "td", "th", "tr"},
    "thead": {"td", "th", "tr"},
    "ul": {"li"},
    "ol": {"li"},
}
"""End tags, and the open ones that they end."""


@dataclass
class Node:
    """An element."""

    tag: str
    attributes: dict[str, str | None]
    parent: "Node | None" = None
    children: list["Node | str"] = field(default_factory=list)

    def text(self) -> str:
        """Return all text in it."""
        return "".join(child if isinstance(child, str) else child.text() for child in self.children)

    def all(self, *tags: str) -> list["Node"]:
        """Return the elements below with one of the tags, in order; all of them where none is given."""
        found: list[Node] = []
        for child in self.children:
            if isinstance(child, Node):
                found += [child] if not tags or child.tag in tags else []
                found += child.all(*tags)
        return found

    def ancestors(self) -> list["Node"]:
        """Return the elements that it stands in, nearest first."""
        return [self.parent, *self.parent.ancestors()] if self.parent else []


class Reader(HTMLParser):
    """Builds the tree and asserts that it is well-formed."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.here = self.root = Node("root", {})

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        while self.here.tag in IMPLIED.get(tag, ()):
            self._up()
        names = [name for name, _ in attrs]
        assert len(names) == len(set(names)), f"an attribute twice on {tag}"
        node = Node(tag, dict(attrs), self.here)
        self.here.children.append(node)
        if tag not in VOID:
            self.here = node

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert any(node.tag == "svg" for node in (self.here, *self.here.ancestors())), f"<{tag}/> is no HTML"
        self.handle_starttag(tag, attrs)
        self._up()

    def handle_endtag(self, tag: str) -> None:
        while self.here.tag in ENDED_BY.get(tag, ()):
            self._up()
        assert self.here.tag == tag, f"</{tag}> within <{self.here.tag}>"
        self._up()

    def handle_data(self, data: str) -> None:
        self.here.children.append(data)

    def handle_comment(self, data: str) -> None:
        raise AssertionError("a comment in the page")

    def _up(self) -> None:
        assert self.here.parent is not None
        self.here = self.here.parent


def read_page(html: str) -> Node:
    """Return the tree of a page or of a part of one; AssertionError where it is not well-formed."""
    reader = Reader()
    reader.feed(html)
    reader.close()
    assert reader.here is reader.root, f"<{reader.here.tag}> is not closed"
    return reader.root
