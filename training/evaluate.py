"""Score an encoder on the Tatoeba test: each sentence must find its translation among the others."""

import gzip
import json
import tomllib
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]
Sentences = dict[str, tuple[list[str], list[str]]]
LANGUAGES = Path(__file__).with_name("languages.toml")


def read_tatoeba(dev: Path) -> Sentences:
    """Langdetect's code to (sentences, their English), for the languages of languages.toml."""
    with LANGUAGES.open("rb") as handle:
        codes = tomllib.load(handle)
    sentences: Sentences = {code: ([], []) for code in sorted(codes.values())}
    with gzip.open(dev / "tatoeba_test.jsonl.gz", "rt", encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            if row["lang"] in codes:
                texts, english = sentences[codes[row["lang"]]]
                texts.append(row["text"])
                english.append(row["eng"])
    return sentences


def recall(ones: Vectors, others: Vectors) -> tuple[float, float]:
    """R@1 from ones to others and back: row i of one side belongs to row i of the other."""
    scores = ones @ others.T
    own = np.arange(len(ones))
    return float((scores.argmax(axis=1) == own).mean()), float((scores.argmax(axis=0) == own).mean())


def score(encode: Callable[[Sequence[str]], Vectors], sentences: Sentences) -> dict[str, tuple[float, float]]:
    """R@1 both ways for each language."""
    return {code: recall(encode(texts), encode(english)) for code, (texts, english) in sentences.items()}


def mean_of(scores: dict[str, tuple[float, float]]) -> float:
    """Mean over languages and directions."""
    return float(np.mean([value for pair in scores.values() for value in pair]))
