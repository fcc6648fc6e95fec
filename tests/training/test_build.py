"""The whole way from raw pairs to a model folder, on a corpus of a few sentences made here."""

import lzma
from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("numba", reason="numba, which training alone needs, is not installed")

import training.build as build
import training.words as words
from provenance.embed.bundled import load_bundled
from training.draws import Mix
from training.train import Recipe

NOUNS = [
    ("house", "maison"),
    ("river", "rivière"),
    ("train", "train"),
    ("garden", "jardin"),
    ("teacher", "professeure"),
]
COLOURS = [("red", "rouge"), ("green", "verte"), ("old", "ancienne"), ("new", "nouvelle")]
PLACES = [("in the town", "dans la ville"), ("near the sea", "près de la mer"), ("on the hill", "sur la colline")]


@pytest.fixture
def data(tmp_path: Path) -> Path:
    folder = tmp_path / "train"
    (folder / "sentences").mkdir(parents=True)
    pairs = [
        (f"The {colour} {noun} stands {place}.", f"La {nom} {couleur} est {lieu}.")
        for noun, nom in NOUNS
        for colour, couleur in COLOURS
        for place, lieu in PLACES
    ]
    with lzma.open(folder / "sentences" / "toy.en-fr.tsv.xz", "wt", encoding="utf-8") as out:
        out.writelines(f"{one}\t{other}\n" for one, other in pairs)
    (folder / "MANIFEST.tsv").write_text("file\tpairs\nsentences/toy.en-fr.tsv.xz\t60\n", encoding="utf-8")
    return folder


def _build(data: Path, folder: Path) -> Path:
    build.build(data, data, folder / "embed" / "model", folder / "work")
    return folder / "embed" / "model"


def test_build_gives_a_model_that_finds_translations_and_gives_it_again(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(words, "word_frequencies", lambda extras, language: {})
    monkeypatch.setattr(words, "form_groups", lambda extras, groups, seen: [])
    monkeypatch.setattr(build, "PIECES", 200)
    recipe = Recipe(dimensions=32, batch=16, rate=0.05, dropout=0.1, warmup=5, fall=0.0)
    monkeypatch.setattr(build, "STEADY", (recipe, Mix(block=16), 60))
    monkeypatch.setattr(build, "FINISHES", ((recipe, Mix(block=16), 20),))
    for folder in ("one", "other"):
        (tmp_path / folder / "embed" / "model").mkdir(parents=True)

    models = [load_bundled(_build(data, tmp_path / folder)) for folder in ("one", "other")]

    texts = ["The red house stands near the sea.", "The new train stands in the town."]
    translations = ["La maison rouge est près de la mer.", "La train nouvelle est dans la ville."]
    scores = models[0].encode(texts) @ models[0].encode(translations).T
    assert (scores.argmax(axis=1) == [0, 1]).all()
    assert np.array_equal(models[0].encode(texts), models[1].encode(texts))
