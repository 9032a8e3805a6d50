"""A low-rank adapter for the packaged model: small factors that are added to its weights (Hu et al. 2021, arXiv 2106.09685).

``python -m evals.adapt`` trains one on a corpus's phrasings and writes it beside them as ``adapter.safetensors``. For each
layer it holds ``NAME.A`` of shape ``(rank, inputs)`` and ``NAME.B`` of ``(outputs, rank)``, whose product is added; and for
the head that tells questions the corpus answers from those it does not, ``answerable.weight`` ``(dim,)`` and
``answerable.bias`` ``(1,)``.
"""

import hashlib
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from focqa.errors import ModelError

HEAD = "answerable"


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

    def answerable(self, vector: NDArray[np.float32]) -> float:
        """How much a question's vector looks like one that the corpus answers, as a logit."""
        return float(vector @ self._tensors[f"{HEAD}.weight"] + self._tensors[f"{HEAD}.bias"][0])

    @cached_property
    def _tensors(self) -> dict[str, NDArray[np.float32]]:
        from safetensors import SafetensorError
        from safetensors.numpy import load_file

        try:
            tensors = {name: np.asarray(value, np.float32) for name, value in load_file(self.path).items()}
        except (SafetensorError, OSError) as error:
            raise ModelError(f"{self.path}: not readable as safetensors ({error}); restore it") from None
        lacking = {f"{HEAD}.weight", f"{HEAD}.bias"} - tensors.keys()
        lacking |= {f"{n[:-1]}B" for n in tensors if n.endswith(".A")} - tensors.keys()
        if lacking:
            raise ModelError(f"{self.path}: lacks {min(lacking)!r}; restore it, or train one: python -m evals.adapt")
        return tensors
