"""Debian news: the right paragraph partner, in the order of the original.

``python -m benchmarks.paragraphs --data ../shared/data/dev [--model FOLDER]`` samples 100 pairs (seed 7) whose
translation has as many paragraphs as its source at the recorded revision, and at least five; paragraph k is then
taken to render paragraph k.  That truth is wrong where a translator merged one paragraph and split another, so the
figure is a lower bound.
"""

import argparse
import random
from pathlib import Path

from benchmarks.alignment import _rows, lengths
from provenance.align import align
from provenance.embed import load_encoder
from provenance.embed.bundled import load_bundled
from provenance.embed.similarity import joint_vectors
from provenance.pipeline.comparison import words_of


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--model", type=Path)
    options = parser.parse_args()
    encoder = load_bundled(options.model) if options.model else load_encoder()
    rows = [
        row
        for row in _rows(options.data / "debian_news.jsonl.gz")
        if len(row["source_text"]) == len(row["translation_text"]) >= 5
    ]
    right = total = 0
    for row in random.Random(7).sample(rows, 100):
        sides = [row["source_text"], row["translation_text"]]
        vectors = [joint_vectors(side, encoder) for side in sides]
        counts = [lengths(side) * side_vectors.any(axis=1) for side, side_vectors in zip(sides, vectors, strict=True)]
        words = [words_of(side, encoder) for side in sides]
        found = align(
            *vectors, one_lengths=counts[0], other_lengths=counts[1], one_words=words[0], other_words=words[1]
        )
        hits = sum(1 for link in found.links for i in link.one if i in link.other)
        right, total = right + hits, total + len(sides[0])
        if hits < len(sides[0]) - 1:
            print(f"  {row['path']}: {hits} of {len(sides[0])}")
    print(f"right partner: {right} of {total} paragraphs ({right / total:.3f})")


if __name__ == "__main__":
    main()
