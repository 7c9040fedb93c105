"""Exact and vectorised arithmetic over the claims table: clashes of one quantity, and the laws between quantities."""
