"""What people decided about findings: kept in one YAML file a finding, and held against each check."""

from reconcile.decisions.desk import Desk
from reconcile.decisions.judge import Policy, decided, hold
from reconcile.decisions.store import DecisionError, Decisions, Store, Stored
from reconcile.decisions.take import Wanted, agree, can_be_decided, decide, undo

__all__ = [
    "DecisionError",
    "Decisions",
    "Desk",
    "Policy",
    "Store",
    "Stored",
    "Wanted",
    "agree",
    "can_be_decided",
    "decide",
    "decided",
    "hold",
    "undo",
]
