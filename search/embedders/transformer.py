"""Sentence transformers that were exported to ONNX."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime
from numpy.typing import NDArray
from tokenizers import Tokenizer

from search.embedders.files import content, first_json, tokenizer_file
from search.embedders.unrelated import floor_of
from search.meaning import Space, Vectors

_TOGETHER = 32
_LONGEST = 512


@dataclass(frozen=True)
class Way:
    """How a model wants to be used: tokens it reads, how its words become one vector, what it is told before a text."""

    longest: int = 256
    pooling: str = "mean"
    before_documents: str = ""
    before_questions: str = ""


class TransformerModel:
    """One model in memory. One thread computes, so that a long job leaves the other cores alone."""

    def __init__(self, name: str, model: Path, tokens: Path, way: Way) -> None:
        self._way = way
        self._tokenizer = Tokenizer.from_file(str(tokens))
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(way.longest)
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        self._session = onnxruntime.InferenceSession(str(model), options, providers=["CPUExecutionProvider"])
        self._wants = {given.name for given in self._session.get_inputs()}
        made = [made.name for made in self._session.get_outputs()]
        self._makes = "sentence_embedding" if "sentence_embedding" in made else made[0]
        identity = f"{name} {content(model, tokens)[:16]} {way}"
        self.space = Space(identity, len(self._embedded(["a"])[0]))

    @classmethod
    def of_folder(cls, folder: Path, model: Path) -> TransformerModel:
        """A model as sentence-transformers saves it."""
        return cls(folder.name, model, tokenizer_file(folder, model.parent), _way(folder))

    @cached_property
    def floor(self) -> float:
        """See Embedder."""
        return floor_of(self.documents)

    def documents(self, texts: Sequence[str]) -> Vectors:
        """See Embedder."""
        return self._embedded([self._way.before_documents + text for text in texts])

    def question(self, text: str) -> Vectors:
        """See Embedder."""
        vector: Vectors = self._embedded([self._way.before_questions + text])[0]
        return vector

    def _embedded(self, texts: Sequence[str]) -> Vectors:
        read = [encoding.ids for encoding in self._tokenizer.encode_batch(list(texts))]
        found: dict[int, NDArray[np.float32]] = {}
        # Texts of like length together: a batch is as slow as its longest text.
        order = sorted(range(len(read)), key=lambda at: len(read[at]))
        for some in _batches(order):
            found.update(zip(some, self._run([read[at] for at in some]), strict=True))
        return np.stack([found[at] for at in range(len(read))]) if read else np.zeros((0, 0), np.float32)

    def _run(self, read: Sequence[Sequence[int]]) -> Vectors:
        shape = (len(read), max([1, *(len(ids) for ids in read)]))
        ids, mask = np.zeros(shape, np.int64), np.zeros(shape, np.int64)
        for row, some in enumerate(read):
            ids[row, : len(some)] = some
            mask[row, : len(some)] = 1
        given = {"input_ids": ids, "attention_mask": mask, "token_type_ids": np.zeros_like(ids)}
        (made,) = self._session.run([self._makes], {name: given[name] for name in self._wants})
        return normalised(self._pooled(np.asarray(made, np.float32), mask))

    def _pooled(self, made: NDArray[np.float32], mask: NDArray[np.int64]) -> NDArray[np.float32]:
        if made.ndim == 2:
            return made
        if self._way.pooling == "cls":
            return made[:, 0]
        weights = mask[..., None].astype(np.float32)
        mean: NDArray[np.float32] = (made * weights).sum(axis=1) / np.maximum(weights.sum(axis=1), 1)
        return mean


def normalised(vectors: NDArray[np.float32]) -> Vectors:
    """Vectors brought to length 1; one of nothing stays nothing."""
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    result: Vectors = (vectors / np.maximum(lengths, 1e-9)).astype(np.float32)
    return result


def _batches(order: Sequence[int]) -> Iterator[Sequence[int]]:
    for start in range(0, len(order), _TOGETHER):
        yield order[start : start + _TOGETHER]


def _way(folder: Path) -> Way:
    """How a folder says that its model is used."""
    pooling = first_json([folder / "1_Pooling"], "config.json")
    lengths = first_json([folder], "sentence_bert_config.json")
    prompts: dict[str, Any] = first_json([folder], "config_sentence_transformers.json").get("prompts") or {}
    way = Way(
        longest=min(int(lengths.get("max_seq_length") or _LONGEST), _LONGEST),
        before_documents=prompts.get("document") or prompts.get("passage") or "",
        before_questions=prompts.get("query") or "",
    )
    return replace(way, pooling="cls") if pooling.get("pooling_mode_cls_token") else way
