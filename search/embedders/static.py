"""Static models: a vector a token, and a text is the mean of its tokens. Hundreds of times quicker than a transformer,
and blind to word order.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from search.embedders.files import NoModel, content, tokenizer_file
from search.embedders.unrelated import floor_of
from search.meaning import Space, Vectors

_TABLES = ("embeddings", "embedding.weight")
_HALF = "BF16"
_KINDS = {
    "F16": np.float16,
    "F32": np.float32,
    "F64": np.float64,
    "I8": np.int8,
    "I32": np.int32,
    "I64": np.int64,
    _HALF: np.uint16,
}


class StaticModel:
    """A table of token vectors in memory."""

    def __init__(self, name: str, table: Path, tokens: Path) -> None:
        told = read_safetensors(table)
        kept = next((told[known] for known in _TABLES if known in told), None)
        if kept is None:
            raise NoModel(f"{table} holds no table of token vectors ({' or '.join(_TABLES)})")
        self._table = kept.astype(np.float32)
        # model2vec may share rows between tokens, and weigh tokens apart from their rows.
        self._rows = told.get("mapping")
        self._weights = told.get("weights")
        self._tokenizer = Tokenizer.from_file(str(tokens))
        self._tokenizer.no_padding()
        self._tokenizer.no_truncation()
        self.space = Space(f"{name} {content(table, tokens)[:16]}", self._table.shape[1])

    @classmethod
    def of_folder(cls, folder: Path, table: Path) -> StaticModel:
        """A model as model2vec or sentence-transformers saves it."""
        return cls(folder.name, table, tokenizer_file(table.parent, folder))

    @cached_property
    def floor(self) -> float:
        """See Embedder."""
        return floor_of(self.documents)

    def documents(self, texts: Sequence[str]) -> Vectors:
        """See Embedder."""
        read = self._tokenizer.encode_batch(list(texts), add_special_tokens=False)
        made = [self._mean(np.asarray(encoding.ids, np.int64)) for encoding in read]
        return np.stack(made) if made else np.zeros((0, self.space.dimensions), np.float32)

    def question(self, text: str) -> Vectors:
        """See Embedder."""
        vector: Vectors = self.documents([text])[0]
        return vector

    def _mean(self, ids: NDArray[np.int64]) -> NDArray[np.float32]:
        if not len(ids):
            return np.zeros(self.space.dimensions, np.float32)
        vectors = self._table[ids if self._rows is None else self._rows[ids]]
        if self._weights is not None:
            vectors = vectors * self._weights[ids][:, None]
        total = vectors.sum(axis=0)
        found: NDArray[np.float32] = (total / max(float(np.linalg.norm(total)), 1e-9)).astype(np.float32)
        return found


def read_safetensors(path: Path) -> dict[str, NDArray[Any]]:
    """The tables of a safetensors file: eight bytes that tell the length of a JSON header, the header, the numbers."""
    with path.open("rb") as file:
        length = int.from_bytes(file.read(8), "little")
        if length > path.stat().st_size:
            raise NoModel(f"{path} is no safetensors file")
        header: dict[str, Any] = json.loads(file.read(length))
        numbers = file.read()
    found: dict[str, NDArray[Any]] = {}
    for name, told in header.items():
        if name != "__metadata__" and told["dtype"] in _KINDS:
            begin, end = told["data_offsets"]
            table = np.frombuffer(numbers[begin:end], _KINDS[told["dtype"]]).reshape(told["shape"])
            # A bfloat16 is the upper half of a float32.
            found[name] = (table.astype(np.uint32) << 16).view(np.float32) if told["dtype"] == _HALF else table
    return found
