"""A headless Chromium for the tests of pages, and pages that are large or hostile enough to need one."""

import io
import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from provenance.record import comparison_to_dict
from provenance.report import FORMATS, Look
from provenance.types import (
    Alignment,
    Chain,
    Comparison,
    Coverage,
    Discrepancy,
    Document,
    Hop,
    LanguageGuess,
    Link,
    Model,
    Pair,
    Record,
    Segment,
    Span,
    Version,
)

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Dialog, Page

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
ATTACK = (
    '</script></style></title></textarea><script>window.owned=1;alert(1)</script><img src=x onerror="alert(1)">'
    '<a href="javascript:alert(1)" autofocus onfocus=alert(1)>x</a><svg onload=alert(1)><iframe srcdoc=\'<script>'
    "alert(1)</script>'></iframe>\"'><style>*{display:none}</style><link rel=stylesheet href=http://127.0.0.1:9/x>"
    "<meta http-equiv=refresh content='0;url=http://127.0.0.1:9/'><base href=http://127.0.0.1:9/>{{ 7*7 }}<!--"
    "\u202egnp\u2066\u200f"
)


@dataclass
class Seen:
    """What a page did that a page that stands alone must not do."""

    dialogs: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)

    def dismiss(self, dialog: "Dialog") -> None:
        self.dialogs.append(dialog.message)
        dialog.dismiss()


@contextmanager
def opened(browser: "Browser", path: Path, **look: Any) -> Iterator[tuple["Page", Seen]]:
    """Open a file as a page and note every dialog, error, request and violation of its policy."""
    seen = Seen()
    context = browser.new_context(**{"viewport": {"width": 1300, "height": 900}, **look})
    page = context.new_page()
    page.on("dialog", seen.dismiss)
    page.on("console", lambda message: seen.errors.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: seen.errors.append(str(error)))
    page.on("request", lambda request: seen.requests.append(request.url) if request.url != path.as_uri() else None)
    page.add_init_script(
        "window.violations=[];addEventListener('securitypolicyviolation',e=>violations.push(e.violatedDirective))"
    )
    page.goto(path.as_uri())
    try:
        yield page, seen
    finally:
        context.close()


def written(path: Path, *values: Any) -> Path:
    out = io.StringIO()
    FORMATS["html"](values, out, Look())
    path.write_text(out.getvalue(), encoding="utf-8")
    return path


def versions(count: int, sentences: int, languages: tuple[str, ...] = ("en", "fr", "ar", "ja", "de")) -> dict[str, Any]:
    """Return a comparison of versions of so many sentences; the third of each second has no partner, two are moved."""
    texts = [_text(languages[place % len(languages)], sentences) for place in range(count)]
    records = tuple(
        Record(document, LanguageGuess(language, 0.99), segments, (), (), (), _alone(document), None)
        for language, document, segments in texts
    )
    pairs = tuple(_pair(texts[one], texts[other], sentences) for one in range(count) for other in range(one + 1, count))
    chain = Chain(
        tuple(
            Version(f"v{place}", "observed", f"version {place}", ((language, 1.0),), document.id)
            for place, (language, document, _) in enumerate(texts)
        ),
        tuple(Hop(f"v{place}", f"v{place + 1}", "translation", 0.9, "inferred") for place in range(count - 1)),
        0.8,
    )
    return comparison_to_dict(Comparison(records, pairs, (), chain, Model("none", "0" * 64)))


_WORDS = {"ar": "ميناء الشمال يواصل استئجار كاسحات الجليد رقم", "ja": "港は砕氷船の賃借を続けると発表した番号"}
Made = tuple[str, Document, tuple[Segment, ...]]


def _text(language: str, sentences: int) -> Made:
    words = _WORDS.get(language, f"The port goes on leasing icebreakers, says the {language} text in its sentence")
    pieces = [f"{words} {place}.{' ' if place % 4 else chr(10) * 2}" for place in range(sentences)]
    segments, place = [], 0
    for index, piece in enumerate(pieces):
        segments.append(Segment(index, Span(place, place + len(piece)), "body", language, 0.99, (index + 3) // 4))
        place += len(piece)
    return language, Document(f"{language}.txt", "".join(pieces), f"{language}.txt"), tuple(segments)


def _alone(document: Document) -> Chain:
    return Chain((Version("v1", "observed", "this text", (), document.id),), (), 0.0, (), "nothing speaks for a step")


def _pair(one: Made, other: Made, sentences: int) -> Pair:
    links, changed = [], []
    for place in range(sentences):
        if place % 50 == 9:
            links += [Link((place,), (), 0.0, 0.9), Link((), (place,), 0.0, 0.9)]
            span, at = one[2][place].span.trimmed(one[1].text), other[2][place].span.start
            changed.append(Discrepancy("omission", span, Span(at, at), "major", "only the one has it", 0.9))
        elif place % 50 in (20, 25):
            links.append(Link((place,), (place + 5 if place % 50 == 20 else place - 5,), 0.7, 0.9))
        else:
            links.append(Link((place,), (place,), 0.7, 0.9))
        if place % 10 == 3:
            ends = [Span(text[2][place].span.start, text[2][place].span.start + 4) for text in (one, other)]
            changed.append(Discrepancy("number", ends[0], ends[1], "minor", "3 against 4", 0.8))
    alignment = Alignment(one[1].id, other[1].id, tuple(links))
    return Pair(alignment, Coverage(0.98, 0.98, 0.99, 0.7), "translation", 0.97, tuple(changed))


def spoilt(value: Any) -> Any:
    """Return a value of JSON with the attack at the end of each of its strings, but for what a schema limits."""
    return json.loads(json.dumps(value), object_hook=_spoilt)


_LIMITED = {
    "schema", "id", "language", "kind", "status", "basis", "role", "severity", "verdict", "detector", "parent", "child",
    "document_id", "one_id", "other_id", "one", "other", "claim", "quote", "text", "source", "target", "credit_state",
    "machine", "family", "original_language", "stage", "source_language", "target_language", "sha256",
}  # fmt: skip


def _spoilt(item: dict[str, Any]) -> dict[str, Any]:
    return {
        key: value + ATTACK if isinstance(value, str) and key not in _LIMITED else value for key, value in item.items()
    }
