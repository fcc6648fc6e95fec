from pathlib import Path

import numpy as np
import pytest

from provenance.embed import load_encoder
from provenance.embed.bundled import MODEL
from provenance.errors import ModelError

pytestmark = [pytest.mark.torch, pytest.mark.filterwarnings("default")]

TEXTS = ("Her English is excellent.", "Добрый день, мир!", "我是一个学生。", "", "1,450 κ")


def test_both_doors_give_the_same_vectors() -> None:
    fast, slow = load_encoder(), load_encoder(str(MODEL))

    assert slow.dimensions == fast.dimensions
    assert np.allclose(fast.encode(TEXTS), slow.encode(TEXTS), atol=1e-5)


def test_a_missing_folder_is_named_with_a_remedy(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="no such folder: give a folder"):
        load_encoder(str(tmp_path / "nowhere"))


def test_a_name_that_cannot_be_reached_is_named_with_a_remedy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_OFFLINE", True)

    with pytest.raises(ModelError, match=r"'nobody/no-such-model': cannot be opened .* pass --model PATH"):
        load_encoder("nobody/no-such-model")
