"""A low-rank adapter for the packaged model: small factors that are added to its weights (Hu et al. 2021, arXiv 2106.09685).

``python -m evals.adapt`` trains one on a corpus's phrasings and writes it beside them as ``adapter.safetensors``. For each
layer it holds ``NAME.A`` of shape ``(rank, inputs)`` and ``NAME.B`` of ``(outputs, rank)``, whose product is added; and for
the classes of ``focqa/likeness.py``, whose names are in its metadata, ``classes.weight`` ``(n, dim)`` and ``classes.bias`` ``(n,)``.
"""

import hashlib
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from focqa.errors import ModelError

CLASSES = "classes"


@dataclass(frozen=True)
class Adapter:
    """The file an adapter is in; it is read when it is first needed."""

    path: Path

    @cached_property
    def digest(self) -> str:
        """SHA-256 of the file."""
        return hashlib.sha256(self.path.read_bytes()).hexdigest()

    @cached_property
    def deltas(self) -> dict[str, NDArray[np.float32]]:
        """Layer name to what is added to its weights, float32 ``(outputs, inputs)``.

        Raises:
            ModelError: If the file is not an adapter.
        """
        layers = sorted(name.removesuffix(".A") for name in self._tensors if name.endswith(".A"))
        return {name: self._tensors[f"{name}.B"] @ self._tensors[f"{name}.A"] for name in layers}

    @cached_property
    def classes(self) -> tuple[str, ...]:
        """The names of the classes it tells apart; () for one that has learnt none."""
        return tuple(self._read[1].get(CLASSES, "").splitlines())

    def scores(self, vector: NDArray[np.float32]) -> NDArray[np.float32]:
        """How like each class a question's vector is, logits ``(n,)``."""
        found: NDArray[np.float32] = self._tensors[f"{CLASSES}.weight"] @ vector + self._tensors[f"{CLASSES}.bias"]
        return found

    @property
    def _tensors(self) -> dict[str, NDArray[np.float32]]:
        return self._read[0]

    @cached_property
    def _read(self) -> tuple[dict[str, NDArray[np.float32]], dict[str, str]]:
        """Tensors and metadata."""
        from safetensors import SafetensorError, safe_open

        try:
            with safe_open(self.path, "numpy") as file:
                tensors = {name: np.asarray(file.get_tensor(name), np.float32) for name in file.keys()}  # noqa: SIM118
                metadata = dict(file.metadata() or {})
        except (SafetensorError, OSError) as error:
            raise ModelError(f"{self.path}: not readable as safetensors ({error}); restore it") from None
        needed = {f"{CLASSES}.weight", f"{CLASSES}.bias"} if CLASSES in metadata else set()
        needed |= {f"{n[:-1]}B" for n in tensors if n.endswith(".A")}
        if lacking := needed - tensors.keys():
            raise ModelError(f"{self.path}: lacks {min(lacking)!r}; restore it, or train one: python -m evals.adapt")
        return tensors, metadata
