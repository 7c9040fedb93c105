"""The report of a check, kept for the next one: used again where nothing that a check looks at has changed.

Whatever could change a report is part of its fingerprint, and hashed before the check and after it; where that can't
be said of a check, its report is not kept. Nothing in here raises, and nothing is read but files and their hashes.
"""

from __future__ import annotations

import json
from dataclasses import dataclass

from reconcile.models import Claims, Report
from reconcile.pipeline.kept.codec import from_text, to_text
from reconcile.pipeline.kept.fingerprint import Asked, Fingerprint, fingerprint
from reconcile.pipeline.kept.inputs import NotKept
from reconcile.pipeline.kept.store import Store
from reconcile.pipeline.kept.texts import hold, states
from reconcile.settings import Settings

__all__ = ["Asked", "Keeper"]

_WRONG = (NotKept, OSError, ValueError, TypeError, LookupError, RecursionError, MemoryError)
"""What may come of an entry that something else wrote, of files that change, of a report that can't be written."""


@dataclass(frozen=True)
class Keeper:
    """What keeps the reports of one project, and knows what the check hangs on that is about to run."""

    settings: Settings
    """The project's settings."""
    asked: Asked
    """What the check is asked to do."""
    before: Fingerprint
    """What its report hangs on."""
    store: Store
    """Where reports are kept."""

    @staticmethod
    def of(settings: Settings, asked: Asked) -> Keeper | None:
        """Return the keeper for a check; None where its report is not kept."""
        if not settings.cache or settings.mirror_of is not None:
            return None
        store = Store.of(settings.root)
        before = None if store is None else fingerprint(settings, asked)
        return None if store is None or before is None else Keeper(settings, asked, before, store)

    def load(self) -> Report | None:
        """Return the report that the check would give; None where none was kept."""
        for text in self.store.texts(self.before.key):
            # The hash in its name says that it was kept as it is: what does not fit was written by something else.
            try:
                texts, _, body = text.partition("\n")
                if hold(json.loads(texts), self.settings):
                    return from_text(body)
            except _WRONG:
                continue
        return None

    def save(self, report: Report, claims: Claims) -> None:
        """Keep the report of the check, unless something changed meanwhile, or code ran that is not ours.

        A report with problems is never kept: what could not be read may be readable the next time.
        """
        if report.problems:
            return
        try:
            texts, body = json.dumps(states(claims, self.settings)), to_text(report)
            if from_text(body) == report and fingerprint(self.settings, self.asked) == self.before:
                self.store.write(self.before.key, f"{texts}\n{body}")
        except _WRONG:
            return
