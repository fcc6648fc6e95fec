"""Balanced counts of the words of every language, for choosing pieces."""

import random
from collections import Counter
from pathlib import Path

from training.lists import form_groups, word_frequencies
from training.pairs import Group
from training.sources import read_shares, share_of
from training.vocabulary import WORD_START, bare_tokenizer, count_words

PER_SOURCE, PER_SOURCE_ENGLISH = 8000, 1500
# Scripts that write no spaces: a piece there must not care whether it begins a clause.
UNSPACED = ("zh-cn", "zh-tw", "ja", "th")
# Word lists may weigh half as much as running text; forms of languages without a frequency list 0.3.
LEXICON_SHARE, FORMS_SHARE, FORMS_KEPT = 0.5, 0.3, 40_000
UNCOUNTED = ("sq", "cy", "et", "sw", "ml")


def count_by_language(groups: list[Group], extras: Path) -> tuple[dict[str, Counter[str]], list[Group]]:
    """Language to word weights (word start marked), and the groups of inflected forms made on the way."""
    counts = _count_texts(groups)
    for language in sorted(counts):
        _add_frequencies(counts[language], word_frequencies(extras, language))
    forms = form_groups(extras, groups, counts)
    for group in forms:
        if group.languages[1] in UNCOUNTED:
            _add_forms(counts[group.languages[1]], group.others)
    for language in set(UNSPACED) & set(counts):
        counts[language] = _unmark(counts[language])
    return counts, forms


def _count_texts(groups: list[Group]) -> dict[str, Counter[str]]:
    chance, shares = random.Random(0), read_shares()
    texts: dict[str, tuple[list[str], list[str]]] = {}
    for group in groups:
        share = share_of(shares, group.source)
        is_list = group.source.startswith("lexicon/")
        n = len(group.ones)
        room = int(min(n, share.cap) * min(1.0, share.weight))
        for language, side in zip(group.languages, (group.ones, group.others), strict=True):
            most = min(room, PER_SOURCE_ENGLISH if language == "en" else PER_SOURCE)
            drawn = chance.sample(side, most)
            texts.setdefault(language, ([], []))[is_list].extend(drawn)
    return {language: _joined(*sides) for language, sides in sorted(texts.items())}


def _joined(sentences: list[str], entries: list[str]) -> Counter[str]:
    running, listed = count_words(sentences), count_words(entries)
    total, extra = running.total(), listed.total()
    factor = min(1.0, LEXICON_SHARE * total / max(extra, 1)) if total > 50_000 else 1.0
    counts: Counter[str] = Counter(running)
    for word, n in listed.items():
        counts[word] += n * factor  # type: ignore[assignment]
    return counts


def _add_frequencies(counts: Counter[str], frequencies: dict[str, float]) -> None:
    """Let the frequency list weigh as much as the training texts."""
    tokenizer = bare_tokenizer(["[UNK]"])
    assert tokenizer.normalizer is not None and tokenizer.pre_tokenizer is not None
    listed: Counter[str] = Counter()
    for word, share in frequencies.items():
        for part, _ in tokenizer.pre_tokenizer.pre_tokenize_str(tokenizer.normalizer.normalize_str(word)):
            listed[part] += share  # type: ignore[assignment]
    mass, total = listed.total(), counts.total()
    for word, share in listed.items():
        counts[word] += share / mass * total  # type: ignore[assignment]


def _add_forms(counts: Counter[str], forms: tuple[str, ...]) -> None:
    kept = sorted({form.lower() for form in forms if " " not in form})[:FORMS_KEPT]
    each = FORMS_SHARE * counts.total() / max(len(kept), 1)
    for form in kept:
        counts[WORD_START + form] += each  # type: ignore[assignment]


def _unmark(counts: Counter[str]) -> Counter[str]:
    bare: Counter[str] = Counter()
    for word, n in counts.items():
        stripped = word.lstrip(WORD_START)
        bare[word if stripped.isascii() else stripped] += n
    return bare
