"""Train the word-piece model of provenance.detect.language on the sentences and lexicons of ../shared/data/train.

    python -m training.language_pieces --data ../shared/data/train

Writes provenance/detect/language/pieces.npz.  Only languages that share a script with another are learned (the rest
are decided by script), each against those of its script.  Every epoch draws fresh fragments, from one word to a whole
sentence, as many for each language: small corpora (Albanian: 90 sentences) lean on their lexicon.  Ten epochs of
10,000 fragments a language take 20 minutes on two busy cores; training ends at .941 right on fresh fragments.
"""

import argparse
import lzma
import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import torch

from provenance.detect.language.evidence import scripts
from provenance.detect.language.pieces import BUCKETS, buckets_of
from provenance.detect.language.profiles import code_points, profiles

HERE = Path(__file__).parent.parent / "provenance" / "detect" / "language" / "pieces.npz"
TAGS = {"zh-cn": "zh-Hans", "zh-tw": "zh-Hant"}
WIDTH, BATCH, RATE = 24, 2048, 0.02
PER_FILE = {"sentences": 6000, "lexicon": 3000}
ENGLISH_PER_FILE = 400  # English is the other side of nearly every file
PER_LANGUAGE = {"sentences": 40_000, "lexicon": 15_000}
LINES_READ = 200_000

Ints = npt.NDArray[np.int64]
Label = tuple[str, str]  # script and tag


@dataclass(frozen=True, slots=True)
class Texts:
    """What there is to draw from for one language."""

    sentences: tuple[str, ...]
    phrases: tuple[str, ...]


def main() -> None:
    parser = argparse.ArgumentParser(description="Train the word-piece model of the language detector.")
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--epochs", type=int, default=10)
    parser.add_argument("--fragments", type=int, default=10_000, help="per language and epoch")
    parser.add_argument("-o", "--output", type=Path, default=HERE)
    options = parser.parse_args()
    torch.manual_seed(7)
    labels = [(script, tag) for script, tags in scripts().several.items() if script != "Hani" for tag in tags]
    texts = read_texts(options.data)
    save(options.output, labels, *trained(labels, texts, options.epochs, options.fragments))


def read_texts(data: Path) -> dict[str, Texts]:
    """Return a bounded, seeded sample of each language's sentences and phrases."""
    rng = random.Random(1)
    pools: dict[tuple[str, str], list[str]] = {}
    for kind, cap in PER_FILE.items():
        for path in sorted((data / kind).glob("*.tsv.xz")):
            one, other = re.fullmatch(r"[^.]+\.([a-z]{2})-(.+)\.tsv\.xz", path.name).groups()  # type: ignore[union-attr]
            rows = sample(path, cap, rng)
            for side, language in enumerate((one, other)):
                part = rows[:ENGLISH_PER_FILE] if language == "en" else rows
                pools.setdefault((TAGS.get(language, language), kind), []).extend(row[side] for row in part)
    for pool in pools.values():
        rng.shuffle(pool)
    return {
        tag: Texts(
            tuple(pools.get((tag, "sentences"), ())[: PER_LANGUAGE["sentences"]]),
            tuple(pools.get((tag, "lexicon"), ())[: PER_LANGUAGE["lexicon"]]),
        )
        for tag in {tag for tag, _ in pools}
    }


def sample(path: Path, cap: int, rng: random.Random) -> list[list[str]]:
    """Return a reservoir sample (Vitter 1985) of the pairs whose two sides differ."""
    rows: list[list[str]] = []
    seen = 0
    with lzma.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            sides = line.rstrip("\n").split("\t")
            if len(sides) != 2 or sides[0] == sides[1]:
                continue
            seen += 1
            place = len(rows) if len(rows) < cap else rng.randrange(seen)
            if place == len(rows):
                rows.append(sides)
            elif place < cap:
                rows[place] = sides
            if seen > LINES_READ:
                break
    return rows


def fragment(texts: Texts, rng: random.Random) -> str:
    """Return a phrase, or one to all words of a sentence."""
    phrases = 0.15 if len(texts.sentences) > 5000 else 0.35 if len(texts.sentences) > 500 else 0.85
    if rng.random() < phrases:
        return rng.choice(texts.phrases)
    words = rng.choice(texts.sentences).split()
    draw = rng.random()
    size = 1 if draw < 0.06 else 2 if draw < 0.26 else rng.randint(3, 5) if draw < 0.55 else rng.randint(6, 12)
    if draw > 0.8:
        size = 60
    start = rng.randrange(max(1, len(words) - size + 1))
    return " ".join(words[start : start + size])


def features(fragments: list[str], kinds: list[str]) -> tuple[Ints, Ints]:
    """Return the buckets of all fragments and how many each has; letters of other scripts are left out."""
    model = profiles()
    codes, lengths = code_points([text[:400] for text in fragments])
    plane = model.lower[np.minimum(codes, 0xFFFF)].astype(np.int64)
    own = model.script[plane] == np.repeat([model.scripts.index(kind) for kind in kinds], lengths)
    return buckets_of(np.where(own, plane, 0x20), lengths)


def trained(
    labels: list[Label], texts: dict[str, Texts], epochs: int, fragments: int
) -> tuple[torch.nn.EmbeddingBag, torch.nn.Linear]:
    bag = torch.nn.EmbeddingBag(BUCKETS, WIDTH, mode="mean", sparse=True)
    torch.nn.init.normal_(bag.weight, std=0.01)
    head = torch.nn.Linear(WIDTH, len(labels))
    optimisers = (torch.optim.SparseAdam(list(bag.parameters()), lr=RATE), torch.optim.Adam(head.parameters(), lr=RATE))
    scripts_of = torch.tensor([[one[0] != other[0] for other in labels] for one in labels])
    barred = scripts_of.float() * -1e4  # a text is never confused with another script
    rng = random.Random(7)
    for epoch in range(epochs):
        for optimiser in optimisers:
            optimiser.param_groups[0]["lr"] = RATE * (1 - epoch / epochs) + RATE / 40
        loss = right = count = 0.0
        for buckets, offsets, wanted in batches(labels, texts, fragments, rng):
            logits = head(bag(buckets, offsets)) + barred[wanted]
            cost = torch.nn.functional.cross_entropy(logits, wanted)
            for optimiser in optimisers:
                optimiser.zero_grad()
            cost.backward()  # type: ignore[no-untyped-call]
            for optimiser in optimisers:
                optimiser.step()  # type: ignore[no-untyped-call]
            loss += float(cost) * len(wanted)
            right += float((logits.argmax(1) == wanted).sum())
            count += len(wanted)
        print(f"epoch {epoch}: loss {loss / count:.4f}, right {right / count:.4f}", flush=True)
    return bag, head


def batches(
    labels: list[Label], texts: dict[str, Texts], fragments: int, rng: random.Random
) -> Iterator[tuple[torch.Tensor, torch.Tensor, torch.Tensor]]:
    drawn = [(fragment(texts[tag], rng), place) for place, (_, tag) in enumerate(labels) for _ in range(fragments)]
    rng.shuffle(drawn)
    for first in range(0, len(drawn), BATCH):
        part = drawn[first : first + BATCH]
        buckets, counts = features([text for text, _ in part], [labels[place][0] for _, place in part])
        offsets = np.cumsum(counts) - counts
        yield torch.from_numpy(buckets), torch.from_numpy(offsets), torch.tensor([place for _, place in part])


def save(path: Path, labels: list[Label], bag: torch.nn.EmbeddingBag, head: torch.nn.Linear) -> None:
    """Write the vectors in int8, one scale a dimension: the .999 quantile of the vectors that were trained."""
    vectors = bag.weight.detach().numpy()
    used = np.abs(vectors).sum(1) > 0.002 * WIDTH
    scales = np.quantile(np.abs(vectors[used]), 0.999, axis=0) / 127
    np.savez(
        path,
        languages=np.array([tag for _, tag in labels]),
        vectors=np.clip(np.round(vectors / scales), -127, 127).astype(np.int8),
        scales=scales.astype(np.float32),
        outputs=head.weight.detach().numpy().T.copy(),
        bias=head.bias.detach().numpy(),
    )
    print(f"{path}: {path.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
