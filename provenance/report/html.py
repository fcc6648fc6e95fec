"""Records, comparisons and audits as one page that stands alone: no network, works from disk, prints.

The page may show hostile articles.  Jinja2 escapes every value, each character that could reorder or hide text is
shown as an escape, and a Content-Security-Policy in the page allows only the style and script that stand in it, by
their digest.  Nothing of the article ever stands in an attribute but a language tag that its schema has checked.
"""

import base64
import hashlib
from collections.abc import Iterable, Mapping
from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, TextIO

from provenance.report.escape import harmless
from provenance.report.jsons import dump
from provenance.report.look import Json, Look
from provenance.report.sheets import Sheet, sheet

if TYPE_CHECKING:
    from jinja2 import Environment
    from markupsafe import Markup


def write_html(values: Iterable[Json], out: TextIO, look: Look) -> None:
    """Write one page with a sheet for each record or comparison."""
    out.write(page([sheet(value, f"s{number}") for number, value in enumerate(values)]))


def page(sheets: list[Sheet]) -> str:
    """Return the page of some sheets."""
    data = {sheet.id: embedded([[*duo.columns, duo.beads] for duo in sheet.duos]) for sheet in sheets}
    return render("page.html", ("style.css",), "script.js", sheets=sheets, data=data)


def render(template: str, styles: tuple[str, ...], script: str, **values: object) -> str:
    """Return a page of a template with its style, script and values; only these two may act in it."""
    from markupsafe import Markup

    style, script = "".join(_asset(name) for name in styles), _asset(script)
    policy = (
        f"default-src 'none'; style-src '{digest(style)}'; script-src '{digest(script)}'; "
        "base-uri 'none'; form-action 'none'"
    )
    # Both assets are ours, and hold no end tag.
    return (
        _environment()
        .get_template(template)
        .render(policy=policy, style=Markup(style), script=Markup(script), **values)
    )


def embedded(value: object) -> "Markup":
    r"""Return JSON for a script element that is data: no character in it can end the element or start a comment."""
    from markupsafe import Markup

    text = dump(value)
    for character in "<>&":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return Markup(text)


def digest(text: str) -> str:
    """Return a source expression of CSP for an inline element with this text."""
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"


@lru_cache(maxsize=16)
def _asset(name: str) -> str:
    return files("provenance.report").joinpath("page", name).read_text(encoding="utf-8")


@lru_cache(maxsize=1)
def _environment() -> "Environment":
    from jinja2 import DictLoader, Environment, StrictUndefined
    from markupsafe import Markup

    def shown(value: Any) -> Any:
        return harmless(value) if isinstance(value, str) and not isinstance(value, Markup) else value

    loader = DictLoader(_templates())
    return Environment(
        loader=loader,
        autoescape=True,
        undefined=StrictUndefined,
        finalize=shown,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def _templates() -> Mapping[str, str]:
    return {name: _asset(name) for name in ("page.html", "sheet.html", "parts.html", "audit.html")}
