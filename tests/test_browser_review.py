"""The review page in a real browser: what an MC does there by clicking and typing, then the files on disk."""

from __future__ import annotations

import shutil
import subprocess
import threading
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from benchmarks.review import long_call
from tests.conftest import write_recording
from tests.reviewing import NASTY_NAME, NASTY_PAGE, Processed, processed
from transcribe import revision
from transcribe.review.server import serve
from transcribe.schema import Edit, Minutes, Misheard, Review, Source, Utterance

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, BrowserContext, Page

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
ARGUMENTS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--mute-audio"]
RETRY, IMAGES, LOGO = "retry-queue-for-uploads-heron-412", "container-images-for-arm-boards", "logo-contest"

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium is installed (Debian: apt-get install chromium)"),
]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    playwright = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed")
    with playwright.sync_playwright() as driver:
        started = driver.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield started
        started.close()


@pytest.fixture
def call(tmp_path: Path) -> Processed:
    return processed(tmp_path / "calls")


@pytest.fixture
def address(call: Processed) -> Iterator[str]:
    with served(call) as printed:
        yield printed


class served:  # noqa: N801 - used like a function
    """The review server of a call, for as long as the block lasts."""

    def __init__(self, call: Processed) -> None:
        self.server, self.address = serve(call.work)
        self.thread = threading.Thread(target=self.server.serve_forever)

    def __enter__(self) -> str:
        self.thread.start()
        return self.address

    def __exit__(self, *_: object) -> None:
        self.server.shutdown()
        self.thread.join()
        self.server.server_close()


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    made = browser.new_context(viewport={"width": 1280, "height": 900})
    made.set_default_timeout(15_000)
    yield made
    made.close()


@pytest.fixture
def page(context: BrowserContext, address: str) -> Page:
    return opened(context, address)


def opened(context: BrowserContext, address: str) -> Page:
    page = context.new_page()
    page.problems = []  # type: ignore[attr-defined]
    page.answers = []  # type: ignore[attr-defined]
    page.on("pageerror", lambda error: page.problems.append(str(error)))  # type: ignore[attr-defined]
    page.on("response", lambda answer: answer.request.method == "POST" and page.answers.append(answer.url))  # type: ignore[attr-defined]
    page.goto(address)
    page.wait_for_selector("html.ready")
    return page


def until(page: Page, expression: str) -> None:
    """Wait for a condition; the page's own policy forbids the driver to poll inside of it."""
    for _ in range(300):
        if page.evaluate(expression):
            return
        page.wait_for_timeout(50)
    pytest.fail(f"never came true: {expression}")


def step(page: Page, name: str) -> None:
    page.click(f"#tab-{name}")


def saved(page: Page) -> None:
    """Wait for the answer to a change that no call before this one has waited for."""
    for _ in range(300):
        if page.answers:  # type: ignore[attr-defined]
            break
        page.wait_for_timeout(50)
    else:
        pytest.fail("nothing was sent to the server")
    until(page, "document.getElementById('saved').textContent === 'Saved'")
    page.answers.clear()  # type: ignore[attr-defined]
    assert page.problems == []  # type: ignore[attr-defined]


def edits(call: Processed) -> list[tuple[str, str, str | None]]:
    review = revision.read_review(call.work)
    return [(edit.target, edit.field, edit.now) for edit in review.edits]


def shown(call: Processed) -> revision.Revision:
    return revision.load(call.work)


def card(page: Page, name: str) -> Any:
    return page.locator(".card", has=page.locator("h3", has_text=name))


# Listening


def test_a_word_plays_and_the_transcript_follows(page: Page) -> None:
    page.locator("#u0060500").scroll_into_view_if_needed()
    page.locator("#u0060500 .word", has_text="images").click()
    until(page, "document.getElementById('media').currentTime > 60.5")
    until(page, "document.querySelector('[aria-current]').id === 'u0060500'")
    page.wait_for_selector("#u0060500 .word.now")
    page.evaluate("document.getElementById('media').currentTime = 76.5")
    until(page, "document.querySelector('[aria-current]').id === 'u0076000'")
    box = "document.getElementById('u0076000').getBoundingClientRect()"
    until(page, f"{box}.top > 0 && {box}.bottom < innerHeight")


def test_the_keys_of_the_player(page: Page) -> None:
    media = "document.getElementById('media')"
    page.locator("h1").click()
    page.keyboard.press("ArrowRight")
    until(page, f"{media}.currentTime === 5")
    page.keyboard.press("ArrowLeft")
    until(page, f"{media}.currentTime === 0")
    page.keyboard.press("ArrowDown")
    until(page, f"{media}.currentTime === 5")
    page.keyboard.press("]")
    assert page.evaluate(f"{media}.playbackRate") == 1.25
    page.keyboard.press("Space")
    until(page, f"{media}.currentTime > 5.2")
    page.keyboard.press("Space")
    until(page, f"{media}.paused")


def test_a_click_on_the_waveform_or_on_an_item_jumps_there(page: Page) -> None:
    until(page, "document.querySelector('#wave > div').shadowRoot.querySelector('canvas')")
    box = page.locator("#wave").bounding_box()
    assert box
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + 10)
    until(page, "Math.abs(document.getElementById('media').currentTime - 48) < 1")
    page.locator(".block", has_text="2").click()
    until(page, "document.getElementById('media').currentTime === 56")


def test_a_point_plays_what_it_rests_on_and_stops(page: Page) -> None:
    step(page, "minutes")
    page.click("#p0049000-play")
    until(page, "!document.getElementById('media').paused")
    page.evaluate("document.getElementById('media').currentTime = 52.8")
    until(page, "document.getElementById('media').paused")
    assert page.evaluate("document.getElementById('media').currentTime") < 54


def test_a_container_the_browser_cannot_play_is_heard_all_the_same(call: Processed, context: BrowserContext) -> None:
    import av

    odd = call.recording.with_suffix(".avi")
    with av.open(str(call.recording)) as given, av.open(str(odd), "w") as made:
        stream = made.add_stream("pcm_s16le", rate=16_000)
        for frame in given.decode(audio=0):
            made.mux(stream.encode(frame))
        made.mux(stream.encode(None))
    source = call.work.path("source")
    source.write_text(source.read_text().replace(call.recording.name, odd.name))
    with served(call) as address:
        page = opened(context, address)
        until(page, "document.getElementById('media').src.endsWith('/listen')")
        until(page, "document.getElementById('media').duration > 90")
        page.click("#play")
        until(page, "document.getElementById('media').currentTime > 0.1")
    assert (call.work.folder / "listen.m4a").is_file()


def test_several_parts_play_as_one(call: Processed, context: BrowserContext) -> None:
    second = call.recording.with_name("second.wav")
    write_recording(second, 20)
    source = call.work.read("source", Source)
    both = replace(source, recordings=(*source.recordings, str(second)))
    call.work.write("source", both)
    with served(call) as address:
        page = opened(context, address)
        until(page, "document.getElementById('media').duration > 110")
        page.evaluate("document.getElementById('media').currentTime = 100")
        until(page, "document.getElementById('media').currentTime >= 100")
        until(page, "document.getElementById('sound-note').textContent === ''")


# Naming


def test_another_name_changes_the_whole_page(page: Page, call: Processed) -> None:
    card(page, "Bo Lindqvist").locator("select").first.select_option("=Cleo Marsh")
    saved(page)
    assert edits(call) == [("Speaker 2", "name", "Cleo Marsh")]
    assert page.locator("#u0005000 .who b").inner_text() == "Cleo Marsh"
    step(page, "minutes")
    assert page.input_value("#p0049000-text").startswith("Cleo to write")
    page.reload()
    page.wait_for_selector("html.ready")
    assert page.locator("#u0005000 .who b").inner_text() == "Cleo Marsh"


def test_somebody_new_and_nobody_of_ours(page: Page, call: Processed) -> None:
    card(page, "Bo Lindqvist").locator("select").first.select_option("new")
    page.fill("#new-name", "Rafael Duarte")
    page.click("#name-dialog .go")
    saved(page)
    card(page, "Cleo Marsh").locator("select").first.select_option("=")
    page.wait_for_selector("text=You said nobody of ours")
    assert edits(call) == [("Speaker 2", "name", "Rafael Duarte"), ("Speaker 3", "name", "")]
    assert shown(call).minutes.unlisted == ("Rafael Duarte",)


def test_open_names_are_counted(page: Page, call: Processed) -> None:
    card(page, "Bo Lindqvist").locator("select").first.select_option("none")
    page.wait_for_selector(".count >> text=1 name open")
    card(page, "Speaker 2").locator("select").first.select_option("=Bo Lindqvist")
    page.wait_for_selector(".count >> text=0 names open")
    assert [now for *_, now in edits(call)] == [None, "Bo Lindqvist"]


def test_two_voices_are_one_person(page: Page, call: Processed) -> None:
    merging = card(page, "Cleo Marsh")
    merging.locator("summary").click()
    merging.locator("details select").select_option("=Speaker 2")
    until(page, "document.querySelectorAll('.card').length === 2")
    assert {one.voice for one in shown(call).utterances} == {"Speaker 1", "Speaker 2"}
    page.click("text=Separate them")
    until(page, "document.querySelectorAll('.card').length === 3")
    assert {one.voice for one in shown(call).utterances} == {"Speaker 1", "Speaker 2", "Speaker 3"}


def test_an_utterance_was_said_by_somebody_else(page: Page, call: Processed) -> None:
    page.click("#u0034000 .more")
    page.select_option("#utterance-voice", label="Cleo Marsh")
    page.click("#utterance-save")
    saved(page)
    assert edits(call) == [("u0034000", "voice", "Speaker 3")]
    assert page.locator("#u0034000 .who b").inner_text() == "Cleo Marsh"


# Items


def places(call: Processed) -> list[tuple[float, str | None]]:
    return [(section.start, section.item) for section in shown(call).sections]


def test_a_border_moves_with_the_arrow_keys_and_back_with_undo(page: Page, call: Processed) -> None:
    before = places(call)
    border = page.get_by_role("slider", name="Start of Container images for ARM boards")
    border.press("ArrowLeft")
    saved(page)
    assert (49.0, IMAGES) in places(call)
    assert (
        page.evaluate("document.activeElement.getAttribute('aria-label')") == "Start of Container images for ARM boards"
    )
    page.get_by_role("slider", name="Start of Container images for ARM boards").press("ArrowRight")
    saved(page)
    assert places(call) == before
    for _ in range(2):
        page.click("#undo")
        saved(page)
    assert edits(call) == []


def test_a_border_is_dragged(page: Page, call: Processed) -> None:
    border = page.get_by_role("slider", name="Start of Container images for ARM boards")
    box, strip = border.bounding_box(), page.locator("#strip").bounding_box()
    assert box
    assert strip
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + 8)
    page.mouse.down()
    page.mouse.move(strip["x"] + strip["width"] * 60.7 / 96, box["y"] + 8, steps=5)
    page.mouse.up()
    page.wait_for_selector("#undo:not([disabled])")
    assert (60.5, IMAGES) in places(call)
    assert next(one.item for one in shown(call).sections if "u0056000" in one.utterances) == RETRY


def test_an_item_starts_at_an_utterance_and_a_stretch_leaves_the_agenda(page: Page, call: Processed) -> None:
    page.click("#u0080500 .more")
    page.select_option("#utterance-item", label="3. Logo contest")
    page.click("#utterance-save")
    saved(page)
    assert (80.5, LOGO) in places(call)
    page.click("#u0037500 .more")
    page.select_option("#utterance-item", "none")
    page.select_option("#utterance-until", "this")
    page.click("#utterance-save")
    saved(page)
    assert [place for place in places(call) if 37 < place[0] < 45] == [(37.5, None), (44.0, RETRY)]


def test_a_whole_stretch_belongs_elsewhere_and_an_item_was_not_discussed(page: Page, call: Processed) -> None:
    step(page, "agenda")
    page.select_option("#stretch-u0014000-item", "none")
    saved(page)
    assert RETRY not in [item for _, item in places(call)]
    assert RETRY in shown(call).minutes.not_discussed
    page.check("#item-2-silent")
    saved(page)
    assert IMAGES in shown(call).minutes.not_discussed


# Minutes


def test_a_point_is_edited_in_place_and_undone(page: Page, call: Processed) -> None:
    step(page, "minutes")
    page.fill("#p0044000-text", "Retry queue gets merged")
    page.keyboard.press("Enter")
    saved(page)
    assert edits(call) == [("p0044000", "text", "Retry queue gets merged")]
    page.click("#undo")
    until(page, "document.getElementById('p0044000-text').value.startsWith('Agreed')")
    page.click("#redo")
    until(page, "document.getElementById('p0044000-text').value.startsWith('Retry')")
    assert edits(call) == [("p0044000", "text", "Retry queue gets merged")]


def test_kind_item_keep_and_delete(page: Page, call: Processed) -> None:
    step(page, "minutes")
    page.select_option("#p0044000-kind", "=note")
    page.select_option("#p0049000-item", f"={IMAGES}")
    page.click("#p0044000-keep")
    page.click("#p0076000-delete")
    saved(page)
    until(page, "!document.getElementById('p0076000')")
    points = {point.id: point for point in shown(call).minutes.points}
    assert points["p0044000"].kind == "note"
    assert points["p0049000"].item == IMAGES
    assert "p0076000" not in points
    assert ("p0044000", "kept", "true") in edits(call)


def test_points_change_places(page: Page, call: Processed) -> None:
    step(page, "minutes")
    page.select_option("#p0044000-kind", "=action")
    saved(page)
    order = "[...document.querySelectorAll('.point[data-kind=action]')].map((one) => one.id)"
    before = page.evaluate(order)
    page.click(f"#{before[1]}-up")
    until(page, f"({order})[0] === '{before[1]}'")
    drafted = [point.id for point in shown(call).minutes.points if point.kind == "action"]
    assert drafted == before[::-1]


def test_a_point_is_added_at_the_playing_moment(page: Page, call: Processed) -> None:
    page.evaluate("document.getElementById('media').currentTime = 81")
    step(page, "minutes")
    page.click("#end-2-add")
    page.wait_for_selector("[id^=p0080500-][id$=-text]:focus")
    page.keyboard.type("Older boards need another kernel")
    page.keyboard.press("Enter")
    saved(page)
    added = next(point for point in shown(call).minutes.points if point.id.startswith("p0080500-"))
    assert (added.text, added.item, added.utterances) == ("Older boards need another kernel", IMAGES, ("u0080500",))
    assert added.speakers == ("Cleo Marsh",)


def test_items_are_ticked_off(page: Page, call: Processed) -> None:
    step(page, "minutes")
    page.check("#end-1-looked")
    page.wait_for_selector(".count >> text=1 of 3")
    assert edits(call) == [(RETRY, "looked_at", "true")]
    page.click("#p0060500-keep")
    page.click("#p0076000-keep")
    page.wait_for_selector(".count >> text=2 of 3")
    assert page.is_checked("#end-2-looked")


def test_a_word_is_corrected_here_and_where_it_was_misheard_too(page: Page, call: Processed) -> None:
    page.locator("#u0014000 .word", has_text="retry").dblclick()
    page.fill(".correcting", "rerun")
    page.keyboard.press("Enter")
    page.wait_for_selector("#same-dialog[open]")
    offers = page.locator("#same-list li")
    heard = offers.count()
    assert heard >= 2
    offers.first.locator(".go").click()
    page.wait_for_selector("#same-list >> text=Corrected")
    page.click("#same-dialog .row .go")
    saved(page)
    corrected = [one for one in edits(call) if one[1] == "text"]
    assert len(corrected) == 2
    assert all("rerun" in (now or "") for *_, now in corrected)
    texts = " ".join(one.text for one in shown(call).utterances).lower()
    assert texts.count("retry") == heard - 1


def test_what_was_likely_misheard_is_corrected_in_one_click(context: BrowserContext, tmp_path: Path) -> None:
    call = processed(tmp_path / "heard")
    proposed = (Misheard("u0018500", "retry queue", "Retry-Queue"),)
    call.work.write("minutes", replace(call.work.read("minutes", Minutes), misheard=proposed))
    with served(call) as address:
        page = opened(context, address)
        page.click("#misheard summary")
        page.click("#misheard >> text=Correct to")
        saved(page)
        assert page.locator("#misheard summary").count() == 0
        assert "Retry-Queue keeps" in page.inner_text("#u0018500 .words")


def test_words_are_corrected_with_the_keyboard(page: Page, call: Processed) -> None:
    page.evaluate("document.getElementById('media').currentTime = 61")
    until(page, "document.querySelector('[aria-current]').id === 'u0060500'")
    page.keyboard.press("e")
    page.fill("#utterance-words", page.input_value("#utterance-words").replace("ARM", "Arm"))
    page.locator("#utterance-save").press("Enter")
    page.wait_for_selector("#same-dialog[open]")
    assert page.locator("#same-list li").count() >= 2
    page.keyboard.press("Escape")
    saved(page)
    (target, field, now), *more = edits(call)
    assert (target, field, "Arm boards" in (now or ""), more) == ("u0060500", "text", True, [])


# Finishing


def test_the_difference_is_git_s_and_writing_makes_it(page: Page, call: Processed, tmp_path: Path) -> None:
    git = shutil.which("git")
    if git is None:
        pytest.skip("git is not installed")
    folder = call.page.parent
    for command in (["init", "-q"], ["add", "page.md"]):
        subprocess.run([git, *command], cwd=folder, check=True)
    step(page, "finish")
    page.wait_for_selector("#write")
    told = page.locator(".diff").inner_text()
    page.click("#write")
    page.wait_for_selector("#written")
    real = subprocess.run([git, "diff", "--no-color"], cwd=folder, check=True, capture_output=True, text=True).stdout
    assert told.splitlines() == real.splitlines()
    assert (call.work.folder / "minutes.md").read_text() == call.page.read_text()


def test_approval_says_who(page: Page, call: Processed) -> None:
    step(page, "finish")
    page.fill("#approve-who", "Cleo Marsh")
    page.click("#approve")
    page.wait_for_selector("#approved")
    approved = call.work.read("review", Review).approved
    assert approved
    assert approved.who == "Cleo Marsh"


def test_a_page_edited_meanwhile_is_merged_and_not_overwritten(page: Page, call: Processed) -> None:
    step(page, "finish")
    page.wait_for_selector("#write")
    call.page.write_text(call.page.read_text().replace("- New website", "- New website\n- A second mascot"))
    page.click("#write")
    page.wait_for_selector("#moved-on")
    assert "Bo to write" not in call.page.read_text()
    page.click("#write")
    page.wait_for_selector("#written")
    text = call.page.read_text()
    assert "- A second mascot" in text
    assert "Bo to write" in text


# Two tabs, closing, and what others send


def test_two_tabs_disagree_and_the_person_chooses(context: BrowserContext, address: str, call: Processed) -> None:
    one, other = opened(context, address), opened(context, address)
    card(one, "Bo Lindqvist").locator("select").first.select_option("=Ada Moreno")
    saved(one)
    card(other, "Cleo Marsh").locator("select").first.select_option("none")
    other.wait_for_selector("#conflict-dialog[open]")
    assert len(edits(call)) == 1
    other.click("#conflict-dialog .go")
    saved(other)
    assert edits(call) == [("Speaker 2", "name", "Ada Moreno"), ("Speaker 3", "name", None)]
    assert other.locator("#u0005000 .who b").inner_text() == "Ada Moreno"
    card(one, "Cleo Marsh").locator("select").first.select_option("=Bo Lindqvist")
    one.wait_for_selector("#conflict-dialog[open]")
    one.click("#conflict-dialog [value=theirs]")
    until(one, "document.querySelector('#u0060500 .who b').textContent === 'Speaker 3'")
    assert len(edits(call)) == 2


def test_closing_the_tab_in_the_middle_of_a_line_loses_nothing(page: Page, call: Processed) -> None:
    step(page, "minutes")
    page.fill("#p0044000-text", "Merged this week, half a sen")
    page.close(run_before_unload=True)
    for _ in range(100):
        if edits(call):
            break
        threading.Event().wait(0.05)
    assert edits(call) == [("p0044000", "text", "Merged this week, half a sen")]


def test_a_correction_from_the_command_line_arrives_when_the_tab_is_looked_at(page: Page, call: Processed) -> None:
    edit = Edit("Speaker 2", "name", "Bo Lindqvist", "Ada Moreno", "2026-03-04T12:00:00+00:00")
    revision.write_review(call.work, Review((edit,)))
    page.evaluate("window.dispatchEvent(new Event('focus'))")
    until(page, "document.querySelector('#u0005000 .who b').textContent === 'Ada Moreno'")


def test_what_people_wrote_is_text_and_never_code(context: BrowserContext, tmp_path: Path) -> None:
    call = processed(tmp_path / "nasty", NASTY_PAGE)
    with served(call) as address:
        page = opened(context, address)
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        card(page, "Cleo Marsh").locator("select").first.select_option("new")
        page.fill("#new-name", NASTY_NAME)
        page.click("#name-dialog .go")
        saved(page)
        assert page.locator("#u0060500 .who b").inner_text() == NASTY_NAME
        for name in ("agenda", "minutes", "finish", "people"):
            step(page, name)
        page.click("#u0060500 .more")
        page.keyboard.press("Escape")
        assert page.title().startswith("Review: ")
        assert page.locator("#transcript script, #people img, #minutes img, #strip img").count() == 0
        assert all(url.startswith(address) for url in asked)


def test_the_call_on_a_telephone(browser: Browser, address: str) -> None:
    phone = browser.new_context(viewport={"width": 390, "height": 844}, has_touch=True)
    page = opened(phone, address)
    for name in ("people", "agenda", "minutes", "finish", "transcript"):
        step(page, name)
        page.wait_for_timeout(100)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), name
    phone.close()


def test_a_call_of_ninety_minutes_stays_light(context: BrowserContext, tmp_path: Path) -> None:
    work = long_call(tmp_path, 18_000, heard=False)
    last = work.read("utterances", tuple[Utterance, ...])[-1]
    with served(Processed(tmp_path / "call.wav", tmp_path / "page.md", work)) as address:
        page = opened(context, address)
        assert page.evaluate("document.querySelectorAll('.utterance').length") > 900
        assert page.evaluate("document.querySelectorAll('.word').length") < 3_000
        for _ in range(3):
            page.evaluate("document.getElementById('panel-transcript').scrollTo(0, 1e7)")
            page.wait_for_timeout(200)
        page.locator(f"#{last.id} .word").last.wait_for()
        card(page, "Speaker 3").locator("select").first.select_option("=Person 4 Example")
        saved(page)
        assert page.evaluate("document.querySelectorAll('.word').length") < 6_000


UNNAMED = """() => [...document.querySelectorAll('button, select, textarea, input, [role=slider]')].filter((one) => {
  const label = one.getAttribute('aria-label') || one.getAttribute('aria-labelledby') || one.textContent.trim()
    || [...(one.labels || [])].map((label) => label.textContent).join('').trim();
  return !label;
}).map((one) => one.outerHTML)"""

LOW_CONTRAST = """() => {
  const paint = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
  const mixed = (color, below) => {
    paint.fillStyle = `rgb(${below.join()})`;
    paint.fillRect(0, 0, 1, 1);
    paint.fillStyle = color;
    paint.fillRect(0, 0, 1, 1);
    return [...paint.getImageData(0, 0, 1, 1).data].slice(0, 3);
  };
  const linear = (value) => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4);
  const light = (rgb) => rgb.map((value, index) => linear(value / 255) * [0.2126, 0.7152, 0.0722][index])
    .reduce((sum, value) => sum + value, 0);
  const ground = (element) => {
    const chain = [];
    for (let one = element; one; one = one.parentElement) chain.unshift(getComputedStyle(one).backgroundColor);
    return chain.reduce((below, color) => mixed(color, below), [255, 255, 255]);
  };
  return [...document.querySelectorAll('body *')].filter((one) => one.checkVisibility({ contentVisibilityAuto: true })
    && !one.matches(':disabled, .hidden, .skip, option')
    && [...one.childNodes].some((child) => child.nodeType === 3 && child.data.trim())).map((one) => {
      const below = ground(one);
      const [a, b] = [light(mixed(getComputedStyle(one).color, below)), light(below)].sort((x, y) => y - x);
      return [(a + 0.05) / (b + 0.05), one.outerHTML.slice(0, 120)];
    }).filter(([ratio]) => ratio < 4.5);
}"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_everything_has_a_name_and_can_be_read(browser: Browser, address: str, scheme: Any) -> None:
    context = browser.new_context(color_scheme=scheme, viewport={"width": 1280, "height": 900})
    page = opened(context, address)
    for name in ("people", "agenda", "minutes", "finish"):
        step(page, name)
        page.wait_for_timeout(200)
        assert page.evaluate(UNNAMED) == []
        assert page.evaluate(LOW_CONTRAST) == []
    context.close()


def test_without_a_mouse(page: Page, call: Processed) -> None:
    page.focus("#tab-people")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    assert page.evaluate("document.activeElement.id") == "tab-minutes"
    page.focus("#p0044000-text")
    page.keyboard.press("End")
    page.keyboard.type(" or next")
    page.keyboard.press("Tab")
    saved(page)
    assert page.evaluate("document.activeElement.id") == "p0044000-play"
    assert edits(call)[0][2] == "Agreed to merge the retry queue this week or next"
    page.locator("h1").click()
    page.keyboard.press("Control+z")
    until(page, "document.getElementById('p0044000-text').value.endsWith('week')")
    assert edits(call) == []
