"""The present state of a project held against an earlier one: git's files at a revision, and what changed."""
