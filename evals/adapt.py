"""Trains a corpus's adapter on its phrasings: ``python -m evals.adapt [--out FILE]``; about half an hour on 2 cores.

Every provision is two classes, its glosses and its silences. Three losses are added: questions of a class come together
and away from the others (supervised contrast, Khosla et al. 2020, arXiv 2004.11362), glosses also to their provision's
sentences; the same for late interaction over token vectors; and a head, for training only, tells glosses from silences. No
question of a set is used. The weights of the packaged model stay as they are; low-rank factors beside them are learnt.
``evals.adapt_dialogues`` goes on from there, and ``evals.adapt_classes`` adds the classes.
"""

import argparse
import math
import random
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from focqa.corpus import ADAPTER, Corpus, open_corpus
from focqa.embedders import open_embedder
from focqa.embedders.sentence_transformer import SentenceTransformerEmbedder
from focqa.settings import default_corpus
from focqa.text import clean, sentence_spans

RANK, EPOCHS, BATCH, RATE, SEED = 16, 3, 40, 1e-3, 0
TEMPERATURE, LATE, SCALE, SHARPNESS, MAX_TOKENS = 0.05, 0.5, 2.0, 10.0, 64


class LowRank(nn.Module):
    """A linear layer as it is, plus the product of two small factors; at first nothing."""

    def __init__(self, layer: nn.Linear) -> None:
        """Factors of rank 16 beside a layer."""
        super().__init__()
        self.layer = layer
        self.a = nn.Parameter(torch.randn(RANK, layer.in_features) / math.sqrt(layer.in_features))
        self.b = nn.Parameter(torch.zeros(layer.out_features, RANK))

    def forward(self, x: Tensor) -> Tensor:
        """The layer's output with the factors'."""
        out: Tensor = self.layer(x) + (x @ self.a.T) @ self.b.T * SCALE
        return out


@dataclass(frozen=True)
class Class:
    """What is known of one provision."""

    glosses: tuple[str, ...]
    silences: tuple[str, ...]
    sentences: tuple[str, ...]


@dataclass(frozen=True)
class Encoded:
    """A batch: unit vectors ``(n, dim)``, unit token rows ``(n, length, dim)``, and which tokens count."""

    vectors: Tensor
    rows: Tensor
    counts: Tensor


class Trainer:
    """The packaged model with low-rank factors, and a head."""

    def __init__(self, adapter: Path | None = None) -> None:
        """Load the model and freeze it; what an adapter has learnt already is where learning goes on from."""
        embedder = open_embedder("minilm")
        assert isinstance(embedder, SentenceTransformerEmbedder)
        loaded = embedder.model()
        self.tokenizer: Any = loaded.tokenizer
        self.model: Any = loaded[0].auto_model.train()
        # Twice as fast backwards on short texts as the fused kernel.
        self.model.set_attn_implementation("eager")
        for parameter in self.model.parameters():
            parameter.requires_grad_(False)
        self.layers = {n: m for n, m in self.model.named_modules() if isinstance(m, nn.Linear) and "encoder.layer" in n}
        self.added = {name: LowRank(layer) for name, layer in self.layers.items()}
        for name, layer in self.added.items():
            above, _, last = name.rpartition(".")
            setattr(self.model.get_submodule(above), last, layer)
        self.head = nn.Linear(embedder.dim, 1)
        if adapter:
            self._go_on_from(adapter)

    def _go_on_from(self, adapter: Path) -> None:
        from safetensors.torch import load_file

        learnt = {name: tensor.float() for name, tensor in load_file(adapter).items()}
        for name, layer in self.added.items():
            layer.a.data, layer.b.data = learnt[f"{name}.A"], learnt[f"{name}.B"] / SCALE

    def parameters(self) -> list[nn.Parameter]:
        """What is learnt."""
        return [p for layer in self.added.values() for p in (layer.a, layer.b)] + list(self.head.parameters())

    def learn(self, loss: Callable[[int], Tensor], steps: int, rate: float) -> None:
        """Make the loss of each step less, by AdamW with a rate that rises and falls once."""
        optimiser = torch.optim.AdamW(self.parameters(), lr=rate, weight_decay=0.01)
        rise = max(0.1, 2 / steps)
        schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, rate, total_steps=steps, pct_start=rise)
        for step in range(steps):
            found = loss(step)
            optimiser.zero_grad()
            found.backward()  # type: ignore[no-untyped-call]
            optimiser.step()
            schedule.step()
            if step % 20 == 0:
                sys.stderr.write(f"\rstep {step} of {steps}: loss {found.item():.2f} ")

    def encode(self, texts: list[str], limit: int = MAX_TOKENS) -> Encoded:
        """Mean-pooled vectors and token rows of at most ``limit`` tokens; texts of a length go together, so that little is padding."""
        ids = self.tokenizer(texts, truncation=True, max_length=limit)["input_ids"]
        order = sorted(range(len(ids)), key=lambda at: len(ids[at]))
        parts = [
            self._encode([ids[at] for at in order[start : start + BATCH]]) for start in range(0, len(order), BATCH)
        ]
        back = torch.tensor(order).argsort()
        width = max(map(len, ids))
        return Encoded(
            torch.cat([part.vectors for part in parts])[back],
            torch.cat([functional.pad(part.rows, (0, 0, 0, width - part.rows.shape[1])) for part in parts])[back],
            torch.cat([functional.pad(part.counts, (0, width - part.counts.shape[1])) for part in parts])[back],
        )

    def _encode(self, ids: list[list[int]]) -> Encoded:
        batch = self.tokenizer.pad({"input_ids": ids}, return_tensors="pt")
        # Older processors only imitate the short format, and take twenty times as long.
        short = torch.backends.cpu.get_cpu_capability().startswith("AVX512")
        with torch.autocast("cpu", dtype=torch.bfloat16, enabled=short):
            hidden = self.model(**batch).last_hidden_state
        hidden, mask = hidden.float(), batch["attention_mask"].bool()
        pooled = (hidden * mask[..., None]).sum(1) / mask.sum(1, keepdim=True)
        special = (batch["input_ids"] == self.tokenizer.cls_token_id) | (
            batch["input_ids"] == self.tokenizer.sep_token_id
        )
        return Encoded(functional.normalize(pooled, dim=-1), functional.normalize(hidden, dim=-1), mask & ~special)

    def loss(self, batch: list[tuple[int, Class, str]]) -> Tensor:
        """The three losses over a batch of glosses with their classes."""
        n = len(batch)
        same = [random.choice([g for g in c.glosses if g != gloss] or [gloss]) for _, c, gloss in batch]
        silent = [random.choice(c.silences) for _ in range(2) for _, c, _ in batch]
        asked = self.encode([gloss for *_, gloss in batch] + same + silent)
        told = self.encode([random.choice(c.sentences) for _, c, _ in batch])
        number = torch.tensor([i for i, *_ in batch])
        labels = torch.cat([number, number, -1 - number, -1 - number, number])
        anchors = torch.cat([torch.arange(n), 2 * n + torch.arange(n)])
        itself = torch.zeros(2 * n, 5 * n, dtype=torch.bool)
        itself[torch.arange(2 * n), anchors] = True
        alike = (labels[anchors][:, None] == labels[None]) & ~itself
        by_vector = asked.vectors[anchors] @ torch.cat([asked.vectors, told.vectors]).T
        by_token = late(asked.rows[anchors], asked.counts[anchors], asked.rows, asked.counts)
        answered = torch.cat([torch.ones(2 * n), torch.zeros(2 * n)])
        logits = self.head(asked.vectors * SHARPNESS).squeeze(1)
        return (
            contrast(by_vector, alike, itself)
            + LATE * contrast(by_token, alike[:, : 4 * n], itself[:, : 4 * n])
            + functional.binary_cross_entropy_with_logits(logits, answered)
        )

    def save(self, path: Path) -> None:
        """Write the factors, in half precision."""
        from safetensors.numpy import save_file

        tensors: dict[str, Tensor] = {f"{name}.A": layer.a for name, layer in self.added.items()}
        tensors |= {f"{name}.B": layer.b * SCALE for name, layer in self.added.items()}
        save_file({name: t.detach().numpy().astype(np.float16) for name, t in sorted(tensors.items())}, path)


def contrast(cosines: Tensor, alike: Tensor, itself: Tensor, weights: Tensor | None = None) -> Tensor:
    """Mean negative log share of what is alike, anchor by anchor, weighted; what is the anchor itself has no part."""
    scores = (cosines / TEMPERATURE).masked_fill(itself, -1e4)
    shares = scores - torch.logsumexp(scores, 1, keepdim=True)
    each = -((shares * alike).sum(1) / alike.sum(1))
    return each.mean() if weights is None else (each * weights).sum() / weights.sum()


def late(rows: Tensor, counts: Tensor, others: Tensor, other_counts: Tensor) -> Tensor:
    """Late interaction of each text with each other one: the mean over its tokens of the best cosine."""
    cosines = torch.einsum("nld,mkd->nlmk", rows, others).masked_fill(~other_counts[None, None], -1.0).amax(-1)
    return (cosines * counts[..., None]).sum(1) / counts.sum(1)[:, None]


def classes(corpus: Corpus) -> list[Class]:
    """Each provision with phrasings, and its sentences."""
    found = []
    for passage in corpus.catalogue.passages:
        if phrased := corpus.phrasings.get(passage.id):
            sentences = tuple(clean(passage.text[start:end]) for start, end in sentence_spans(passage.text))
            found.append(Class(phrased.glosses, phrased.silences, sentences))
    return found


def train(corpus: Corpus, out: Path) -> None:
    """Train and write the adapter."""
    torch.manual_seed(SEED)
    random.seed(SEED)
    trainer = Trainer()
    questions = [(i, c, gloss) for i, c in enumerate(classes(corpus)) for gloss in c.glosses if c.silences]
    a_round = len(questions) // BATCH

    def loss(step: int) -> Tensor:
        at = step % a_round
        if at == 0:
            random.shuffle(questions)
        return trainer.loss(questions[at * BATCH : (at + 1) * BATCH])

    trainer.learn(loss, EPOCHS * a_round, RATE)
    trainer.save(out)


def main() -> None:
    """Train on the default corpus."""
    parser = argparse.ArgumentParser(description="Train the adapter of the default corpus on its phrasings.")
    parser.add_argument("--out", type=Path, default=default_corpus() / ADAPTER)
    train(open_corpus(), parser.parse_args().out)


if __name__ == "__main__":
    main()
