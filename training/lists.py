"""Word lists from two packages that pip can fetch: word frequencies and inflected forms.

Both are read from a folder made by `pip install --no-deps --target EXTRAS simplemma wordfreq msgpack`;
neither is imported at run time.  wordfreq 3.1 (data CC BY-SA 4.0) says which words are worth a piece;
simplemma 2.0 (MIT; lists under ODbL, CC BY-SA and others) links an inflected form to its lemma, and the
word lists under data/train link the lemma to English.
"""

import gzip
import random
import sys
from collections import Counter
from pathlib import Path

from training.pairs import Group

WORDFREQ = {"no": "nb", "tl": "fil", "hr": "sh", "zh-cn": "zh"}
SIMPLEMMA = {"no": "nb", "hr": "hbs"}
LEMMA_SOURCES = frozenset({"lexicon/omw_wiktionary", "lexicon/omw", "lexicon/osmtags", "lexicon/cldr"})
HOT, COLD = 60_000, 40_000
# No frequency list knows these languages: more of their rare forms are kept.
UNLISTED = frozenset({"sq", "cy", "et", "sw"})


def word_frequencies(extras: Path, language: str) -> dict[str, float]:
    """Word to its share of running text; empty where wordfreq has no list."""
    sys.path.insert(0, str(extras))
    import msgpack  # type: ignore[import-not-found,unused-ignore]

    code = WORDFREQ.get(language, language)
    for size in ("large", "small"):
        path = extras / "wordfreq" / "data" / f"{size}_{code}.msgpack.gz"
        if path.exists():
            with gzip.open(path) as handle:
                buckets = msgpack.load(handle, raw=False)[1:]
            return {word: 10 ** (-i / 100) for i, bucket in enumerate(buckets) for word in bucket}
    return {}


def form_groups(extras: Path, groups: list[Group], seen: dict[str, Counter[str]]) -> list[Group]:
    """(English, inflected form) pairs through the lemma: frequent forms as "hot", a sample of others.

    seen: language to the words of the training texts, word start marked.
    """
    sys.path.insert(0, str(extras))
    from simplemma.strategies.dictionaries.dictionary_factory import (  # type: ignore[import-not-found,unused-ignore]
        SUPPORTED_LANGUAGES,
        _load_dictionary_from_disk,
    )

    chance = random.Random(0)
    made: list[Group] = []
    for language, english in sorted(_translations(groups).items()):
        code = SIMPLEMMA.get(language, language)
        if code not in SUPPORTED_LANGUAGES:
            continue
        lemmas = {form.decode(): lemma.decode() for form, lemma in _load_dictionary_from_disk(code).items()}
        pairs = _through_lemma(lemmas, english, chance)
        chance.shuffle(pairs)
        known = word_frequencies(extras, language)
        words = seen.get(language, Counter())
        hot = [p for p in pairs if p[1].lower() in known or f"▁{p[1].lower()}" in words][:HOT]
        taken = set(hot)
        room = COLD if language in UNLISTED else max(0, COLD - len(hot))
        cold = [pair for pair in pairs if pair not in taken][:room]
        for source, chosen in (("forms/hot", hot), ("forms/cold", cold)):
            if chosen:
                ones, others = zip(*chosen, strict=True)
                made.append(Group(source, ("en", language), ones, others))
    return made


def _translations(groups: list[Group]) -> dict[str, dict[str, list[str]]]:
    """Language to lemma (one word, lower case) to its English words."""
    found: dict[str, dict[str, list[str]]] = {}
    for group in groups:
        if group.source in LEMMA_SOURCES:
            words = found.setdefault(group.languages[1], {})
            for english, word in zip(group.ones, group.others, strict=True):
                if " " not in word and english.count(" ") < 2:
                    known = words.setdefault(word.lower(), [])
                    if english not in known:
                        known.append(english)
    return found


def _through_lemma(
    lemmas: dict[str, str], english: dict[str, list[str]], chance: random.Random
) -> list[tuple[str, str]]:
    """At most two English words for each form that differs from its lemma."""
    pairs: list[tuple[str, str]] = []
    for form, lemma in lemmas.items():
        words = english.get(lemma.lower())
        if words and form.lower() != lemma.lower():
            pairs.extend((word, form) for word in chance.sample(words, min(2, len(words))))
    return pairs
