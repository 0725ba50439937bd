"""The gated pipeline asks for a token in one sentence, and its library loads on any build of torch."""

from __future__ import annotations

import subprocess
import sys

import pytest

from transcribe.engines import diarizer
from transcribe.engines.community import numbered
from transcribe.errors import EngineError
from transcribe.schema import Turn


def test_without_a_token_it_says_what_to_do(monkeypatch: pytest.MonkeyPatch, tmp_path: object) -> None:
    for name in ("HF_TOKEN", "HUGGING_FACE_HUB_TOKEN"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr("huggingface_hub.get_token", lambda: None)
    with pytest.raises(EngineError) as error:
        diarizer("community-1")
    assert str(error.value) == (
        "The diarizer community-1 needs a token of the Hugging Face hub: accept the licence of "
        "pyannote/speaker-diarization-community-1 there and set HF_TOKEN, "
        "or use the diarizer pyannote, which needs none."
    )


def test_labels_are_numbered_by_first_speech() -> None:
    core = pytest.importorskip("pyannote.core")
    annotation = core.Annotation()
    annotation[core.Segment(5, 9), 0] = "SPEAKER_00"
    annotation[core.Segment(1, 4), 0] = "SPEAKER_01"
    annotation[core.Segment(8, 12), 1] = "SPEAKER_01"
    assert numbered(annotation, 10.0) == (
        Turn(1, 4, "Speaker 1"),
        Turn(5, 9, "Speaker 2"),
        Turn(8, 10, "Speaker 1"),
    )


@pytest.mark.engines
def test_torchaudio_imports_on_any_build_of_torch() -> None:
    pytest.importorskip("pyannote.core")
    code = (
        "import warnings; warnings.simplefilter('ignore')\n"
        "from transcribe.engines.torchaudio_stand_in import make_importable\n"
        "make_importable()\n"
        "import torch, torchaudio.compliance.kaldi as kaldi\n"
        "print(kaldi.fbank(torch.zeros(1, 16000), num_mel_bins=80).shape)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.stdout.strip() == "torch.Size([98, 80])", done.stderr
