"""A finding as blocks of lines: headline, claims, arithmetic, what would explain it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from reconcile.models import Evidence, Finding
from reconcile.reporters._lines import GAP, Column, folded, shortened, table, wrapped
from reconcile.reporters._settled import settled_sentences, settled_title, standing
from reconcile.reporters._words import (
    behind,
    count,
    credit,
    file_place,
    headline,
    own_arithmetic,
    reads,
    since,
    text_place,
    tolerance,
    when,
)

COLORS = {"error": "31", "warning": "33", "note": "36"}
"""Terminal colours of the severities: red, yellow, cyan."""
MOST_CLAIMS = 30
"""Claims of one finding that are listed; how many more there are is said."""
MOST_ALSO = 3
"""Related findings that are named below one finding."""
LONGEST_VALUE = 200
"""Characters of a stated value that are shown."""
LONGEST_LINE = 2000
"""Characters of a sentence that are shown."""


def finding_lines(
    finding: Finding,
    groups: Mapping[str, Sequence[Finding]],
    width: int,
    color: bool,
) -> list[str]:
    """Return a finding, already cleaned, as the text report shows it; `groups` as `by_primary` gives them."""
    lines = head_lines(finding, width, color)
    if finding.severity == "note":
        return lines + note_lines(finding, width)
    lines += claim_lines(finding.claims, width, len(finding.unlisted))
    lines += reason_lines(finding, width)
    names = [f"{other.code} {other.rule}" for other in behind(finding, groups)]
    if names:
        more = [count(len(names) - MOST_ALSO, "more finding")] if len(names) > MOST_ALSO else []
        lines += block(f"The same claim again below: {', '.join(names[:MOST_ALSO] + more)}", width)
    return [*lines, *block(f"Finding {finding.id}", width)] if finding.id else lines


def settled_lines(found: Sequence[Finding], width: int) -> list[str]:
    """Return what people have settled, two sentences each: what it is about and what was decided."""
    lines = [settled_title(found)] if found else []
    for finding in found:
        about, said = (shortened(sentence, LONGEST_LINE) for sentence in settled_sentences(finding))
        lines += [*wrapped(about, width, GAP, GAP * 3), *wrapped(said, width, GAP * 2, GAP * 3)]
    return lines


def head_lines(finding: Finding, width: int, color: bool) -> list[str]:
    """Return `error  REC101 value-conflict   label: message`, wrapped."""
    start = f"{finding.severity}  {finding.code} {finding.rule}"
    sentence = shortened(headline(finding), LONGEST_LINE)
    if len(start) > width // 2:
        lines = [*wrapped(start, width, rest=GAP * 2), *wrapped(sentence, width, GAP * 2, GAP * 2)]
    else:
        lines = wrapped(sentence, width, f"{start}   ", GAP * 2)
    return _painted(lines, finding.severity) if color else lines


def _painted(lines: Sequence[str], severity: str) -> list[str]:
    """Return the lines in bold, the severity in its colour."""
    color = COLORS.get(severity, "0")
    first = f"\x1b[1;{color}m{severity}\x1b[0m\x1b[1m{lines[0][len(severity) :]}\x1b[0m"
    return [first, *(f"\x1b[1m{line}\x1b[0m" for line in lines[1:])]


def claim_lines(claims: Sequence[Evidence], width: int, unlisted: int = 0) -> list[str]:
    """Return the claims side by side, as stated beside as read, each with its place; `unlisted` more belong to them."""
    shown = claims[:MOST_CLAIMS]
    if not shown:
        return []
    files = tuple(file_place(claim) for claim in shown)
    texts = tuple(f"({place})" if place else "" for place in (text_place(claim.at) for claim in shown))
    places = [f"{file}  {text}".strip() for file, text in zip(files, texts, strict=True)]
    columns = _columns(shown)
    lines = (
        table([*columns, Column(files), Column(texts)], width)
        or table(columns, width, below=places)
        or folded([*zip(*(column.cells for column in columns), places, strict=True)], width)
    )
    more = len(claims) - len(shown) + unlisted
    return [*lines, f"{GAP}… and {count(more, 'more claim')}"] if more else lines


def _columns(claims: Sequence[Evidence]) -> list[Column]:
    camps = {claim.camp for claim in claims if claim.camp}
    grouped = len(camps) > 1 and len(claims) > len(camps)
    when_said = tuple(when(claim) for claim in claims)
    stood_in = all(claim.basis == "published" for claim in claims)
    # One day of publication for all of them explains nothing; several may go where room is short.
    times = ("",) * len(claims) if stood_in and len(set(when_said)) == 1 else when_said
    read = tuple(reads(claim) for claim in claims)
    return [
        Column(tuple(claim.document for claim in claims), wraps=True),
        Column(tuple(f"camp {claim.camp}" if grouped and claim.camp else "" for claim in claims)),
        Column(tuple(claim.term for claim in claims), wraps=True),
        Column(tuple(shortened(claim.stated, LONGEST_VALUE) for claim in claims), wraps=True),
        Column(tuple(f"reads {text}" if text else "" for text in read)),
        Column(times, wraps=True, optional=stood_in),
        Column(tuple(credit(claim) for claim in claims), wraps=True),
    ]


def reason_lines(finding: Finding, width: int) -> list[str]:
    """Return the arithmetic, what would make the finding go away, and what may explain it."""
    lines: list[str] = []
    for sentence in [*since(finding), *own_arithmetic(finding), tolerance(finding)]:
        lines += block(sentence, width) if sentence else []
    for sentence in finding.implied:
        lines += block(sentence, width)
    for cause in finding.causes:
        lines += block(cause if cause.startswith("Maybe") else f"Maybe: {cause}", width)
    for sentence in standing(finding):
        lines += block(sentence, width)
    return lines


def note_lines(finding: Finding, width: int) -> list[str]:
    """Return where the claims of a note stand and its id, in one line; below it what was decided."""
    said = [line for sentence in standing(finding) for line in block(sentence, width)]
    places = [place for place in (file_place(claim) for claim in finding.claims) if place]
    if not places:
        return [*(block(f"Finding {finding.id}", width) if finding.id else []), *said]
    shown = len(places)
    more = len(places) + len(finding.unlisted)
    while shown > 1 and len(_place_list(places[:shown], more)) > width:
        shown -= 1
    id = f" ({finding.id})" if finding.id else ""
    return [*wrapped(_place_list(places[:shown], more).strip() + id, width, GAP, GAP * 2), *said]


def _place_list(places: Sequence[str], of: int) -> str:
    more = of - len(places)
    return f"{GAP}{', '.join(places)}{f' and {more:,} more' if more else ''}"


def block(text: str, width: int) -> list[str]:
    """Return a sentence below a finding, wrapped."""
    return wrapped(shortened(text, LONGEST_LINE), width, GAP, GAP)
