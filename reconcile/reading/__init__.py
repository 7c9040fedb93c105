"""A project's files → raw rows: every text as written, every key with its line, nothing made of it yet.

raw = read_project(load_settings(folder))
"""

from reconcile.models import RawProject
from reconcile.reading.project import from_frame, read_project
from reconcile.reading.schema import claim_schema

__all__ = ["RawProject", "claim_schema", "from_frame", "read_project"]
