"""The chat beside a recording."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from benchmarks.corpus import DATA
from transcribe.cli import cli
from transcribe.errors import ChatError, OptionError, RecordingError
from transcribe.minutes import Context
from transcribe.minutes.links import MOST, left_out, meanwhile, pasted
from transcribe.pipeline import Pipeline
from transcribe.schema import AgendaItem, Attendee, Notes, Source, Utterance
from transcribe.zoom import CallFiles
from transcribe.zoom.chat import CLOCK_OF_ITS_OWN, Message, by_recording, read_chat

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import ScriptedCall

CLOUD = """00:01:05\tAda Moreno (she/her):\tThe fix: https://git.example.org/quay/core/pull/1184.
00:01:20\tBo | Acme:\tReacted to "The fix: https://git.e..." with 👍
00:01:31\tBo | Acme:\tReplying to "The fix: https://git.e..."

two lines
of answer
"""

SAVED = """09:03:42\t From  Ada Moreno : is it ready?
09:04:41\t From Bo to Everyone:
\thttps://git.example.org/quay/core/-/merge_requests/31
09:05:00\t From Bo to Ada Moreno(Direct Message):
\tthis is between us
and so is this
"""


def written(folder: Path, text: str) -> Path:
    path = folder / "chat.txt"
    path.write_text(text, encoding="utf-8")
    return path


def test_the_chat_that_zoom_keeps_with_a_recording(tmp_path: Path) -> None:
    assert read_chat(written(tmp_path, CLOUD)) == (
        Message(65.0, "Ada Moreno", "The fix: https://git.example.org/quay/core/pull/1184."),
        Message(91.0, "Bo", "two lines of answer"),
    )


def test_a_chat_saved_by_a_participant_without_what_was_private(tmp_path: Path) -> None:
    said = read_chat(written(tmp_path, SAVED))
    assert [(message.who, message.text) for message in said] == [
        ("Ada Moreno", "is it ready?"),
        ("Bo", "https://git.example.org/quay/core/-/merge_requests/31"),
    ]
    assert said[1].references == ("core#31",)


def test_the_time_of_day_is_not_the_recordings_time(tmp_path: Path) -> None:
    said = read_chat(written(tmp_path, CLOUD))
    assert by_recording(said, 60.0) == said
    assert by_recording(read_chat(written(tmp_path, SAVED)), 3600.0) == ()


@pytest.mark.parametrize("text", ["", "Dear diary,\ntoday was a call.\n"])
def test_another_text_is_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(ChatError, match=r"chat\.txt holds no line of a Zoom chat"):
        read_chat(written(tmp_path, text))


def test_links_end_where_they_end() -> None:
    text = 'see (https://a.example/x), https://b.example/y?z=1. or "https://git.example..." and <https://c.example>'
    assert Message(0, "Ada", text).links == ("https://a.example/x", "https://b.example/y?z=1", "https://c.example")


def test_files_of_a_call_are_told_apart(tmp_path: Path) -> None:
    for name in ("a.mp4", "b.mp4", "talk.vtt", "chat.txt", "more.txt"):
        (tmp_path / name).touch()
    files = CallFiles([tmp_path / name for name in ("a.mp4", "chat.txt", "b.mp4", "talk.vtt")])
    assert [path.name for path in files.recordings] == ["a.mp4", "b.mp4"]
    with pytest.raises(OptionError, match=r"one chat \(\.txt\), but chat\.txt and more\.txt are named"):
        CallFiles([tmp_path / "chat.txt", tmp_path / "more.txt", tmp_path / "a.mp4"])
    with pytest.raises(RecordingError, match="is only a chat"):
        CallFiles([tmp_path / "chat.txt"])


ITEM = AgendaItem("core", "Core", (), (), ("https://git.example.org/known",), (0, 1))
NOTES = Notes("Calls", None, (), (Attendee("Ada Moreno"),), (ITEM,), (), (), (0, 1), {})
SAID = tuple(Utterance(at, at + 5, f"u{at * 1000:07d}", "Speaker 1", "Something.", 1.0) for at in (0, 10, 20))


def points(*chat: Message) -> list[tuple[str, tuple[str, ...], tuple[str, ...]]]:
    made = pasted(ITEM, SAID, Context(NOTES, {}, chat=chat))
    return [(point.text, point.speakers, point.utterances) for point in made]


def test_a_pasted_link_is_a_point_of_who_pasted_it_when() -> None:
    link = "https://git.example.org/quay/core/pull/1184"
    assert points(Message(12, "Ada", f"the fix: {link}")) == [
        (f"the fix: [core#1184]({link})", ("Ada Moreno",), ("u0010000",))
    ]
    assert points(Message(99, "Bo", "https://a.example/ " + "many words " * 20)) == [
        ("https://a.example/", ("Bo",), ("u0020000",))
    ]


def test_a_reply_without_what_it_answers_is_only_its_link() -> None:
    assert points(Message(1, "Bo", "no, this one: https://a.example/x")) == [
        ("https://a.example/x", ("Bo",), ("u0000000",))
    ]
    assert points(Message(1, "Bo", "https://eips.example.org/EIPS/eip-7684"))[0][0] == (
        "[EIP-7684](https://eips.example.org/EIPS/eip-7684)"
    )
    written = "see [the fix](https://git.example.org/quay/core/pull/1184)"
    assert points(Message(1, "Bo", written))[0][0] == written


def test_links_that_the_page_has_come_twice_or_say_nothing_are_left_out() -> None:
    chat = [Message(1, "Bo", "https://git.example.org/known"), Message(1, "Bo", "https://us02.zoom.us/j/1")]
    assert points(*chat, Message(2, "Bo", "https://x.example/a"), Message(3, "Ada", "https://x.example/a")) == [
        ("https://x.example/a", ("Bo",), ("u0000000",))
    ]
    assert len(points(*(Message(1, "Bo", f"https://x.example/{number}") for number in range(MOST + 3)))) == MOST


def test_links_that_no_item_tells_are_known_with_when_they_were_pasted() -> None:
    chat = [Message(at, "Bo", f"https://x.example/{at} https://git.example.org/known") for at in range(MOST + 2)]
    chat += [Message(50, "Ada", f"https://x.example/{MOST} https://us02.zoom.us/j/1")]
    made = pasted(ITEM, SAID, Context(NOTES, {}, chat=tuple(chat)))
    assert left_out(made, NOTES, chat) == tuple((at, f"https://x.example/{at}") for at in (MOST, MOST + 1))
    assert left_out(made, NOTES, chat[:MOST]) == ()


def test_the_summary_tells_how_many_links_were_left_out_and_where_they_are(call: ScriptedCall) -> None:
    lines = (f"00:00:40\tAda:\thttps://x.example/{number}\n" for number in range(MOST + 1))
    lines = (*lines, "00:00:41\tAda:\thttps://x.example/last\n")
    chat = str(written(call.recording.parent, "".join(lines)))
    env = {"TRANSCRIBE_ENGINE": "scripted", "TRANSCRIBE_DIARIZER": "scripted"}
    said = CliRunner(env=env).invoke(cli, ["process", str(call.recording), chat, str(call.page)])
    assert "Note: 2 links of chat.txt are not in the minutes, pasted at 0:40, 0:41." in said.output
    few = written(call.recording.parent, "".join(lines[:MOST]))
    said = CliRunner(env=env).invoke(cli, ["process", str(call.recording), str(few), str(call.page)])
    assert said.exit_code == 0
    assert "not in the minutes" not in said.output


def test_what_was_written_belongs_to_what_was_said_then() -> None:
    chat = tuple(Message(at, "Bo", "hi") for at in (0, 9, 11, 40))
    assert [message.at for message in meanwhile(SAID[1:], SAID, chat)] == [11, 40]
    assert [message.at for message in meanwhile(SAID[:1], SAID, chat)] == [0, 9]


def test_a_link_from_the_chat_stands_under_its_item(call: ScriptedCall) -> None:
    link = "https://git.example.org/quay/core/pull/4711"
    chat = written(call.recording.parent, f"00:00:40\tAda:\tplan: {link}\n")
    pipeline = Pipeline((call.recording, chat), call.page, call.pipeline().options)
    pipeline.run()
    assert f"plan: [core#4711]({link})" in pipeline.draft.text
    assert pipeline.notices == ()
    assert pipeline.work.read("source", Source).recordings == (f"../{call.recording.name}",)


def test_a_chat_by_another_clock_is_told(call: ScriptedCall) -> None:
    chat = written(call.recording.parent, "09:30:40\t From Ada : https://git.example.org/quay/core/pull/4711\n")
    pipeline = Pipeline((call.recording, chat), call.page, call.pipeline().options)
    pipeline.run()
    assert "4711" not in pipeline.draft.text
    assert pipeline.notices == (CLOCK_OF_ITS_OWN,)


@pytest.mark.skipif(not DATA.is_dir(), reason="the corpus of real calls is not here")
def test_every_real_chat_is_read() -> None:
    found = [*DATA.glob("zoom/*/chat.txt"), *DATA.glob("zoom/formats/chats/*.txt")]
    assert found
    for path in found:
        said = read_chat(path)
        assert len(said) > 5
        assert all(message.text and message.who for message in said)


def test_a_chat_that_was_not_named_is_pointed_out(call: ScriptedCall) -> None:
    written(call.recording.parent, CLOUD)
    pipeline = call.pipeline()
    pipeline.run()
    assert pipeline.notices == (
        "chat.txt lies beside the recording; name it too, and its links come under their items.",
    )


def test_a_chat_that_is_none_leaves_nothing_behind(call: ScriptedCall) -> None:
    chat = written(call.recording.parent, "Dear diary,\ntoday was a call.\n")
    before = set(chat.parent.iterdir())
    result = CliRunner().invoke(cli, ["process", str(call.recording), str(chat), str(call.page)])
    assert result.exit_code == 1
    assert "holds no line of a Zoom chat" in result.output
    assert set(chat.parent.iterdir()) == before
