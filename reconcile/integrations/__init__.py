"""Other tools' ways in: Great Expectations suites as rules, our checks as its expectations, its Data Docs.

Nothing here imports Great Expectations before it is needed: only `reconcile.integrations.great_expectations` does so
when it is imported, and running a suite or writing Data Docs when they begin.
"""
