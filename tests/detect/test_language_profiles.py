"""The compiled profiles are those of the installed langdetect, and raw() answers as it does."""

import gzip
import json
from pathlib import Path

import numpy as np
import pytest

from provenance.detect.language import raw
from provenance.detect.language.profiles import profiles
from training.language_profiles import HERE, TAGS, compiled

LID = Path(__file__).parents[3] / "shared" / "data" / "dev" / "lid.jsonl.gz"


def test_the_arrays_are_those_of_the_installed_langdetect() -> None:
    fresh = compiled()

    with np.load(HERE) as stored:
        assert sorted(stored.files) == sorted(fresh)
        assert all(np.array_equal(stored[name], fresh[name]) for name in fresh)


def test_all_languages_of_langdetect_are_there() -> None:
    assert len(profiles().languages) == 55


@pytest.mark.data
def test_raw_agrees_with_seeded_langdetect_on_99_of_100_sentences() -> None:
    if not LID.exists():
        pytest.skip(f"{LID} is absent: the agreement with langdetect is not measured")
    from langdetect import DetectorFactory, detect

    DetectorFactory.seed = 0
    with gzip.open(LID, "rt", encoding="utf-8") as lines:
        rows = [
            row for row in map(json.loads, lines) if row["kind"] == "sentences" and row["lang"] in profiles().languages
        ]
    texts = [row["text"] for row in rows[::17]]

    same = [
        guess.language == TAGS.get(found, found) for guess, found in zip(raw(texts), map(detect, texts), strict=True)
    ]

    assert sum(same) >= 0.99 * len(same)
