"""Lets pyannote.audio import where torchaudio's compiled part does not load.

The Linux wheels of torchaudio are built for CUDA; beside a CPU build of torch their import fails. pyannote.audio
needs only torchaudio's Python parts, so the compiled one is replaced by a stand-in that says it is not there.
"""

from __future__ import annotations

import importlib
import sys
import types
from typing import TypeVar

Function = TypeVar("Function")

EXTENSION = "torchaudio._extension"


def make_importable() -> None:
    """Import torchaudio, with the stand-in if it does not load otherwise."""
    try:
        importlib.import_module("torchaudio")
    except OSError:
        for name in [name for name in sys.modules if name.split(".")[0] == "torchaudio"]:
            del sys.modules[name]
        sys.modules[EXTENSION] = stand_in()
        importlib.import_module("torchaudio")


def stand_in() -> types.ModuleType:
    """The module that torchaudio asks what it has: nothing."""
    module = types.ModuleType(EXTENSION)
    flags = ("_IS_TORCHAUDIO_EXT_AVAILABLE", "_IS_RIR_AVAILABLE", "_IS_ALIGN_AVAILABLE", "_IS_KALDI_AVAILABLE")
    for flag in flags:
        setattr(module, flag, False)
    for decorator in ("fail_if_no_rir", "fail_if_no_align", "fail_if_no_kaldi", "fail_if_no_rnnt", "fail_if_no_sox"):
        setattr(module, decorator, _unchanged)
    return module


def _unchanged(function: Function) -> Function:
    return function
