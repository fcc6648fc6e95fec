"""The tokenizer: which pieces are worth a row, and the file that finds them in a text.

A bag of pieces knows no order, so long pieces say more than short ones: merges are learned by BPE on
counts balanced over languages, then only the pieces that a greedy longest match really uses are kept.
The file is a WordPiece model because that one is plain hash look-ups: it loads fastest (EXPERIMENTS.md).
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

import numpy as np
from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, trainers

UNKNOWN = "[UNK]"
WORD_START = "▁"
# Tokens per language fed to the trainer; English is one side of every pair.
MASS = 300_000
MASS_ENGLISH = 1_500_000
MAX_PIECE = 16


def bare_tokenizer(vocabulary: Iterable[str]) -> Tokenizer:
    """A tokenizer over the given pieces, in the given order of ids."""
    ids = {piece: i for i, piece in enumerate(vocabulary)}
    tokenizer = Tokenizer(
        models.WordPiece(ids, unk_token=UNKNOWN, continuing_subword_prefix="", max_input_chars_per_word=400)
    )
    tokenizer.normalizer = normalizers.Sequence([normalizers.NFKC(), normalizers.Lowercase()])
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [
            pre_tokenizers.BertPreTokenizer(),
            pre_tokenizers.Digits(individual_digits=False),
            pre_tokenizers.Metaspace(WORD_START, prepend_scheme="always"),
        ]
    )
    return tokenizer


def count_words(texts: Iterable[str]) -> Counter[str]:
    """Count the words of texts as the tokenizer cuts them, word start marked."""
    tokenizer = bare_tokenizer([UNKNOWN])
    assert tokenizer.normalizer is not None and tokenizer.pre_tokenizer is not None
    normalize, cut = tokenizer.normalizer.normalize_str, tokenizer.pre_tokenizer.pre_tokenize_str
    counts: Counter[str] = Counter()
    for text in texts:
        counts.update(word for word, _ in cut(normalize(text)))
    return counts


def balance(by_language: dict[str, Counter[str]], *, seed: int = 0) -> Counter[str]:
    """Scale each language's counts to the same mass, rounding at random, and add them up."""
    random = np.random.default_rng(seed)
    total: Counter[str] = Counter()
    for language, counts in sorted(by_language.items()):
        mass = MASS_ENGLISH if language == "en" else MASS
        words = sorted(counts)
        expected = np.array([counts[word] for word in words], dtype=np.float64)
        expected *= mass / expected.sum()
        rounded = np.floor(expected + random.random(len(words))).astype(int)
        total.update({word: int(n) for word, n in zip(words, rounded, strict=True) if n})
    return total


def learn_pieces(words: Counter[str], size: int, *, surplus: float = 1.9) -> list[str]:
    """Choose `size` pieces: BPE with a surplus, then those that a longest match uses most.

    Every character seen is kept, so that no word becomes unknown for one rare letter.
    """
    characters = sorted({character for word in words for character in word})
    merged = _merge(words, int(size * surplus))
    pieces = [piece for piece in merged if len(piece) > 1]
    room = size - len(characters) - 1
    for keep in (int(room * 1.3), room):
        uses = _count_uses(words, [UNKNOWN, *characters, *pieces])
        pieces = sorted(pieces, key=lambda piece: (-uses[piece], piece))[:keep]
    return [UNKNOWN, *characters, *pieces]


def write_tokenizer(pieces: list[str], path: Path) -> None:
    bare_tokenizer(pieces).save(str(path), pretty=False)


def _merge(words: Counter[str], size: int) -> list[str]:
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.WhitespaceSplit()
    trainer = trainers.BpeTrainer(vocab_size=size, min_frequency=2, max_token_length=MAX_PIECE, show_progress=False)
    tokenizer.train_from_iterator(_repeat(words), trainer)
    return [piece for piece, _ in sorted(tokenizer.get_vocab().items(), key=lambda item: item[1])]


def _repeat(words: Counter[str], chunk: int = 1000) -> Iterator[str]:
    """Each word as often as it counts, in lines of about `chunk` words."""
    line: list[str] = []
    for word in sorted(words):
        line.extend([word] * words[word])
        if len(line) >= chunk:
            yield " ".join(line)
            line = []
    yield " ".join(line)


def _count_uses(words: Counter[str], vocabulary: list[str]) -> Counter[str]:
    model = bare_tokenizer(vocabulary).model
    uses: Counter[str] = Counter()
    for word, n in words.items():
        for token in model.tokenize(word):
            uses[token.value] += n
    return uses
