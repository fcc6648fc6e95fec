"""Count how often words are written small and with a capital (provenance/collate/capitals.npz).

``python -m training.capitals --data ../shared/data/train``

Of each file of parallel sentences the first 40,000 lines; of its English side only where the file is one of the larger
languages', since many files share their English.  A word counts where a word or a mark inside the sentence and a space
stand before it.  Beginnings seen small three times or with a capital twice are kept.
"""

import argparse
import lzma
import re
from collections import Counter
from pathlib import Path

import numpy as np

from provenance.collate.capitals import TABLE, beginning, key

LINES = 40_000
LEAST_SMALL, LEAST_CAPITAL = 3, 2
WITH_ENGLISH = ("ca", "cs", "de", "es", "et", "fr", "ko", "ru")
_WORD = re.compile(r"(?<=[\w,;»”\"')–—-] )[^\W\d_]{3,}")


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--data", type=Path, required=True)
    options = parser.parse_args()
    small, capital = count(options.data)
    stored = {
        key(start): (round(np.log2(1 + small[start])), round(np.log2(1 + capital[start])))
        for start in sorted(small.keys() | capital.keys())
        if small[start] >= LEAST_SMALL or capital[start] >= LEAST_CAPITAL
    }
    keys = sorted(stored)
    np.savez_compressed(TABLE, keys=np.array(keys, np.uint32), counts=np.array([stored[row] for row in keys], np.uint8))
    print(f"{len(keys)} beginnings, {TABLE.stat().st_size} bytes")


def count(data: Path) -> tuple[Counter[str], Counter[str]]:
    """Return how often each beginning of a word stands small, and with a capital, inside sentences."""
    small, capital = Counter[str](), Counter[str]()
    for path in sorted((data / "sentences").iterdir()):
        languages = path.name.split(".")[1].split("-", 1)
        with lzma.open(path, "rt", encoding="utf-8") as lines:
            for _, line in zip(range(LINES), lines, strict=False):
                for language, side in zip(languages, line.rstrip("\n").split("\t"), strict=False):
                    if language != "en" or languages[1] in WITH_ENGLISH:
                        _add(side, small, capital)
    return small, capital


def _add(sentence: str, small: Counter[str], capital: Counter[str]) -> None:
    if sentence.istitle():
        return
    for word in _WORD.findall(sentence):
        if word.islower():
            small[beginning(word)] += 1
        elif word[0].isupper() and not word.isupper():
            capital[beginning(word)] += 1


if __name__ == "__main__":
    main()
