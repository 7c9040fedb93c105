"""Quotes: where a text holds one, and whether it holds the value that a claim takes from it. No files, no tables."""
