"""The review page: findings and their decisions in a browser, served to this machine alone."""

from __future__ import annotations

from reconcile.web.server import WebMissing, serve
from reconcile.web.sitting import Sitting

__all__ = ["Sitting", "WebMissing", "serve"]
