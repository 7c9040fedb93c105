"""Random tables for property tests of rules; needs Hypothesis.

@given(claim_tables())
def test_laws(claims: Claims) -> None:
    check_laws(CityTotals(), claims)
"""

from __future__ import annotations

from hypothesis import strategies as st

from reconcile.models import Claims
from reconcile.testing.random_claims import random_claims


def claim_tables(max_claims: int = 14, tables: int = 2**20) -> st.SearchStrategy[Claims]:
    """Return a strategy for claims tables of up to `max_claims` claims; a failing one is shrunk in size.

    `tables` is how many different ones there are of each size; with few, the tests of many rules share them.
    """
    sizes = sorted({0, max_claims // 4, max_claims // 2, max_claims})
    return st.builds(random_claims, st.integers(0, tables - 1), st.sampled_from(sizes))
