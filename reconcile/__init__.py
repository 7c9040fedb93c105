"""A linter for facts: which claims of several documents cannot all be true, and the arithmetic why.

`import reconcile; report = reconcile.check("path")` checks a project on disk; `reconcile.check(frame)`
checks a pandas table of claims. The names below are loaded when first used, so that importing the
package (and `reconcile --help`) costs nothing.
"""

import time
from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from reconcile.models import Claims, Finding, Report
    from reconcile.pipeline import check
    from reconcile.pipeline.estimates.estimate import estimate
    from reconcile.rule import Example, Rule

__version__ = "0.1.0"

LOADED_AT = time.time_ns()
"""When this process began to load the package: a file that is newer may not be what was loaded."""

_HOMES = {
    "check": "reconcile.pipeline",
    "estimate": "reconcile.pipeline.estimates.estimate",
    "Claims": "reconcile.models",
    "Finding": "reconcile.models",
    "Report": "reconcile.models",
    "Rule": "reconcile.rule",
    "Example": "reconcile.rule",
}

__all__ = ["Claims", "Example", "Finding", "Report", "Rule", "__version__", "check", "estimate"]


def __getattr__(name: str) -> Any:
    """Load a public name from its home module when it is first asked for."""
    if name not in _HOMES:
        raise AttributeError(f"module 'reconcile' has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)
