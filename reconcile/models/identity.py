"""One way to hash a finding's identity and its evidence, for the checker and for decisions alike."""

from __future__ import annotations

from base64 import b32encode
from collections.abc import Iterable
from hashlib import sha256

from reconcile.models.finding import Evidence


def digest(parts: Iterable[str]) -> str:
    """Return ten characters for `parts`; each is hashed with its length, so that no two lists look alike."""
    hashed = sha256()
    for part in parts:
        data = part.encode("utf-8", "surrogatepass")
        hashed.update(len(data).to_bytes(8, "big"))
        hashed.update(data)
    return b32encode(hashed.digest())[:10].decode("ascii").lower()


def finding_id(code: str, key: Iterable[str]) -> str:
    """Return the id of a finding: it holds no value, line, path or wording, so it outlives their changes."""
    return f"{code}-{digest([code, *key])}"


def evidence_hash(claims: Iterable[Evidence]) -> str:
    """Return the hash of the claims' ids and readings: equal while the evidence for a decision stands."""
    return digest(part for claim in sorted(claims, key=lambda c: c.id) for part in (claim.id, claim.reads, claim.unit))
