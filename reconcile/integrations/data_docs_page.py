"""The page around what Great Expectations renders: without scripts, without other hosts, without a clock."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

STYLE = """
body { font: 15px/1.45 system-ui, sans-serif; color: #212529; background: #fff; margin: 0 auto; max-width: 70rem;
  padding: 1rem 1.5rem; }
nav.pages, .breadcrumb { border-bottom: 1px solid #ccc; padding-bottom: .5rem; margin-bottom: 1rem; }
nav.pages a { margin-right: 1rem; }
a { color: #0b5fa5; }
table { border-collapse: collapse; margin: .4rem 0 .8rem; }
th, td { border: 1px solid #d5d9dd; padding: .3rem .5rem; text-align: left; vertical-align: top; }
thead[hidden] { display: none; }
.ge-section { border: 1px solid #d5d9dd; border-radius: .3rem; padding: .3rem 1rem .8rem; margin: 0 0 1.2rem; }
.alert h5, h1, h2, h5, h6 { margin: .7rem 0 .3rem; }
.badge, code { font-family: ui-monospace, monospace; background: #eef1f4; border-radius: .2rem; padding: 0 .25rem; }
.text-success, .holds { color: #136c2e; } .text-danger, .fails { color: #b3261e; } .text-warning { color: #8a5a00; }
.fa-check-circle::before { content: "\\2713"; } .fa-times::before { content: "\\2717"; }
.fa-exclamation-triangle::before { content: "!"; font-weight: bold; }
a[data-toggle] { display: none; }
ul { padding-left: 1.2rem; }
pre { white-space: pre-wrap; }
@media (prefers-color-scheme: dark) { body { color: #e3e6e9; background: #16191c; } a { color: #7ab8f0; }
  th, td, .ge-section { border-color: #444b52; } .badge, code { background: #2a3036; }
  .text-success, .holds { color: #6fd08c; } .text-danger, .fails { color: #ff8a80; } .text-warning { color: #f0c060; } }
"""
"""Enough for the classes that Great Expectations' own templates use."""

PAGE = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>{{ heading }}</title>
<style>{{ style }}</style>
</head>
<body>
<nav class="pages"><a href="index.html">{{ title }}</a></nav>
<h1>{{ heading }}</h1>
<p>{{ file or "What the claims table promises." }}</p>
{% if notes %}<p>{{ notes }}</p>{% endif %}
<p><span class="holds">{{ hold }} hold</span>, <span class="fails">{{ fail }} fail{% if broken %},
{{ broken | length }} could not run{% endif %}</span>.</p>
{% if broken or silent %}<ul>
{% for text in broken + silent %}<li class="fails">{{ text }}</li>
{% endfor %}</ul>{% endif %}
{% for section in sections %}{% set section_loop = loop -%}
{% include 'section.j2' %}
{% endfor %}
</body>
</html>
"""
"""In place of Great Expectations' `page.j2`, which loads styles and scripts from other hosts."""

INDEX = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>{{ title }}</title>
<style>{{ style }}</style>
</head>
<body>
<h1>{{ title }}</h1>
<p>{{ about }}</p>
<table>
<thead><tr><th>Suite</th><th>From</th><th>Expectations</th><th>Hold</th><th>Fail</th><th>Could not run</th></tr></thead>
<tbody>
{% for page in pages %}<tr><td><a href="{{ page.path }}">{{ page.name }}</a></td><td>{{ page.file }}</td>
<td>{{ page.expected }}</td><td class="holds">{{ page.hold }}</td><td class="fails">{{ page.fail }}</td>
<td class="fails">{{ page.broken }}</td></tr>
{% endfor %}</tbody>
</table>
{% if lost %}<ul>{% for text in lost %}<li class="fails">{{ text }}</li>{% endfor %}</ul>{% endif %}
<h2>The table</h2>
<table>
<thead><tr><th>Column</th><th>What it holds</th></tr></thead>
<tbody>
{% for name, says in columns %}<tr><td><code>{{ name }}</code></td><td>{{ says }}</td></tr>
{% endfor %}</tbody>
</table>
</body>
</html>
"""
"""The first page: every suite, and the columns of the table."""


def page(sections: list[Any], facts: Mapping[str, Any]) -> str:
    """Return sections as Great Expectations renders them in a frame of ours.

    Every text in `sections` and `facts` has to be disarmed: those templates escape next to nothing.
    """
    from itertools import count

    from great_expectations.render.view.view import DefaultJinjaPageView
    from jinja2 import ChoiceLoader, DictLoader

    view = DefaultJinjaPageView()
    view.env.loader = ChoiceLoader([DictLoader({"page.j2": PAGE}), view.env.loader])  # type: ignore[list-item]
    numbers = count(1)
    view.env.filters["generate_html_element_uuid"] = lambda prefix="": f"{prefix}{next(numbers)}"
    html: str = view.env.get_template("page.j2").render({"sections": sections, "style": STYLE, **facts})
    return html


def index_page(
    title: str, about: str, found: tuple[list[dict[str, Any]], list[str]], columns: Mapping[str, str]
) -> str:
    """Return the first page; `found` are the suites' pages, and what could not be read. Everything is escaped."""
    from jinja2 import Environment
    from markupsafe import Markup

    template = Environment(autoescape=True).from_string(INDEX)
    pages, lost = found
    shown = {"title": title, "about": about, "pages": pages, "lost": lost, "columns": list(columns.items())}
    return template.render(shown, style=Markup(STYLE))


DISARMED = {character: chr(0xE000 + place) for place, character in enumerate("<>&\"'$`{}\\")}
"""Characters that mean something to HTML or to Great Expectations' templates, and what stands for each meanwhile:
characters of the private use area, which nothing escapes, substitutes or trims."""
_AWAY = str.maketrans({**{chr(0xE000 + place): "\ufffd" for place in range(len(DISARMED))}, **DISARMED})
_BACK = str.maketrans({mark: f"&#{ord(character)};" for character, mark in DISARMED.items()})


def disarmed(value: Any) -> Any:
    """Return a result with every text in it harmless: Great Expectations escapes some places and not others."""
    if isinstance(value, str):
        return value.translate(_AWAY)
    if isinstance(value, Mapping):
        return {disarmed(key): disarmed(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [disarmed(inner) for inner in value]
    return value


def armed(html: str) -> str:
    """Return a page with every character that `disarmed` put away, as a character reference."""
    return html.translate(_BACK)
