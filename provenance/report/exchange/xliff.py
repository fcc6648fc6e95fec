"""XLIFF 2.1 (OASIS, 2018) with the ITS module's provenance records: one pair of a comparison as a bilingual file.

An XLIFF document has one source and one target language, so of several pairs the first is written: the first step of
the chain between two texts at hand, or else the first pair.
"""

import xml.etree.ElementTree as Tree
from collections.abc import Sequence

from provenance.report.exchange.beads import Bitext, bitexts_of
from provenance.report.exchange.story import agent_kinds, contributions, xml_text
from provenance.report.look import Json

_XLIFF = "urn:oasis:names:tc:xliff:document:2.0"
_ITS = "http://www.w3.org/2005/11/its"
_XML = "http://www.w3.org/XML/1998/namespace"
_METADATA = "urn:oasis:names:tc:xliff:metadata:2.0"
# Who made the translation, and who revised it (ITS 2.0, section 8.11).
_MAKERS = frozenset({"translator", "machine-translator", "author", "reporter", "publisher", "agency"})
_REVISERS = frozenset({"editor", "proofreader"})
_ATTRIBUTES = {"person": "person", "organisation": "org", "tool": "tool"}


def write_xliff(values: Sequence[Json]) -> str:
    """Return an XLIFF document: a unit for each bead; characters that XML cannot hold are U+FFFD."""
    for prefix, space in (("", _XLIFF), ("its", _ITS), ("mda", _METADATA)):
        Tree.register_namespace(prefix, space)
    value = values[0]
    bitext = bitexts_of(value)[0]
    root = Tree.Element(
        f"{{{_XLIFF}}}xliff",
        {
            "version": "2.1",
            "srcLang": bitext.source.language,
            "trgLang": bitext.target.language,
            f"{{{_ITS}}}version": "2.0",
        },
    )
    original = xml_text(bitext.source.record["document"]["id"])
    file = Tree.SubElement(root, f"{{{_XLIFF}}}file", id="f1", original=original)
    records = _records(value, bitext)
    for number, (link, source, target) in enumerate(bitext.beads(), 1):
        _add(file, bitext, f"u{number}", link, (source, target), records)
    Tree.indent(root, "  ")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{Tree.tostring(root, encoding="unicode")}\n'


def _add(
    file: Tree.Element,
    bitext: Bitext,
    name: str,
    link: Json,
    segments: tuple[list[int], list[int]],
    records: list[dict[str, str]],
) -> None:
    unit = Tree.SubElement(file, f"{{{_XLIFF}}}unit", id=name)
    metadata = Tree.SubElement(unit, f"{{{_METADATA}}}metadata")
    group = Tree.SubElement(metadata, f"{{{_METADATA}}}metaGroup", category="translation-provenance")
    for kind in ("probability", "similarity"):
        Tree.SubElement(group, f"{{{_METADATA}}}meta", type=kind).text = f"{link[kind]:.4f}"
    if records:
        held = Tree.SubElement(unit, f"{{{_ITS}}}provenanceRecords", {f"{{{_XML}}}id": f"{name}-p"})
        for record in records:
            Tree.SubElement(held, f"{{{_ITS}}}provenanceRecord", record)
    segment = Tree.SubElement(unit, f"{{{_XLIFF}}}segment", id="s1")
    source, target = bitext.quotes(*segments)
    Tree.SubElement(segment, f"{{{_XLIFF}}}source").text = xml_text(source)
    translated = Tree.SubElement(segment, f"{{{_XLIFF}}}target")
    if records:
        attributes = {"id": "m1", "type": "its:any", f"{{{_ITS}}}provenanceRecordsRef": f"#its={name}-p"}
        translated = Tree.SubElement(translated, f"{{{_XLIFF}}}mrk", attributes)
    translated.text = xml_text(target)


def _records(value: Json, bitext: Bitext) -> list[dict[str, str]]:
    """Return the attributes of one ITS record for each agent of the target."""
    kinds = agent_kinds(value)
    made = []
    for role, name in contributions(value, bitext.target.version):
        attribute = _ATTRIBUTES[kinds.get(name, "person")]
        if role in _REVISERS:
            made.append({f"rev{attribute.capitalize()}": xml_text(name)})
        elif role in _MAKERS:
            made.append({attribute: xml_text(name)})
    return made
