"""From raw pairs to the shipped folder.

usage: python -m training.build --data ../shared/data/train --extras /tmp/train-libs --out provenance/embed/model

Stages are cached under --work; delete a stage's file to run it again.  About 11 minutes of reading and
choosing pieces, and 20 to 30 of training, on two idle cores.
"""

import argparse
import json
import pickle
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar

import numpy as np
from tokenizers import Tokenizer

from training.bags import Bags, encode_bags, join_bags
from training.draws import Mix, Slice, batches, expected_draws
from training.grams import Grams, piece_grams
from training.pairs import Group, read_groups
from training.quantise import write_model
from training.rarity import rarity, sample_texts
from training.rows import Floats
from training.sources import read_shares, share_of
from training.train import Recipe, State, fresh_state, table_of, train
from training.vocabulary import balance, learn_pieces, write_tokenizer
from training.whiten import whiten
from training.words import count_by_language

PIECES = 131_072
# A steady rate first; then harder negatives and more pieces left out; at last more of the thin languages and word lists
# (EXPERIMENTS.md).
STEADY = (Recipe(fall=0.0, dropout=0.2, margin=0.3), Mix(lexicon=0.7, block=256), 5_000)
FINISHES = (
    (Recipe(fall=0.9, dropout=0.3, margin=0.3), Mix(lexicon=0.7, block=1024), 1_000),
    (Recipe(fall=0.95, dropout=0.35, margin=0.3), Mix(alpha=0.35, repeats=12.0, lexicon=0.9, block=1024), 800),
)

Made = TypeVar("Made")


def build(data: Path, extras: Path, out: Path, work: Path) -> None:
    """Run every stage that is not cached, and write the model folder and the rarity table."""
    work.mkdir(parents=True, exist_ok=True)
    groups = _cached(work / "groups.pkl", lambda: list(read_groups(data)))
    counts, forms = _cached(work / "counts.pkl", lambda: count_by_language(groups, extras))
    tokenizer_path = work / "tokenizer.json"
    if not tokenizer_path.exists():
        write_tokenizer(learn_pieces(balance(counts), PIECES), tokenizer_path)
    tokenizer = Tokenizer.from_file(str(tokenizer_path))
    ones, others, slices = _encode(tokenizer, [*groups, *forms], work / "bags")
    table = _train(ones, others, slices, piece_grams(pieces_of(tokenizer)), work=work)
    texts = sample_texts(groups)
    write_model(out, whiten(table, tokenizer, texts), tokenizer_path)
    np.save(out.parent / "rarity.npy", rarity(texts))


def pieces_of(tokenizer: Tokenizer) -> list[str]:
    """List the pieces in the order of their numbers."""
    return [piece for piece, _ in sorted(tokenizer.get_vocab().items(), key=lambda item: item[1])]


def _train(ones: Bags, others: Bags, slices: list[Slice], grams: Grams, *, work: Path) -> Floats:
    pieces = len(grams.offsets) - 1
    state = fresh_state(pieces, grams, STEADY[0])
    path = work / "steady.npz"
    if path.exists():
        with np.load(path) as saved:
            state = State(saved["table"], saved["first"], saved["second"], int(saved["step"]))
    else:
        _run(state, (ones, others), grams, slices, STEADY)
        np.savez(path, table=state.table, first=state.first, second=state.second, step=state.step)
    for stage in FINISHES:
        _run(state, (ones, others), grams, slices, stage)
    return table_of(state, pieces, grams)


def _run(
    state: State,
    sides: tuple[Bags, Bags],
    grams: Grams,
    slices: list[Slice],
    stage: tuple[Recipe, Mix, int],
) -> None:
    recipe, mix, steps = stage
    draws = expected_draws(slices, read_shares(), mix)
    drawn = batches(slices, draws, size=recipe.batch, mix=mix, seed=recipe.seed + state.step)
    train(state, *sides, grams, batches=drawn, steps=steps, recipe=recipe)


def _encode(tokenizer: Tokenizer, groups: list[Group], folder: Path) -> tuple[Bags, Bags, list[Slice]]:
    """Encode at most `cap` pairs of each group, drawn with a fixed seed; cached as arrays."""
    ones, others, slices = (
        folder.with_suffix(".ones.npz"),
        folder.with_suffix(".others.npz"),
        folder.with_suffix(".json"),
    )
    if not slices.exists():
        chance, shares = np.random.default_rng(0), read_shares()
        kept: list[tuple[Bags, Bags]] = []
        rows: list[tuple[str, str, int, int]] = []
        for group in groups:
            n = len(group.ones)
            most = min(n, share_of(shares, group.source).cap)
            picked = np.sort(chance.permutation(n)[:most])
            sides = [[side[i] for i in picked] for side in (group.ones, group.others)]
            kept.append((encode_bags(tokenizer, sides[0]), encode_bags(tokenizer, sides[1])))
            start = rows[-1][3] if rows else 0
            rows.append((group.source, "-".join(group.languages), start, start + most))
        for path, bags in ((ones, join_bags([k[0] for k in kept])), (others, join_bags([k[1] for k in kept]))):
            np.savez(path, ids=bags.ids, offsets=bags.offsets, keys=bags.keys)
        slices.write_text(json.dumps(rows), encoding="utf-8")
    table = [Slice(*row) for row in json.loads(slices.read_text(encoding="utf-8"))]
    return _load_bags(ones), _load_bags(others), table


def _load_bags(path: Path) -> Bags:
    with np.load(path) as saved:
        return Bags(saved["ids"], saved["offsets"], saved["keys"])


def _cached(path: Path, make: Callable[[], Made]) -> Made:
    """What `make` gives, kept in a pickle of our own making."""
    if path.exists():
        with path.open("rb") as handle:
            made: Made = pickle.load(handle)
        return made
    made = make()
    with path.open("wb") as handle:
        pickle.dump(made, handle)
    return made


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description="train the bundled model")
    parser.add_argument("--data", type=Path, required=True, help="the folder that holds MANIFEST.tsv")
    parser.add_argument("--extras", type=Path, required=True, help="folder of simplemma, wordfreq, msgpack")
    parser.add_argument("--out", type=Path, required=True, help="the model folder to write")
    parser.add_argument("--work", type=Path, default=Path("/tmp/train-work"), help="folder for cached stages")
    options = parser.parse_args(arguments)
    build(options.data, options.extras, options.out, options.work)


if __name__ == "__main__":
    main()
