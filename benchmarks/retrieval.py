"""R@1 of sentences and documents, calibration, speed and memory of the encoders.

usage: python -m benchmarks.retrieval --data ../shared/data/dev [--model NAME_OR_PATH] [--quick | --rerank]
"""

import argparse
import gzip
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from provenance.embed import Encoder, Vectors, load_encoder
from provenance.embed.bundled import MODEL
from provenance.embed.characters import character_vectors, plain_numbers, word_vectors
from provenance.embed.similarity import (
    DOCUMENT_WIDTH,
    document_vectors,
    joint_vectors,
    margin_scores,
    pool_passages,
)
from provenance.index import against_rivals, likeness, passages
from training.calibrate import reliability_table
from training.evaluate import Sentences, mean_of, read_tatoeba, recall

Encode = Callable[[Sequence[str]], Vectors]
EncodeDocuments = Callable[[Sequence[Sequence[str]]], Vectors]
# Sakha is in the WMT22 data but not in langdetect: shown apart, never in a mean.
OUTSIDE = frozenset({"sah"})
CANDIDATES = 30  # of each side that are ranked by their passages
CHINESE = {"zh": "zh-cn"}


@dataclass(frozen=True, slots=True)
class Version:
    """A translated document: the key and paragraphs of its source, its own language and paragraphs."""

    source: str
    source_paragraphs: tuple[str, ...]
    language: str
    paragraphs: tuple[str, ...]


def read_documents(dev: Path) -> list[Version]:
    """The Debian, PHP and WMT22 documents; versions of one source share its key."""
    versions = []
    for row in _rows(dev / "debian_news.jsonl.gz"):
        versions.append(_version("debian " + row["original_path"], row["source_text"], row))
    for row in _rows(dev / "php_docs.jsonl.gz"):
        versions.append(_version("php " + row["path"], row["english_text"], row))
    for row in _rows(dev / "wmt22_docs.jsonl.gz"):
        # one source may stand in several pairs, under other ids: its text is its key
        row |= {"lang": row["tgt_lang"], "translation_text": row["reference"]}
        if not OUTSIDE & {row["src_lang"], row["tgt_lang"]}:
            versions.append(_version("wmt " + " ".join(row["source"]), row["source"], row))
    return versions


def document_recall(
    versions: list[Version], encode: EncodeDocuments, *, margin: bool
) -> dict[str, tuple[int, float, float]]:
    """Language to (documents, R@1 source → translation, translation → source), everything pooled.

    Candidates for a source are the versions of all sources in all languages, less its other versions.
    """
    source_vectors = encode([text for _, text in sources_of(versions)])
    vectors = encode([v.paragraphs for v in versions])
    return recall_of(versions, margin_scores(vectors, source_vectors) if margin else vectors @ source_vectors.T)


def sources_of(versions: list[Version]) -> list[tuple[str, tuple[str, ...]]]:
    """The sources with their keys, each once."""
    return list(dict.fromkeys((v.source, v.source_paragraphs) for v in versions))


def recall_of(versions: list[Version], scores: Vectors) -> dict[str, tuple[int, float, float]]:
    """R@1 as in ``document_recall`` by scores, float32[versions, sources]."""
    sources = sources_of(versions)
    keys = np.array([key for key, _ in sources])
    owners = np.array([v.source for v in versions])
    at = {pair: i for i, pair in enumerate(sources)}
    back = keys[scores.argmax(axis=1)] == owners
    forth = np.zeros(len(versions), dtype=bool)
    for j, version in enumerate(versions):
        column = scores[:, at[(version.source, version.source_paragraphs)]].copy()
        siblings = owners == owners[j]
        siblings[j] = False
        column[siblings] = -np.inf
        forth[j] = column.argmax() == j
    languages = np.array([v.language for v in versions])
    found = {}
    for language in sorted(set(languages)):
        mine = languages == language
        found[str(language)] = (int(mine.sum()), float(forth[mine].mean()), float(back[mine].mean()))
    return found


def sentence_recall(sentences: Sentences, encode: Encode, *, margin: bool) -> dict[str, tuple[float, float]]:
    """Language to R@1 both ways; with `margin`, candidates compete by ratio margin."""
    found = {}
    for language, (texts, english) in sentences.items():
        one, other = encode(texts), encode(english)
        if not margin:
            found[language] = recall(one, other)
            continue
        scores, own = margin_scores(one, other), np.arange(len(one))
        ways = (scores.argmax(axis=1) == own).mean(), (scores.argmax(axis=0) == own).mean()
        found[language] = float(ways[0]), float(ways[1])
    return found


def reranked(versions: list[Version], encoder: Encoder) -> dict[str, Vectors]:
    """Scores of versions against sources: by vector, and each side's nearest ranked by their passages (``likeness``).

    The last is seen against rivals.  What is no candidate stays behind all that are, by its cosine.
    """
    texts = [text for _, text in sources_of(versions)] + [v.paragraphs for v in versions]
    count = len(sources_of(versions))
    whole = document_vectors(texts, encoder)
    kept = []
    for text in texts:
        lengths = np.array([sum(char.isalnum() for char in part) for part in text], np.float32)
        kept.append(passages(encoder.encode(list(text)), lengths, plain_numbers("\n".join(text))))
    cosines = whole[count:] @ whole[:count].T
    scores = np.full(cosines.shape, np.nan, np.float32)
    near = np.zeros(cosines.shape, bool)
    near[np.arange(len(cosines))[:, None], np.argpartition(-cosines, CANDIDATES, axis=1)[:, :CANDIDATES]] = True
    near[np.argpartition(-cosines, CANDIDATES, axis=0)[:CANDIDATES], np.arange(count)] = True
    for one, other in zip(*np.nonzero(near), strict=True):
        scores[one, other] = likeness(kept[count + one], kept[other], cosine=float(cosines[one, other]))
    behind = cosines - 9
    return {
        "both": cosines,
        "both, margin": margin_scores(whole[count:], whole[:count]),
        "re-ranked": np.where(near, scores, behind),
        "re-ranked, rivals": np.where(near, against_rivals(scores), behind),
    }


def _rows(path: Path) -> list[dict[str, Any]]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def _version(source: str, source_text: list[str], row: dict[str, Any]) -> Version:
    language = CHINESE.get(row["lang"], row["lang"])
    return Version(source, tuple(source_text), language, tuple(row["translation_text"]))


def print_sentences(sentences: Sentences, ways: dict[str, tuple[Encode, bool]]) -> None:
    scores = {name: sentence_recall(sentences, encode, margin=on) for name, (encode, on) in ways.items()}
    print(f"\n## Sentences: Tatoeba test, R@1 to English / from English, {len(sentences)} languages\n")
    print(f"{'':6}" + "".join(f"{name:>18}" for name in scores))
    for language in sentences:
        cells = [f"{s[language][0]:.3f} / {s[language][1]:.3f}" for s in scores.values()]
        print(f"{language:6}" + "".join(f"{cell:>18}" for cell in cells))
    print(f"{'mean':6}" + "".join(f"{mean_of(s):>18.3f}" for s in scores.values()))
    lowest = [min((sum(pair) / 2, code) for code, pair in s.items()) for s in scores.values()]
    print(f"{'least':6}" + "".join(f"{f'{code} {value:.3f}':>18}" for value, code in lowest))


def print_documents(versions: list[Version], ways: dict[str, tuple[EncodeDocuments, bool]]) -> None:
    print_recall(versions, {name: document_recall(versions, encode, margin=on) for name, (encode, on) in ways.items()})


def print_recall(versions: list[Version], scores: dict[str, dict[str, tuple[int, float, float]]]) -> None:
    print(f"\n## Documents: {len(versions)} translations pooled, R@1 source → translation / back\n")
    print(f"{'':6}{'n':>6}" + "".join(f"{name:>18}" for name in scores))
    for language in next(iter(scores.values())):
        cells = [f"{s[language][1]:.3f} / {s[language][2]:.3f}" for s in scores.values()]
        print(f"{language:6}{next(iter(scores.values()))[language][0]:>6}" + "".join(f"{c:>18}" for c in cells))
    for name, found in scores.items():
        n = sum(row[0] for row in found.values())
        forth, back = (sum(row[0] * row[i] for row in found.values()) / n for i in (1, 2))
        print(f"all, {name}: {forth:.4f} / {back:.4f}")


def print_reranked(versions: list[Version], encoder: Encoder) -> None:
    started = time.process_time()
    scores = {name: recall_of(versions, found) for name, found in reranked(versions, encoder).items()}
    print_recall(versions, scores)
    for name, found in scores.items():
        least = min((min(row[1:]), language) for language, row in found.items())
        print(f"least of a language, one way, {name}: {least[1]} {least[0]:.3f}")
    print(f"{time.process_time() - started:.0f} s of processor time")


def print_speed(encoder: Encoder, sentences: Sentences) -> None:
    texts = [text for one, other in sentences.values() for text in (*one[:200], *other[:200])]
    rates = {"bundled": _per_second(encoder.encode, texts)}
    rates["bundled, joint"] = _per_second(lambda part: joint_vectors(part, encoder), texts)
    rates["random transformer, MiniLM-L12 shape"] = _transformer_rate(texts[:: len(texts) // 256])
    print("\n## Speed, short sentences a second of processor time (one core's worth)\n")
    for name, rate in rates.items():
        print(f"{name:40}{rate:>12,.0f}")


def print_load() -> None:
    """Start a fresh interpreter, so that nothing loaded here counts."""
    code = (
        "import time,sys;t=time.perf_counter();from provenance.embed import load_encoder;"
        "e=load_encoder();e.encode(['a']);t=time.perf_counter()-t;"
        # not ru_maxrss: a child inherits its parent's peak
        "hwm=[line.split()[1] for line in open('/proc/self/status') if line.startswith('VmHWM')][0];"
        "print(t,int(hwm)/1024,time.process_time(),'torch' in sys.modules)"
    )
    runs = [
        subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
        for _ in range(3)
    ]
    best = min(runs, key=lambda run: float(run[0]))
    print(f"\nload and first vector {float(best[0]):.2f} s, resident {float(best[1]):.0f} MB at most")
    print(f"processor time with Python's start {float(best[2]):.2f} s, torch imported: {best[3]}")


def _per_second(encode: Encode, texts: Sequence[str]) -> float:
    encode(texts[:64])
    started = time.process_time()
    encode(texts)
    return len(texts) / (time.process_time() - started)


def _transformer_rate(texts: Sequence[str]) -> float:
    """A BERT of the MiniLM-L12 shape with random weights through sentence-transformers, on one thread."""
    import torch
    from transformers import BertConfig, BertModel, PreTrainedTokenizerFast

    config = BertConfig(
        vocab_size=250_037,
        hidden_size=384,
        num_hidden_layers=12,
        num_attention_heads=12,
        intermediate_size=1536,
    )
    torch.set_num_threads(1)
    with tempfile.TemporaryDirectory() as folder:
        BertModel(config).save_pretrained(folder)
        pieces = str(MODEL / "tokenizer.json")
        tokenizer = PreTrainedTokenizerFast(  # type: ignore[no-untyped-call]
            tokenizer_file=pieces, pad_token="[UNK]", unk_token="[UNK]"
        )
        tokenizer.save_pretrained(folder)
        encoder = load_encoder(folder)
    return _per_second(encoder.encode, texts)


def document_ways(encoder: Encoder) -> dict[str, tuple[EncodeDocuments, bool]]:
    """How documents become vectors, and whether candidates compete by ratio margin."""

    def model(documents: Sequence[Sequence[str]]) -> Vectors:
        return pool_passages(documents, encoder.encode)

    def words(documents: Sequence[Sequence[str]]) -> Vectors:
        return word_vectors(["\n".join(document) for document in documents], width=DOCUMENT_WIDTH)

    def both(documents: Sequence[Sequence[str]]) -> Vectors:
        return document_vectors(documents, encoder)

    return {
        "model": (model, False),
        "characters": (words, False),
        "both": (both, False),
        "model, margin": (model, True),
        "both, margin": (both, True),
    }


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description="retrieval quality, calibration and speed of the encoders")
    parser.add_argument("--data", type=Path, required=True, help="the dev folder")
    parser.add_argument("--model", help="a sentence-transformers model beside the bundled one")
    parser.add_argument("--quick", action="store_true", help="sentences only")
    parser.add_argument("--rerank", action="store_true", help="documents only, re-ranked by their passages, too")
    options = parser.parse_args(arguments)
    encoder = load_encoder()
    if options.rerank:
        print_reranked(read_documents(options.data), encoder)
        return
    sentences = read_tatoeba(options.data)

    def joint(texts: Sequence[str]) -> Vectors:
        return joint_vectors(texts, encoder)

    ways: dict[str, Encode] = {"model": encoder.encode, "characters": character_vectors, "both": joint}
    if options.model:
        ways[Path(options.model).name[:16]] = load_encoder(options.model).encode
    print(f"model {encoder.name} {encoder.sha256[:12]}, {encoder.dimensions} dimensions")
    print_sentences(
        sentences,
        {name: (encode, False) for name, encode in ways.items()}
        | {"model, margin": (encoder.encode, True), "both, margin": (joint, True)},
    )
    if options.quick:
        return
    print_documents(read_documents(options.data), document_ways(encoder))
    print(reliability_table(options.data, encoder))
    print_speed(encoder, sentences)
    print_load()
    print(f"this run held {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB at most")


if __name__ == "__main__":
    main()
