"""One way to hash a finding's identity and its evidence, for the checker and for decisions alike."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from hashlib import sha256

from reconcile.models.finding import Evidence

ALPHABET = "abcdefghijklmnopqrstuvwxyz234567"
"""The digits of base 32 (RFC 4648), in small letters."""


def digest(parts: Iterable[str]) -> str:
    """Return ten characters for `parts`; each is hashed with its length, so that no two lists look alike."""
    hashed = sha256()
    for part in parts:
        data = part.encode("utf-8", "surrogatepass")
        hashed.update(len(data).to_bytes(8, "big") + data)
    number = int.from_bytes(hashed.digest()[:7], "big") >> 6  # the first 50 bits
    return "".join([ALPHABET[number >> shift & 31] for shift in range(45, -1, -5)])


def finding_id(code: str, key: Iterable[str]) -> str:
    """Return the id of a finding: it holds no value, line, path or wording, so it outlives their changes."""
    return f"{code}-{digest([code, *key])}"


def evidence_hash(claims: Iterable[Evidence]) -> str:
    """Return the hash of the claims' ids and readings: equal while the evidence for a decision stands."""
    return digest(part for claim in sorted(claims, key=lambda c: c.id) for part in (claim.id, claim.reads, claim.unit))


def evidence_digest(ids: Sequence[str], reads: Sequence[str], units: Sequence[str]) -> str:
    """Return the same of claims that are no evidence yet: their ids, sorted, and what each reads as."""
    return digest(part for claim in zip(ids, reads, units, strict=True) for part in claim)
