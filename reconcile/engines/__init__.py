"""Where rules run: in this process."""

from reconcile.engines.local import run, run_on_decisions

__all__ = ["run", "run_on_decisions"]
