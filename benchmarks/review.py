"""How quick the review page is on a long call: start of the server, first view, scrolling and playing.

A made-up call of 90 minutes and 18,000 words, drawn from a fixed seed; a real Chromium without a window.

    python -m benchmarks.review [--words 18000] [--json FILE]
"""

from __future__ import annotations

import argparse
import json
import random
import shutil
import tempfile
import threading
import time
import wave
from pathlib import Path

import numpy as np

from transcribe import notes
from transcribe.review.server import serve
from transcribe.schema import (
    Minutes,
    Naming,
    Point,
    Section,
    Segment,
    Source,
    Transcript,
    Utterance,
    Word,
)
from transcribe.work import Work, digest

WORDS_PER_SECOND = 18_000 / 5_400
ITEMS = 11
VOICES = 8
ARGUMENTS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--mute-audio"]
FRAMES = """(seconds) => new Promise((resolve) => {
  const gaps = [];
  let last = performance.now();
  const end = last + 1000 * seconds;
  const tick = (now) => { gaps.push(now - last); last = now; now < end ? requestAnimationFrame(tick) : resolve(gaps); };
  requestAnimationFrame(tick);
})"""
SCROLLING = f"""(seconds) => {{
  const box = document.getElementById('panel-transcript');
  const end = performance.now() + 1000 * seconds;
  const move = () => {{ box.scrollTop += 60; if (performance.now() < end) requestAnimationFrame(move); }};
  move();
  return ({FRAMES})(seconds);
}}"""
SETTLING_MS = 3000
LATE_MS = 50


def long_call(folder: Path, count: int, *, heard: bool = True) -> Work:
    """A processed call of `count` words; without its recording unless `heard`."""
    chance = random.Random(7)  # noqa: S311
    vocabulary = ["".join(chance.choices("bdfgklmnprstaeiou", k=chance.randint(2, 9))) for _ in range(900)]
    page = folder / "page.md"
    people = "".join(f"- Person {number} Example\n" for number in range(1, VOICES + 1))
    agenda = "".join(
        f"- [Person {i % VOICES + 1}] Topic {i} {' '.join(chance.choices(vocabulary, k=4))}\n" for i in range(ITEMS)
    )
    page.write_text(
        f"# Long call\n\n## 2026-05-05\n\n### Who joined\n\n{people}\n### Agenda\n\n{agenda}\n### Closing\n"
    )
    called = notes.read(page.read_text())
    segments, utterances = [], []
    at, place = 0.0, 0
    while place < count:
        size = min(chance.randint(3, 32), count - place)
        texts = [f" {word}" for word in chance.choices(vocabulary, k=size)]
        times = [at + index / WORDS_PER_SECOND for index in range(size + 1)]
        words = tuple(Word(times[i], times[i + 1], texts[i], 0.9) for i in range(size))
        text = "".join(texts)
        voice = f"Speaker {chance.randint(1, VOICES)}"
        segments.append(Segment(at, times[-1], text, words))
        utterances.append(Utterance(at, times[-1], f"u{round(1000 * at):07d}", voice, text.strip(), 0.9))
        at, place = times[-1], place + size
    cut = -(-len(utterances) // ITEMS)
    parts = [utterances[begin : begin + cut] for begin in range(0, len(utterances), cut)]
    pairs = list(zip(called.agenda, parts, strict=True))
    results: dict[str, object] = {
        "source": Source(str(page), (str(folder / "call.wav"),), "2026-05-05", digest(page.read_text())),
        "notes": called,
        "transcript": Transcript("en", at, tuple(segments)),
        "utterances": tuple(utterances),
        "names": tuple(
            Naming(f"Speaker {n}", f"Person {n} Example" if n % 3 else None, 0.9) for n in range(1, VOICES + 1)
        ),
        "sections": tuple(
            Section(part[0].start, part[-1].end, item.id, tuple(one.id for one in part), 0.9) for item, part in pairs
        ),
        "minutes": Minutes(tuple(_point(one, item.id) for item, part in pairs for one in part[5:40:7])),
    }
    work = Work.beside(folder / "call.wav")
    for name, value in results.items():
        work.write(name, value)
    if heard:
        _noise(folder / "call.wav", at)
    return work


def _point(said: Utterance, item: str) -> Point:
    text = " ".join(said.text.split()[:9])
    return Point(f"p{said.id[1:]}", item, "note", text, (str(said.voice),), said.start, (said.id,), 0.8)


def _noise(path: Path, seconds: float) -> None:
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(8_000)
        rng = np.random.default_rng(0)
        for _ in range(int(seconds)):
            file.writeframes(rng.integers(-2000, 2000, 8_000, dtype=np.int16).tobytes())


def measure(work: Work) -> dict[str, float]:
    """Seconds to the first view, and the share of frames that came late while scrolling and playing."""
    from playwright.sync_api import sync_playwright

    begun = time.perf_counter()
    server, address = serve(work)
    found = {"server_s": time.perf_counter() - begun}
    threading.Thread(target=server.serve_forever, daemon=True).start()
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=shutil.which("chromium"), args=ARGUMENTS)
        browser.new_page().goto("about:blank")
        page = browser.new_page(viewport={"width": 1280, "height": 800})
        page.goto(address, wait_until="commit")
        page.wait_for_selector("html.ready")
        found["first_view_s"] = (
            page.evaluate("performance.getEntriesByName('first-contentful-paint')[0].startTime") / 1000
        )
        found["usable_s"] = page.evaluate("performance.now()") / 1000
        page.wait_for_timeout(SETTLING_MS)
        found["scrolling_late"] = late(page.evaluate(SCROLLING, 5))
        page.evaluate("document.getElementById('media').currentTime = 2000")
        page.click("#play")
        page.wait_for_timeout(1000)
        found["playing_late"] = late(page.evaluate(FRAMES, 5))
        begun = time.perf_counter()
        page.locator("#people select").first.select_option("=Person 5 Example")
        while page.inner_text("#saved") != "Saved":
            page.wait_for_timeout(10)
        found["rename_s"] = time.perf_counter() - begun
        browser.close()
    server.shutdown()
    return {name: round(value, 3) for name, value in found.items()}


def late(gaps: list[float]) -> float:
    """Share of frames more than `LATE_MS` after the one before."""
    return sum(gap > LATE_MS for gap in gaps) / max(1, len(gaps))


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--words", type=int, default=18_000)
    parser.add_argument("--json", type=Path)
    wanted = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        found = measure(long_call(Path(folder), wanted.words))
    for name, value in found.items():
        print(f"{name:16} {value:8.3f}")
    if wanted.json:
        wanted.json.write_text(json.dumps(found, indent=2) + "\n")


if __name__ == "__main__":
    main()
