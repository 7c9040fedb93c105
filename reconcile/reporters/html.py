"""HTML for a browser: one file that needs no script and no network, with a card and a picture for each finding."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reconcile.models import Finding, Report
from reconcile.reporters._few import fewer

if TYPE_CHECKING:
    from markupsafe import Markup

    from reconcile.reporters._html import Cards

SUFFIX = ".html"


def render(report: Report, *, width: int, color: bool) -> str:
    """Return the report as one HTML page; `width` and `color` change nothing."""
    from reconcile.reporters._html import page_of

    return page_of(fewer(report)) + "\n"


def render_card(finding: Finding, report: Report, *, actions: str | Markup = "") -> Markup:
    """Return the card of one finding of `report` as markup, an `article` with a heading of level 3.

    `actions` stands in a `div class="actions"` at the card's end, where a page puts its buttons: Markup as it is, a
    plain text escaped. For many cards of one report see `cards_of`.
    """
    return cards_of(report).render(finding, actions=actions)


def cards_of(report: Report) -> Cards:
    """Return the cards of a report with what they share worked out once: `.render(finding, actions=…)` gives one."""
    from reconcile.reporters._html import Cards

    return Cards.of(report)


def stylesheet() -> str:
    """Return the style sheet that cards and page need; it loads nothing and may be served or put into a `style`."""
    from reconcile.reporters._html import stylesheet

    return stylesheet()
