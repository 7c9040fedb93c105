"""The HTML report's cards and page; the review page uses the same cards and style sheet."""

from __future__ import annotations

from reconcile.reporters._html.cards import Cards
from reconcile.reporters._html.page import page_of
from reconcile.reporters._html.templates import stylesheet

__all__ = ["Cards", "page_of", "stylesheet"]
