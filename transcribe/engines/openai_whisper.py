"""Speech to words with OpenAI's own Whisper: the reference, with the very weights that the default engine has.

The checkpoint is rebuilt from the CTranslate2 file, which holds the original float16 numbers under other names, so
that this engine needs no download of its own.
"""

from __future__ import annotations

import json
import os
import struct
from typing import TYPE_CHECKING, Any, BinaryIO

import numpy as np

from transcribe.engines import language, silent, voice_activity, weights, words
from transcribe.engines.parallel import torch_threads
from transcribe.errors import WeightsError
from transcribe.schema import Transcript

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    import torch
    from numpy.typing import NDArray

    from transcribe.audio import Audio
    from transcribe.engines import Progress, SpeechHints
    from transcribe.engines.voice_activity import Speech

FORMAT = 6
"""The CTranslate2 file version whose layout is read here."""
KINDS: dict[int, type[np.generic]] = {0: np.float32, 1: np.int8, 2: np.int16, 3: np.int32, 4: np.float16}


class OpenAIWhisper:
    """The reference speech engine; `model` is a size (`base`) or a folder, `threads` 0 takes all cores."""

    def __init__(self, model: str = "base", threads: int = 0) -> None:
        self._threads = threads or os.cpu_count() or 1
        self._model = load(weights.whisper_folder(model))

    def transcribe(self, audio: Audio, hints: SpeechHints, progress: Progress = silent) -> Transcript:
        """Every word with its time, decoded with Whisper's own defaults."""
        import whisper

        with torch_threads(self._threads):
            speech = voice_activity.speech(audio)
            spoken, sureness = (hints.language, None) if hints.language else self._language(audio, speech, hints.likely)
            progress(0.0, audio.duration)
            found: dict[str, Any] = {"segments": []}
            if speech:
                found = whisper.transcribe(
                    self._model, audio.samples, language=spoken, word_timestamps=True, fp16=False, verbose=None
                )
        progress(audio.duration, audio.duration)
        heard = [words.timed(word) for segment in found["segments"] for word in segment.get("words", ())]
        kept = words.tidy(heard, speech, audio.duration)
        return Transcript(spoken, round(audio.duration, 3), words.segments(kept), sureness)

    def _language(self, audio: Audio, speech: Sequence[Speech], likely: str | None) -> tuple[str, float | None]:
        """The call's language and its share of the votes, None where there was nothing to vote on."""
        import whisper

        if not speech or not self._model.is_multilingual:
            return language.WITHOUT_SPEECH, None
        tried = language.telling(voice_activity.chunks(speech), speech)
        heard = []
        for start, end in tried:
            sound = whisper.pad_or_trim(audio.between(start, end))
            _, probabilities = whisper.detect_language(
                self._model, whisper.log_mel_spectrogram(sound, self._model.dims.n_mels)
            )
            heard.append(probabilities)
        votes = language.votes(heard, list(tried.values()), likely)
        best = next(iter(votes))
        return best, round(votes[best], 3)


def load(folder: Path) -> Any:
    """The `whisper.model.Whisper` of a folder with CTranslate2 weights.

    Raises:
        WeightsError: the file is not laid out as expected.
    """
    import torch
    from whisper.model import ModelDimensions, Whisper

    values = read(folder / "model.bin")
    text_layers, audio_layers = (
        len(
            {
                name.split("/")[1]
                for name in values
                if name.startswith(f"{part}/layer_") and "norm" not in name.split("/")[1]
            }
        )
        for part in ("decoder", "encoder")
    )
    vocabulary, width = values["decoder/embeddings/weight"].shape
    model = Whisper(
        ModelDimensions(
            n_mels=values["encoder/conv1/weight"].shape[1],
            n_audio_ctx=values["encoder/position_encodings/encodings"].shape[0],
            n_audio_state=values["encoder/conv1/weight"].shape[0],
            n_audio_head=int(values["encoder/num_heads"]),
            n_audio_layer=audio_layers,
            n_vocab=vocabulary,
            n_text_ctx=values["decoder/position_encodings/encodings"].shape[0],
            n_text_state=width,
            n_text_head=int(values["decoder/num_heads"]),
            n_text_layer=text_layers,
        )
    )
    model.load_state_dict({name: value.float() for name, value in checkpoint(values).items()})
    heads = torch.zeros(text_layers, int(values["decoder/num_heads"]), dtype=torch.bool)
    for layer, head in json.loads((folder / "config.json").read_text(encoding="utf-8"))["alignment_heads"]:
        heads[layer, head] = True
    model.register_buffer("alignment_heads", heads.to_sparse(), persistent=False)
    return model.eval()


def checkpoint(values: dict[str, NDArray[Any]]) -> dict[str, torch.Tensor]:
    """The variables under OpenAI's names, fused projections taken apart; the numbers are untouched."""
    import torch

    state: dict[str, NDArray[Any]] = {
        "encoder.positional_embedding": values["encoder/position_encodings/encodings"],
        "decoder.positional_embedding": values["decoder/position_encodings/encodings"],
        "decoder.token_embedding.weight": values["decoder/embeddings/weight"],
    }
    for conv in ("conv1", "conv2"):
        for kind in ("weight", "bias"):
            state[f"encoder.{conv}.{kind}"] = values[f"encoder/{conv}/{kind}"]
    for part, norm in (("encoder", "ln_post"), ("decoder", "ln")):
        _norm(values, state, f"{part}/layer_norm", f"{part}.{norm}")
        layers = {name.split("/")[1] for name in values if name.startswith(f"{part}/layer_") and name.count("/") > 2}
        for layer in layers:
            here, there = f"{part}/{layer}", f"{part}.blocks.{layer.removeprefix('layer_')}"
            _attention(values, state, f"{here}/self_attention", f"{there}.attn", ("query", "key", "value"))
            if part == "decoder":
                _attention(values, state, f"{here}/attention", f"{there}.cross_attn", ("key", "value"))
            _norm(values, state, f"{here}/ffn/layer_norm", f"{there}.mlp_ln")
            for number, place in (("0", "0"), ("1", "2")):
                for kind in ("weight", "bias"):
                    state[f"{there}.mlp.{place}.{kind}"] = values[f"{here}/ffn/linear_{number}/{kind}"]
    return {name: torch.from_numpy(np.array(value)) for name, value in state.items()}


def read(path: Path) -> dict[str, NDArray[Any]]:
    """Every variable of a CTranslate2 model file by its name.

    Layout, little endian: version, the model's kind, its revision, how many variables; then for each its name, rank,
    shape, kind of number, how many bytes, and the bytes.
    """
    values: dict[str, NDArray[Any]] = {}
    try:
        with path.open("rb") as file:
            version = _number(file, "I")
            _name(file)
            _number(file, "I")
            if version != FORMAT:
                raise WeightsError(
                    f"{path} is a CTranslate2 file of version {version}; only {FORMAT} can be read here."
                )
            for _ in range(_number(file, "I")):
                name = _name(file)
                shape = [_number(file, "I") for _ in range(_number(file, "B"))]
                kind = KINDS[_number(file, "B")]
                values[name] = np.frombuffer(file.read(_number(file, "I")), kind).reshape(shape)
    except (struct.error, KeyError, ValueError) as error:
        raise WeightsError(f"{path} is not a CTranslate2 file of Whisper weights.") from error
    return values


def _attention(
    values: dict[str, NDArray[Any]], state: dict[str, NDArray[Any]], here: str, there: str, fused: tuple[str, ...]
) -> None:
    """One attention block; `fused` are the projections that share a matrix, keys have no bias in Whisper."""
    _norm(values, state, f"{here}/layer_norm", f"{there}_ln")
    names = [fused] if "query" in fused else [("query",), fused]
    for number, group in enumerate([*names, ("out",)]):
        for kind in ("weight", "bias"):
            parts = np.split(values[f"{here}/linear_{number}/{kind}"], len(group))
            for name, value in zip(group, parts, strict=True):
                if (name, kind) != ("key", "bias"):
                    state[f"{there}.{name}.{kind}"] = value


def _norm(values: dict[str, NDArray[Any]], state: dict[str, NDArray[Any]], here: str, there: str) -> None:
    state[f"{there}.weight"] = values[f"{here}/gamma"]
    state[f"{there}.bias"] = values[f"{here}/beta"]


def _number(file: BinaryIO, kind: str) -> int:
    size = struct.calcsize(kind)
    return int(struct.unpack(f"<{kind}", file.read(size))[0])


def _name(file: BinaryIO) -> str:
    return file.read(_number(file, "H")).rstrip(b"\0").decode()
