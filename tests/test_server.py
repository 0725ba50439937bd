"""What becomes of a question that a language model's server does not answer, and of a run that asks it."""

from __future__ import annotations

import threading
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from tests.conftest import ScriptedCall, processed
from tests.spoken import CONTEXT, GOOD, PARSER, SAID, Instead, Spoken, drafter, texts
from transcribe.errors import EngineError, OptionError
from transcribe.minutes.llm import LanguageModel
from transcribe.minutes.server import Server
from transcribe.schema import AgendaItem, Utterance

if TYPE_CHECKING:
    from collections.abc import Callable

ARCHIVE = AgendaItem("archive", "[Archive](https://example.org/1) of **old** files", (), (), (), (5, 6))
RELEASE = AgendaItem("release", "Release", (), (), (), (6, 7))
KEPT = tuple(
    Utterance(20 + place * 5.0, 24 + place * 5.0, f"u{20 + place * 5}", "v1", text, 0.9)
    for place, text in enumerate(
        (
            "The archive holds forty thousand pages from the museum, and only two of them fail today.",
            "I can write a post about the archive next week, with a list of the pages.",
        )
    )
)


def about(question: dict[str, Any]) -> str:
    return question["messages"][0]["content"].split("\nItem: ")[1].split("\n")[0]


@pytest.fixture
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("transcribe.minutes.server.PAUSES", (0.0, 0.0, 0.0))


@pytest.mark.usefixtures("at_once")
@pytest.mark.parametrize(
    ("status", "text", "why"),
    [
        (500, "boom", "Error code: 500 - boom"),
        (503, "Loading model", "Error code: 503 - Loading model"),
        (429, "rate limited", "Error code: 429 - rate limited"),
        (404, "no such model", "Error code: 404 - no such model"),
        (400, "too long for the context", "Error code: 400 - too long for the context"),
        (0, "", "the connection broke off"),
        (200, "<html>nginx</html>", "what the server answered is no answer of a language model"),
    ],
)
def test_a_failing_answer_costs_one_item(speak: Callable[..., Spoken], status: int, text: str, why: str) -> None:
    server = speak(lambda question: (status, text) if "Archive" in about(question) else (200, GOOD))
    model = LanguageModel(Server(server.url, "m", timeout=5.0), Instead())
    assert len(texts(model, PARSER, SAID)) == 2
    assert texts(model, ARCHIVE, KEPT) == ["Instead"]
    assert len(texts(model, replace(PARSER, id="again"), SAID[:2])) == 1
    assert model.notices[0].endswith(f': "Archive of old files" ({why}). Ask it again with --redo minutes.')
    assert len(server.asked) <= 5
    assert {question["response_format"]["type"] for question in server.asked} == {"json_schema"}


@pytest.mark.usefixtures("at_once")
@pytest.mark.parametrize("status", [429, 500, 503, 0])
def test_a_server_that_is_only_busy_is_asked_again(speak: Callable[..., Spoken], status: int) -> None:
    replies = [(status, "busy"), (200, GOOD)]
    server = speak(lambda _: replies.pop(0))
    assert len(texts(LanguageModel(Server(server.url, "m", timeout=5.0), Instead()), PARSER, SAID)) == 2
    assert len({question["response_format"]["type"] for question in server.asked}) == 1


@pytest.mark.usefixtures("at_once")
@pytest.mark.parametrize("status", [500, 503, 0])
def test_a_server_that_always_fails_is_not_asked_on_and_on(speak: Callable[..., Spoken], status: int) -> None:
    server = speak(lambda _: (status, "boom"))
    model = LanguageModel(Server(server.url, "m", timeout=5.0), Instead())
    assert [texts(model, item, SAID) for item in (PARSER, ARCHIVE, RELEASE, PARSER)] == [["Instead"]] * 4
    assert len(server.asked) <= 12
    assert '"Release", "New parser" (not asked, as the server failed 2 times in a row)' in model.notices[0]


def test_a_server_that_is_late_is_waited_for_twice_and_the_second_time_half_as_long(
    speak: Callable[..., Spoken],
) -> None:
    wait = threading.Event()

    def reply(_: dict[str, Any]) -> tuple[int, str]:
        wait.wait(10)
        return 200, GOOD

    server = speak(reply)
    heard: list[tuple[str, float]] = []
    model = LanguageModel(
        Server(server.url, "m", timeout=1.0), Instead(), watch=lambda stage, done, total: heard.append((stage, done))
    )
    for item in (PARSER, ARCHIVE, RELEASE):
        assert texts(model, item, SAID) == ["Instead"]
    wait.set()
    assert len(server.asked) == 2
    assert heard == [
        ('Asking about "New parser"', 0),
        ('Asking about "New parser"', 1),
        ('Asking about "Archive of old files"', 0),
        ('Asking about "Archive of old files"', 1),
    ]
    assert '"New parser" (no answer in 1 s)' in model.notices[0]
    assert '"Release" (not asked' in model.notices[0]


def test_another_machine_is_told_of_once_before_anything_is_sent(
    speak: Callable[..., Spoken], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Server, "local", False)
    server = speak(lambda _: (200, GOOD))
    heard: list[str] = []

    def watch(stage: str, done: float, total: float) -> None:
        heard.append(f"{stage}, after {len(server.asked)}")

    model = LanguageModel(Server(server.url, "m", allow_remote=True), Instead(), watch=watch)
    texts(model, PARSER, SAID)
    texts(model, PARSER, SAID[:2])
    sending = f"Sending names, page and what was said to {server.url}, another machine"
    assert heard[0] == f"{sending}, after 0"
    assert sum("Sending" in line for line in heard) == 1


@pytest.mark.parametrize("status", [400, 422, 500])
def test_a_server_without_schemas_is_asked_for_plain_json(speak: Callable[..., Spoken], status: int) -> None:
    def reply(question: dict[str, Any]) -> tuple[int, str]:
        return (status, "no schemas here") if question["response_format"]["type"] == "json_schema" else (200, GOOD)

    server = speak(reply)
    model = drafter(server.url)
    assert len(model.points(PARSER, SAID, CONTEXT)) == 2
    assert len(server.asked) == 2
    model.points(PARSER, SAID[:2], CONTEXT)
    assert len(server.asked) == 3


def test_no_server_is_one_clear_sentence(speak: Callable[..., Spoken]) -> None:
    server = speak(lambda _: (200, GOOD))
    server.close()
    with pytest.raises(EngineError) as raised:
        drafter(server.url).points(PARSER, SAID, CONTEXT)
    assert str(raised.value) == (
        f"No language model answers at {server.url}; start the server, check the address in --llm-url, or draft "
        "without it: --drafter extractive."
    )


def test_https_where_plain_http_is_spoken_is_told(speak: Callable[..., Spoken]) -> None:
    url = speak(lambda _: (200, GOOD)).url.replace("http:", "https:")
    with pytest.raises(EngineError, match=f"No secure connection to the language model at {url}: .* plain http"):
        drafter(url).points(PARSER, SAID, CONTEXT)


@pytest.mark.parametrize("text", ["<html>Router</html>", "<html>"])
def test_another_kind_of_server_is_told(speak: Callable[..., Spoken], text: str) -> None:
    server = speak(lambda _: (200, text))
    with pytest.raises(EngineError) as raised:
        drafter(server.url).points(PARSER, SAID, CONTEXT)
    assert str(raised.value) == (
        f"What answers at {server.url}/v1/chat/completions is no OpenAI-compatible server; check the address in "
        "--llm-url."
    )


@pytest.mark.parametrize("status", [401, 403])
def test_a_key_that_is_missing_or_wrong_is_told(speak: Callable[..., Spoken], status: int) -> None:
    server = speak(lambda _: (status, "who are you"))
    with pytest.raises(EngineError) as raised:
        drafter(server.url).points(PARSER, SAID, CONTEXT)
    assert str(raised.value) == (
        f"The language model at {server.url} refuses: Error code: {status} - who are you; put its key into the "
        "environment variable OPENAI_API_KEY."
    )


@pytest.mark.parametrize("key", ["sesame", "sesame\n", " sesame "])
def test_the_key_comes_from_the_environment(
    speak: Callable[..., Spoken], monkeypatch: pytest.MonkeyPatch, key: str
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", key)
    server = speak(lambda _: (200, GOOD))
    assert len(texts(drafter(server.url), PARSER, SAID)) == 2
    assert server.keys == ["Bearer sesame"]


@pytest.mark.parametrize("key", ["sésame", "ses\name"])
def test_a_key_that_cannot_be_sent_is_told(
    speak: Callable[..., Spoken], monkeypatch: pytest.MonkeyPatch, key: str
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", key)
    with pytest.raises(EngineError, match="OPENAI_API_KEY holds signs that no key has"):
        drafter(speak(lambda _: (200, GOOD)).url).points(PARSER, SAID, CONTEXT)


def test_a_question_that_is_broken_off_by_the_user_is_not_shown_as_done(monkeypatch: pytest.MonkeyPatch) -> None:
    heard: list[float] = []

    def watch(stage: str, done: float, total: float) -> None:
        heard.append(done)

    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("transcribe.minutes.server.Connection._send", interrupted)
    model = LanguageModel(Server("http://127.0.0.1:8080", "m"), Instead(), watch=watch)
    with pytest.raises(KeyboardInterrupt):
        model.points(PARSER, SAID, CONTEXT)
    assert heard == [0]


def test_a_late_answer_leaves_the_item_to_the_other_drafter(speak: Callable[..., Spoken]) -> None:
    wait = threading.Event()

    def reply(_: dict[str, Any]) -> tuple[int, str]:
        wait.wait(3)
        return 200, GOOD

    server = speak(reply)
    model = LanguageModel(Server(server.url, "m", timeout=0.2, retries=0), Instead())
    assert [point.text for point in model.points(PARSER, SAID, CONTEXT)] == ["Instead"]
    wait.set()


@pytest.mark.parametrize("url", ["http://example.org/v1", "http://192.168.1.5:8080", "https://10.0.0.1"])
def test_another_machine_must_be_allowed(url: str) -> None:
    with pytest.raises(OptionError) as raised:
        Server(url, "m")
    assert str(raised.value) == (
        f"The language model at {url} is on another machine: names, page and all that was said under each agenda item "
        "would be sent there; if that is wanted, add --allow-remote."
    )
    assert not Server(url, "m", allow_remote=True).local


@pytest.mark.parametrize(
    "url",
    [
        "127.0.0.1:8080",
        "ftp://localhost",
        "",
        "http://",
        "http://localhost:llm",
        "http://localhost:99999",
        "http://[::1",
        "http://local host:8080",
        "http://local..host:8080",
        "http://localhost:8080/\x01",
    ],
)
def test_what_is_no_address_is_refused(url: str) -> None:
    with pytest.raises(OptionError, match="must be an address"):
        Server(url, "m")


@pytest.mark.parametrize(
    ("url", "base"),
    [
        ("http://127.0.0.1:8080", "http://127.0.0.1:8080/v1"),
        ("http://localhost:8080/", "http://localhost:8080/v1"),
        ("http://0.0.0.0:8080", "http://0.0.0.0:8080/v1"),
        ("http://[::1]:8080/api/v1/", "http://[::1]:8080/api/v1"),
        ("http://localhost:8080/v1/chat/completions", "http://localhost:8080/v1"),
        ("http://localhost:8080/chat/completions/", "http://localhost:8080/v1"),
    ],
)
def test_this_machine_needs_no_permission(url: str, base: str) -> None:
    assert Server(url, "m").local
    assert Server(url, "m").base == base


NOTHING = '{"points": []}'
NOTE = (
    "Note: The language model was of no use for these items, which are drafted without it: "
    '"Container images for ARM boards" (its answer could not be used). Ask it again with --redo minutes.\n'
)


def test_what_was_drafted_without_the_model_is_told_as_long_as_it_stands(
    call: ScriptedCall, speak: Callable[..., Spoken]
) -> None:
    well = [False]
    server = speak(lambda question: (200, "nope" if "Container" in about(question) and not well[0] else NOTHING))
    flags = ("--drafter", "llm", "--llm-url", server.url, "--llm-model", "m")
    assert NOTE in processed(call, *flags).output
    asked = len(server.asked)
    assert NOTE in processed(call, *flags).output
    assert len(server.asked) == asked
    assert "language model" not in processed(call).output
    well[0] = True
    assert "language model" not in processed(call, *flags, "--redo", "minutes").output
    assert len(server.asked) == asked + 1


@pytest.mark.parametrize(
    ("fatal", "what"),
    [
        (401, "put its key into the environment variable OPENAI_API_KEY"),
        (404, "check --llm-model, and --llm-url, which led to URL/v1/chat/completions"),
        (405, "check --llm-model, and --llm-url, which led to URL/v1/chat/completions"),
    ],
)
def test_the_run_ends_where_no_question_will_be_answered(
    call: ScriptedCall, speak: Callable[..., Spoken], fatal: int, what: str
) -> None:
    server = speak(lambda _: (fatal, "no such model"))
    result = processed(call, "--drafter", "llm", "--llm-url", server.url, "--llm-model", "m", "--quiet")
    assert result.exit_code == 1
    assert result.output == (
        f"Error: The language model at {server.url} refuses: Error code: {fatal} - no such model; "
        f"{what.replace('URL', server.url)}.\n"
    )


def test_a_server_that_is_not_there_is_told_before_anything_is_made(
    call: ScriptedCall, speak: Callable[..., Spoken]
) -> None:
    server = speak(lambda _: (200, NOTHING))
    server.close()
    flags = ("--drafter", "llm", "--llm-url", server.url, "--llm-model", "m")
    result = processed(call, *flags)
    assert result.exit_code == 1
    assert result.output.startswith(f"Error: No language model answers at {server.url};")
    assert not list(call.recording.with_suffix(".minutes").glob("*.json"))
    assert processed(call, *flags, "--until", "sections").exit_code == 0


def test_minutes_that_stand_need_no_server_and_outlast_one_that_fails(
    call: ScriptedCall, speak: Callable[..., Spoken]
) -> None:
    well = [True]
    server = speak(lambda _: (200, NOTHING if well[0] else "nope"))
    flags = ("--drafter", "llm", "--llm-url", server.url, "--llm-model", "m")
    assert processed(call, *flags).exit_code == 0
    server.close()
    asked = len(server.asked)
    assert processed(call, *flags).exit_code == 0
    assert len(server.asked) == asked
    kept = call.recording.with_suffix(".minutes") / "minutes.json"
    before = kept.read_bytes()
    result = processed(call, *flags[:-1], "another", "--redo", "minutes")
    assert result.exit_code == 1
    assert "No language model answers" in result.output
    assert kept.read_bytes() == before


def test_a_server_on_the_command_line_drafts(call: ScriptedCall, speak: Callable[..., Spoken]) -> None:
    server = speak(lambda _: (200, NOTHING))
    settings = call.page.with_name("transcribe.toml")
    settings.write_text(f'llm-url = "{server.url}"\nllm-model = "m"\n')
    assert processed(call).exit_code == 0
    assert not server.asked
    assert 'Asking about "Retry queue for uploads heron#412" …' in processed(call, "--llm-model", "m").output
    assert server.asked
    result = processed(call, "--drafter", "extractive", "--llm-url", server.url)
    assert result.exit_code == 2
    assert "--llm-url and --llm-model are not for --drafter extractive" in result.output


def test_another_machine_is_allowed_once_for_a_call_and_an_address(
    call: ScriptedCall, speak: Callable[..., Spoken], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Server, "local", False)
    server, other = speak(lambda _: (200, NOTHING)), speak(lambda _: (200, NOTHING))
    flags = ("--drafter", "llm", "--llm-model", "m", "--redo", "minutes", "--llm-url")
    assert "add --allow-remote" in processed(call, *flags, server.url).output
    told = processed(call, *flags, server.url, "--allow-remote").output
    assert f"Sending names, page and what was said to {server.url}, another machine …\n" in told
    asked = len(server.asked)
    assert asked
    assert processed(call, *flags, server.url).exit_code == 0
    assert "add --allow-remote" in processed(call, *flags, other.url).output
    assert not other.asked
