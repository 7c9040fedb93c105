"""Great Expectations suites as files: JSON in `rules/` → what is expected, with the line of each expectation.

Nothing is run here and Great Expectations is not imported: what a suite declares is known before it is evaluated, so
that whatever it drops on the way is noticed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from reconcile.errors import Problem, did_you_mean
from reconcile.integrations.json_lines import BadJson, LinedJson, read_json
from reconcile.reading.files import is_folder

SEVERITIES = {"critical": "error", "warning": "warning", "info": "note"}
"""Great Expectations' severities and ours."""
SUITE_KEYS = ("name", "expectations", "meta", "notes", "suite_parameters", "id")
OLD_SUITE_KEYS = ("expectation_suite_name", "evaluation_parameters", "data_asset_type", "ge_cloud_id")
"""Keys of a suite, and those of releases before 1.0, which are still read."""
EXPECTATION_KEYS = ("type", "kwargs", "meta", "severity", "description", "notes", "id")
OLD_EXPECTATION_KEYS = (
    "expectation_type",
    "rendered_content",
    "expectation_context",
    "success_on_last_run",
    "ge_cloud_id",
)
OWN_KEYS = ("code", "name")
"""Keys of `reconcile` in a suite's `meta`: what its rule is called."""
LARGEST = 16 << 20
"""The most bytes of a suite's file."""


@dataclass(frozen=True)
class Expected:
    """One expectation as declared."""

    number: int
    """Its place in the suite, from 1."""
    type: str
    """`expect_column_values_to_be_between`."""
    kwargs: Mapping[str, Any]
    """What it is called with."""
    line: int
    """Where it begins in the file."""
    severity: str
    """Of its findings: error, warning or note."""
    description: str = ""
    """What the suite's author says of it."""
    key: tuple[str, ...] = ()
    """What findings about it are told apart by: its type and what it looks at, the rest where two share these."""


@dataclass(frozen=True)
class Suite:
    """A suite as declared."""

    file: str
    """Its file, relative to the project."""
    name: str
    """Its name in Great Expectations."""
    code: str
    """The code of its rule: `meta.reconcile.code`, or GX and three digits made of its name."""
    rule: str
    """The name of its rule: `meta.reconcile.name`, or its name in small letters and hyphens."""
    expected: tuple[Expected, ...] = ()
    """Its expectations that can be read."""
    parameters: Mapping[str, Any] | None = None
    """The values of its `$PARAMETER`s."""
    notes: str = ""
    """What its author says of it."""


def suite_files(folder: Path) -> list[Path]:
    """Return the JSON files of a rules folder, sorted: each is a suite, but for helpers (`_x.json`)."""
    return sorted(path for path in folder.glob("*.json") if not is_folder(path) and not path.name.startswith("_"))


def read_suite(path: Path, file: str) -> tuple[Suite | None, list[Problem]]:
    """Return the suite in `path`, None where it has none that can be used, and what is wrong with it.

    `file` is what problems call it. A broken expectation is left out and the others stay.
    """
    try:
        if path.exists() and not path.is_file():
            return None, [Problem(file, 0, "rule", "can't be read: it is no regular file")]
        if path.stat().st_size > LARGEST:
            return None, [Problem(file, 0, "rule", f"is larger than a suite may be ({LARGEST >> 20} MiB)")]
        return suite_in(path.read_bytes(), file)
    except OSError as error:
        return None, [Problem(file, 0, "rule", f"can't be read: {error.strerror}")]


def suite_in(data: bytes, file: str) -> tuple[Suite | None, list[Problem]]:
    """Return the suite that the bytes of a file hold, as `read_suite` does."""
    try:
        lined = read_json(data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        return None, [Problem(file, data.count(b"\n", 0, error.start) + 1, "rule", "is not UTF-8")]
    except BadJson as error:
        return None, [Problem(file, error.line, "rule", f"{error}; {_ELSE}")]
    return _suite(lined, file)


_ELSE = "JSON in the rules folder is a Great Expectations suite (another file is called _name.json)"


def _suite(lined: LinedJson, file: str) -> tuple[Suite | None, list[Problem]]:
    data = lined.data
    if not isinstance(data, dict):
        return None, [Problem(file, 1, "rule", f"holds no object; {_ELSE}")]

    def problem(message: str, *keys: str) -> Problem:
        return Problem(file, lined.line_of(data, *keys), "rule", message)

    name = data.get("name", data.get("expectation_suite_name"))
    unknown = [
        problem(f"unknown key '{key}' of a suite{did_you_mean(key, SUITE_KEYS)}", key)
        for key in data
        if key not in (*SUITE_KEYS, *OLD_SUITE_KEYS)
    ]
    if not isinstance(data.get("expectations"), list):
        what = "has no list 'expectations'" if "expectations" not in data else "'expectations' is no list"
        return None, unknown or [problem(f"{what}; {_ELSE}", "expectations")]
    if isinstance(name, str) and not name.isprintable():
        return None, [*unknown, problem("the suite's name holds control characters or half ones; take others", "name")]
    if not isinstance(name, str) or not name.strip():
        return None, [*unknown, problem("has no 'name'; expected the suite's name, a text", "name")]
    own, wrong = _own(data, problem)
    expected, broken = _expectations(data["expectations"], lined, file)
    parameters = data.get("suite_parameters", data.get("evaluation_parameters"))
    if parameters is not None and not isinstance(parameters, dict):
        wrong.append(problem("'suite_parameters' is no object; expected names and their values", "suite_parameters"))
        parameters = None
    suite = Suite(
        file,
        name,
        own.get("code") or _code(name),
        own.get("name") or _slug(name),
        tuple(_with_keys(expected)),
        parameters,
        _notes(data.get("notes")),
    )
    empty = (
        [] if data["expectations"] else [problem("expects nothing: its list 'expectations' is empty", "expectations")]
    )
    return suite, [*unknown, *wrong, *broken, *empty]


def _own(data: Mapping[str, Any], problem: Any) -> tuple[dict[str, str], list[Problem]]:
    """Return what `meta.reconcile` says, and what is wrong with it."""
    meta = data.get("meta") or {}
    if not isinstance(meta, dict):
        return {}, [problem("'meta' is no object", "meta")]
    own = meta.get("reconcile", {})
    if not isinstance(own, dict):
        return {}, [problem("'reconcile' in 'meta' is no object; expected such as {\"code\": \"ACME101\"}", "meta")]
    wrong = [
        problem(f"unknown key '{key}' of 'reconcile' in 'meta'{did_you_mean(key, OWN_KEYS)}", "meta", "reconcile", key)
        for key in own
        if key not in OWN_KEYS
    ]
    wrong += [
        problem(f"'{key}' of 'reconcile' in 'meta' is no text", "meta", "reconcile", key)
        for key in OWN_KEYS
        if key in own and not isinstance(own[key], str)
    ]
    return {key: text for key, text in own.items() if isinstance(text, str)}, wrong


def _expectations(items: list[Any], lined: LinedJson, file: str) -> tuple[list[Expected], list[Problem]]:
    found: list[Expected] = []
    problems: list[Problem] = []
    for number, item in enumerate(items, start=1):
        if not isinstance(item, dict):
            problems.append(Problem(file, 0, "rule", f"expectation {number} is no object"))
            continue
        wrong = [
            Problem(file, lined.line_of(item, key), "rule", f"expectation {number}: {message}")
            for key, message in _faults(item)
        ]
        made = None if wrong else _expected(item, number, lined)
        first = next((one for one in found if made and (one.type, one.kwargs) == (made.type, made.kwargs)), None)
        if made and first:
            message = f"expectation {number} says again what expectation {first.number} in line {first.line} says"
            wrong = [Problem(file, made.line, "rule", message)]
        problems += wrong
        found += [made] if made and not wrong else []
    return found, problems


def _faults(item: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield what is wrong with an expectation: the key at fault, and a message."""
    for key in item:
        if key not in (*EXPECTATION_KEYS, *OLD_EXPECTATION_KEYS):
            yield key, f"unknown key '{key}'{did_you_mean(key, EXPECTATION_KEYS)}"
    if not isinstance(item.get("type", item.get("expectation_type")), str):
        yield "type", "has no 'type'; expected such as \"expect_column_values_to_not_be_null\""
    if not isinstance(item.get("kwargs", {}), dict):
        yield "kwargs", "'kwargs' is no object"
    severity = item.get("severity") or "critical"
    if not isinstance(severity, str) or severity not in SEVERITIES:
        yield (
            "severity",
            f"severity is {severity!r}; expected critical, warning or info{did_you_mean(str(severity), SEVERITIES)}",
        )
    if not isinstance(item.get("description") or "", str):
        yield "description", "'description' is no text"


def _expected(item: Mapping[str, Any], number: int, lined: LinedJson) -> Expected:
    kwargs = {key: value for key, value in item.get("kwargs", {}).items() if key != "batch_id"}
    return Expected(
        number,
        item.get("type", item.get("expectation_type")),
        kwargs,
        lined.line_of(item),
        SEVERITIES[item.get("severity") or "critical"],
        (item.get("description") or "").strip(),
    )


LOOKS_AT = ("column", "column_A", "column_B", "column_list", "column_set", "group_columns", "row_condition")
"""Arguments that say what an expectation looks at, not what it expects there."""


def _with_keys(expected: list[Expected]) -> Iterator[Expected]:
    """Yield the expectations with what their findings are told apart by.

    A limit that moves leaves it as it is; where two expectations look at the same, everything they say tells them
    apart.
    """
    from dataclasses import replace

    short = [(one.type, *_texts(one.kwargs, LOOKS_AT)) for one in expected]
    for one, key in zip(expected, short, strict=True):
        full = (one.type, *_texts(one.kwargs, sorted(one.kwargs)))
        yield replace(one, key=key if short.count(key) == 1 else full)


def _texts(kwargs: Mapping[str, Any], names: Any) -> tuple[str, ...]:
    import json

    return tuple(f"{name}={json.dumps(kwargs[name], sort_keys=True)}" for name in names if name in kwargs)


def _code(name: str) -> str:
    """Return GX and three digits made of a suite's name: the same whatever other suites there are."""
    return f"GX{int.from_bytes(sha256(name.encode('utf-8', 'surrogatepass')).digest()[:8]) % 900 + 100}"


def _slug(name: str) -> str:
    """Return a suite's name as the name of a rule: small letters, digits and hyphens."""
    words = "-".join(re.findall(r"[a-z0-9]+", name.lower()))
    return words if re.match("[a-z]", words) else f"suite-{words}".rstrip("-")


def _notes(notes: Any) -> str:
    if isinstance(notes, list):
        return "\n\n".join(str(note) for note in notes)
    return str(notes or "")
