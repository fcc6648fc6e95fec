"""TMX 1.4b (LISA OSCAR, 2005): a translation unit for each bead, of every pair of a comparison."""

import xml.etree.ElementTree as Tree
from collections.abc import Sequence

from provenance.report.exchange.beads import Bitext, bitexts_of
from provenance.report.exchange.story import xml_text
from provenance.report.look import Json
from provenance.version import __version__

_DOCTYPE = '<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE tmx SYSTEM "tmx14.dtd">\n'
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def write_tmx(values: Sequence[Json]) -> str:
    """Return a TMX document; characters that XML cannot hold are U+FFFD.  The parent's ``tuv`` comes first."""
    bitexts = bitexts_of(values[0])
    sources = {bitext.source.language for bitext in bitexts}
    root = Tree.Element("tmx", version="1.4")
    header = {
        "creationtool": "translation-provenance",
        "creationtoolversion": __version__,
        "segtype": "block",
        "o-tmf": "provenance",
        "adminlang": "en",
        "srclang": sources.pop() if len(sources) == 1 else "*all*",
        "datatype": "plaintext",
    }
    Tree.SubElement(root, "header", header)
    body = Tree.SubElement(root, "body")
    for number, bitext in enumerate(bitexts, 1):
        _add(body, bitext, number)
    Tree.indent(root, "  ")
    return f"{_DOCTYPE}{Tree.tostring(root, encoding='unicode')}\n"


def _add(body: Tree.Element, bitext: Bitext, number: int) -> None:
    for place, (link, source, target) in enumerate(bitext.beads(), 1):
        unit = Tree.SubElement(body, "tu", tuid=f"{number}.{place}", srclang=bitext.source.language)
        _property(unit, "x-probability", f"{link['probability']:.4f}")
        _property(unit, "x-similarity", f"{link['similarity']:.4f}")
        if bitext.hop is not None:
            _property(unit, "x-step", f"{bitext.hop['kind']} ({bitext.hop['basis']} {bitext.hop['confidence']:.4f})")
        for side, segments, quote in zip(
            (bitext.source, bitext.target), (source, target), bitext.quotes(source, target), strict=True
        ):
            spans = [side.record["segments"][index]["span"] for index in segments]
            variant = Tree.SubElement(unit, "tuv", {_LANG: side.language})
            _property(variant, "x-document", side.record["document"]["id"])
            _property(variant, "x-span", " ".join(f"{span['start']}-{span['end']}" for span in spans))
            Tree.SubElement(variant, "seg").text = xml_text(quote)


def _property(parent: Tree.Element, kind: str, value: str) -> None:
    Tree.SubElement(parent, "prop", type=kind).text = xml_text(value)
