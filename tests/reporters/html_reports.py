"""Made-up reports for the tests of the HTML report: one with everything, and large ones."""

from datetime import date

from reconcile.errors import Problem
from reconcile.models import Coverage, Document, Evidence, Finding, Margin, NotChecked, Report, TieOut

DOCUMENTS = (
    Document("almanac-1901", "The almanac of the island", "Island Press", "1901-03", file="claims/almanac-1901.yaml"),
    Document("gazette-1905", "A gazette", "", "1905", "https://gazette.example/1905", file="claims/gazette-1905.yaml"),
    Document("letters-1899", "Letters of a keeper", "Quill & Sons", "1899", "javascript:alert(1)"),
)
DECISION = {
    "status": "explained",
    "reason": "different-date",
    "text": "One counts before the storm, the other after it.",
    "by": "Ada",
    "on": "2024-03-01",
    "until": "2024-05-01",
    "reviewer": "Ben",
    "file": "decisions/REC101-cccccccccc.yaml",
    "changes": ["gazette-1905#boats: 120 became 140"],
    "history": [
        {"status": "deferred", "reason": "", "text": "Ask the archive.", "by": "Ben", "on": "2024-01-05", "until": ""},
        {"status": "explained", "reason": "different-date", "text": "One counts …", "by": "Ada", "on": "2024-03-01"},
    ],
}


def number(id: str, stated: str, low: float | None, high: float | None, **more: object) -> Evidence:
    """Return a claim about boats; `low_open`, `camp`, `term` and other fields as given."""
    document = id.partition("#")[0]
    ends = [
        "(" if more.get("low_open") or low is None else "[",
        "−∞" if low is None else f"{low:,g}",
        ", ",
        "∞" if high is None else f"{high:,g}",
        ")" if more.get("high_open") or high is None else "]",
    ]
    values: dict[str, object] = {
        "reads": "".join(ends),
        "file": f"claims/{document}.yaml",
        "line": 12,
        "at": {"page": 3, "line": 4},
        "time": "1900",
        "published": document[-4:],
        "measure": "boats",
        "unit": "boat",
        "kind": "stock",
        "says": "Boats in the harbour.",
    }
    return Evidence(id, document, stated=stated, low=low, high=high, **{**values, **more})  # type: ignore[arg-type]


def day(id: str, stated: str, first: date, last: date, **more: object) -> Evidence:
    """Return a claim about the day of an event."""
    ends = {"low": float(first.toordinal()), "high": float(last.toordinal())}
    return Evidence(
        id,
        id.partition("#")[0],
        stated=stated,
        reads=stated,
        measure="storm",
        kind="event",
        published="1905",
        **ends,
        **more,  # type: ignore[arg-type]
    )


def conflict(n: int, **more: object) -> Finding:
    """Return a finding of two camps of one quantity."""
    low, high = 100 + n % 37, 160 + n % 53
    claims = (
        number(f"almanac-1901#boats-{n}", f"{low}", low, low, role="primary", camp=1, best=low),
        number(f"gazette-1905#boats-{n}", f"about {high}", high * 0.9, high * 1.1, camp=2, best=high, origin="a pilot"),
    )
    values: dict[str, object] = {
        "label": f"boats in the harbour, Port {n}",
        "quantity": {"measure": "boats", "place": f"Port {n}"},
        "arithmetic": ("They agree only if both figures are good to no better than ±15 (14.1 %)",),
        "gap": Margin(float(high - low), (high - low) / high),
        "grade": "contradiction",
        "id": f"REC101-x{n:09}",
        "primary": claims[0].id,
        "causes": (f"one repair fits: {high} (gazette-1905) with one digit changed is {low}",) if n % 5 == 0 else (),
    }
    message = f"{low} (almanac-1901) against about {high} (gazette-1905): no common value, {high - low} apart"
    return Finding("REC101", "value-conflict", "error", message, claims, **{**values, **more})  # type: ignore[arg-type]


def total(n: int, **more: object) -> Finding:
    """Return a finding of parts that are more than their total."""
    claims = (
        number(f"gazette-1905#all-{n}", "200", 195, 205, high_open=True, term="boats", role="primary", best=200),
        number(f"almanac-1901#sail-{n}", "150", 145, 155, high_open=True, term="sailing boats", best=150),
        number(f"letters-1899#steam-{n}", "at least 80", 80, None, term="steam boats"),
    )
    values: dict[str, object] = {
        "label": f"boats, Port {n}",
        "arithmetic": (
            "At least 145 + 80 = 225 against at most 205: 20 too many; as printed 230 against 200.",
            "The law: Every boat has sails or steam.",
            "They fit only if every figure is good to no better than ±7 %.",
        ),
        "gap": Margin(30.0, 0.15),
        "grade": "contradiction",
        "relations": ("rigs",),
        "id": f"REC201-x{n:09}",
        "primary": claims[0].id,
    }
    message = "sailing 150 (almanac-1901) + steam at least 80 (letters-1899) are more than boats 200 (gazette-1905)"
    return Finding("REC201", "parts-exceed-total", "error", message, claims, **{**values, **more})  # type: ignore[arg-type]


def storm(n: int, **more: object) -> Finding:
    """Return a finding of one event on two days."""
    claims = (
        day(f"almanac-1901#storm-{n}", "March 1900", date(1900, 3, 1), date(1900, 3, 31), camp=1, role="primary"),
        day(f"gazette-1905#storm-{n}", "9 May 1900", date(1900, 5, 9), date(1900, 5, 9), camp=2),
    )
    values: dict[str, object] = {
        "label": f"storm {n}",
        "gap": Margin(39.0, None),
        "holds_until": Margin(19.5, None),
        "grade": "contradiction",
        "id": f"REC302-x{n:09}",
    }
    message = "March 1900 (almanac-1901) against 9 May 1900 (gazette-1905): no day in common"
    return Finding("REC302", "event-date-conflict", "error", message, claims, **{**values, **more})  # type: ignore[arg-type]


def words(n: int, **more: object) -> Finding:
    """Return a finding of different words for one quantity."""
    claims = tuple(
        Evidence(
            f"{document}#state-{n}",
            document,
            stated=word,
            reads=word,
            camp=camp,
            kind="status",
            measure="state",
            time="1900",
        )
        for camp, (document, word) in enumerate((("almanac-1901", "open"), ("letters-1899", "closed by ice")), 1)
    )
    values: dict[str, object] = {"label": f"state of Port {n}", "grade": "contradiction", "id": f"REC106-x{n:09}"}
    message = "open (almanac-1901) against closed by ice (letters-1899)"
    return Finding("REC106", "category-conflict", "warning", message, claims, **{**values, **more})  # type: ignore[arg-type]


def shares(n: int, **more: object) -> Finding:
    """Return a finding of shares above a hundred percent."""
    given = (("almanac-1901", "north", 60.0), ("gazette-1905", "south", 70.0))
    claims = tuple(
        number(f"{name}#share-{n}", f"{v:g}%", v - 0.5, v + 0.5, term=side, unit="percent", best=v, high_open=True)
        for name, side, v in given
    )
    values: dict[str, object] = {"label": f"share {n}", "grade": "contradiction", "id": f"REC207-x{n:09}"}
    message = "north 60% (almanac-1901) + south 70% (gazette-1905) make 130 percent of one whole"
    return Finding("REC207", "shares-do-not-sum", "error", message, claims, **{**values, **more})  # type: ignore[arg-type]


def wide(n: int, **more: object) -> Finding:
    """Return a note on two figures of very different size, which needs a logarithmic axis."""
    claims = (
        number(f"almanac-1901#wide-{n}", "40", 40, 40, role="primary", best=40.0),
        number(f"gazette-1905#wide-{n}", "up to 2 million", 0.5, 2_000_000),
    )
    values: dict[str, object] = {"label": f"planks {n}", "grade": "note", "id": f"REC104-x{n:09}"}
    return Finding("REC104", "wide-estimates", "note", "they agree only by width", claims, **{**values, **more})  # type: ignore[arg-type]


def heavy(n: int, **more: object) -> Finding:
    """Return a finding of three claims with all that a card can hold: quote, origin, proof, cause, what is left."""
    low, mid, high = 1_000 + 7 * n % 371, 1_600 + n % 53, 2_400 + 11 * n % 97
    port = f"Port {n}"
    given = (
        ("almanac-1901", f"{low:,}", low - 5, low + 5, 1, "the harbour master"),
        ("gazette-1905", f"about {mid:,}", mid * 0.9, mid * 1.1, 2, "a pilot of the town"),
        ("letters-1899", f"more than {high:,}", high, None, 3, "the keeper of the lighthouse"),
    )
    claims = tuple(
        number(
            f"{document}#boats-{n}",
            stated,
            lowest,
            highest,
            high_open=True,
            camp=camp,
            best=None if highest is None else float(low if camp == 1 else mid),
            origin=origin,
            line=10 + n,
            at={"page": 3 + camp, "line": n % 40},
            basis="published" if camp == 2 else "stated",
        )
        for document, stated, lowest, highest, camp, origin in given
    )
    values: dict[str, object] = {
        "label": f"boats in the harbour, {port}",
        "quantity": {"measure": "boats", "place": port},
        "arithmetic": (
            f"The most “{low:,}” can mean is {low + 5:,}; the least that “more than {high:,}” can mean is {high:,}",
            f"{low + 5:,} is below {mid * 0.9:,.0f}: {mid * 0.9 - low - 5:,.0f} apart",
            f"{mid * 1.1:,.0f} is below {high:,}: {high - mid * 1.1:,.0f} apart",
            "They agree only if every figure is good to no better than ±41.2 %",
        ),
        "gap": Margin(float(high - low), (high - low) / high),
        "holds_until": Margin((high - low) / 2, 0.412),
        "grade": "contradiction",
        "relations": ("rigs",),
        "id": f"REC101-h{n:09}",
        "primary": claims[0].id,
        "causes": (f"one repair fits: {high:,} (letters-1899) with two digits changed is {low:,} (almanac-1901)",),
        "implied": (f"The other claims leave {low - 5:,} to {mid * 1.1:,.0f} for boats in the harbour, {port}.",),
    }
    message = (
        f"{low:,} (almanac-1901), about {mid:,} (gazette-1905) and more than {high:,} (letters-1899): "
        f"no common value, {high - low:,} apart"
    )
    return Finding("REC101", "value-conflict", "error", message, claims, **{**values, **more})  # type: ignore[arg-type]


def large(size: int) -> Report:
    """Return a report of that many findings of every kind, most of them conflicts of one quantity."""
    kinds = (conflict, conflict, total, conflict, storm, conflict, words, conflict, conflict, shares)
    found = tuple(kinds[n % len(kinds)](n) for n in range(size))
    coverage = Coverage(3, size * 3, size * 2, size, size, {}, 32)
    return Report("Many boats", found, coverage, documents=DOCUMENTS)


def crowded(size: int) -> Report:
    """Return a report of that many findings, each with three claims and all that a card can hold."""
    found = tuple(heavy(n) for n in range(size))
    return Report("Very many boats", found, Coverage(3, size * 3, size, size, 0, {}, 32), documents=DOCUMENTS)


def tie_outs() -> tuple[TieOut, ...]:
    """Return totals that break, fit and tie out."""
    claims = total(1).claims
    return (
        TieOut("rigs", "boats, Port 2", "1900-06-01", claims[0], claims[1:2], ("steam boats",), "[145, 155)", "fits"),
        TieOut("rigs", "boats, Port 1", "1900-06-01", claims[0], claims[1:], (), "[225, ∞)", "breaks"),
        TieOut("ports", "boats", "", None, claims[1:], (), "[225, ∞)", "ties out"),
    )


def everything() -> Report:
    """Return a report with every kind of picture, status and section."""
    found = (
        conflict(1, change="new", implied=("All other claims leave 120 to 130 for boats in the harbour, Port 1.",)),
        total(1, change="new", primary=conflict(1).primary),
        conflict(5, change="changed", status="reopened", decision=DECISION),
        conflict(
            2, change="unchanged", status="confirmed", decision={**DECISION, "status": "confirmed", "changes": []}
        ),
        storm(1, change="unchanged"),
        shares(1, change="unchanged"),
        words(1, change="unchanged"),
        conflict(3, change="unchanged", status="explained", decision={**DECISION, "changes": []}),
        words(2, change="unchanged", status="dismissed", decision={"status": "dismissed", "by": "Ada"}),
        wide(1, change="unchanged"),
    )
    coverage = Coverage(
        3,
        1200,
        400,
        100,
        290,
        {"time": 8, "unit": 2},
        32,
        (NotChecked("", 3, "value unknown"),),
        {"REC103": "press"},
        True,
    )
    problem = Problem("claims/torn.yaml", 7, "unreadable", "a ':' is missing; the file was left out")
    return Report(
        "Boats of an island",
        found,
        coverage,
        (problem,),
        "2024-05-31",
        DOCUMENTS,
        tie_outs(),
        "main",
        (conflict(9), storm(9)),
    )
