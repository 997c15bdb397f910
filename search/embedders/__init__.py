"""Models that turn texts into vectors, from files of this machine. Nothing here ever fetches anything.

`open_model("")` takes the model that the extra `firsthand[semantic]` installs; a path takes one's own: the folder of a
sentence-transformers model exported to ONNX, or of a static model (model2vec, sentence-transformers
`StaticEmbedding`). What runs them is imported only here, so that a product without the extra never needs it.
"""

from __future__ import annotations

from pathlib import Path

from search.embedders.files import NoModel, installed, onnx_file, static_file
from search.meaning import Embedder

__all__ = ["NoModel", "open_model"]


def open_model(path: str = "") -> Embedder:
    """A model, ready to work. Raises NoModel with what is missing and what to do."""
    try:
        if not path:
            return installed()
        folder = Path(path)
        if not folder.is_dir():
            raise NoModel(f"there is no folder {folder}; name the folder of a model, or none for the one installed")
        if file := onnx_file(folder):
            from search.embedders.transformer import TransformerModel  # noqa: PLC0415 - the extra may be missing

            return TransformerModel.of_folder(folder, file)
        if file := static_file(folder):
            from search.embedders.static import StaticModel  # noqa: PLC0415 - the extra may be missing

            return StaticModel.of_folder(folder, file)
    except ModuleNotFoundError as error:
        raise NoModel(f"the Python package {error.name} is missing; install firsthand[semantic]") from error
    raise NoModel(f"{folder} holds neither an ONNX file nor static vectors (model.safetensors) of a model")
