"""Changes to the claims of one YAML file: made in place, read back, refused where it would say another thing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from yaml.nodes import MappingNode, Node, SequenceNode

from reconcile.models import Vocabulary
from reconcile.reading.claim_files import read_claim_file
from reconcile.reading.keys import CLAIM, LOCATOR
from reconcile.reading.nodes import Unreadable, compose, is_mapping, text_of
from reconcile.reading.parts import Part
from reconcile.reading.yaml_edits import (
    Edit,
    EditError,
    added,
    applied,
    entry_of,
    flow,
    item_removed,
    items_added,
    like,
    removed,
    replaced,
    scalar,
)

_KEYS = list(CLAIM)
ORDER = [*_KEYS[: _KEYS.index("value")], "", *_KEYS[_KEYS.index("value") :]]
"""The order of a claim's keys; dimensions stand at the empty place."""


@dataclass(frozen=True)
class ClaimNode:
    """Where a claim stands in the tree of its file."""

    node: MappingNode
    """The claim."""
    items: SequenceNode
    """The list that holds it."""
    place: int
    """Its place in that list, from 0."""


@dataclass(frozen=True)
class Wanted:
    """What is to change in one file; claims go by their id in the document."""

    changed: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """Keys that get another text, '' for none; locator keys by their own name, a base as `dimension=member;…`."""
    removed: Sequence[str] = ()
    """Claims that go."""
    new: Sequence[Mapping[str, str]] = ()
    """Claims that come, at the end."""


def edited(text: str, wanted: Wanted) -> str:
    """Return the text of a claim file with what is wanted changed in place. EditError: what can't be, and why.

    `text` has its own line ends. The result has to be read back, as `rewritten` does.
    """
    root = compose(text, "")
    claims = entry_of(root, "claims") if root is not None else None
    if claims is None:
        raise EditError("the file has no `claims`")
    known = dict(claim_nodes(claims[1]))
    edits: list[Edit] = []
    for name, keys in wanted.changed.items():
        try:
            edits += _changed(text, known[name].node, keys)
        except EditError as error:
            raise EditError(f"{name}: {error}") from None
    for name in wanted.removed:
        _check_removal(name, known, wanted)
        edits.append(item_removed(text, known[name].items, known[name].place))
    if wanted.new:
        edits.append(items_added(text, *claims, [_lines(claim) for claim in wanted.new]))
    return applied(text, edits)


def claim_nodes(items: Node, above: str = "") -> Iterator[tuple[str, ClaimNode]]:
    """Yield each claim of a list by its id, those of `of-which` too, as the reader names them."""
    if not isinstance(items, SequenceNode):
        return
    for number, node in enumerate(items.value, 1):
        if is_mapping(node):
            own = entry_of(node, "id")
            name = (text_of(own[1]) if own else "") or (f"{above}.{number}" if above else str(number))
            yield name, ClaimNode(node, items, number - 1)
            below = entry_of(node, "of-which")
            if below is not None:
                yield from claim_nodes(below[1], name)


def _check_removal(name: str, known: Mapping[str, ClaimNode], wanted: Wanted) -> None:
    claim = known[name]
    below = entry_of(claim.node, "of-which")
    kept = [child for child, _ in claim_nodes(below[1], name) if child not in wanted.removed] if below else []
    if kept:
        raise EditError(f"{name} can't go: it has claims below it (of-which) that stay, such as {kept[0]}")
    if len(claim.items.value) == len([one for one in wanted.removed if known[one].items is claim.items]):
        raise EditError(f"{name} can't go with all the claims around it: edit the file itself")
    later = claim.items.value[claim.place + 1 :]
    if any(is_mapping(node) and entry_of(node, "id") is None for node in later):
        raise EditError(f"{name} can't go: claims behind it have no id of their own and would get other numbers")


def _changed(text: str, node: MappingNode, keys: Mapping[str, str]) -> list[Edit]:
    locator = {key: value for key, value in keys.items() if key in LOCATOR}
    plain = {key: value for key, value in keys.items() if key not in LOCATOR}
    edits, new = _set(text, node, plain)
    if locator:
        own = entry_of(node, "at")
        if own is not None and is_mapping(own[1]):
            edits += _locator(text, node, own[1], locator)
        elif any(locator.values()):
            new["at"] = flow({key: value for key, value in locator.items() if value})
    return [*edits, *added(text, node, ORDER, new)]


def _set(text: str, node: MappingNode, keys: Mapping[str, str]) -> tuple[list[Edit], dict[str, str]]:
    """Return the changes of keys that are there, and the keys that have to be added, as YAML."""
    edits: list[Edit] = []
    new: dict[str, str] = {}
    for key, value in keys.items():
        own = entry_of(node, key)
        if own is not None and value and text_of(own[1]) == value:
            continue
        if own is None and value:
            new[key] = written(key, value)
        elif own is not None and value:
            yaml = like(text, own[1], value) if key not in ("base", "inferred") else written(key, value)
            edits.append(replaced(text, *own, yaml))
        elif own is not None:
            edits.append(removed(text, node, key))
        else:
            raise EditError(f"{key} comes from `defaults` or the claim above: it can't be emptied for one claim")
    return edits, new


def _locator(text: str, node: MappingNode, at: MappingNode, keys: Mapping[str, str]) -> list[Edit]:
    left = {str(name.value) for name, _ in at.value} - {key for key, value in keys.items() if not value}
    if not left and not any(keys.values()):
        return [removed(text, node, "at")]
    edits, new = _set(text, at, keys)
    return [*edits, *added(text, at, [*LOCATOR, ""], new)]


def written(key: str, value: str) -> str:
    """Return the value of a claim's key as YAML: a mapping for a base, a list for several inferred keys."""
    if key == "base" and "=" in value:
        return flow({name.strip(): member.strip() for name, _, member in (p.partition("=") for p in value.split(";"))})
    names = value.replace(",", " ").split()
    if key == "inferred" and len(names) > 1:
        return f"[{', '.join(names)}]"
    return scalar(value, quoted=key == "value" and not value.replace(" ", "").isalpha())


def _lines(claim: Mapping[str, str]) -> list[str]:
    locator = {key: value for key, value in claim.items() if key in LOCATOR and value}
    keys = {key: written(key, value) for key, value in claim.items() if value and key not in LOCATOR}
    if locator:
        keys["at"] = flow(locator)
    return [f"{scalar(key)}: {keys[key]}" for key in sorted(keys, key=lambda k: ORDER.index(k if k in ORDER else ""))]


Followed = Mapping[str, Mapping[str, str]]
"""Keys that claims take over from a change above them, by claim, with what they say then."""


def rewritten(
    text: str, file: str, stem: str, vocabulary: Vocabulary | None, wanted: Wanted
) -> tuple[str, Part, Followed]:
    """Return the text of a claim file with what is wanted, what it says then, and what follows for claims below.

    A claim that would take over a change from the claim above keeps what it said: it gets the key itself. Where it
    said nothing, it takes the new text over. EditError: a change that can't be made in place, and why.
    """
    before = read_back(text, file, stem, vocabulary)
    for _ in range(3):
        new = edited(text, _completed(wanted, before))
        after = read_back(new, file, stem, vocabulary)
        wrong = _complaints(before, after, wanted)
        if wrong:
            raise EditError("; ".join(wrong[:3]))
        drifted = _drifted(before, after, wanted)
        followed = {name: _taken_over(drifted[name], after, name) for name in sorted(drifted)}
        drifted = {name: left for name, keys in drifted.items() if (left := _without(keys, followed[name]))}
        if not drifted:
            return new, after, {name: keys for name, keys in followed.items() if keys}
        names = sorted({*drifted, *wanted.changed})
        changed = {name: {**drifted.get(name, {}), **wanted.changed.get(name, {})} for name in names}
        wanted = replace(wanted, changed=changed)
    raise EditError("; ".join(f"{name}: {', '.join(keys)} would read otherwise" for name, keys in drifted.items()))


def _completed(wanted: Wanted, before: Part) -> Wanted:
    """Give a claim whose place in the text changes all of its locator: its own `at` replaces one taken over."""
    was = _by_id(before)
    changed = {}
    for name, keys in wanted.changed.items():
        old = {key: text for key, text in was.get(name, {}).items() if key in LOCATOR and set(keys) & set(LOCATOR)}
        changed[name] = {**old, **keys}
    return replace(wanted, changed=changed)


def _complaints(before: Part, after: Part, wanted: Wanted) -> list[str]:
    """Return what is wrong with an edited file that was not before, and claims that it lost or got."""
    old = {problem.message for problem in before.problems} | {fault.message for fault in before.faults}
    now = [*(problem.message for problem in after.problems), *(fault.message for fault in after.faults)]
    wrong = [message for message in now if message not in old]
    ids = (set(_by_id(before)) | {claim["id"] for claim in wanted.new}) - set(wanted.removed)
    return wrong or [f"claim {name} would be lost or added" for name in sorted(ids ^ set(_by_id(after)))]


def _drifted(before: Part, after: Part, wanted: Wanted) -> dict[str, dict[str, str]]:
    """Return the keys that read otherwise than they should, by claim, with what they should say."""
    was, now = _by_id(before), _by_id(after)
    found: dict[str, dict[str, str]] = {}
    for name in sorted(set(was) & set(now)):
        meant = {**was[name], **wanted.changed.get(name, {})}
        keys = [key for key in sorted({*meant, *now[name]}) if not _same(key, meant, now[name])]
        found |= {name: {key: meant.get(key, "") for key in keys}} if keys else {}
    for claim in wanted.new:
        keys = [key for key in claim if not _same(key, claim, now.get(claim["id"], {}))]
        found |= {claim["id"]: {key: claim[key] for key in keys}} if keys else {}
    return found


def _taken_over(keys: Mapping[str, str], after: Part, name: str) -> dict[str, str]:
    """Return the keys that should be empty and are not, with what they say: they come from above."""
    return {
        key: _by_id(after)[name][key] for key, text in keys.items() if not text and key in _by_id(after).get(name, {})
    }


def _without(keys: Mapping[str, str], others: Mapping[str, str]) -> dict[str, str]:
    return {key: text for key, text in keys.items() if key not in others}


def _same(key: str, one: Mapping[str, str], other: Mapping[str, str]) -> bool:
    texts = one.get(key, ""), other.get(key, "")
    if key == "inferred":
        return set(texts[0].replace(",", " ").split()) == set(texts[1].replace(",", " ").split())
    return texts[0] == texts[1]


def _by_id(part: Part) -> dict[str, dict[str, str]]:
    return {str(record["id"]): as_written(record) for record in part.records}


def as_written(record: Mapping[str, Any]) -> dict[str, str]:
    """Return the keys of a raw row as texts, locator keys by their own name; empty ones are left out."""
    left_out = ("document", "file", "line", "key_lines", "published", "at")
    found = {str(key): str(text) for key, text in record.items() if key not in left_out and isinstance(text, str)}
    found |= {key: str(value) for key, value in (record.get("at") or {}).items()}
    return {key: text for key, text in found.items() if text}


def read_back(text: str, file: str, stem: str, vocabulary: Vocabulary | None) -> Part:
    """Return what an edited file says. EditError: it can't be read."""
    try:
        return read_claim_file(text.replace("\r\n", "\n").replace("\r", "\n"), file, stem, vocabulary)
    except Unreadable as error:
        raise EditError(error.problem.message) from None
