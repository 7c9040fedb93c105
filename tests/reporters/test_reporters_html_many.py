"""The HTML report of many findings: what is said once."""

import html_reports as made
from html_pages import read_page

from reconcile.reporters import render


def test_titles_of_documents_stand_once_where_findings_are_many() -> None:
    few, many = (read_page(render(made.crowded(size), "html")) for size in (2, 101))
    assert "The almanac of the island" in few.all("article")[1].text()
    assert "The almanac of the island" not in many.all("article")[1].text()
    assert "The almanac of the island" in many.text()
    assert "All of them: Boats in the harbour." in few.all("article")[0].all("caption")[0].text()
