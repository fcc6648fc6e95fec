"""A family of versions in a corpus as a JSON value: a row of families.jsonl (audit-1.schema.json)."""

import hashlib
from collections.abc import Sequence

from provenance.record.writing import Json, chain_to_dict, evidence_to_dict, pair_to_dict
from provenance.types import Chain, Document, Evidence, Pair


def family_to_dict(
    members: Sequence[Document], pairs: Sequence[Pair], chain: Chain, evidence: Sequence[Evidence]
) -> Json:
    """Return the row of a family.  members: in the order in which evidence numbers them.

    Its id is made of the members' texts: the same family has the same id in every audit.
    Raises RecordError as ``to_dict`` does.
    """
    texts = {document.id: document.text for document in members}
    digest = hashlib.sha256("\n".join(sorted(document.sha256 for document in members)).encode()).hexdigest()
    story = chain_to_dict(chain)
    return {
        "id": f"f-{digest[:16]}",
        "members": [document.id for document in members],
        "chain": story,
        "confidence": story["confidence"],
        "pairs": [_pair(pair_to_dict(pair, texts)) for pair in pairs],
        "evidence": [evidence_to_dict(item, texts) for item in evidence],
    }


def _pair(value: Json) -> Json:
    return {
        "one": value["alignment"]["one_id"],
        "other": value["alignment"]["other_id"],
        "verdict": value["verdict"],
        "confidence": value["confidence"],
        "coverage": value["coverage"],
    }
