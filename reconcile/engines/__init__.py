"""Where rules run: in this process."""

from reconcile.engines.local import run

__all__ = ["run"]
