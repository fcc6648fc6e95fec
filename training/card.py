"""Write the model card: data with licences, recipe, scores by language, known weaknesses."""

import argparse
import csv
from collections.abc import Sequence
from pathlib import Path

from provenance.embed import load_encoder
from provenance.embed.bundled import MODEL
from training.build import FINISHES, PIECES, STEADY
from training.evaluate import mean_of, read_tatoeba, score
from training.sources import read_shares, share_of
from training.whiten import POWER

HEAD = """# The bundled model

A bag of {pieces:,} pieces in {width} dimensions (int8 rows, one float32 scale each) for 54 languages,
trained from nothing on parallel text. A text's vector is the sum of its pieces' rows, scaled to unit length.
sha256 of the weights: `{digest}`. Opens with provenance, `sentence_transformers.SentenceTransformer(folder)`
and `model2vec.StaticModel.from_pretrained(folder)` alike.

## Recipe

`python -m training.build --data DATA --extras EXTRAS --out provenance/embed/model`: {steps:,} steps of {batch:,}
pairs at a steady rate of {rate}, then {finishes} finishing runs with more pieces left out and batches of one language,
the rate falling; then a linear map C^-{power} (training/whiten.py); then int8. While training, a piece's row is its
own plus those of its character n-grams, romanised, so that related spellings share what they learn. Contrastive loss
in both directions with an additive margin of {margin}, equal texts never negatives of each other. What each part is
worth: training/EXPERIMENTS.md.

## Weaknesses

- It knows no word order: "dog bites man" and "man bites dog" have one vector.
- Negation, numbers and names weigh little: provenance compares those apart.
- Thin languages (see the table) rest on word lists; Albanian had 90 sentences. Languages outside the 54 are noise.
- A third of the sentences drawn are machine translations of technical courses; their wording may be favoured.
- Short sentences that resemble everything attract others: let candidates compete by ratio margin.

## Scores

Tatoeba test (as in LASER), R@1 to English / from English among 1,000 or fewer, cosine alone. Mean: {mean:.3f}.
gu, kn, ne, pa, so and zh-tw are not in that test.

| language | to English | from English |
|---|---|---|
"""


def card(data: Path, dev: Path) -> str:
    """The card's text, with scores measured now on the bundled model."""
    encoder = load_encoder()
    scores = score(encoder.encode, read_tatoeba(dev))
    head = HEAD.format(
        pieces=PIECES,
        width=encoder.dimensions,
        digest=encoder.sha256,
        steps=STEADY[2],
        batch=STEADY[0].batch,
        rate=STEADY[0].rate,
        margin=STEADY[0].margin,
        finishes=len(FINISHES),
        power=POWER,
        mean=mean_of(scores),
    )
    rows = [f"| {code} | {to:.3f} | {back:.3f} |" for code, (to, back) in sorted(scores.items())]
    return head + "\n".join(rows) + "\n" + _data_table(data)


def _data_table(data: Path) -> str:
    """Every source with its licence, pairs and weight, from the manifest and sources.toml."""
    sources: dict[str, tuple[str, set[str], int, str]] = {}
    with (data / "MANIFEST.tsv").open(encoding="utf-8", newline="") as handle:
        for row in csv.DictReader(handle, delimiter="\t"):
            name = row["file"].split(".", 1)[0]
            _, licences, pairs, comment = sources.get(name, ("", set(), 0, ""))
            entry = (row["source_repo"], licences | {row["licence"]}, pairs + int(row["pairs"]), row["comment"])
            sources[name] = entry if row["comment"] else (*entry[:3], comment)
    shares = read_shares()
    lines = ["", "## Data", "", "| source | from | licence | pairs | weight | note |", "|---|---|---|---|---|---|"]
    for name, (origin, licences, pairs, comment) in sorted(sources.items()):
        weight = share_of(shares, name).weight
        lines.append(f"| {name} | {origin} | {'; '.join(sorted(licences))} | {pairs:,} | {weight} | {comment or ''} |")
    lines += [
        "",
        "Besides, from PyPI (training/lists.py): word frequencies of wordfreq 3.1 (CC BY-SA 4.0) to choose pieces,",
        "and lemma lists of simplemma 2.0 (MIT package; lists by M. Měchura under the Open Database License,",
        "Wiktionary through Kaikki and UniMorph under CC BY-SA, FreeLing, spaCy lookups) to link inflected forms.",
        "",
    ]
    return "\n".join(lines)


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description="write the bundled model's card")
    parser.add_argument("--data", type=Path, required=True, help="the train folder")
    parser.add_argument("--dev", type=Path, required=True, help="the dev folder")
    options = parser.parse_args(arguments)
    (MODEL / "MODEL.md").write_text(card(options.data, options.dev), encoding="utf-8")


if __name__ == "__main__":
    main()
