"""The difference between two versions of a page, as git shows it."""

from __future__ import annotations

import difflib
import os
import shutil
import subprocess
import tempfile
from pathlib import Path

GIT_TIMEOUT_S = 20
CONTEXT = 3
OPTIONS = ("-c", "core.quotePath=off", "diff", "--no-index", "--no-prefix", "--no-color", "--no-ext-diff", "--")


def as_git(old: str, new: str, name: str) -> str:
    """`git diff` of a file of that name, empty where nothing changed; made by git itself where it is installed."""
    if old == new:
        return ""
    git = shutil.which("git")
    return _by_git(git, old, new, name) if git else _alike(old, new, name)


def _by_git(git: str, old: str, new: str, name: str) -> str:
    with tempfile.TemporaryDirectory(prefix="transcribe-") as folder:
        for side, text in (("a", old), ("b", new)):
            place = Path(folder, side)
            place.mkdir()
            (place / name).write_bytes(text.encode())
        run = subprocess.run(  # noqa: S603
            [git, *OPTIONS, f"a/{name}", f"b/{name}"],
            cwd=folder,
            env={**os.environ, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1", "LC_ALL": "C"},
            capture_output=True,
            timeout=GIT_TIMEOUT_S,
            check=False,
        )
    return run.stdout.decode() if run.returncode == 1 else _alike(old, new, name)


def _alike(old: str, new: str, name: str) -> str:
    """The same shape without git; where several differences are possible, git may choose another."""
    lines = difflib.unified_diff(
        old.splitlines(keepends=True), new.splitlines(keepends=True), f"a/{name}", f"b/{name}", n=CONTEXT
    )
    shown = "".join(line if line.endswith("\n") else line + "\n\\ No newline at end of file\n" for line in lines)
    return f"diff --git a/{name} b/{name}\n{shown}"
