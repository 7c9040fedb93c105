"""A decision as YAML: one key a line in one order, so that a change is a small diff."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

from reconcile.models.decision import Decision, Judgement, Seen

if TYPE_CHECKING:
    from yaml.nodes import MappingNode, Node, ScalarNode

HEAD = "# What people decided about one finding. `reconcile decide` and `reconcile review` change it."
"""The first line of every decision."""
_PLAIN = re.compile(r"[^\W_][\w.-]*( [\w.'-]+)*")
_WORDS = frozenset("null true false yes no on off y n".split())
_UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff\ud800-\udfff]")
_TAG = "tag:yaml.org,2002:"


def to_text(decision: Decision, comments: Iterable[str] = ()) -> str:
    """Return the file of a decision; `comments` that somebody put into it stand at its head."""
    import yaml

    pairs = [_pair("finding", decision.finding), *_judgement_pairs(decision.present)]
    if decision.history:
        steps = [_mapping(_judgement_pairs(step)) for step in decision.history]
        pairs.append((_key("history"), yaml.SequenceNode(f"{_TAG}seq", steps, flow_style=False)))
    tree = _mapping(pairs)
    body = yaml.serialize(tree, Dumper=yaml.BaseDumper, allow_unicode=True, width=float("inf"))
    kept = [comment for comment in comments if comment != HEAD]
    return "".join(f"{line}\n" for line in (HEAD, *kept)) + body


def comments_in(text: str) -> list[str]:
    """Return the comments of a YAML text, each as `# …`: what stands between its tokens."""
    import yaml

    found: list[str] = []
    end = 0
    for token in yaml.scan(text, Loader=yaml.BaseLoader):
        found += re.findall(r"#[^\n]*", text[end : token.start_mark.index])
        end = token.end_mark.index
    return [comment.rstrip() for comment in found]


def harmless(text: str) -> str:
    """Return a text that somebody typed without characters that nobody sees, and without space around it."""
    lines = _UNSEEN.sub("", text.replace("\r\n", "\n").replace("\t", " ")).split("\n")
    return "\n".join(line.rstrip() for line in lines).strip()


def _judgement_pairs(step: Judgement) -> list[tuple[ScalarNode, Node]]:
    texts = {
        "status": step.status,
        "reason": step.reason,
        "text": step.text,
        "by": step.by,
        "on": step.on.isoformat(),
        "until": step.until.isoformat() if step.until else "",
        "reviewed-by": step.reviewed_by,
        "reviewed-on": step.reviewed_on.isoformat() if step.reviewed_on else "",
        "evidence": step.evidence,
    }
    pairs = [_pair(key, text, quoted=key == "text") for key, text in texts.items() if text]
    seen = [(_key(value.claim), _seen(value)) for value in step.values]
    return [*pairs, (_scalar("values"), _mapping(seen))] if seen else pairs


def _seen(value: Seen) -> Node:
    texts = {"stated": value.stated, "reads": value.reads, "unit": value.unit}
    node = _mapping([_pair(key, text, quoted=key != "unit") for key, text in texts.items() if text])
    node.flow_style = not node.value
    return node


def _pair(key: str, text: str, quoted: bool = False) -> tuple[ScalarNode, Node]:
    return _key(key), _scalar(text, quoted)


def _mapping(pairs: list[tuple[ScalarNode, Node]]) -> MappingNode:
    import yaml

    return yaml.MappingNode(f"{_TAG}map", list(pairs), flow_style=False)


def _key(text: str) -> ScalarNode:
    """Return a key: in quotes only where it would be no text otherwise."""
    import yaml

    return yaml.ScalarNode(f"{_TAG}str", text, style=None if text else '"')


def _scalar(text: str, quoted: bool = False) -> ScalarNode:
    """Return a text as it is where no YAML reader can take it for another, in quotes otherwise."""
    import yaml

    plain = not quoted and _PLAIN.fullmatch(text) and text.casefold() not in _WORDS
    style = None if plain else "|" if "\n" in text else '"'
    return yaml.ScalarNode(f"{_TAG}str", text, style=style)
