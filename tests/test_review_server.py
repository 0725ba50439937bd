"""The web server of the review page: who may ask, what is escaped, and what a conflict looks like."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from dataclasses import replace
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any

import pytest

from tests.reviewing import NASTY_ITEM, NASTY_NAME, NASTY_PAGE, Processed, processed
from transcribe import revision
from transcribe.review.server import create_app
from transcribe.schema import Edit, Minutes, Misheard, Review, Source

if TYPE_CHECKING:
    from pathlib import Path

    from flask.testing import FlaskClient
    from werkzeug.test import TestResponse

    from transcribe.work import Work

PORT = 8123
TOKEN = "a-token-for-tests"  # noqa: S105
HERE = f"http://127.0.0.1:{PORT}"


@pytest.fixture
def call(tmp_path: Path) -> Processed:
    return processed(tmp_path / "calls", NASTY_PAGE)


@pytest.fixture
def work(call: Processed) -> Work:
    return call.work


@pytest.fixture
def client(work: Work) -> FlaskClient:
    return create_app(work, TOKEN, PORT).test_client()


def get(client: FlaskClient, path: str, **headers: str) -> TestResponse:
    return client.get(f"/{TOKEN}/{path}", base_url=HERE, headers=headers, buffered=True)


def post(client: FlaskClient, path: str, body: dict[str, Any], **headers: str) -> TestResponse:
    return client.post(f"/{TOKEN}/{path}", base_url=HERE, json=body, headers={"Origin": HERE, **headers})


def edit(client: FlaskClient, *edits: tuple[str, str, str | None], digest: str | None = None) -> TestResponse:
    wanted = [{"target": target, "field": field, "now": now} for target, field, now in edits]
    return post(client, "edit", {"digest": digest or seen(client), "edits": wanted})


def seen(client: FlaskClient) -> str:
    return str(get(client, "digest").get_json()["digest"])


READ = ("", "view", "digest", "finish", "media", "listen", "peaks", "static/review.js")
CHANGE = ("edit", "undo", "redo", "approve", "write")


@pytest.mark.parametrize("path", [*READ, *CHANGE])
def test_without_the_token_nothing_is_told_or_done(client: FlaskClient, work: Work, path: str) -> None:
    for token in ("", "wrong", TOKEN[:-1], TOKEN + "x"):
        method = client.get if path in READ else client.post
        answer = method(f"/{token}/{path}", base_url=HERE, headers={"Origin": HERE})
        assert answer.status_code == 403
        assert b"Heron" not in answer.data
    assert not work.path("review").exists()


@pytest.mark.parametrize("host", ["evil.example", f"evil.example:{PORT}", "127.0.0.1", f"127.0.0.1:{PORT + 1}"])
def test_another_host_name_is_refused(client: FlaskClient, host: str) -> None:
    assert client.get(f"/{TOKEN}/", base_url=f"http://{host}").status_code == 403


@pytest.mark.parametrize("path", READ)
def test_another_origin_cannot_read(client: FlaskClient, path: str) -> None:
    assert get(client, path, Origin="http://evil.example").status_code == 403
    assert get(client, path, Origin="null").status_code == 403
    assert get(client, path, **{"Sec-Fetch-Site": "cross-site"}).status_code == 403


@pytest.mark.parametrize("path", CHANGE)
def test_a_change_needs_the_page_s_own_origin(client: FlaskClient, work: Work, path: str) -> None:
    body = {"digest": seen(client), "edits": [{"target": "Speaker 1", "field": "name", "now": "X"}], "who": "X"}
    for headers in ({}, {"Origin": "http://evil.example"}, {"Origin": "null"}, {"Origin": f"https://127.0.0.1:{PORT}"}):
        answer = client.post(f"/{TOKEN}/{path}", base_url=HERE, json=body, headers=headers)
        assert answer.status_code == 403
    assert not work.path("review").exists()


@pytest.mark.parametrize("path", ["", "view", "static/review.js", "media"])
def test_every_answer_is_sealed(client: FlaskClient, path: str) -> None:
    headers = get(client, path).headers
    policy = headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "http" not in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert "Access-Control-Allow-Origin" not in headers


class Tags(HTMLParser):
    """Every tag of a page with its attributes."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


def test_the_page_asks_nothing_from_elsewhere_and_holds_no_inline_code(client: FlaskClient) -> None:
    for tag, attributes in Tags(get(client, "").text).found:
        assert not [name for name in attributes if name == "style" or name.startswith("on")]
        assert tag != "script" or attributes["src"] == "static/review.js"
        for name in {"src", "href", "action"} & set(attributes):
            assert "//" not in (attributes[name] or "")


def test_a_file_outside_of_static_is_not_served(client: FlaskClient) -> None:
    for path in ("static/../server.py", "static/%2e%2e/server.py", "static/..%2fserver.py"):
        assert get(client, path).status_code in {403, 404}


def test_names_titles_and_words_are_escaped_everywhere(client: FlaskClient) -> None:
    edit(client, ("Speaker 3", "name", NASTY_NAME), ("u0005000", "text", NASTY_NAME), ("p0044000", "text", NASTY_ITEM))
    view = get(client, "view").get_json()
    everything = [get(client, "").text, get(client, "finish").text, *view["regions"].values(), *view["rows"].values()]
    for html in everything:
        assert "<script>document" not in html
        assert "<img" not in html
    assert any("&lt;script&gt;document" in html for html in everything)
    assert any("&lt;img" in html for html in everything)


def test_an_edit_answers_with_the_page_as_it_is_now(client: FlaskClient, work: Work) -> None:
    answer = edit(client, ("Speaker 2", "name", "Cleo Marsh")).get_json()
    assert answer["digest"] == seen(client)
    assert set(answer["rows"]) == {one["id"] for one in read(work, "utterances") if one["voice"] == "Speaker 2"}
    assert "Cleo to write the upgrade notes" in answer["regions"]["minutes"]
    assert work.read("review", Review).edits[0].now == "Cleo Marsh"


def read(work: Work, name: str) -> Any:
    return json.loads(work.path(name).read_text())["data"]


def test_two_tabs_that_disagree_are_told(client: FlaskClient, work: Work) -> None:
    old = seen(client)
    assert edit(client, ("Speaker 2", "name", "Cleo Marsh"), digest=old).status_code == 200
    late = edit(client, ("Speaker 2", "name", "Ada Moreno"), digest=old)
    assert late.status_code == 409
    assert late.get_json()["kind"] == "Conflict"
    assert [one.now for one in work.read("review", Review).edits] == ["Cleo Marsh"]


def test_corrections_that_fit_nowhere_and_gaps_of_the_recording_are_told(client: FlaskClient, work: Work) -> None:
    lost = Edit("u7777777", "text", "old words", "new words", "2026-03-04T12:00:00+00:00")
    revision.write_review(work, Review((lost,)))
    source = work.read("source", Source)
    notice = "The last 3 s could not be decoded."
    work.write("source", replace(source, notices=(notice,)))
    problems = get(client, "view").get_json()["regions"]["problems"]
    assert "1 earlier correction no longer fits anywhere" in problems
    assert "“new words” in place of “old words” at 2:09:37" in problems
    assert notice in problems


def test_what_was_likely_misheard_is_proposed_until_it_is_mended(client: FlaskClient, work: Work) -> None:
    gone = Misheard("u7777777", "queue", "Kew")
    proposed = (Misheard("u0018500", "queue", "Kew"), Misheard("u0018500", "uploads", "<b>Uploads</b>"), gone)
    work.write("minutes", replace(work.read("minutes", Minutes), misheard=proposed))
    region = get(client, "view").get_json()["regions"]["misheard"]
    assert "2 words may be misheard" in region
    assert "&lt;b&gt;Uploads" in region
    mended = "The retry Kew keeps failed uploads on disk and sends them again after a restart."
    assert f'data-now="={mended}"' in region
    assert "1 word may be misheard" in edit(client, ("u0018500", "text", mended)).get_json()["regions"]["misheard"]


def test_a_page_that_is_gone_leaves_the_rest_usable(call: Processed, client: FlaskClient) -> None:
    call.page.unlink()
    assert f"There is no page of this call at {call.page};" in get(client, "").text
    assert edit(client, ("Speaker 2", "name", "Cleo Marsh")).status_code == 200
    assert post(client, "write", {"digest": seen(client), "page": "0"}).status_code == 500


def test_a_broken_file_is_one_sentence(client: FlaskClient, work: Work) -> None:
    work.path("review").write_text("{")
    answer = get(client, "")
    assert answer.status_code == 500
    assert answer.text.startswith(f"{work.path('review')} cannot be read")


def test_a_request_that_makes_no_sense_changes_nothing(client: FlaskClient, work: Work) -> None:
    assert post(client, "edit", {"edits": []}).status_code == 422
    assert post(client, "edit", {"digest": seen(client), "edits": [{"target": 1}]}).status_code == 422
    assert edit(client, ("u0000000", "text", "x")).status_code == 422
    assert not work.path("review").exists()


def test_jumping_in_the_recording(client: FlaskClient, call: Processed) -> None:
    whole = call.recording.read_bytes()
    part = get(client, "media", Range="bytes=1000-1999")
    assert part.status_code == 206
    assert part.data == whole[1000:2000]
    assert part.headers["Content-Range"] == f"bytes 1000-1999/{len(whole)}"
    assert get(client, "media", Range=f"bytes={len(whole)}-").status_code == 416
    assert get(client, "media").headers["Accept-Ranges"] == "bytes"


def test_a_recording_that_is_gone_leaves_the_rest_usable(call: Processed, client: FlaskClient) -> None:
    call.recording.unlink()
    assert "not where it was" in get(client, "").text
    assert get(client, "media").status_code == 404
    assert get(client, "peaks").status_code == 500
    assert edit(client, ("Speaker 2", "name", "Cleo Marsh")).status_code == 200


def test_writing_puts_the_shown_page_on_the_disk(call: Processed, client: FlaskClient) -> None:
    before = call.page.read_text()
    shown = re.search(r'data-page="(\w+)"', get(client, "finish").text)
    assert shown
    assert post(client, "write", {"digest": seen(client), "page": shown[1]}).status_code == 200
    after = call.page.read_text()
    kept = iter(after.splitlines())
    assert all(line in kept for line in before.splitlines())
    assert "Bo to write the upgrade notes" in after
    assert "nothing to write" in get(client, "finish").text


def test_a_page_that_changed_meanwhile_is_not_overwritten(call: Processed, client: FlaskClient) -> None:
    shown = re.search(r'data-page="(\w+)"', get(client, "finish").text)
    assert shown
    changed = call.page.read_text().replace("- New website", "- New website\n- A second mascot")
    call.page.write_text(changed)
    refused = post(client, "write", {"digest": seen(client), "page": shown[1]})
    assert refused.status_code == 409
    assert refused.get_json()["kind"] == "PageChanged"
    assert call.page.read_text() == changed
    again = get(client, "finish").text
    assert "changed on disk" in again
    merged = re.search(r'data-page="(\w+)"', again)
    assert merged
    assert post(client, "write", {"digest": seen(client), "page": merged[1]}).status_code == 200
    after = call.page.read_text()
    assert "- A second mascot" in after
    assert "Bo to write the upgrade notes" in after


def test_no_engine_is_loaded(work: Work) -> None:
    program = f"""
import sys
from pathlib import Path
from transcribe.review.server import create_app
from transcribe.work import Work

app = create_app(Work(Path({str(work.folder)!r})), "t", {PORT})
answer = app.test_client().get("/t/", base_url={HERE!r})
heavy = ("torch", "faster_whisper", "pyannote", "scipy", "av", "onnxruntime")
print(answer.status_code, *(name for name in heavy if name in sys.modules))
"""
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "200"
