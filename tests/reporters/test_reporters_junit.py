"""JUnit: errors and warnings fail, notes pass, what is decided is skipped with its reason, problems are errors."""

from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from full_report import full

from reconcile.models import Report
from reconcile.reporters import render


def cases(report: Report) -> dict[str, Element]:
    root = ElementTree.fromstring(str(render(report, "junit")))
    return {str(case.get("name")).split(" ")[0]: case for case in root.iter("testcase")}


def outcome(case: Element) -> tuple[str, ...]:
    return next(((child.tag, child.get("type") or "") for child in case if child.tag != "system-out"), ())


def test_each_finding_is_a_test_that_ends_by_its_severity_and_status() -> None:
    found = cases(full())
    assert {name: outcome(case) for name, case in found.items() if name.startswith(("REC", "OWN"))} == {
        "REC101-aaaaaaaaaa": ("failure", "error"),
        "REC201-bbbbbbbbbb": ("failure", "error"),
        "REC102-cccccccccc": ("skipped", ""),
        "REC301-dddddddddd": ("skipped", ""),
        "REC403-eeeeeeeeee": ("skipped", ""),
        "OWN001-ffffffffff": ("failure", "warning"),
        "REC404-gggggggggg": ("skipped", ""),
        "REC504-hhhhhhhhhh": (),
    }
    assert "different-date" in found["REC301-dddddddddd"][0].get("message")
    assert found["REC102-cccccccccc"][0].get("message") == "unchanged since main"
    assert found["REC101-aaaaaaaaaa"].get("file") == "claims/almanac-1901.yaml"
    assert found["REC101-aaaaaaaaaa"].get("line") == "12"
    assert "1,750 is below 1,850: 100 apart" in found["REC101-aaaaaaaaaa"][0].text
    assert found["REC504-hhhhhhhhhh"].find("system-out") is not None


def test_problems_are_errors() -> None:
    found = [case for case in cases(full()).values() if case.get("classname") == "reconcile"]
    assert [outcome(case) for case in found] == [("error", "rule"), ("error", "unreadable")]


def test_a_report_without_findings_is_one_test_that_says_what_was_looked_at(empty: Report) -> None:
    (case,) = cases(empty).values()
    assert outcome(case) == ()
    assert "2 documents · 1 claim" in case.find("system-out").text
    root = ElementTree.fromstring(str(render(empty, "junit")))
    assert (root.get("tests"), root.get("failures"), root.get("name")) == ("1", "0", "reconcile")


def test_the_numbers_add_up_and_there_is_no_time() -> None:
    root = ElementTree.fromstring(str(render(full(), "junit")))
    for name in ("tests", "failures", "errors", "skipped"):
        assert int(root.get(name)) == sum(int(suite.get(name)) for suite in root.iter("testsuite"))
    assert root.get("tests") == "10"
    assert not any({"time", "timestamp", "hostname"} & set(node.attrib) for node in root.iter())
    names = [suite.get("name") for suite in root.iter("testsuite")]
    assert len(names) == len(set(names))
