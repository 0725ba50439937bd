"""Publishing as a whole, on a call that went through every stage; a second time nothing changes."""

from __future__ import annotations

import json
import re
import subprocess
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner, Result

from tests.conftest import PAGE, ScriptedCall, lock_folder
from transcribe import notes, publish
from transcribe.cli import cli
from transcribe.errors import PageChanged, WorkError
from transcribe.notes import marks
from transcribe.options import Options
from transcribe.pipeline import Pipeline
from transcribe.publish import Request
from transcribe.schema import Edit, Review
from transcribe.work import Work

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

URL = "https://youtu.be/heron-01"
OTHER = "https://youtu.be/heron-02"
RUN = ("--recording", URL, "--yes")


def run(call: ScriptedCall, *flags: str, code: int = 0, said: str = "") -> Result:
    result = CliRunner().invoke(cli, ["publish", str(call.recording), *flags], input=said)
    assert result.exit_code == code, result.output
    return result


def everything(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def transcript(call: ScriptedCall) -> str:
    return (call.page.parent / "transcripts" / "2026-03-04.md").read_text(encoding="utf-8")


def added(before: str, after: str) -> list[str]:
    return [line for line in after.splitlines() if line not in before.splitlines()]


def test_the_page_gets_its_links_and_the_items_their_times(done: ScriptedCall) -> None:
    before = done.page.read_text()
    run(done, *RUN)
    after = done.page.read_text()
    new = added(before, after)
    assert new[:2] == [f"[Recording]({URL})", "[Transcript](transcripts/2026-03-04.md)"]
    assert all(re.search(rf" \(\[\d:\d\d\]\({re.escape(URL)}\?t=\d+\)\)$", line) for line in new[2:])
    assert 2 <= len(new) - 2 <= 3
    assert marks.unmarked(after) == before.replace("[Recording]()", "\n".join(new[:2]))


def test_running_it_twice_changes_nothing_the_second_time(done: ScriptedCall) -> None:
    run(done, *RUN, "--format", "vtt", "--format", "rttm", "--times", "points")
    once = everything(done.page.parent)
    for flags in ((*RUN, "--format", "vtt", "--format", "rttm", "--times", "points"), ("--yes",)):
        assert "Nothing to change." in run(done, *flags).output
        assert everything(done.page.parent) == once


def test_it_shows_the_change_and_asks(done: ScriptedCall) -> None:
    before = everything(done.page.parent)
    shown = run(done, "--recording", URL, "--dry-run")
    assert "-[Recording]()\n" in shown.output
    assert f"+[Recording]({URL})\n" in shown.output
    assert "Write this?" not in shown.output
    refused = run(done, "--recording", URL, code=1, said="n\n")
    assert "Write this? [y/N]" in refused.output
    assert everything(done.page.parent) == before
    run(done, "--recording", URL, said="y\n")
    assert f"[Recording]({URL})" in done.page.read_text()


def test_the_transcript_holds_every_utterance_under_a_name(done: ScriptedCall) -> None:
    run(done, *RUN)
    text = transcript(done)
    for utterance in done.pipeline().utterances:
        assert utterance.text.strip() in text
    assert re.search(rf'<a id="t-0-49"></a>\*\*Bo Lindqvist\*\* \[0:49\]\({re.escape(URL)}\?t=49\): I will', text)
    assert "[Minutes](../page.md)" in text
    assert "## Container images for ARM boards\n" in text


def test_what_people_corrected_is_what_is_published(done: ScriptedCall) -> None:
    work = Work.find(done.recording)
    pipeline = done.pipeline()
    spoken = pipeline.utterances[1]
    edits = (
        Edit(spoken.id, "text", spoken.text, "Hi, this is Bo Lindqvist.", "2026-03-05T10:00:00Z"),
        Edit("Speaker 3", "name", "Cleo Marsh", "Cleo M.", "2026-03-05T10:00:01Z"),
    )
    from transcribe.revision import write_review

    write_review(work, Review(edits))
    run(done, *RUN)
    assert "Hi, this is Bo Lindqvist." in transcript(done)
    assert "**Cleo M.**" in transcript(done)
    assert "Cleo Marsh" not in transcript(done)


@pytest.mark.parametrize("pattern", ["transcripts/{name}.md", "{}.md", "{date.day}.md", "{date"])
def test_a_transcript_whose_name_cannot_be_filled_in_is_refused(done: ScriptedCall, pattern: str) -> None:
    refused = run(done, *RUN, "--transcript", pattern, code=1)
    assert f"{pattern!r} has braces that cannot be filled; those it may have are {{date}}, {{page}}." in refused.output


def test_another_form_of_the_transcript_does_not_take_its_place(done: ScriptedCall) -> None:
    before = everything(done.page.parent)
    refused = run(done, *RUN, "--transcript", "call.txt", "--format", "txt", code=1)
    assert "--format txt would overwrite the transcript" in refused.output
    assert everything(done.page.parent) == before


def test_an_offset_moves_every_time_and_cuts_what_came_before(done: ScriptedCall) -> None:
    run(done, *RUN)
    zero = done.page.read_text()
    run(done, *RUN, "--offset", "-0:30")
    text = transcript(done)
    first = re.search(r'<a id="t-([\d-]+)">', text)
    assert first is not None
    assert first[1] == "0-04"
    assert "Hello everyone" not in text
    later = run(done, *RUN, "--offset", "1:35")
    assert "t=" in later.output
    assert f"]({URL}?t={56 + 95})" in done.page.read_text()
    run(done, *RUN, "--offset", "0")
    assert done.page.read_text() == zero


def test_an_offset_is_remembered_for_the_same_recording(done: ScriptedCall) -> None:
    run(done, *RUN, "--offset", "1:35")
    assert "Nothing to change." in run(done, *RUN).output


def test_times_come_and_go_as_asked(done: ScriptedCall) -> None:
    run(done, *RUN, "--times", "none")
    none = done.page.read_text()
    assert not marks.MARK.search(none)
    run(done, *RUN, "--times", "points")
    points = done.page.read_text()
    drafted = done.pipeline().minutes.points
    assert len(marks.MARK.findall(points)) >= len(drafted) + 2
    run(done, *RUN, "--times", "items")
    assert len(marks.MARK.findall(done.page.read_text())) < len(drafted)
    run(done, *RUN, "--times", "none")
    assert done.page.read_text() == none


def test_the_settings_beside_the_page_count(done: ScriptedCall) -> None:
    (done.page.parent / "transcribe.toml").write_text('times = "points"\n')
    run(done, *RUN)
    assert len(marks.MARK.findall(done.page.read_text())) >= len(done.pipeline().minutes.points) + 2


def test_after_publishing_the_draft_can_still_be_taken_back(done: ScriptedCall) -> None:
    run(done, *RUN, "--times", "points")
    published = done.page.read_text()
    again = done.pipeline()
    again.run()
    again.write_page()
    drafted = {point.text for point in done.pipeline().minutes.points}
    text = done.page.read_text()
    assert all(text.count(point) == published.count(point) for point in drafted)


def test_a_time_that_a_person_wrote_stays(done: ScriptedCall) -> None:
    item = "- [Cleo] Container images for ARM boards"
    own = f"{item} ([9:59](https://youtu.be/own-cut?t=599))"
    done.page.write_text(done.page.read_text().replace(item, own))
    result = run(done, *RUN)
    assert own in done.page.read_text()
    assert "has a time of its own, ([9:59](https://youtu.be/own-cut?t=599)); --replace changes it" in result.output
    run(done, *RUN, "--replace")
    assert f"{item} ([0:56]({URL}?t=56))" in done.page.read_text()


def test_a_host_without_moments_leads_to_the_transcript(done: ScriptedCall) -> None:
    run(done, "--recording", "https://heron.example/calls/12", "--yes")
    assert "ARM boards ([0:56](transcripts/2026-03-04.md#t-0-56))" in done.page.read_text()
    run(done, "--recording", "https://heron.example/calls/12", "--host", "heron.example={url}?from={seconds}", "--yes")
    assert "ARM boards ([0:56](https://heron.example/calls/12?from=56))" in done.page.read_text()


def test_all_formats_are_written_beside_the_transcript(done: ScriptedCall) -> None:
    run(done, *RUN, *(flag for form in ("vtt", "srt", "txt", "json", "rttm") for flag in ("--format", form)))
    written = {path.suffix for path in (done.page.parent / "transcripts").iterdir()}
    assert written == {".md", ".vtt", ".srt", ".txt", ".json", ".rttm"}
    told = json.loads((done.page.parent / "transcripts" / "2026-03-04.json").read_text())
    assert [row["id"] for row in told["utterances"]] == [entry.id for entry in done.pipeline().utterances]


def test_another_place_for_the_transcript(done: ScriptedCall) -> None:
    run(done, *RUN, "--transcript", "said/{page} {date}.md")
    assert (done.page.parent / "said" / "page 2026-03-04.md").is_file()
    assert "[Transcript](said/page%202026-03-04.md)" in done.page.read_text()


def test_a_transcript_that_a_person_changed_is_not_overwritten(done: ScriptedCall) -> None:
    run(done, *RUN)
    path = done.page.parent / "transcripts" / "2026-03-04.md"
    path.write_text(path.read_text() + "\nA remark.\n")
    result = run(done, *RUN, "--offset", "10", code=1)
    assert "is there already and is not what was published last; --replace overwrites it" in result.output
    run(done, *RUN, "--offset", "10", "--replace")
    assert "A remark." not in path.read_text()


def test_without_an_address_the_pages_own_link_is_taken(done: ScriptedCall) -> None:
    told = run(done, "--yes", code=1).output
    assert "The page does not name the recording yet; say where it is with --recording URL." in told
    done.page.write_text(done.page.read_text().replace("[Recording]()", "[Recording](https://vimeo.com/123456)"))
    run(done, "--yes")
    assert "(https://vimeo.com/123456#t=56s)" in done.page.read_text()


def test_the_link_that_a_person_put_on_the_page_wins_over_the_last_one(done: ScriptedCall) -> None:
    run(done, *RUN)
    done.page.write_text(done.page.read_text().replace(f"[Recording]({URL})", "[Recording](https://youtu.be/recut)"))
    run(done, "--yes")
    text = done.page.read_text()
    assert "[Recording](https://youtu.be/recut)" in text
    assert "ARM boards ([0:56](https://youtu.be/recut?t=56))" in text


def test_a_second_recording_without_replace_changes_nothing(done: ScriptedCall) -> None:
    run(done, *RUN, "--offset", "1:35")
    before = everything(done.page.parent)
    told = run(done, "--recording", OTHER, "--yes", code=1).output
    assert told == (
        f"Error: The page names another recording already, {URL}, and nothing was changed; "
        f"--replace puts {OTHER} in its place and changes every link with it.\n"
    )
    assert everything(done.page.parent) == before
    assert "Nothing to change." in run(done, "--yes").output
    assert f"?t={56 + 95}" in done.page.read_text()


def test_a_recording_that_a_person_put_on_the_page_is_not_passed_over(done: ScriptedCall) -> None:
    done.page.write_text(done.page.read_text().replace("[Recording]()", f"[Recording]({OTHER})"))
    before = everything(done.page.parent)
    assert f"names another recording already, {OTHER}, and nothing" in run(done, *RUN, code=1).output
    assert everything(done.page.parent) == before
    run(done, "--recording", f"https://www.youtube.com/watch?v={OTHER.rpartition('/')[2]}", "--yes")
    assert f"[Recording]({OTHER})" in done.page.read_text()


def test_with_replace_page_and_transcript_lead_to_the_second_recording_alone(done: ScriptedCall) -> None:
    run(done, *RUN, "--times", "points", "--offset", "1:35")
    done.page.write_text(done.page.read_text().replace("## 2026-03-04\n", "## 2026-03-04\n\n[Recording]()\n"))
    told = run(done, "--recording", OTHER, "--replace", "--yes").output
    assert f"Note: The offset is not that of {URL}; --offset or --align says what it is here." in told
    for text in (done.page.read_text(), transcript(done)):
        assert URL not in text
        assert f"({OTHER}?t=56)" in text
    assert f"[Recording]({OTHER})" in done.page.read_text()
    assert done.page.read_text().count("[Recording]()") == 1


def test_what_cannot_be_written_is_told_before_anything_is(done: ScriptedCall, monkeypatch: pytest.MonkeyPatch) -> None:
    before = everything(done.page.parent)
    done.page.chmod(0o444)
    assert f"{done.page} is read-only and was left as it is; make it writable" in run(done, *RUN, code=1).output
    done.page.chmod(0o644)
    folder = Work.find(done.recording).folder
    lock_folder(monkeypatch, folder)
    told = run(done, *RUN, code=1).output
    assert told.endswith(f".lock: {folder} is read-only; make it writable (chmod u+w) and try again.\n")
    with pytest.raises(WorkError, match=r"Cannot write .*source\.json: .* is read-only"):
        publish.write(Work(folder), publish.plan(Work(folder), Request(recording=URL)))
    (folder / ".lock").unlink(missing_ok=True)
    assert everything(done.page.parent) == before


def test_beside_another_run_it_stops(done: ScriptedCall) -> None:
    before = done.page.read_bytes()
    with Work.find(done.recording).locked():
        assert "Another run is at work in" in run(done, *RUN, code=1).output
    assert done.page.read_bytes() == before


@pytest.mark.parametrize(
    ("flags", "sentence"),
    [
        (("--recording", "heron"), "'heron' is no web address: give the whole link of the recording"),
        (("--recording", "https://youtube.com/playlist?list=PLx"), "is a list of videos; give the link of this call's"),
        (("--recording", "https://youtu.be/"), "Error: https://youtu.be/ names no video; give the whole link of this"),
        ((*RUN, "--push"), "--push and --pr hand a branch over; say which with --branch NAME."),
        ((*RUN, "--offset", "5", "--align", "x.mp4"), "--offset and --align are two ways to say the same"),
        ((*RUN, "--offset", "soon"), "'soon' is no offset: write seconds (95, -37.4) or minutes and seconds (1:35)"),
        ((*RUN, "--offset", "-5:00"), "an offset of -5:00 leaves nothing of a recording of 1:36"),
        ((*RUN, "--transcript", "page.md"), "The transcript would overwrite the page"),
        ((*RUN, "--align", "missing.mp4"), "There is no recording missing.mp4"),
        ((*RUN, "--branch", "minutes"), "lies in no git repository; publish without --branch."),
    ],
)
def test_what_goes_wrong_is_one_sentence(done: ScriptedCall, flags: tuple[str, ...], sentence: str) -> None:
    before = done.page.read_bytes()
    output = run(done, *flags, code=1).output
    assert sentence in output
    assert "Traceback" not in output
    assert done.page.read_bytes() == before


def test_a_page_that_changed_in_the_meantime_is_not_overwritten(done: ScriptedCall) -> None:
    work = Work.find(done.recording)
    planned = publish.plan(work, Request(recording=URL))
    done.page.write_text(done.page.read_text() + "\nlate remark\n")
    with pytest.raises(PageChanged, match="was changed in the meantime; run the same command again"):
        publish.write(work, planned)
    assert not (done.page.parent / "transcripts").exists()


def test_a_branch_takes_all_files_and_the_work_tree_none(done: ScriptedCall) -> None:
    folder = done.page.parent

    def git(*arguments: str) -> str:
        command = ["git", "-C", str(folder), "-c", "user.name=Ada", "-c", "user.email=ada@heron.example", *arguments]
        return subprocess.run(command, check=True, capture_output=True, text=True).stdout

    git("init", "--quiet", "--bare", str(folder.parent / "remote.git"))
    git("init", "--quiet")
    git("config", "user.name", "Ada")
    git("config", "user.email", "ada@heron.example")
    git("add", "page.md")
    git("commit", "--quiet", "-m", "Add page")
    git("remote", "add", "origin", str(folder.parent / "remote.git"))
    before = done.page.read_bytes()
    first = run(done, *RUN, "--branch", "minutes", "--push", "--format", "srt").output
    assert "Committed on minutes: " in first
    assert "Pushed to origin." in first
    assert done.page.read_bytes() == before
    assert not (folder / "transcripts").exists()
    assert git("diff", "--name-only", "HEAD", "minutes").split() == [
        "page.md",
        "transcripts/2026-03-04.md",
        "transcripts/2026-03-04.srt",
    ]
    assert git("log", "-1", "--format=%s", "minutes").strip() == "Add recording and transcript of 2026-03-04"
    assert "Nothing to commit" in run(done, *RUN, "--branch", "minutes", "--push", "--format", "srt").output


class _Answers(BaseHTTPRequestHandler):
    def do_HEAD(self) -> None:
        self.send_error(405)

    def do_GET(self) -> None:
        self.send_response(200 if self.path == "/call.mp4" else 404)
        self.end_headers()

    def log_message(self, *args: object) -> None:
        pass


@pytest.fixture
def server() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), _Answers) as running:
        thread = threading.Thread(target=running.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{running.server_port}"
        running.shutdown()
        thread.join()


def test_links_are_asked_only_when_told_to(done: ScriptedCall, server: str) -> None:
    assert (
        f"{server}/call.mp4 answers." in run(done, "--recording", f"{server}/call.mp4", "--check", "--dry-run").output
    )
    gone = run(done, "--recording", f"{server}/gone.mp4", "--check", "--yes", code=1).output
    assert f"{server}/gone.mp4 does not answer: 404 Not Found." in gone
    run(done, "--recording", f"{server}/gone.mp4", "--yes")


def test_an_item_is_the_same_item_with_and_without_its_time(done: ScriptedCall) -> None:
    plain = [item.id for item in done.pipeline().notes.agenda]
    run(done, *RUN)
    assert [item.id for item in notes.read(done.page.read_text(), date="2026-03-04").agenda] == plain


@pytest.mark.parametrize(
    "line",
    [
        "- item\n",
        "- item\r\n",
        "- item  \n",
        "- item\\\n",
        "### item ###\n",
        "- item <!-- later -->\n",
        "- item",
        "* a `b` [c](d)\n",
    ],
)
def test_a_mark_goes_on_and_off_without_a_trace(line: str) -> None:
    mark = marks.mark(754, f"{URL}?t=754")
    with_mark = marks.marked(line, mark)
    assert marks.mark_of(with_mark) == mark
    assert marks.marked(with_mark, mark) == with_mark
    assert marks.marked(with_mark, None) == line
    assert marks.unmarked(with_mark) == line
    assert marks.mark_of(line) is None


def test_nothing_of_the_page_is_needed_to_be_ours(done: ScriptedCall) -> None:
    """Without `--in-place` the page has no minutes; links and item times go onto it all the same."""
    done.page.write_text(PAGE)
    run(done, *RUN)
    assert marks.unmarked(done.page.read_text()) == PAGE.replace(
        "[Recording]()", f"[Recording]({URL})\n[Transcript](transcripts/2026-03-04.md)"
    )


def test_a_page_without_the_minutes_is_published_and_told_to_be_one(call: ScriptedCall) -> None:
    call.pipeline().run()
    folder = Work.find(call.recording).folder
    note = (
        f"Note: The drafted minutes are not in page.md yet; transcribe review {folder} writes them there, "
        "as does process --in-place.\n"
    )
    for _ in range(2):
        assert note in run(call, *RUN).output
        assert f"[Recording]({URL})" in call.page.read_text()
    again = call.pipeline()
    again.run()
    again.write_page()
    assert "The drafted minutes" not in run(call, *RUN).output


def test_two_calls_of_a_day_have_transcripts_of_their_own(done: ScriptedCall) -> None:
    run(done, *RUN)
    page, folder = done.page.read_text(), done.page.parent / "transcripts"
    first = (folder / "2026-03-04.md").read_bytes()
    other = done.recording.with_name("2026-03-04 apac.wav")
    other.write_bytes(done.recording.read_bytes())
    done.page.write_text(f"{page}\n## 2026-03-04 APAC\n\n### Agenda\n\n- [Cleo] Container images for ARM boards\n")
    options = Options(engine="scripted", diarizer="scripted")
    made = Pipeline((other,), done.page, options, date="2026-03-04 APAC")
    made.run()
    made.write_page()
    for _ in range(2):
        run(ScriptedCall(other, done.page), *RUN)
        assert (folder / "2026-03-04.md").read_bytes() == first
        assert {path.name for path in folder.iterdir()} == {"2026-03-04.md", "2026-03-04-apac.md"}
    assert "[Transcript](transcripts/2026-03-04-apac.md)" in done.page.read_text()
