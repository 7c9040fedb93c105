"""Names, links, pipes and folders where files are looked for, settings and rules that nobody would write."""

import os
import socket
from collections.abc import Callable
from pathlib import Path

import pytest
from stress_runs import Project, assert_neighbour, assert_words

FOLDER_LINK = "is a link to a folder, which is not followed"
NO_FILE = "it is no regular file"
LAW = "relations:\n  r: {holds: visitors <= 5}\n"
QUOTE = 'claims:\n  - {measure: m, value: "1", at: {quote: root}}\n'


def _socket(place: Path) -> None:
    before = Path.cwd()
    os.chdir(place.parent)  # the name of a socket is at most 100 bytes long
    try:
        with socket.socket(socket.AF_UNIX) as made:
            made.bind(place.name)
    finally:
        os.chdir(before)


def _link(target: str) -> Callable[[Path], None]:
    return lambda place: place.symlink_to(target)


def _sparse(place: Path) -> None:
    place.write_text("x")
    os.truncate(place, 1 << 40)


PLACES: dict[str, tuple[str, Callable[[Path], None], str]] = {
    "a pipe": ("claims/p.yaml", os.mkfifo, NO_FILE),
    "a pipe as a table": ("claims/p.csv", os.mkfifo, NO_FILE),
    "a pipe as laws": ("rules/relations.yaml", os.mkfifo, NO_FILE),
    "a pipe as a rule": ("rules/law.py", os.mkfifo, NO_FILE),
    "a pipe as a suite": ("rules/suite.json", os.mkfifo, NO_FILE),
    "a pipe as a decision": ("decisions/REC101-aaaaaaaaaa.yaml", os.mkfifo, NO_FILE),
    "a socket": ("claims/s.yaml", _socket, NO_FILE),
    "a device": ("claims/z.yaml", _link("/dev/zero"), NO_FILE),
    "a device as a rule": ("rules/zero.py", _link("/dev/zero"), NO_FILE),
    "a link to itself": ("claims/l.yaml", _link("l.yaml"), "can't be read: Too many levels of symbolic links"),
    "a link to nothing": ("claims/n.yaml", _link("nowhere"), "can't be read: No such file or directory"),
    "a link to the folder above": ("claims/up", _link(".."), FOLDER_LINK),
    "a link out of the project": ("claims/etc", _link("/etc"), FOLDER_LINK),
    "a terabyte of YAML": ("claims/t.yaml", _sparse, "at most 20,000,000 are read of a YAML file"),
    "a terabyte of CSV": ("claims/t.csv", _sparse, "it needs more memory than there is"),
    "a terabyte of Parquet": ("claims/t.parquet", _sparse, "it needs more memory than there is"),
    "a terabyte of rule": ("rules/long.py", _sparse, "at most 10,000,000 bytes"),
    "a terabyte of suite": ("rules/long.json", _sparse, "larger than a suite may be"),
    "brackets as a rule": ("rules/deep.py", lambda place: place.write_text("(" * 100_000), "can't be loaded"),
    "brackets as a suite": ("rules/deep.json", lambda place: place.write_text("[" * 100_000), "nested too deep"),
    "a rule that ends the program": ("rules/a.py", lambda place: place.write_text("raise SystemExit(0)"), "SystemExit"),
    "a rule that calls itself": ("rules/b.py", lambda place: place.write_text("def f(): f()\nf()"), "RecursionError"),
}


@pytest.fixture(scope="module")
def checked(tmp_path_factory, reconcile):
    """One check of a project in which all of these lie."""
    from stress_runs import make_project

    project = make_project(tmp_path_factory.mktemp("places"), reconcile)
    for place, make, _ in PLACES.values():
        path = project.root / place
        path.parent.mkdir(exist_ok=True)
        if path.name == "relations.yaml":
            path = path.with_name("relations.yml")
        make(path)
    return project.check(seconds=60)


@pytest.mark.parametrize("name", PLACES)
def test_what_is_no_plain_file_is_named(checked, name) -> None:
    place, _, message = PLACES[name]
    place = place.replace("relations.yaml", "relations.yml")
    told = [line for line in checked.out.splitlines() if place in line]
    assert told and any(message in line for line in told), told


def test_the_good_file_is_checked_beside_them(checked) -> None:
    assert checked.status == 3
    assert_neighbour(checked)
    assert checked.seconds < 10 and checked.megabytes < 500


def test_a_vocabulary_that_is_no_file_is_told(project: Project) -> None:
    os.mkfifo(project.root / "claims" / "vocabulary.yaml")
    ran = project.check()
    assert ran.status == 3
    assert_words(ran, ["claims/vocabulary.yaml: can't be read: it is no regular file"])


def test_names_of_files_are_harmless(project: Project) -> None:
    good = "claims:\n  - {measure: mm, value: '5'}\n  - {measure: mm, value: '15'}\n"
    names = (
        b"a\nb.yaml",
        b"\x1b[31m.yaml",
        b"\xff\xfe.yaml",
        b"::error::x.yaml",
        b"<b>.yaml",
        b"%0a.yaml",
        "\u202e.yaml".encode(),
    )
    for name in names:
        Path(os.fsdecode(os.path.join(os.fsencode(project.root / "claims"), name))).write_text(good)  # noqa: PTH118
    Path(os.fsdecode(os.fsencode(project.root / "claims") + b"/bad\n::error::\xff.yaml")).write_text("claims: x")
    ran = project.check()
    refused = "expected a document id" in ran.out  # a name with a line end in it
    assert ran.status == 3 and refused and ran.out.count("error  REC102") == len(names)
    assert "\x1b" not in ran.said and "\u202e" not in ran.said
    assert not any(line.lstrip().startswith("::") for line in ran.said.splitlines()), ran.said
    for format in ("json", "html", "markdown", "csv", "sarif", "junit", "github", "gitlab"):
        assert project.check("--format", format).status == 3, format


@pytest.mark.parametrize("text", ["../" * 12 + "etc/passwd", "/etc/passwd", "inside.txt"])
def test_texts_outside_the_project_stay_unread(project: Project, text: str) -> None:
    (project.root / "claims" / "inside.txt").symlink_to("/etc/passwd")
    project.put("claims/bad.yaml", f"document: {{text: {text}}}\n{QUOTE}")
    ran = project.check("--format", "json", "--select", "REC501,REC102")
    assert "nologin" not in ran.said and "/bin/" not in ran.said
    assert "the document's text lies outside the project" in ran.out


SETTINGS = {
    "a = " + "[" * 50_000: "nested too deep",
    "a = " + "{a=" * 20_000: "nested too deep",
    ".".join(["a"] * 40_000) + " = 1": "a key of a hundred parts",
    "[readings]\napproximately = " + "9" * 5000: "a number has too many digits",
    "[readings]\napproximately = 1e400": "got inf",
    "[readings]\napproximately = nan": "got nan",
    'a = "\0"': "Illegal character",
    'a = "' + "x" * 200_000 + '"': "at most 100,000 are read",
    '[project]\nclaims = ["a\\u0000b"]': "[project] claims names a place with a control character",
    '[project]\nvocabulary = "' + "a" * 5000 + '"': "[project] vocabulary names a place of 5,000 characters",
    '[project]\nreports = "' + "a" * 300 + '"': "[project] reports names a place",
    "\n".join(f"k{n} = 1" for n in range(5000)): "more than 100 mistakes",
}


@pytest.mark.parametrize("text", SETTINGS, ids=range(len(SETTINGS)))
def test_settings_that_nobody_would_write(project: Project, text: str) -> None:
    project.put("reconcile.toml", text)
    ran = project.check()
    assert ran.status == 2 and SETTINGS[text] in ran.err and "reconcile.toml" in ran.err, ran.err[-500:]
    assert ran.seconds < 5 and ran.megabytes < 300


@pytest.mark.parametrize("make", [os.mkfifo, _link("/dev/zero"), _link("nowhere"), _sparse])
def test_settings_that_are_no_file(project: Project, make) -> None:
    (project.root / "reconcile.toml").unlink()
    make(project.root / "reconcile.toml")
    ran = project.check()
    assert ran.status == 2 and "reconcile.toml" in ran.err


def test_places_outside_the_project(project: Project) -> None:
    project.put(
        "reconcile.toml", '[project]\nclaims = ["claims", "../../../../../../proc/self", "/dev/null", "/etc/passwd"]\n'
    )
    ran = project.check()
    assert ran.status == 3
    assert_neighbour(ran)
    assert "root:x:" not in ran.said


NAMES = "dimensions: {place: {World: [Lyon]}}\nmeasures:\n  visitors: {unit: person}\n"
VOCABULARIES = {
    "aliases in a chain": (NAMES + "aliases:\n" + "".join(f"  a{n}: a{n + 1}\n" for n in range(20_000)), 1),
    "aliases in a circle": (NAMES + "aliases:\n" + "".join(f"  a{n}: a{(n + 1) % 200}\n" for n in range(200)), 3),
    "20,000 measures": (NAMES + "".join(f"  measure{n}: {{unit: person}}\n" for n in range(20_000)), 1),
    "shares of each other": (NAMES + "  a: {kind: share, of: b}\n  b: {kind: share, of: a}\n", 3),
    "a level fed by itself": (NAMES + "  a: {kind: stock, fed-by: a}\n", 3),
    "units that explode": (
        NAMES
        + "  a: {unit: km^999999999}\n  b: {unit: '10**10**10 km'}\n  c: {unit: '"
        + "m*" * 5000
        + f"m'}}\n  d: {{unit: '{'(' * 5000}'}}\n  e: {{unit: {'kilo' * 1000}m}}\n",
        1,
    ),
}


@pytest.mark.parametrize("name", VOCABULARIES)
def test_vocabularies_that_nobody_would_write(project: Project, name: str) -> None:
    text, status = VOCABULARIES[name]
    project.put("claims/vocabulary.yaml", text)
    ran = project.check(seconds=60)
    assert ran.status == status, ran.said[-1000:]
    assert_neighbour(ran)
    assert ran.seconds < 20 and ran.megabytes < 700


LAWS = {
    "(" * 100_000: "at most 5000 are read",
    "(" * 41 + "visitors" + ")" * 41 + " <= 5": "brackets inside each other",
    "visitors <= " + "9" * 4900: "has a number of 4900 digits",
    "visitors <= " + "*".join(["9" * 30] * 150): "comes to a number of more than 36 digits",
    "visitors <= 0." + "0" * 4000 + "1": "has a number of 4003 digits",
    "-" * 4000 + "visitors <= 1": "it has '-'",
    "a-" * 2400 + "a <= 1": "unknown measure",
}


def test_laws_that_nobody_would_write(project: Project) -> None:
    project.put("claims/vocabulary.yaml", NAMES)
    project.put(
        "rules/relations.yaml", "relations:\n" + "".join(f"  r{n}: {{holds: '{law}'}}\n" for n, law in enumerate(LAWS))
    )
    ran = project.check()
    assert ran.status == 3
    assert_neighbour(ran)
    for number, message in enumerate(LAWS.values()):
        told = [line for line in ran.out.splitlines() if f"relation 'r{number}'" in line]
        assert told and message.removeprefix("it ") in told[0], told
