"""What a JSON Schema cannot say of a record: quotes, digests, ids and references.

Takes values that already follow their schema.  One walk, linear in the size of the value.
"""

import hashlib
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from provenance.validate.problem import Problem, json_path, shown

Json = Mapping[str, Any]
Steps = tuple[str | int, ...]
# Each probability is rounded to four decimals on its own.
_ROUNDING = 0.001
_SHOWN_BEFORE = 20
_ASPECT = re.compile(r"(?:!?=[A-Za-z0-9-]+)?(?:#[a-z-]+)?\Z")
_INDEX = re.compile(r"0|[1-9][0-9]*")


def inconsistencies(value: Json) -> Iterator[Problem]:
    """Yield what is wrong with a record, comparison or trace that follows its schema."""
    if "matches" in value:
        yield from _trace(value)
    elif "records" in value:
        yield from _comparison(value)
    else:
        yield from _record(value, ())


def _record(record: Json, at: Steps) -> Iterator[Problem]:
    document = record["document"]
    yield from _document(document, (*at, "document"))
    yield from _quotes(record, at, document["text"], skip=("document", "evidence", "chain"))
    yield from _tiling(record["segments"], document["length"], (*at, "segments"))
    yield from _claims(record, at, {document["id"]: document["text"]})


def _comparison(value: Json) -> Iterator[Problem]:
    ids = [record["document"]["id"] for record in value["records"]]
    yield from _repeated(ids, ("records",), ("document", "id"))
    for number, record in enumerate(value["records"]):
        yield from _record(record, ("records", number))
    by_id = {record["document"]["id"]: record for record in value["records"]}
    for number, pair in enumerate(value["pairs"]):
        yield from _pair(pair, ("pairs", number), by_id)
    yield from _claims(value, (), {name: record["document"]["text"] for name, record in by_id.items()})


def _trace(trace: Json) -> Iterator[Problem]:
    yield from _document(trace["document"], ("document",))
    yield from _repeated([match["document_id"] for match in trace["matches"]], ("matches",), ("document_id",))
    related = {match["document_id"] for match in trace["matches"] if match["chances"] is not None}
    inner = trace["comparison"]
    compared = {record["document"]["id"] for record in inner["records"]} if inner else set()
    if related and compared != {trace["document"]["id"], *related}:
        yield _problem(("comparison",), f"the documents {shown(sorted(compared))}", "the text and each related match")
    for problem in _comparison(inner) if inner else ():
        yield Problem(problem.path.replace("$", "$.comparison", 1), problem.found, problem.expected)


def _problem(at: Steps, found: str, expected: str) -> Problem:
    return Problem(json_path(at), found, expected)


def _document(document: Json, at: Steps) -> Iterator[Problem]:
    text = document["text"]
    if document["length"] != len(text):
        yield _problem((*at, "length"), str(document["length"]), f"{len(text)}, the code points of the text")
    # A lone surrogate, which JSON can write, has no UTF-8: it is kept as three bytes so that a digest exists.
    digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    if document["sha256"] != digest:
        yield _problem((*at, "sha256"), shown(document["sha256"]), f"{digest}, the digest of the text")
    if not unicodedata.is_normalized("NFC", text):
        yield _problem((*at, "text"), "a text that is not in Unicode NFC", "NFC, to which the offsets refer")


def _quotes(value: Any, at: Steps, text: str, skip: Sequence[str] = ()) -> Iterator[Problem]:
    """Check every span below a value against one text."""
    if isinstance(value, dict):
        if "quote" in value:
            yield from _quote(value, at, text)
            return
        for name, inner in value.items():
            if name not in skip:
                yield from _quotes(inner, (*at, name), text)
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from _quotes(inner, (*at, number), text)


def _quote(span: Json, at: Steps, text: str) -> Iterator[Problem]:
    start, end = span["start"], span["end"]
    if not start <= end <= len(text):
        yield _problem(at, f"{start} to {end}", f"start <= end <= {len(text)}, the length of the text")
    elif span["quote"] != text[start:end]:
        found, expected = _from_the_difference(span["quote"], text[start:end])
        yield _problem((*at, "quote"), shown(found), f"{shown(expected)}, the text from {start} to {end}")


def _from_the_difference(found: str, expected: str) -> tuple[str, str]:
    """Return two texts without the long beginning that they share, so that a message shows where they differ."""
    shared = next((place for place, pair in enumerate(zip(found, expected, strict=False)) if pair[0] != pair[1]), None)
    same = min(len(found), len(expected)) if shared is None else shared
    if same <= _SHOWN_BEFORE:
        return found, expected
    return "…" + found[same - _SHOWN_BEFORE :], "…" + expected[same - _SHOWN_BEFORE :]


def _tiling(segments: Sequence[Json], length: int, at: Steps) -> Iterator[Problem]:
    place = 0
    for number, segment in enumerate(segments):
        if segment["index"] != number:
            yield _problem((*at, number, "index"), str(segment["index"]), f"{number}, its position")
        if segment["span"]["start"] != place:
            found = str(segment["span"]["start"])
            yield _problem((*at, number, "span", "start"), found, f"{place}: segments tile the text")
        place = segment["span"]["end"]
    if segments and place != length:
        expected = f"{length}: segments tile the text"
        yield _problem((*at, len(segments) - 1, "span", "end"), str(place), expected)


def _repeated(ids: Sequence[str], at: Steps, tail: Steps) -> Iterator[Problem]:
    seen: set[str] = set()
    for number, name in enumerate(ids):
        if name in seen:
            yield _problem((*at, number, *tail), f"{shown(name)} again", "an id that is used once")
        seen.add(name)


def _pair(pair: Json, at: Steps, by_id: Mapping[str, Json]) -> Iterator[Problem]:
    alignment = pair["alignment"]
    unknown = [side for side in ("one_id", "other_id") if alignment[side] not in by_id]
    for side in unknown:
        yield _problem((*at, "alignment", side), shown(alignment[side]), _one_of("document", by_id))
    if unknown:
        return
    for side in ("one", "other"):
        record = by_id[alignment[f"{side}_id"]]
        yield from _partition(alignment["links"], side, len(record["segments"]), (*at, "alignment", "links"))
        for number, item in enumerate(pair["discrepancies"]):
            yield from _quote(item[side], (*at, "discrepancies", number, side), record["document"]["text"])


def _partition(links: Sequence[Json], side: str, count: int, at: Steps) -> Iterator[Problem]:
    seen: set[int] = set()
    for number, link in enumerate(links):
        for index in link[side]:
            if index >= count:
                yield _problem((*at, number, side), str(index), f"an index below {count}, its segments")
            elif index in seen:
                yield _problem((*at, number, side), f"{index} again", "each segment in one link")
            seen.add(index)
    lost = sorted(set(range(count)) - seen)
    if lost:
        yield _problem(at, f"no link for segment {lost[0]} of {side}", "each segment in one link")


def _claims(value: Json, at: Steps, texts: Mapping[str, str]) -> Iterator[Problem]:
    """Check a chain and its evidence, which may speak of several documents."""
    chain, evidence = value["chain"], value["evidence"]
    versions = [version["id"] for version in chain["versions"]]
    yield from _repeated(versions, (*at, "chain", "versions"), ("id",))
    yield from _repeated([item["id"] for item in evidence], (*at, "evidence"), ("id",))
    yield from _versions(chain["versions"], (*at, "chain", "versions"), texts)
    yield from _hops(chain, (*at, "chain"), set(versions), {item["id"] for item in evidence})
    for number, item in enumerate(evidence):
        place: Steps = (*at, "evidence", number)
        # Evidence that was too thin for a chain speaks of versions that the chain then lacks.
        if chain["undetermined"] is None and not _is_claim(item["claim"], versions):
            expected = f"a claim about one of the versions {', '.join(versions) or '(none)'}"
            yield _problem((*place, "claim"), shown(item["claim"]), expected)
        for cite_number, cite in enumerate(item["cites"]):
            yield from _cite(cite, (*place, "cites", cite_number), value, texts)


def _is_claim(claim: str, versions: Sequence[str]) -> bool:
    """Tell whether a claim speaks of known versions: v1, v1>v2, v1~v2, v1=fr, v1!=fr, v1>v2#machine, language:fr."""
    if claim.startswith("language:"):
        return True
    subject = _ASPECT.sub("", claim)
    return all(part in versions for part in re.split("[>~]", subject))


def _versions(versions: Sequence[Json], at: Steps, texts: Mapping[str, str]) -> Iterator[Problem]:
    for number, version in enumerate(versions):
        document_id = version["document_id"]
        if version["status"] == "observed" and document_id not in texts:
            yield _problem((*at, number, "document_id"), shown(document_id), _one_of("document", texts))
        if version["status"] == "implied" and document_id is not None:
            yield _problem((*at, number, "document_id"), shown(document_id), "null for an implied version")
        total = sum(item["probability"] for item in version["languages"])
        if total > 1 + _ROUNDING * len(version["languages"]):
            found = f"probabilities that add up to {total:.3f}"
            yield _problem((*at, number, "languages"), found, "at most 1")


def _hops(chain: Json, at: Steps, versions: set[str], evidence: set[str]) -> Iterator[Problem]:
    if chain["undetermined"] is not None and chain["hops"]:
        yield _problem((*at, "hops"), shown(chain["hops"]), "an empty list where the chain is undetermined")
    listed: list[tuple[Steps, Json]] = [(("hops", number), hop) for number, hop in enumerate(chain["hops"])]
    for story, alternative in enumerate(chain["alternatives"]):
        inside: Steps = ("alternatives", story, "hops")
        listed += [((*inside, number), hop) for number, hop in enumerate(alternative["hops"])]
    for place, hop in listed:
        for end in ("parent", "child"):
            if hop[end] not in versions:
                yield _problem((*at, *place, end), shown(hop[end]), _one_of("version", versions))
        for name in hop.get("evidence", ()):
            if name not in evidence:
                yield _problem((*at, *place, "evidence"), shown(name), "the id of a piece of evidence")
    if _has_cycle([(hop["parent"], hop["child"]) for hop in chain["hops"]]):
        yield _problem((*at, "hops"), "a version that comes from itself", "hops without a cycle")


def _has_cycle(edges: Sequence[tuple[str, str]]) -> bool:
    left = set(edges)
    while left:
        children = {child for _, child in left}
        kept = {(parent, child) for parent, child in left if parent in children}
        if len(kept) == len(left):
            return True
        left = kept
    return False


def _cite(cite: Json, at: Steps, root: Json, texts: Mapping[str, str]) -> Iterator[Problem]:
    text = texts.get(cite["document_id"])
    if text is None:
        yield _problem((*at, "document_id"), shown(cite["document_id"]), _one_of("document", texts))
    elif cite["span"] is not None:
        yield from _quote(cite["span"], (*at, "span"), text)
    if cite["ref"] is not None and not _resolves(cite["ref"], root):
        yield _problem((*at, "ref"), shown(cite["ref"]), "a JSON Pointer to something in this file")


def _resolves(pointer: str, root: Any) -> bool:
    for token in pointer.split("/")[1:]:
        name = token.replace("~1", "/").replace("~0", "~")
        if isinstance(root, dict) and name in root:
            root = root[name]
        elif isinstance(root, list) and _INDEX.fullmatch(name) and int(name) < len(root):
            root = root[int(name)]
        else:
            return False
    return True


def _one_of(noun: str, ids: Mapping[str, Any] | set[str]) -> str:
    listed = sorted(ids)
    more = ", …" if len(listed) > 5 else ""
    return f"a {noun} of the record: {', '.join(listed[:5]) or '(none)'}{more}"
