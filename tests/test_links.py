"""Links to a recording: moments of every host, places that wait, and addresses that are none."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transcribe.errors import OptionError, PublishError
from transcribe.publish import links
from transcribe.publish.links import Hosts

HOSTS = {
    "https://youtu.be/heron-01": "https://youtu.be/heron-01?t=754",
    "https://youtu.be/heron-01?si=tracking": "https://youtu.be/heron-01?si=tracking&t=754",
    "https://www.youtube.com/watch?v=heron-01": "https://www.youtube.com/watch?v=heron-01&t=754s",
    "https://www.youtube.com/watch?v=heron-01&list=PLx&index=3&t=7s": (
        "https://www.youtube.com/watch?v=heron-01&list=PLx&index=3&t=754s"
    ),
    "https://www.youtube.com/live/heron-01?feature=share": "https://www.youtube.com/live/heron-01?feature=share&t=754",
    "https://www.youtube.com/embed/heron-01": "https://www.youtube.com/embed/heron-01?start=754",
    "https://vimeo.com/123456": "https://vimeo.com/123456#t=754s",
    "https://player.vimeo.com/video/123456": "https://player.vimeo.com/video/123456#t=754s",
    "https://tube.heron.example/w/9aBcDe": "https://tube.heron.example/w/9aBcDe?start=12m34s",
    "https://tube.heron.example/videos/watch/9a-bc": "https://tube.heron.example/videos/watch/9a-bc?start=12m34s",
    "https://us02web.zoom.us/rec/share/aa.bb?startTime=1700000000000": (
        "https://us02web.zoom.us/rec/share/aa.bb?startTime=1700000754000"
    ),
    "https://files.heron.example/call.mp4": "https://files.heron.example/call.mp4#t=754",
    "https://files.heron.example/call.OPUS?sign=1": "https://files.heron.example/call.OPUS?sign=1#t=754",
}


@pytest.mark.parametrize("url", HOSTS)
def test_a_moment_has_a_link_of_the_hosts_own_form(url: str) -> None:
    assert links.moment(url, 754.9) == HOSTS[url]


@pytest.mark.parametrize("url", HOSTS)
@given(first=st.floats(0, 20000), second=st.floats(0, 20000))
def test_a_moment_of_a_moment_is_the_second_moment(url: str, first: float, second: float) -> None:
    hosts = Hosts(started=1_700_000_000)
    plain = url.replace("?startTime=1700000000000", "")
    there = links.moment(plain, first, hosts)
    assert there is not None
    if "zoom.us" not in url:  # Zoom's own start stands in the link, so there a second moment counts from the first
        assert links.moment(there, second, hosts) == links.moment(plain, second, hosts)
    assert links.identity(there) == links.identity(plain)


def test_where_no_link_to_a_moment_is_known_there_is_none() -> None:
    assert links.moment("https://heron.example/calls/12", 60) is None
    assert links.moment("https://us02web.zoom.us/rec/share/aa.bb", 60) is None
    assert links.moment("https://www.youtube.com/playlist?list=PLx", 60) is None


def test_zoom_counts_from_the_recordings_own_start() -> None:
    started = links.zoom_start(("/calls/GMT20231114-221320_Recording.mp4",))
    assert started == 1_700_000_000
    assert links.moment("https://zoom.us/rec/play/aa", 60, Hosts(started=started)) == (
        "https://zoom.us/rec/play/aa?startTime=1700000060000"
    )
    assert links.zoom_start(("call.mp4", "GMT20239914-221320_Recording.mp4")) is None


def test_a_host_of_the_settings_comes_first() -> None:
    host, pattern = links.host_pattern("video.heron.example={url}?from={seconds}&ms={milliseconds}&at={clock}")
    link = links.moment("https://video.heron.example/call.mp4", 3754.5, Hosts({host: pattern}))
    assert link == "https://video.heron.example/call.mp4?from=3754&ms=3754500&at=1h02m34s"


@pytest.mark.parametrize(
    "text",
    ["video.heron.example", "=x", "a.b={url}", "a.b={link}?t={seconds}", "a.b={seconds", "a.b={url.host}?t={seconds}"],
)
def test_a_pattern_that_gives_no_moment_is_refused(text: str) -> None:
    with pytest.raises(OptionError) as raised:
        links.host_pattern(text)
    assert str(raised.value) == (f"{text!r} is no host pattern: write it as video.example.org={{url}}?t={{seconds}}")


@pytest.mark.parametrize(
    "url",
    [
        "",
        " ",
        "...",
        "…",
        "https://",
        "http:/",
        "https://https://",
        "#",
        "TBD",
        "https://youtube.com/playlist?list=PLx",
        "https://www.youtube.com/@heron",
        "https://www.youtube.com/channel/UCx/videos",
        "https://tube.heron.example/w/p/xyz",
        "https://youtu.be",
        "https://youtu.be/",
        "https://www.youtube.com/watch?v=",
        "https://www.youtube.com/watch?list=PLx",
        "https://youtube.com/live/?feature=share",
        "https://youtube.com/...",
        "https://youtu.be/VIDEO_ID",
        "https://www.youtube.com/watch?v=…",
        "https://us02web.zoom.us/rec/share/...",
        "https://www.youtube.com/my_live_events?filter=scheduled",
        "https://www.youtube.com/embed/videoseries?list=PLx",
        "https://youtube.com/heronproject",
        "https://vimeo.com/",
        "https://us02web.zoom.us/rec/share/",
    ],
)
def test_stubs_and_lists_wait_to_be_filled(url: str) -> None:
    assert links.waits(links.repaired(url))


@pytest.mark.parametrize(
    "url", [*HOSTS, "https://heron.example/", "https://youtube.com/clip/Ug", "transcripts/2026-03-04.md"]
)
def test_a_real_link_does_not_wait(url: str) -> None:
    assert not links.waits(url)


def test_a_page_of_videos_is_told_from_a_video_and_from_an_address_without_one() -> None:
    assert all(
        links.is_elsewhere(f"https://www.youtube.com/{path}") for path in ("my_live_events", "@heron/live", "x/y")
    )
    assert not any(links.is_elsewhere(url) for url in (*HOSTS, "https://youtu.be/", "https://youtube.com/clip/Ug", "#"))


@pytest.mark.parametrize("prefix", ["https://", "http://", "https:https://", "https://http://", "HTTPS://"])
def test_a_scheme_pasted_before_another_is_taken_off(prefix: str) -> None:
    assert links.checked(f"{prefix}https://youtu.be/heron-01") == "https://youtu.be/heron-01"


def test_one_video_has_one_identity() -> None:
    same = [
        "https://youtu.be/heron-01",
        "http://www.youtube.com/watch?v=heron-01&feature=youtu.be",
        "https://youtube.com/live/heron-01?si=x",
        "https://m.youtube.com/watch?list=PL&v=heron-01&t=4",
    ]
    assert len({links.identity(url) for url in same}) == 1
    other = ["https://youtu.be/heron-02", "https://vimeo.com/1", "https://a.example/w/x1", "https://b.example/w/x1"]
    assert len({links.identity(url) for url in [same[0], *other]}) == 5


@pytest.mark.parametrize(
    "url",
    ["", "heron", "youtu.be/x", "ftp://a.b/c", "https://", "https://a b/c", "https://exa_mple..org", "https://[a.b/x"],
)
def test_what_is_no_address_is_refused_in_one_sentence(url: str) -> None:
    with pytest.raises(PublishError) as raised:
        links.checked(url)
    assert str(raised.value) == (
        f"{url!r} is no web address: give the whole link of the recording, as https://youtu.be/…"
    )


def test_a_link_target_keeps_its_brackets() -> None:
    from transcribe.notes.markdown import LINK

    match = LINK.search(f"[x]({links.in_markdown('https://a.b/c_(d)_(e')})")
    assert match is not None
    assert match[2] == "https://a.b/c_%28d%29_%28e"
