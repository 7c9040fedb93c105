"""A small made-up report that holds everything that a format has to show."""

from dataclasses import replace

from reconcile.errors import Problem
from reconcile.models import Coverage, Document, Evidence, Finding, Margin, NotChecked, Report, TieOut

EXPLAINED = {
    "status": "explained",
    "reason": "different-date",
    "text": "One counts the guests before the storm, the other after it.",
    "by": "Ada Lind",
    "on": "2024-03-01",
    "until": "",
    "reviewer": "Ben Ode",
    "file": "decisions/REC101-aaaaaaaaaa.yaml",
    "changes": [],
    "history": [{"status": "explained", "reason": "different-date", "text": "…", "by": "Ada Lind", "on": "2024-03-01"}],
}
DEFERRED = {**EXPLAINED, "status": "deferred", "reason": "", "text": "Ask the archive.", "until": "2024-05-15"}
REOPENED = {**EXPLAINED, "changes": ["gazette-1905#guests: 1,800 became 1,900"]}
DISMISSED = {**EXPLAINED, "status": "dismissed", "reason": "", "text": "The claim file is wrong.", "reviewer": ""}
CONFIRMED = {**EXPLAINED, "status": "confirmed", "reason": "", "text": "Both were printed so.", "reviewer": ""}


def claim(id: str, stated: str, low: float, high: float | None, **more: object) -> Evidence:
    """Return a claim about guests; `camp`, `term`, `line` and other fields as given."""
    document = id.partition("#")[0]
    reads = f"[{low:,g}, {'∞' if high is None else f'{high:,g}'})"
    reads = f"{low:,g}" if low == high else reads
    values: dict[str, object] = {
        "reads": reads,
        "high_open": high not in (None, low),
        "file": f"claims/{document}.yaml",
        "line": 12,
        "at": {"page": 3, "line": 4, "quote": f"“{stated}” guests"},
        "time": "Jun 1904",
        "published": document[-4:],
        "measure": "guests",
        "unit": "person",
        "kind": "stock",
        "says": "Guests of the inn.",
    }
    return Evidence(id, document, stated=stated, low=low, high=high, **{**values, **more})  # type: ignore[arg-type]


def _camps() -> Finding:
    """Three documents in two camps, decided once and open again."""
    claims = (
        claim("almanac-1901#guests", "1,700", 1650.0, 1750.0, role="primary", camp=1, origin="the innkeeper"),
        claim("نشرة-1904#guests", "حوالي 1,700", 1530.0, 1870.0, camp=1, line=0, at={}, says="ضيوف النزل"),
        claim("gazette-1905#guests", "1,900", 1850.0, 1950.0, camp=2, stance="reports", basis="published"),
    )
    return Finding(
        "REC101",
        "value-conflict",
        "error",
        "1,700 (almanac-1901) against 1,900 (gazette-1905): no common value, 200 apart",
        claims,
        {"measure": "guests", "place": "Old Inn"},
        "guests, Old Inn",
        ("1,700 reads as [1,650, 1,750)", "1,900 reads as [1,850, 1,950)", "1,750 is below 1,850: 100 apart"),
        Margin(200.0, 1 / 9),
        Margin(100.0, 1 / 18),
        "contradiction",
        causes=("the places of two digits are swapped",),
        implied=("The other claims leave at most 1,750 for guests, Old Inn.",),
        primary=claims[0].id,
        id="REC101-aaaaaaaaaa",
        evidence="eeeeeeeeee",
        status="reopened",
        decision=REOPENED,
        change="changed",
        changes=("gazette-1905#guests: 1,800 became 1,900",),
    )


def _law() -> Finding:
    """Parts that exceed their total, by a law; confirmed, and new."""
    claims = (
        claim("almanac-1901#all", "800", 795.0, 805.0, role="primary", term="guests"),
        claim("gazette-1905#left", "an estimated 720", 648.0, 792.0, term="left early", measure="left", line=31),
        claim("gazette-1905#ill", "250+", 250.0, None, term="ill", measure="ill", line=35),
    )
    return Finding(
        "REC201",
        "parts-exceed-total",
        "error",
        "left early 648 or more (gazette-1905) and ill 250 or more (gazette-1905) are more than 800 (almanac-1901)",
        claims,
        {"measure": "guests", "place": "New Inn"},
        "guests, New Inn",
        ("At least 648 + 250 = 898 against at most 805: 93 too many, 11.6 %",),
        Margin(93.0, 0.116),
        Margin(31.0, 0.0525),
        "contradiction",
        relations=("fates",),
        primary=claims[0].id,
        id="REC201-bbbbbbbbbb",
        evidence="ffffffffff",
        status="confirmed",
        decision=CONFIRMED,
        change="new",
    )


def _plain(id: str, severity: str, message: str, **more: object) -> Finding:
    claims = (
        claim("almanac-1901#beds", "40", 40.0, 40.0, role="primary", line=20),
        claim("gazette-1905#beds", "44", 44.0, 44.0, line=21),
    )
    values: dict[str, object] = {"label": "beds", "grade": "note" if severity == "note" else "tension"}
    code, _, rule = id.partition(" ")
    values |= {"claims": claims, "quantity": {"measure": "beds"}, "primary": claims[0].id, "evidence": "gggggggggg"}
    return Finding(code.partition("-")[0], rule, severity, message, id=code, **{**values, **more})  # type: ignore[arg-type]


def full() -> Report:
    """Return the report; nothing in it hangs on the day or the machine."""
    found = (
        _camps(),
        _law(),
        _plain("REC102-cccccccccc self-contradiction", "error", "40 and 44: 4 apart", change="unchanged"),
        _plain("REC301-dddddddddd cumulative-falls", "error", "44, then 40", status="explained", decision=EXPLAINED),
        _plain("REC403-eeeeeeeeee same-figure", "warning", "40 twice", status="deferred", decision=DEFERRED),
        _plain("OWN001-ffffffffff no-vacant-beds", "warning", "beds: 40 is too few", change="new", claims=()),
        _plain("REC404-gggggggggg scope-shift", "warning", "44 twice", status="dismissed", decision=DISMISSED),
        _plain("REC504-hhhhhhhhhh attribution-conflict", "note", "40 is credited to two", change="new"),
    )
    coverage = Coverage(
        documents=4,
        claims=1231,
        quantities=148,
        compared=39,
        single=104,
        incomparable={"unit": 1, "time": 4},
        rules=32,
        not_checked=(NotChecked("", 1, "value unknown"), NotChecked("share-conflict", 4, "base unknown")),
        ignored={"REC103": "rounding is expected in press figures"},
        vocabulary_inferred=True,
        ran=("REC101", "REC201"),
    )
    problems = (
        Problem("claims/broken.yaml", 7, "unreadable", "a ':' is missing; the file was left out"),
        Problem("", 0, "rule", "REC208 inconsistent-set crashed"),
    )
    fixed = (replace(_plain("REC302-iiiiiiiiii event-date-conflict", "error", "two days"), label="opening"),)
    documents = (Document("almanac-1901", "The almanac", "Island Press", "1901", file="claims/almanac-1901.yaml"),)
    whole, *some = found[1].claims
    tie_outs = (
        TieOut("fates", "guests, New Inn", "1904-06-30", whole, tuple(some), ("stayed",), "[898, ∞)", "breaks", "970"),
        TieOut("rooms", "beds", "", None, (claim("almanac-1901#beds", "40", 40.0, 40.0),), (), "40", "fits"),
    )
    return Report(
        "Inns & guests of the island",
        found,
        coverage,
        problems,
        as_of="2024-05-31",
        documents=documents,
        tie_outs=tie_outs,
        against="main",
        fixed=fixed,
        remarks=("Compared with main, commit 0123456: 3 new, 1 changed, 1 unchanged, 1 fixed",),
    )
