"""Sentences to vectors with all-MiniLM-L6-v2, as a plain forward pass: no model library, no network.

The network is BERT (Devlin et al. 2019) with six layers, distilled by Wang et al. 2020 and tuned for sentence
similarity; the tokens' mean is scaled to length 1.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from transcribe.engines.parallel import torch_threads

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import torch
    from numpy.typing import NDArray

    from transcribe.engines import Passage

LAYERS = 6
HEADS = 12
WIDTH = 384
NORM_EPSILON = 1e-12

MAX_TOKENS = 256
"""What the model was tuned with; the rest of a longer sentence is not read."""

MEANT = 5
"""Layers after which a text's tokens tell best how it is meant; the last one is tuned to tell what it is about.

Of the third to the sixth, by how well decisions and actions are told from other talk."""

NEARBY, SPOKEN = 60, 100
"""Tokens of what stands before and after a text, and of the text itself, that are read with it."""

BATCH_TOKENS = 4096
"""Tokens in one batch, padding included; more does not run faster on a CPU."""


class MiniLM:
    """The sentence encoder; `threads` 0 leaves torch its own choice.

    Vectors are kept in memory (1.5 kB each): the same talk is placed before and after its voices are named.
    """

    def __init__(self, threads: int = 0) -> None:
        from safetensors.torch import load_file
        from tokenizers import Tokenizer

        from transcribe.engines.weights import locate

        folder = locate("minilm")
        self._threads = threads
        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(MAX_TOKENS)
        self._weights: dict[str, torch.Tensor] = load_file(folder / "model.safetensors")
        self._known: dict[str, NDArray[np.float32]] = {}

    def encode(self, sentences: Sequence[str]) -> NDArray[np.float32]:
        """(n, 384) float32, rows of length 1, in the order of `sentences`."""
        import torch

        unknown = [sentence for sentence in dict.fromkeys(sentences) if sentence not in self._known]
        tokens = [encoding.ids for encoding in self._tokenizer.encode_batch(unknown)]
        with torch_threads(self._threads or torch.get_num_threads()), torch.inference_mode():
            for batch in _batches([len(ids) for ids in tokens]):
                vectors = self._forward([tokens[position] for position in batch]).numpy()
                self._known.update(zip((unknown[position] for position in batch), vectors, strict=True))
        empty = np.zeros((0, WIDTH), dtype=np.float32)
        return np.stack([self._known[sentence] for sentence in sentences]) if len(sentences) else empty

    def in_context(self, passages: Sequence[Passage]) -> NDArray[np.float32]:
        """(n, 768) float32: mean and maximum over each text's tokens after MEANT layers, read with its neighbours."""
        import torch

        tokens, inner = zip(*map(self._surrounded, passages), strict=True) if passages else ((), ())
        found = np.zeros((len(passages), 2 * WIDTH), dtype=np.float32)
        with torch_threads(self._threads or torch.get_num_threads()), torch.inference_mode():
            for batch in _batches([len(ids) for ids in tokens]):
                hidden, _ = self._hidden([tokens[position] for position in batch], MEANT)
                for row, position in enumerate(batch):
                    own = hidden[row, inner[position]]
                    found[position] = torch.cat([own.mean(dim=0), own.amax(dim=0)]).numpy()
        return found

    def _surrounded(self, passage: Passage) -> tuple[list[int], slice]:
        """The tokens of a text between its neighbours, and which of them are its own."""
        before, text, after = (
            self._tokenizer.encode(part, add_special_tokens=False).ids
            for part in (passage.before, passage.text or ".", passage.after)
        )
        first, last = self._tokenizer.encode("").ids
        before, text, after = before[-NEARBY:], text[:SPOKEN], after[:NEARBY]
        begun = len(before) + 2
        return [first, *before, last, *text, last, *after, last], slice(begun, begun + len(text))

    def _forward(self, tokens: Sequence[Sequence[int]]) -> torch.Tensor:
        """(batch, 384) for `tokens` of any length."""
        from torch.nn.functional import normalize

        hidden, mask = self._hidden(tokens, LAYERS)
        total = (hidden * mask[:, :, None]).sum(dim=1)
        return normalize(total / mask.sum(dim=1, keepdim=True), dim=1)

    def _hidden(self, tokens: Sequence[Sequence[int]], layers: int) -> tuple[torch.Tensor, torch.Tensor]:
        """(batch, length, 384) after so many layers, and (batch, length): which tokens are there."""
        import torch
        from torch.nn.functional import gelu, scaled_dot_product_attention

        length = max(len(ids) for ids in tokens)
        ids = torch.zeros((len(tokens), length), dtype=torch.long)
        mask = torch.zeros((len(tokens), length), dtype=torch.bool)
        for row, sentence in enumerate(tokens):
            ids[row, : len(sentence)] = torch.tensor(sentence)
            mask[row, : len(sentence)] = True
        hidden = self._embed(ids)  # (batch, length, width)
        for number in range(layers):
            layer = f"encoder.layer.{number}."
            query, key, value = (
                self._dense(f"{layer}attention.self.{part}", hidden).view(*ids.shape, HEADS, -1).transpose(1, 2)
                for part in ("query", "key", "value")
            )  # each (batch, heads, length, width / heads)
            attended = scaled_dot_product_attention(query, key, value, attn_mask=mask[:, None, None, :])
            attended = self._dense(f"{layer}attention.output.dense", attended.transpose(1, 2).flatten(-2))
            hidden = self._norm(f"{layer}attention.output.LayerNorm", hidden + attended)
            inner = gelu(self._dense(f"{layer}intermediate.dense", hidden))
            hidden = self._norm(f"{layer}output.LayerNorm", hidden + self._dense(f"{layer}output.dense", inner))
        return hidden, mask

    def _embed(self, ids: torch.Tensor) -> torch.Tensor:
        weights = self._weights
        hidden = (
            weights["embeddings.word_embeddings.weight"][ids]
            + weights["embeddings.position_embeddings.weight"][: ids.shape[1]]
            + weights["embeddings.token_type_embeddings.weight"][0]
        )
        return self._norm("embeddings.LayerNorm", hidden)

    def _dense(self, name: str, hidden: torch.Tensor) -> torch.Tensor:
        from torch.nn.functional import linear

        return linear(hidden, self._weights[f"{name}.weight"], self._weights[f"{name}.bias"])

    def _norm(self, name: str, hidden: torch.Tensor) -> torch.Tensor:
        from torch.nn.functional import layer_norm

        return layer_norm(
            hidden, (WIDTH,), self._weights[f"{name}.weight"], self._weights[f"{name}.bias"], NORM_EPSILON
        )


def _batches(lengths: Sequence[int]) -> Iterator[list[int]]:
    """Positions of sentences of like length, at most BATCH_TOKENS tokens a batch."""
    batch: list[int] = []
    for position in sorted(range(len(lengths)), key=lengths.__getitem__):
        if batch and lengths[position] * (len(batch) + 1) > BATCH_TOKENS:
            yield batch
            batch = []
        batch.append(position)
    if batch:
        yield batch
