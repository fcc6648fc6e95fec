"""Tiny translation models with random weights and tokenizers made on the spot: no download, a second to build."""

import json
from pathlib import Path
from typing import Any

SENTENCES = {
    "en": [
        "The harbour board will keep the lower lock open through the winter.",
        "Grain boats had waited for nine days, farmers said.",
        "The head of the board spoke to a local paper on Monday.",
        "Night work goes on until the ice has gone.",
    ],
    "fr": [
        "L'administration du port laissera l'écluse inférieure ouverte tout l'hiver.",
        "Les bateaux de grain attendaient depuis neuf jours, ont dit les agriculteurs.",
        "La présidente a parlé lundi à un journal de la région.",
        "Le travail de nuit continue jusqu'à la fin des glaces.",
    ],
}
EVERY = [sentence for some in SENTENCES.values() for sentence in some]


def _config(vocabulary: int, encoder_layers: int, pad: int, eos: int) -> Any:
    from transformers import M2M100Config

    return M2M100Config(
        vocab_size=vocabulary, d_model=16, encoder_layers=encoder_layers, decoder_layers=1, encoder_attention_heads=2,
        decoder_attention_heads=2, encoder_ffn_dim=32, decoder_ffn_dim=32, max_position_embeddings=512,
        pad_token_id=pad, bos_token_id=0, eos_token_id=eos, decoder_start_token_id=eos, init_std=0.3,
    )  # fmt: skip


def build_nllb(folder: Path) -> Path:
    """Write an M2M-100 model with the codes of NLLB and a byte-pair tokenizer."""
    import torch
    from tokenizers import Tokenizer, models, pre_tokenizers, trainers
    from transformers import M2M100ForConditionalGeneration, NllbTokenizer

    raw = Tokenizer(models.BPE(unk_token="<unk>"))
    raw.pre_tokenizer = pre_tokenizers.Metaspace()
    specials = ["<s>", "<pad>", "</s>", "<unk>"]
    raw.train_from_iterator(EVERY, trainers.BpeTrainer(vocab_size=200, special_tokens=specials))
    vocabulary = raw.get_vocab()
    merges: Any = [tuple(merge) for merge in json.loads(raw.to_str())["model"]["merges"]]
    tokenizer = NllbTokenizer(
        vocab=vocabulary,
        merges=merges,
        additional_special_tokens=["eng_Latn", "fra_Latn"],
    )
    torch.manual_seed(7)
    M2M100ForConditionalGeneration(_config(len(tokenizer), 1, 1, 2)).save_pretrained(folder)
    tokenizer.save_pretrained(folder)
    return folder


def _pieces(folder: Path, name: str) -> Path:
    import sentencepiece

    (folder / "lines.txt").write_text("\n".join(EVERY * 3), "utf-8")
    sentencepiece.SentencePieceTrainer.train(
        input=str(folder / "lines.txt"), model_prefix=str(folder / name), vocab_size=120, minloglevel=2,
        bos_id=-1, hard_vocab_limit=False,
    )  # fmt: skip
    return folder / f"{name}.model"


def build_m2m(folder: Path, *, encoder_layers: int = 1) -> Path:
    """Write an M2M-100 model with its own tokenizer; with more encoder layers than one, as SMaLL-100 is."""
    import sentencepiece
    import torch
    from transformers import M2M100ForConditionalGeneration, M2M100Tokenizer

    spm = _pieces(folder, "sentencepiece.bpe")
    held = sentencepiece.SentencePieceProcessor(model_file=str(spm))
    known = ["<s>", "<pad>", "</s>", "<unk>"]
    known += [piece for piece in map(held.id_to_piece, range(held.get_piece_size())) if piece not in known]
    (folder / "vocab.json").write_text(json.dumps({piece: place for place, piece in enumerate(known)}), "utf-8")
    tokenizer = M2M100Tokenizer(str(folder / "vocab.json"), str(spm))
    torch.manual_seed(7)
    M2M100ForConditionalGeneration(_config(len(known) + 108, encoder_layers, 1, 2)).save_pretrained(folder)
    tokenizer.save_pretrained(folder)
    return folder


def build_marian(folder: Path, seed: int) -> Path:
    """Write a Marian model for one direction."""
    import sentencepiece
    import torch
    from transformers import MarianConfig, MarianMTModel, MarianTokenizer

    spm = _pieces(folder, "source")
    (folder / "target.spm").write_bytes(spm.read_bytes())
    (folder / "source.spm").write_bytes(spm.read_bytes())
    held = sentencepiece.SentencePieceProcessor(model_file=str(spm))
    known = ["</s>", "<unk>"]
    known += [piece for piece in map(held.id_to_piece, range(held.get_piece_size())) if piece not in known]
    known.append("<pad>")
    (folder / "vocab.json").write_text(json.dumps({piece: place for place, piece in enumerate(known)}), "utf-8")
    tokenizer = MarianTokenizer(str(folder / "source.spm"), str(folder / "target.spm"), str(folder / "vocab.json"))
    pad = len(known) - 1
    torch.manual_seed(seed)
    MarianMTModel(
        MarianConfig(
            vocab_size=len(known), d_model=16, encoder_layers=1, decoder_layers=1, encoder_attention_heads=2,
            decoder_attention_heads=2, encoder_ffn_dim=32, decoder_ffn_dim=32, max_position_embeddings=512,
            pad_token_id=pad, eos_token_id=0, decoder_start_token_id=pad, init_std=0.3,
        )
    ).save_pretrained(folder)  # fmt: skip
    tokenizer.save_pretrained(folder)
    return folder
