"""Short names for the documents of a comparison: without the folders that all of them share."""

from collections.abc import Mapping
from itertools import takewhile
from typing import Any

Json = dict[str, Any]


def with_short_names(comparison: Json) -> Json:
    """Return the comparison as it is shown: ids without their common folder, in labels and statements, too."""
    ids = [record["document"]["id"] for record in comparison["records"]]
    folder = common_folder(ids)
    if not folder:
        return comparison
    short = {name: name.removeprefix(folder) for name in ids}
    return {
        **comparison,
        "records": [
            {**record, "document": {**record["document"], "id": short[record["document"]["id"]]}}
            for record in comparison["records"]
        ],
        "pairs": [_pair(pair, short) for pair in comparison["pairs"]],
        "chain": {
            **comparison["chain"],
            "versions": [_version(version, short) for version in comparison["chain"]["versions"]],
            "alternatives": [
                {**other, "statement": _renamed(other["statement"], short)}
                for other in comparison["chain"]["alternatives"]
            ],
        },
        "evidence": [
            {
                **item,
                "statement": _renamed(item["statement"], short),
                "cites": [
                    {**cite, "document_id": short.get(cite["document_id"], cite["document_id"])}
                    for cite in item["cites"]
                ],
            }
            for item in comparison["evidence"]
        ],
    }


def common_folder(ids: list[str]) -> str:
    """Return the longest path with its last slash with which all ids begin; empty if there is none."""
    folders = zip(*(name.split("/")[:-1] for name in ids), strict=False)
    return "".join(f"{level[0]}/" for level in takewhile(lambda level: len(set(level)) == 1, folders))


def _renamed(text: str, short: Mapping[str, str]) -> str:
    for name in sorted(short, key=len, reverse=True):
        text = text.replace(name, short[name])
    return text


def _pair(pair: Json, short: Mapping[str, str]) -> Json:
    alignment = pair["alignment"]
    names = {side: short[alignment[side]] for side in ("one_id", "other_id")}
    return {**pair, "alignment": {**alignment, **names}}


def _version(version: Json, short: Mapping[str, str]) -> Json:
    document = version["document_id"]
    label = _renamed(version["label"], short)
    return {**version, "label": label, "document_id": short.get(document, document)}
