"""Which repairs would settle which conflict: suspects outside the largest camp, and rows that changed places."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from reconcile.evidence import shown
from reconcile.models import CHANGING_KINDS, Claims
from reconcile.solver.comparable import NUMERIC, rows_where, taking_part
from reconcile.solver.plain_words import cell
from reconcile.solver.values.repairs import Repair, Suspect, sentence
from reconcile.solver.values.stretches import Stretch, common, stretch_of

MOST = 3
"""Sentences for one conflict."""
MOST_STATEMENTS = 20
"""Statements of one conflict that are looked at."""
MOST_ROWS = 200
"""Claims of one document, measure and time among which changed places are looked for."""


@dataclass(frozen=True)
class Conflict:
    """The claims of one value finding."""

    rows: tuple[int, ...]
    """Rows in the claims table."""
    camps: tuple[int, ...]
    """The camp of each."""

    @property
    def camp_of(self) -> dict[int, int]:
        """The camp of each row."""
        return dict(zip(self.rows, self.camps, strict=True))

    def sides(self) -> list[tuple[list[int], list[int]]]:
        """Return what might join what: the rows outside the largest camp, and that camp.

        Of two camps of one size each might join the other; of more, none is the largest.
        """
        sizes = Counter(self.camps)
        largest = [camp for camp in sorted(sizes) if sizes[camp] == max(sizes.values())]
        if len(largest) > 1 and len(sizes) > 2:
            return []
        camps = self.camp_of.items()
        return [
            ([row for row, own in camps if own != camp], [row for row, own in camps if own == camp])
            for camp in reversed(largest)
        ]


@dataclass
class Search:
    """Looks for repairs in many conflicts at once."""

    claims: Claims
    conflicts: Sequence[Conflict]
    _suspects: list[list[Suspect]] = field(default_factory=list)
    _places: Mapping[tuple[int, int], str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Find the suspects of every conflict, and those whose members may have changed places."""
        other_times = self._other_times()
        self._suspects = [list(self._of(conflict, other_times)) for conflict in self.conflicts]
        self._places = self._changed_places()

    def causes(self, number: int) -> tuple[str, ...]:
        """Return the sentences about one conflict, at most MOST; none where no repair fits."""
        facing = len(self.conflicts[number].sides()) > 1
        kinds: set[str] = set()
        found: list[list[Repair]] = []
        for suspect in self._suspects[number]:
            repairs = [repair for repair in self._repairs(number, suspect) if not facing or repair.kind not in kinds]
            kinds.update(repair.kind for repair in repairs)
            found.append(repairs)
        groups = [[repair for repairs in found for repair in repairs]] if facing else found
        return tuple(sentence(group) for group in groups if group)[:MOST]

    def _repairs(self, number: int, suspect: Suspect) -> list[Repair]:
        repairs = {repair.says: repair for repair in suspect.repairs()}
        swapped = self._places.get((number, suspect.row))
        if swapped and len(self.conflicts[number].sides()) > 1:  # either document may have swapped them: one name
            swapped = min(says for (other, _), says in self._places.items() if other == number)
        return [*repairs.values(), *([Repair("places", swapped)] if swapped else [])]

    def _of(self, conflict: Conflict, other_times: Mapping[tuple[int, str], list[int]]) -> Iterator[Suspect]:
        """Yield the statements outside the largest camp, each once for all documents that make it."""
        for odd, camp in conflict.sides():
            target = common(self.claims, camp)
            if target is None:
                continue
            readings = [shown(self.claims).read(row) for row in camp]
            figures = frozenset((r.stated_low, r.stated_high) for r in readings if r.stated_low is not None)
            for rows in self._statements(odd, conflict.camp_of, target):
                documents = tuple(dict.fromkeys(str(cell(self.claims, "document", row)) for row in rows))
                others = other_times.get((int(cell(self.claims, "quantity", rows[0])), documents[0]), [])
                outside = tuple(row for row in others if row not in conflict.rows)
                yield Suspect(self.claims, rows[0], documents, target, figures, outside)

    def _statements(self, rows: Sequence[int], camps: Mapping[int, int], target: Stretch) -> list[list[int]]:
        """Return the rows that do not fit, those of one statement together, those of the larger camps first."""
        ids, found = self.claims.column("claim"), defaultdict(list)
        for row in sorted(rows, key=lambda row: (camps[row], str(ids[row]))):
            own = stretch_of(self.claims, row)
            if own is not None and not own.meets(target):
                found[tuple(cell(self.claims, name, row) for name in ("stated", "unit", "low", "high"))].append(row)
        return list(found.values())[:MOST_STATEMENTS]

    def _other_times(self) -> dict[tuple[int, str], list[int]]:
        """Return what each document says of each quantity in conflict, where that changes with time."""
        quantity = self.claims.column("quantity")
        wanted = {int(quantity[row]) for conflict in self.conflicts for row in conflict.rows}
        kinds = [kind for kind in NUMERIC if kind in CHANGING_KINDS]
        inside = np.isin(quantity, sorted(wanted)) & taking_part(self.claims, kinds)
        found: dict[tuple[int, str], list[int]] = defaultdict(list)
        for row in rows_where(self.claims, inside).tolist():
            found[int(quantity[row]), str(cell(self.claims, "document", row))].append(row)
        return found

    def _changed_places(self) -> dict[tuple[int, int], str]:
        """Return the suspects that would fit in each other's place: two rows of one table that were swapped."""
        groups: dict[tuple[object, ...], list[tuple[int, Suspect]]] = defaultdict(list)
        for number, suspects in enumerate(self._suspects):
            for suspect in suspects:
                names = ("document", "measure", "first", "last")
                groups[tuple(cell(self.claims, name, suspect.row) for name in names)].append((number, suspect))
        found: dict[tuple[int, int], str] = {}
        for group in groups.values():
            for place, (number, one) in enumerate(group[:MOST_ROWS]):
                for other_number, other in group[place + 1 : MOST_ROWS]:
                    if number != other_number and _fit_swapped(self.claims, one, other):
                        says = _swapped(self.claims, one, other)
                        found.setdefault((number, one.row), says)
                        found.setdefault((other_number, other.row), says)
        return found


def _fit_swapped(claims: Claims, one: Suspect, other: Suspect) -> bool:
    mine, theirs = stretch_of(claims, one.row), stretch_of(claims, other.row)
    if mine is None or theirs is None or not mine.meets(other.target) or not theirs.meets(one.target):
        return False
    return mine.tells(other.target) and theirs.tells(one.target)


def _swapped(claims: Claims, one: Suspect, other: Suspect) -> str:
    document = cell(claims, "document", one.row)
    mine, theirs = claims.members_at(one.row), claims.members_at(other.row)
    differ = [name for name in mine if mine[name] != theirs.get(name)]
    places = " and ".join(", ".join(members[name] for name in differ) for members in (mine, theirs))
    return f"the figures of {document} for {places} would both fit if they were swapped"
