"""Texts that somebody could put into a claim file, and a report in which every text is such a one."""

import types
from dataclasses import MISSING, fields, replace
from typing import Any, Union, get_args, get_origin, get_type_hints

from reconcile.errors import Problem
from reconcile.models import Coverage, Document, Evidence, Finding, Margin, NotChecked, Report, TieOut

HOSTILE = (
    "\x1b[31mred\x1b[0m",
    "\x1b]0;title\x07",
    "\x1b]8;;http://x.example\x1b\\link\x1b]8;;\x1b\\",
    "\x9b31mC1",
    "bell\x07 back\x08\x7f",
    "nul\x00",
    "line\nbreak",
    "line\r\nbreak",
    "\u2028separator\u2029",
    "next\x85line",
    "tab\tcell",
    "\x0bvertical\x0cform",
    "\u202egnp.exe",
    "\u2066isolate\u2069",
    "\u200fmark\u061c",
    "zero\u200bwidth\ufeff",
    "invisible\u2062times\u206f",
    "tags\U000e0041\U000e0042",
    "no\ufffecharacter\uffff",
    "::error file=x::owned",
    "\n::set-output name=x::y",
    "\r::add-mask::x",
    "   ::warning::spaces",
    "a%0A::error::b%0D%25",
    "x,title=y::z:w",
    "x " * 60 + "::error::wrapped",
    "##[error]owned",
    "##vso[task.setvariable variable=x]y",
    "]]>",
    "a]]>b",
    "--> <!-- ",
    "<script>alert(1)</script>",
    "</script><script>alert(1)//",
    "</style><img src=x onerror=alert(1)>",
    "<img src=x onerror=alert(1)>",
    '" onmouseover="alert(1)',
    "' onmouseover='alert(1)",
    "</td></table>",
    "</details></section>",
    "<!-- hidden",
    "<!DOCTYPE x [<!ENTITY y SYSTEM 'file:///etc/passwd'>]>&y;",
    "&lt;b&gt; &#60; &#x1b;",
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "//x.example/y",
    "../../../etc/passwd",
    "[link](javascript:alert(1))",
    "[link]( <javascript:alert(1)> )",
    "[link][1]\n\n[1]: javascript:alert(1)",
    "<javascript:alert(1)>",
    "![image](http://x.example/p.png)",
    "http://x.example",
    "www.example.org",
    "me@example.org",
    "`code` ```fence",
    "~~~\nfence",
    "a|b|c",
    "| a | b |\n|---|---|",
    "**bold** __x__ ~~y~~",
    "# heading",
    "- item",
    "+ item",
    "1. item",
    "1) item",
    "> quote",
    "    indented",
    "---",
    "===",
    "@everyone",
    "see #12",
    "$x$ $$y$$",
    "\\",
    "a\\|b",
    "a\\](b",
    "{{ template }}",
    "{% raw %}",
    "{{ ''.__class__ }}",
    "%s %d {0}",
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    " =1",
    "a;=1+1",
    "a; @SUM(A1)",
    'a";=1+1',
    "\n=1+1",
    '=HYPERLINK("http://x.example","y")',
    '=cmd|"/c calc"!A1',
    "|cmd' /C calc'!A0",
    "\uff1d1+1",
    "_x001B_[31m _x003D_1",
    "'quoted",
    '"quoted"',
    "a,b;c",
    "\ud800 lone",
    "lone \udfff",
    "é́́́́́",
    "𝔘𝔫𝔦",
    "戦記",
    "👩‍👩‍👧",
    " ",
    "",
    "\u00a0",
    "NaN",
    "null",
    "1e999",
    "x" * 5000,
    "word " * 2000,
    "=" * 40000,
)
SURVIVE = ("مقاتلون أجانب", "לוחמים זרים", "می‌خواهم", "戦記", "Łódź", "é", "1,700–1,800 ± 5 %", "𝔘𝔫𝔦")
"""Ordinary words of many writings, from right to left too: they must be shown as they are."""
ALLOWED = {
    Finding: {"severity": "error", "code": "REC101", "rule": "value-conflict", "id": "REC101-aaaaaaaaaa"},
    Evidence: {"role": "related"},
    TieOut: {"verdict": "breaks"},
}
"""Fields whose words are our own."""
OURS = {"status": "open", "grade": "tension", "change": ""}
"""The same, of which a report has several."""
TEXTS = "status reason text by on until reviewer file".split()


def decision(text: str, status: str) -> dict[str, object]:
    """Return a decision with that text everywhere but in its status."""
    said: dict[str, object] = {**dict.fromkeys(TEXTS, text), "status": status}
    return {**said, "changes": [text, text], "history": [{**said}, {**said, "extra": text}]}


def filled(kind: type, text: str, **more: object) -> Any:
    """Return a noun in which every field that is a text, or holds texts, has the given one."""
    hints = get_type_hints(kind)
    values = {field.name: _value(hints[field.name], text, field) for field in fields(kind) if field.name not in more}
    known = {**{name: word for name, word in OURS.items() if kind is Finding}, **ALLOWED.get(kind, {})}
    return kind(**{**values, **known, **more})


def _value(hint: Any, text: str, field: Any) -> Any:
    origin, inner = get_origin(hint), get_args(hint)
    if hint is str:
        return text
    if origin in (Union, types.UnionType):
        return _value(inner[0], text, field) if inner[0] in (str, Margin, float) else None
    if origin is tuple:
        return () if get_origin(inner[0]) is tuple else (_value(inner[0], text, field),) * 2
    if origin is frozenset:
        return frozenset()
    if origin is not None:  # mappings
        return {text: 2 if inner[1] is int else text}
    if hint in (Evidence, NotChecked, Document, TieOut, Problem, Margin):
        return filled(hint, text)
    return field.default if field.default is not MISSING else {int: 3, float: 4.5, bool: True}[hint]


def hostile_report(text: str) -> Report:
    """Return a report with findings of every severity and state, a problem and all else, all saying `text`."""
    states = (
        ("error", "open", "new"),
        ("error", "reopened", "changed"),
        ("error", "open", "unchanged"),
        ("warning", "explained", ""),
        ("warning", "confirmed", "new"),
        ("note", "deferred", ""),
        ("note", "open", "new"),
    )
    claim = filled(Evidence, text, at={"quote": text, "line": text, "page": text, "lines": text}, line=3)
    first = filled(Evidence, text, role="primary", line=9, at={"start": text, "end": text}, low=1.0, high=2.0, camp=1)
    found = tuple(
        filled(
            Finding,
            text,
            severity=severity,
            status=status,
            change=change,
            id=f"REC101-{number:010}",
            claims=(first, replace(claim, camp=2, low=4.0), claim),
            decision=None if status == "open" else decision(text, "explained"),
        )
        for number, (severity, status, change) in enumerate(states)
    )
    fixed = (filled(Finding, text, claims=(claim,), decision=None, id="REC101-fixed"),)
    coverage = filled(Coverage, text, ran=("REC101",))
    more = {"problems": (Problem(text, 1, "unreadable", text),), "tie_outs": (filled(TieOut, text, total=first),)}
    return filled(Report, text, found=found, fixed=fixed, coverage=coverage, **more)
