"""The nouns that travel: frozen values, each field with one line that says what it is."""

from reconcile.models.claims import COLUMNS, ENDLESS_FUTURE, ENDLESS_PAST, Claims, Fault
from reconcile.models.decision import Decision, Held, Judgement
from reconcile.models.document import Document
from reconcile.models.finding import SETTLED, SEVERITIES, Evidence, Finding, Margin
from reconcile.models.raw import CLAIM_KEYS, ROW_COLUMNS, RawProject
from reconcile.models.relation import Relation
from reconcile.models.report import Coverage, NotChecked, Report
from reconcile.models.source_text import SourceText
from reconcile.models.tie_out import TieOut
from reconcile.models.vocabulary import CHANGING_KINDS, KINDS, Dimension, Measure, Partition, Vocabulary

__all__ = [
    "CHANGING_KINDS",
    "CLAIM_KEYS",
    "COLUMNS",
    "ENDLESS_FUTURE",
    "ENDLESS_PAST",
    "KINDS",
    "ROW_COLUMNS",
    "SETTLED",
    "SEVERITIES",
    "Claims",
    "Coverage",
    "Decision",
    "Dimension",
    "Document",
    "Evidence",
    "Fault",
    "Finding",
    "Held",
    "Judgement",
    "Margin",
    "Measure",
    "NotChecked",
    "Partition",
    "RawProject",
    "Relation",
    "Report",
    "SourceText",
    "TieOut",
    "Vocabulary",
]
