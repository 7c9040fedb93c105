"""Settings: what `reconcile.toml` says, with every mistake in it reported at once."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from pathlib import Path
from typing import Any

from reconcile.errors import Problem, SettingsError, did_you_mean
from reconcile.toml_file import first_header, line_of, parse_toml, text_of, why_no_path

_FRACTION = re.compile(r"\s*[+-]?\d{1,20}(\.\d{1,20}|/0*[1-9]\d{0,19})?\s*")
_Words = tuple[str, ...]
__all__ = ["FAIL_ON", "FILE_NAME", "TABLES", "Settings", "check_table", "line_of", "load_settings", "read_settings"]
MOST_MISTAKES = 100
"""Mistakes that are listed of one settings file."""
FILE_NAME = "reconcile.toml"
"""The settings file; the folder that holds it is the project."""
FAIL_ON = ("error", "warning", "note", "never")
"""What `fail-on` may be."""
CLAIMS_PER_FINDING = (2, 1000)
"""The least and the most that `claims-per-finding` may be."""
TABLES: Mapping[str, tuple[str, ...]] = {
    "project": ("title", "claims", "rules", "reports", "decisions", "vocabulary", "texts"),
    "check": ("fail-on", "select", "ignore"),
    "report": ("formats", "claims-per-finding"),
    **dict.fromkeys(("readings", "rules", "estimate", "decisions"), ()),
}
"""The tables of the settings file and their keys; where none are named, others know them."""


@dataclass(frozen=True)
class Settings:
    """What a project wants: every key of `reconcile.toml`, or its default."""

    root: Path = Path()
    """The project's folder; every path below is relative to it."""
    file: str = ""
    """The settings file, relative to the project; empty where there is none."""
    title: str = ""
    """What reports call the project."""
    claims: tuple[str, ...] = ("claims",)
    """Files and folders that hold claim files."""
    rules: tuple[str, ...] = ("rules",)
    """Folders that hold the project's laws."""
    reports: str = "reports"
    """The folder that `reconcile report` writes to."""
    decisions: str = "decisions"
    """The folder of decided findings."""
    vocabulary: str = "claims/vocabulary.yaml"
    """The vocabulary file."""
    texts: tuple[str, ...] = ()
    """Folders outside the project whose files documents may name as their text."""
    fail_on: str = "error"
    """The mildest severity that fails a check, or `never`."""
    select: tuple[str, ...] = ()
    """Rule codes, names or prefixes to run; empty means all."""
    ignore: Mapping[str, str] = field(default_factory=dict)
    """Rules left out, each with the reason given."""
    readings: Mapping[str, object] = field(default_factory=dict)
    """Widths of readings as written; `readings` knows their names."""
    rule_options: Mapping[str, Mapping[str, object]] = field(default_factory=dict)
    """Options as written, by rule name; the rules know their names."""
    estimate: Mapping[str, object] = field(default_factory=dict)
    """Budget and weights of estimates as written; `pipeline.estimate_options` knows their names."""
    formats: tuple[str, ...] = ("text", "json", "markdown", "html")
    """The formats that `reconcile report` writes."""
    claims_per_finding: int = 50
    """Claims that a finding lists, in every format; how many more it holds is said. Of those listed every camp has
    its outermost ones."""
    deciding: Mapping[str, object] = field(default_factory=dict)
    """How decisions are taken, as written; `decisions` knows the names."""
    cache: bool = True
    """Whether what is read may be kept for the next time, and what was kept may be used; no key of the file, since a
    branch that is checked can't be asked."""
    mirror_of: Path | None = None
    """The project that `root` is a copy of, where it is one: both have one cache."""
    text: str = field(default="", repr=False, compare=False)
    """The settings file's text, to find the line of a key in."""


def load_settings(folder: Path) -> Settings:
    """Return the settings of the project that `folder` is in; without a settings file the defaults.

    `folder` may also name a settings file. SettingsError: every mistake in the file, or no such folder.
    """
    if not folder.exists():
        raise SettingsError([Problem("", 0, "settings", f"there is no folder {folder}")])
    try:
        start = folder.resolve()
    except OSError as error:  # the current folder may be gone
        raise SettingsError([Problem("", 0, "settings", f"{folder} can't be found: {error.strerror}")]) from None
    if start.is_file() and start.suffix == ".toml":
        return read_settings(text_of(start), start.parent, start.name)
    if start.is_file():
        raise SettingsError([Problem("", 0, "settings", f"{folder} is a file; name the project's folder")])
    for place in (start, *start.parents):
        if os.path.lexists(place / FILE_NAME):
            return read_settings(text_of(place / FILE_NAME), place, FILE_NAME)
    return Settings(root=start)


def read_settings(text: str, root: Path, file: str = FILE_NAME) -> Settings:
    """Return the settings that `text` states. SettingsError: every mistake in it."""
    data = parse_toml(text, file)
    reader = _Reader(file, text)
    settings = _settings(data, reader, root)
    if reader.problems:
        raise SettingsError(sorted(reader.problems))
    return settings


def check_table(
    name: str, mapping: Mapping[str, object], allowed: Mapping[str, object], file: str, text: str
) -> list[Problem]:
    """Return what is wrong with one table of the settings, such as `[readings]`, whose keys others know.

    `allowed` maps each key to its type or to a default of that type; `text` is the settings file's text
    (`Settings.text`), in which lines are found.
    """
    reader = _Reader(file, text)
    reader.check_keys(name, mapping, tuple(allowed))
    for key, value in mapping.items():
        if key in allowed and not _fits(value, allowed[key]):
            reader.add(name, key, f"{key} is {_shown(value)}; expected {_expected(allowed[key])}")
    return sorted(reader.problems)


@dataclass(frozen=True)
class _Reader:
    """Collects what is wrong while the settings are read."""

    file: str
    text: str
    problems: list[Problem] = field(default_factory=list)

    def add(self, table: str, key: str, message: str) -> None:
        if len(self.problems) > MOST_MISTAKES:
            return
        if len(self.problems) == MOST_MISTAKES:
            table, key, message = "", "", f"more than {MOST_MISTAKES} mistakes; the others are not listed"
        place = f"[{table}] " if table else ""
        line = line_of(self.text, table, key) or first_header(self.text, key)
        self.problems.append(Problem(self.file, line, "settings", place + message))

    def check_keys(self, table: str, mapping: Mapping[str, object], known: tuple[str, ...]) -> None:
        for key in mapping:
            if key not in known:
                self.add(table, key, f"unknown key '{key}'{did_you_mean(key, known)}")

    def word(self, table: str, data: Mapping[str, Any], key: str, default: str) -> str:
        value = data.get(key, default)
        if isinstance(value, str):
            return value
        self.add(table, key, f"{key} is {_shown(value)}; expected a text in quotation marks")
        return default

    def words(self, table: str, data: Mapping[str, Any], key: str, default: _Words) -> _Words:
        value = data.get(key, list(default))
        if isinstance(value, list) and all(isinstance(item, str) for item in value):
            return tuple(value)
        self.add(table, key, f'{key} is {_shown(value)}; expected a list of texts, such as ["{key}"]')
        return default

    def either(self, table: str, data: Mapping[str, Any], key: str, default: Settings) -> str | _Words:
        value = getattr(default, key)
        found: str | _Words = (self.words if isinstance(value, tuple) else self.word)(table, data, key, value)
        wrong = (
            ""
            if key == "title"
            else next(filter(None, map(why_no_path, [found] if found == str(found) else found)), "")
        )
        if wrong:
            self.add(table, key, f"{key} {wrong}")
        return value if wrong else found

    def table(self, data: Mapping[str, Any], name: str) -> dict[str, Any]:
        value = data.get(name, {})
        if isinstance(value, dict):
            return value
        self.add("", name, f"{name} is {_shown(value)}; expected a table [{name}]")
        return {}


def _settings(data: Mapping[str, Any], reader: _Reader, root: Path) -> Settings:
    for name in data:
        if name not in TABLES:
            reader.add("", name, _unknown_table(name, data[name]))
    tables = {name: reader.table(data, name) for name in TABLES}
    for name, keys in TABLES.items():
        if keys:
            reader.check_keys(name, tables[name], keys)
    project, check = tables["project"], tables["check"]
    default = Settings(root=root, file=reader.file, text=reader.text)
    places: dict[str, Any] = {key: reader.either("project", project, key, default) for key in TABLES["project"]}
    return replace(
        default,
        **places,
        fail_on=_fail_on(reader, check, default.fail_on),
        select=reader.words("check", check, "select", default.select),
        ignore=_ignore(reader, check),
        readings=tables["readings"],
        estimate=tables["estimate"],
        rule_options=_rule_options(reader, tables["rules"]),
        formats=reader.words("report", tables["report"], "formats", default.formats),
        claims_per_finding=_claims_per_finding(reader, tables["report"], default.claims_per_finding),
        deciding=tables["decisions"],
    )


def _claims_per_finding(reader: _Reader, report: Mapping[str, Any], default: int) -> int:
    value = report.get("claims-per-finding", default)
    few, many = CLAIMS_PER_FINDING
    if isinstance(value, int) and not isinstance(value, bool) and few <= value <= many:
        return value
    message = f"claims-per-finding is {_shown(value)}; expected a whole number from {few} to {many:,}"
    reader.add("report", "claims-per-finding", message)
    return default


def _unknown_table(name: str, value: object) -> str:
    """What to say of a table that nothing knows, or of a bare key that may stand in the wrong place."""
    homes = [table for table, keys in TABLES.items() if name in keys]
    if homes:
        return f"unknown key '{name}'; it belongs below [{homes[0]}]"
    return f"unknown {'table' if isinstance(value, dict) else 'key'} '{name}'{did_you_mean(name, TABLES)}"


def _fail_on(reader: _Reader, check: Mapping[str, Any], default: str) -> str:
    word = reader.word("check", check, "fail-on", default)
    if word in FAIL_ON:
        return word
    hint = did_you_mean(word, FAIL_ON)
    reader.add("check", "fail-on", f"fail-on is '{word}'; expected one of {', '.join(FAIL_ON)}{hint}")
    return default


def _ignore(reader: _Reader, check: Mapping[str, Any]) -> dict[str, str]:
    value = check.get("ignore", {})
    if not isinstance(value, dict):
        reader.add("check", "ignore", f'ignore is {_shown(value)}; write [check.ignore], below it CODE = "the reason"')
        return {}
    kept = {code: reason.strip() for code, reason in value.items() if isinstance(reason, str) and reason.strip()}
    for code in value:
        if code not in kept:
            reader.add("check.ignore", code, f'{code} is ignored without a reason; write {code} = "the reason"')
    return kept


def _rule_options(reader: _Reader, rules: Mapping[str, Any]) -> dict[str, dict[str, object]]:
    for name, options in rules.items():
        if not isinstance(options, dict):
            reader.add("rules", name, f"{name} is {_shown(options)}; expected a table [rules.{name}]")
    return {name: options for name, options in rules.items() if isinstance(options, dict)}


def _fits(value: object, allowed: object) -> bool:
    kind = allowed if isinstance(allowed, type) else type(allowed)
    if kind in (int, float, Fraction):
        good = int if kind is int else (int, float)
        fraction = kind is Fraction and isinstance(value, str) and _FRACTION.fullmatch(value) is not None
        finite = not isinstance(value, float) or abs(value) < float("inf")
        return fraction or (isinstance(value, good) and not isinstance(value, bool) and finite)
    return kind in (type(None), object) or isinstance(value, list if kind is tuple else kind)


_NAMES: tuple[tuple[str, tuple[type, ...]], ...] = (
    ("true or false", (bool,)),
    ("a whole number", (int,)),
    ("a number", (float, Fraction)),
    ("a text in quotes", (str,)),
    ("a list", (tuple, list)),
    ("a table", (dict,)),
)


def _expected(allowed: object) -> str:
    kind = allowed if isinstance(allowed, type) else type(allowed)
    shown = isinstance(allowed, (bool, int, float, Fraction, str)) and allowed != ""
    example = f", such as {_shown(allowed)}" if shown else ""
    return next((name for name, kinds in _NAMES if kind in kinds), "another value") + example


def _shown(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, (list, tuple)):
        return "a list" if value else "[]"
    if isinstance(value, dict):
        return "a table"
    return f'"{value[:60]}"' if isinstance(value, str) else str(value)[:60]
