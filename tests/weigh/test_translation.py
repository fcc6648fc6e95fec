"""Direction by a translation model: tiny ones with random weights, which decide nothing and must do so consistently."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

import provenance
from provenance.cli.app import app
from provenance.errors import ModelError
from provenance.weigh.book import book
from provenance.weigh.direction import Leaning, load_scorer
from provenance.weigh.direction.translation import MAX_PAIRS, RULE, load_translation_scorer, nllb_codes
from tests.weigh.tiny_translation import SENTENCES, build_m2m, build_marian, build_nllb

ENGLISH, FRENCH = SENTENCES["en"], SENTENCES["fr"]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_nllb(tmp_path_factory.mktemp("nllb"))


def _values(leaning: Leaning) -> tuple[float, int]:
    return leaning.log_odds, leaning.beads


def test_swapping_the_two_texts_turns_the_sign_and_nothing_else(folder: Path) -> None:
    scorer = load_scorer(str(folder))

    there, back = scorer.lean(ENGLISH, FRENCH, ("en", "fr")), scorer.lean(FRENCH, ENGLISH, ("fr", "en"))

    assert there.log_odds == -back.log_odds != 0
    assert there.note == back.note
    assert abs(there.log_odds) <= book().rules[RULE]


def test_batch_size_and_loading_again_change_nothing(folder: Path) -> None:
    ones, others = ENGLISH * 2, FRENCH * 2
    found = [
        load_translation_scorer(str(folder), batch=batch).lean(ones, others, ("en", "fr")) for batch in (1, 3, 64, 64)
    ]

    assert len({_values(leaning) for leaning in found}) == 1
    assert found[2] == found[3]


def test_scores_are_the_log_probabilities_that_the_model_gives_the_tokens(folder: Path) -> None:
    import torch

    opened = load_translation_scorer(str(folder)).opened[str(folder)]
    tokenizer = opened.tokenizer
    tokenizer.src_lang, tokenizer.tgt_lang = "eng_Latn", "fra_Latn"
    coded = tokenizer(ENGLISH[0], text_target=FRENCH[0], return_tensors="pt")
    with torch.inference_mode():
        chances = torch.log_softmax(opened.model(**coded).logits[0], -1)
    wanted = sum(float(chances[place, piece]) for place, piece in enumerate(coded["labels"][0].tolist()) if place)

    found = opened.score([(ENGLISH[0], FRENCH[0])], ("en", "fr"), 1)

    assert found[0, 0] == pytest.approx(wanted, abs=1e-3)
    assert found[0, 1] == coded["labels"].shape[1] - 1


def test_language_that_the_model_does_not_know_is_told_and_weighs_nothing(folder: Path) -> None:
    found = load_scorer(str(folder)).lean(ENGLISH, FRENCH, ("en", "sq"))

    assert found.log_odds == 0
    assert "does not know" in found.note


def test_empty_sides_are_left_out_and_long_texts_cut(folder: Path) -> None:
    scorer = load_scorer(str(folder))

    assert scorer.lean([*ENGLISH, ""], [*FRENCH, "Rien."], ("en", "fr")).beads == len(ENGLISH)
    assert scorer.lean(["One."] * (MAX_PAIRS + 9), ["Un."] * (MAX_PAIRS + 9), ("en", "fr")).beads == MAX_PAIRS
    assert scorer.lean([], [], ("en", "fr")).log_odds == 0


@pytest.mark.parametrize(("layers", "kind"), [(1, "multilingual"), (2, "small-100")])
def test_m2m_and_its_small_sister_are_told_apart(tmp_path: Path, layers: int, kind: str) -> None:
    scorer = load_translation_scorer(str(build_m2m(tmp_path, encoder_layers=layers)))

    assert scorer.opened[str(tmp_path)].kind == kind
    assert scorer.lean(ENGLISH, FRENCH, ("en", "fr")).log_odds == -scorer.lean(FRENCH, ENGLISH, ("fr", "en")).log_odds
    assert "does not know" in scorer.lean(ENGLISH, FRENCH, ("en", "eo")).note


@pytest.mark.filterwarnings("ignore:Recommended. pip install sacremoses")
def test_marian_models_of_both_directions_are_one_scorer(tmp_path: Path) -> None:
    for seed, name in enumerate(("en-fr", "fr-en")):
        (tmp_path / name).mkdir()
        build_marian(tmp_path / name, seed)
    scorer = load_scorer(f"{tmp_path}/{{source}}-{{target}}")

    assert scorer.lean(ENGLISH, FRENCH, ("en", "fr")).log_odds == -scorer.lean(FRENCH, ENGLISH, ("fr", "en")).log_odds
    assert "does not know" in scorer.lean(ENGLISH, FRENCH, ("en", "de")).note
    with pytest.raises(ModelError, match="translates one way"):
        load_scorer(str(tmp_path / "en-fr"))


def test_missing_folder_and_other_models_are_refused_with_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="no such folder"):
        load_scorer(str(tmp_path / "nowhere"))
    (tmp_path / "config.json").write_text(json.dumps({"model_type": "bert"}))
    with pytest.raises(ModelError, match="expected m2m_100"):
        load_scorer(str(tmp_path))


def test_codes_are_those_of_the_tokenizer() -> None:
    from transformers.models.nllb.tokenization_nllb import FAIRSEQ_LANGUAGE_CODES

    assert set(nllb_codes().values()) <= set(FAIRSEQ_LANGUAGE_CODES)


def test_comparison_holds_what_the_model_says_with_its_name_and_digest(folder: Path) -> None:
    documents = [
        provenance.document("\n\n".join(sentences * 3), id=f"{tag}.txt") for tag, sentences in SENTENCES.items()
    ]
    scorer = load_scorer(str(folder))

    plain, asked = provenance.compare(documents), provenance.compare(documents, direction=scorer)

    said = [item for item in asked.evidence if item.rule == RULE]
    assert len(said) == 1
    assert scorer.name in said[0].statement
    assert scorer.sha256 in said[0].statement
    assert {cite.ref for cite in said[0].cites} == {"/pairs/0"}
    assert [item.statement for item in plain.evidence] == [
        item.statement for item in asked.evidence if item.rule != RULE
    ]


def test_command_takes_a_model_by_folder_and_refuses_one_that_is_not_there(folder: Path, tmp_path: Path) -> None:
    names = []
    for tag, sentences in SENTENCES.items():
        (tmp_path / f"{tag}.txt").write_text("\n\n".join(sentences * 3), "utf-8")
        names.append(str(tmp_path / f"{tag}.txt"))

    good = CliRunner().invoke(app, ["compare", *names, "--format", "json", "--direction-model", str(folder)])
    bad = CliRunner().invoke(app, ["compare", *names, "--direction-model", str(tmp_path / "nowhere")])

    assert any(item["rule"] == RULE for item in json.loads(good.stdout)["evidence"])
    assert bad.exit_code == 2
    assert "no such folder" in bad.stderr
