"""The one door to transformers: direction by a translation model that a person names.

A translation is likelier given its original than the original given its translation, since translations are plainer:
Wastl, Vamvas and Sennrich, "Machine Translation Models are Zero-Shot Detectors of Translation Direction" (2024).
Importing transformers and torch takes seconds, so nothing is imported before a model is asked for.
"""

import hashlib
import logging
import tomllib
import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from provenance.errors import ModelError
from provenance.types import primary
from provenance.weigh.book import book
from provenance.weigh.direction.lean import Leaning
from provenance.weigh.direction.permutation import Direction, compare_directions

PART = "translation-model"
RULE = f"direction-{PART}"
MAX_PAIRS = 200  # sentence pairs that are scored
MAX_TOKENS = 256  # of a sentence
MULTILINGUAL = frozenset({"m2m_100", "nllb-moe"})
REMEDY = "download it where there is a network and pass --direction-model PATH, or leave --direction-model out"
_Ids = list[int]


@dataclass(frozen=True, slots=True)
class TranslationScorer:
    """Translation models behind the DirectionScorer door.

    opened: a model for each direction asked for (one for all where it is multilingual).  batch: sentences at once;
    it changes no result by more than rounding.
    """

    name: str
    batch: int = 16
    opened: dict[str, "_Opened"] = field(default_factory=dict)

    @property
    def sha256(self) -> str:
        """Hex digest over the weights and vocabularies of the models opened so far, in the order of their names."""
        digests = [self.opened[name].sha256 for name in sorted(self.opened)]
        return digests[0] if len(digests) == 1 else hashlib.sha256("\n".join(digests).encode()).hexdigest()

    def lean(self, ones: Sequence[str], others: Sequence[str], languages: tuple[str, str]) -> Leaning:
        """Return which text the translation model takes for the earlier; nothing for a language it does not know.

        The log-odds are those of the rule (weights.toml), a prior, times one less the p-value of the permutation test.
        Raises ModelError if a model cannot be opened or gives probabilities that are not finite.
        """
        kept = [(one, other) for one, other in zip(ones, others, strict=True) if one.strip() and other.strip()]
        kept = kept[:MAX_PAIRS]
        there, back = self._model(*languages), self._model(*languages[::-1])
        if there is None or back is None or not there.knows(languages):
            note = f"the translation model {self.name} does not know both languages of {{parent}} and {{child}}"
            return Leaning(0.0, {PART: 0.0}, PART, len(kept), note)
        found = compare_directions(
            there.score(kept, languages, self.batch),
            back.score([(other, one) for one, other in kept], (languages[1], languages[0]), self.batch),
        )
        sign = (found.difference > 0) - (found.difference < 0)
        weight = round(sign * book().rules[RULE] * (1.0 - found.p_value), 4)
        return Leaning(weight, {PART: weight}, PART, found.pairs, self._told(found))

    def _told(self, found: Direction) -> str:
        likelier, other = max(found.forward, found.back), min(found.forward, found.back)
        return (
            f"the translation model {self.name} (SHA-256 {self.sha256}) finds a token of {{child}} given {{parent}} "
            f"likelier ({likelier:.3f}) than the reverse ({other:.3f}; {found.pairs} passages, permutation p = "
            f"{found.p_value:.3g})"
        )

    def _model(self, source: str, target: str) -> "_Opened | None":
        """Return the model that translates one way; None where a family of models has none for it."""
        name = self.name.replace("{source}", primary(source)).replace("{target}", primary(target))
        if name not in self.opened:
            try:
                self.opened[name] = _open(name)
            except ModelError:
                if not self.opened:
                    raise
                return None
        return self.opened[name]


@dataclass(frozen=True, slots=True)
class _Opened:
    """A model with its tokenizer.  kind: "multilingual", "small-100" (told the target by the source) or "marian"."""

    model: Any
    tokenizer: Any
    kind: str
    sha256: str

    def knows(self, languages: tuple[str, str]) -> bool:
        """Tell whether the model has codes for both languages."""
        return self.kind == "marian" or all(self._code(tag) is not None for tag in languages)

    def score(self, pairs: Sequence[tuple[str, str]], languages: tuple[str, str], batch: int) -> NDArray[np.float64]:
        """Return float64[n, 2]: natural log probability of each second text given the first, and its tokens."""
        import torch

        coded = [self._coded(*pair, languages) for pair in pairs]
        order = sorted(range(len(coded)), key=lambda index: (len(coded[index][0]), len(coded[index][1]), index))
        scores = np.zeros((len(pairs), 2))
        with torch.inference_mode():
            for start in range(0, len(order), batch):
                some = order[start : start + batch]
                scores[some] = self._batch(torch, [coded[index] for index in some])
        if not np.isfinite(scores).all():
            raise ModelError("translation model: probabilities are not finite: try another model")
        return scores

    def _batch(self, torch: Any, coded: Sequence[tuple[_Ids, _Ids, int]]) -> NDArray[np.float64]:
        """Score some sentences: ids of the source, ids that the decoder reads and gives, how many lead unscored."""
        pad = self.tokenizer.pad_token_id
        start = self.model.config.decoder_start_token_id
        sources, source_mask = _padded(torch, [source for source, _, _ in coded], pad)
        targets, target_mask = _padded(torch, [target for _, target, _ in coded], pad)
        fed, _ = _padded(torch, [[start, *target[:-1]] for _, target, _ in coded], pad)
        logits = self.model(input_ids=sources, attention_mask=source_mask, decoder_input_ids=fed).logits
        chances = torch.log_softmax(logits.float(), -1).gather(-1, targets[..., None])[..., 0]
        for row, (_, _, lead) in enumerate(coded):
            target_mask[row, :lead] = 0
        sums = torch.where(target_mask.bool(), chances, torch.zeros(())).sum(1).double()
        return np.stack([sums.numpy(), target_mask.sum(1).double().numpy()], 1)

    def _coded(self, source: str, target: str, languages: tuple[str, str]) -> tuple[_Ids, _Ids, int]:
        end = self.tokenizer.eos_token_id
        settings = {"add_special_tokens": False, "truncation": True, "max_length": MAX_TOKENS}
        ids = self.tokenizer(source, **settings)["input_ids"]
        if self.kind == "marian":  # two vocabularies
            return [*ids, end], [*self.tokenizer(text_target=target, **settings)["input_ids"], end], 0
        goal = self.tokenizer(target, **settings)["input_ids"]
        codes = [self._code(tag) for tag in languages]
        if self.kind == "small-100":
            return [codes[1] or 0, *ids, end], [*goal, end], 0
        return [codes[0] or 0, *ids, end], [codes[1] or 0, *goal, end], 1

    def _code(self, tag: str) -> int | None:
        """Return the id of a language's code: "__fr__" (M2M-100, SMaLL-100) or "fra_Latn" (NLLB)."""
        names = (f"__{primary(tag)}__", nllb_codes().get(tag), nllb_codes().get(primary(tag)))
        for name in names:
            held = None if name is None else self.tokenizer.convert_tokens_to_ids(name)
            if held is not None and held != self.tokenizer.unk_token_id:
                return int(held)
        return None


def load_translation_scorer(model: str, *, batch: int = 16) -> TranslationScorer:
    """Return a scorer for a model by name or folder; a multilingual one is opened at once.

    Raises ModelError, with cause and remedy, if transformers or the model cannot be had.
    """
    scorer = TranslationScorer(model, batch)
    if "{source}" not in model:
        scorer.opened[model] = _open(model)
        if scorer.opened[model].kind == "marian":
            raise ModelError(
                f"direction model {model!r}: a Marian model translates one way: give both as one name with {{source}} "
                "and {target} in it, such as Helsinki-NLP/opus-mt-{source}-{target}"
            )
    return scorer


def _open(name: str) -> _Opened:
    """Open a model and its tokenizer, on disk first.  Raises ModelError."""
    place = str(Path(name).expanduser()) if name.startswith("~") else name
    if name.startswith((".", "/", "~")) and not Path(place).is_dir():
        raise ModelError(f"direction model {name!r}: no such folder: give one that holds config.json")
    try:
        from transformers import AutoConfig, AutoModelForSeq2SeqLM, AutoTokenizer, M2M100Tokenizer
    except ImportError as error:
        raise ModelError(f"direction model {name!r}: transformers cannot be imported ({error}): {REMEDY}") from error
    with _quiet():
        config = _read(AutoConfig.from_pretrained, place)
        kind = "marian" if config.model_type == "marian" else "multilingual"
        if config.model_type not in {*MULTILINGUAL, "marian"}:
            raise ModelError(
                f"direction model {name!r}: is of type {config.model_type!r}, expected m2m_100 (M2M-100, SMaLL-100, "
                "NLLB), nllb-moe or marian"
            )
        if _is_small(config):
            kind = "small-100"
        tokenizer = _read(
            M2M100Tokenizer.from_pretrained if kind == "small-100" else AutoTokenizer.from_pretrained, place
        )
        model = _read(AutoModelForSeq2SeqLM.from_pretrained, place)
    model.eval()
    return _Opened(model, tokenizer, kind, _digest(model, tokenizer))


def _is_small(config: Any) -> bool:
    """Tell SMaLL-100 from M2M-100, whose type it shares: three layers decode what twelve encode."""
    return bool(config.model_type == "m2m_100" and config.decoder_layers < config.encoder_layers)


def _read(load: Callable[..., Any], name: str) -> Any:
    """Load from disk or the local cache, and only where that fails from the hub.  Raises ModelError."""
    try:
        return load(name, local_files_only=True)
    except (OSError, ValueError, ImportError, KeyError, RuntimeError, TypeError, AttributeError):
        pass
    try:
        return load(name)
    except (OSError, ValueError, ImportError, KeyError, RuntimeError, TypeError, AttributeError) as error:
        cause = str(error).strip().split("\n", 1)[0][:200] or type(error).__name__
        hint = "pip install 'translation-provenance[direction]'" if "sentencepiece" in str(error).casefold() else REMEDY
        raise ModelError(f"direction model {name!r}: cannot be opened ({cause}): {hint}") from error


def _digest(model: Any, tokenizer: Any) -> str:
    """Hash the tensors in the order of their names, then the vocabulary."""
    digest = hashlib.sha256()
    for name, tensor in sorted(model.state_dict().items()):
        digest.update(name.encode() + b"\0")
        digest.update(tensor.detach().cpu().contiguous().float().numpy().tobytes())
    for piece, number in sorted(tokenizer.get_vocab().items()):
        digest.update(f"{piece}\0{number}\0".encode())
    return digest.hexdigest()


def _padded(torch: Any, rows: Sequence[_Ids], pad: int) -> tuple[Any, Any]:
    width = max(map(len, rows))
    ids = torch.tensor([[*row, *[pad] * (width - len(row))] for row in rows])
    mask = torch.tensor([[1] * len(row) + [0] * (width - len(row)) for row in rows])
    return ids, mask


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep the loaders' talk off stderr while a model opens; restore the levels after."""
    from transformers.utils import logging as transformers_logging

    talk: Any = transformers_logging
    loggers = [logging.getLogger(name) for name in ("transformers", "huggingface_hub")]
    levels = [logger.level for logger in loggers]
    had_bar = talk.is_progress_bar_enabled()
    for logger in loggers:
        logger.setLevel(logging.CRITICAL)
    talk.disable_progress_bar()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        if had_bar:
            talk.enable_progress_bar()
        for logger, level in zip(loggers, levels, strict=True):
            logger.setLevel(level)


@lru_cache(maxsize=1)
def nllb_codes() -> Mapping[str, str]:
    """Return BCP 47 tag → code of NLLB-200 (ISO 639-3 and script)."""
    table: Mapping[str, str] = tomllib.loads(
        files("provenance.weigh.direction").joinpath("nllb.toml").read_text("utf-8")
    )["codes"]
    return table
