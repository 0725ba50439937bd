"""Links to a recording: is one there at all, which video does it name, and what is the link to a moment of it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from urllib.parse import SplitResult, parse_qsl, quote, urlencode, urlsplit

from transcribe.errors import OptionError, PublishError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from transcribe.schema import Seconds

SOUND_OR_VIDEO = frozenset(
    ("mp4", "m4v", "m4a", "mp3", "mkv", "webm", "ogg", "oga", "ogv", "opus", "flac", "wav", "mov", "aac")
)
DOUBLED_SCHEME = re.compile(r"^(?:https?:/*)+(?=https?://)", re.IGNORECASE)
STUB = re.compile(
    r"^(?:(?:https?:?/*)?(?:\.{2,}|…)?|/*|#|-+|_+|\?+|<.*>|tb[ad]|todo|n/?a|url|link|here|x+|pending|soon"
    r"|(?:video[-_]?)?id)$",
    re.IGNORECASE,
)
HOST_NAME = re.compile(r"^(?=.{1,253}$)(?:[^\W_](?:[\w-]{0,61}[^\W_])?\.)*[^\W_](?:[\w-]{0,61}[^\W_])?$")
YOUTUBE_HOSTS = ("youtube.com", "youtube-nocookie.com")
YOUTUBE_PATH = re.compile(r"^/(?:live|shorts|v|embed)/(?P<id>[\w-]+)")
YOUTUBE_START = frozenset(("t", "start", "time_continue"))
PEERTUBE_PATH = re.compile(r"^/(?:w|videos/(?:watch|embed))/(?!p/|playlist/)(?P<id>[\w-]+)$")
VIMEO_PATH = re.compile(r"^/(?:[\w/]*/)?(?P<id>\d+)(?:/\w+)?$")
ZOOM_PATH = re.compile(r"^/rec(?:ording)?/(?:share|play)/(?P<id>[^/]+)")
ZOOM_FILE = re.compile(r"GMT(\d{8}-\d{6})")
NO_VIDEO = re.compile(
    r"^/(?:playlist$|embed/videoseries$|channel/|c/|user/|@)|^/(?:w/p|videos/watch/playlist)/", re.IGNORECASE
)

ROOMS = {
    "zoom.us": re.compile(r"^/(?:j|my|s|w|wc)/"),
    "meet.google.com": re.compile(r"^/[\w-]+"),
    "meet.jit.si": re.compile(r"^/[\w-]+"),
    "teams.microsoft.com": re.compile(r"^/l/meetup-join/"),
    "webex.com": re.compile(r"^/(?:meet|join)/"),
}
"""Addresses of a host at which people meet."""
UNFINISHED = {
    "youtu.be": re.compile(r"/?$"),
    **{name: re.compile(r"/?(?:watch|live|shorts|v|embed)?/?$") for name in YOUTUBE_HOSTS},
    "vimeo.com": re.compile(r"/?$"),
    "zoom.us": re.compile(r"/?(?:rec(?:ording)?(?:/(?:share|play))?)?/?$"),
}
"""Addresses of a host, up to where the video's name would stand."""


@dataclass(frozen=True, slots=True)
class Hosts:
    """What is known beyond the URL.

    `patterns` gives a host's own form, as `{url}?t={seconds}` (also `{milliseconds}` and `{clock}`, 1h02m03s);
    `started` is when the recording began, in seconds since 1970, which Zoom counts from.
    """

    patterns: Mapping[str, str] = field(default_factory=dict)
    started: Seconds | None = None


def moment(url: str, at: Seconds, hosts: Hosts | None = None) -> str | None:
    """The link that opens `url` at `at` seconds, None where its host is not known to have one."""
    known = hosts or Hosts()
    address = urlsplit(url)
    host = _host(address)
    pattern = next((known.patterns[name] for name in known.patterns if _belongs(host, name)), None)
    if pattern is not None:
        return _patterned(pattern, url, at)
    for kind, link in _LINKS.items():
        if video_id(url, kind) is not None:
            return link(address, at, known)
    return None


def identity(url: str) -> str:
    """What two links to the same video have in common: host and id, without start times and tracking."""
    for kind in _LINKS:
        found = video_id(url, kind)
        if found is not None and kind != "file":
            return f"{kind}:{_host(urlsplit(url))}/{found}" if kind == "peertube" else f"{kind}:{found}"
    address = urlsplit(url)
    query = "&".join(sorted(address.query.split("&"))) if address.query else ""
    return f"{_host(address)}{address.path.rstrip('/')}?{query}"


def video_id(url: str, kind: str) -> str | None:
    """The id under which a host of that kind (youtube, vimeo, zoom, peertube, file) knows the video."""
    address = urlsplit(url)
    host, query = _host(address), dict(parse_qsl(address.query))
    if kind == "youtube":
        if host == "youtu.be":
            name = address.path.strip("/").partition("/")[0]
        elif any(_belongs(host, known) for known in YOUTUBE_HOSTS):
            match = YOUTUBE_PATH.match(address.path)
            name = match["id"] if match else query.get("v", "") if address.path == "/watch" else ""
        else:
            return None
        return None if STUB.match(name) else name
    if kind == "file":
        return address.path if address.path.rpartition(".")[2].lower() in SOUND_OR_VIDEO else None
    where = {"vimeo": VIMEO_PATH, "zoom": ZOOM_PATH, "peertube": PEERTUBE_PATH}[kind]
    if (kind == "vimeo" and not _belongs(host, "vimeo.com")) or (kind == "zoom" and not _belongs(host, "zoom.us")):
        return None
    match = where.match(address.path)
    return match["id"] if match else None


def waits(url: str) -> bool:
    """Whether a link is still to be filled: empty, a stub, or a host or a page without a video."""
    return bool(STUB.match(url.strip())) or is_elsewhere(url) or is_unfinished(url)


def is_video(url: str) -> bool:
    """Whether the link is known to name one video or file of sound."""
    return any(video_id(url, kind) is not None for kind in _LINKS)


def is_list(url: str) -> bool:
    """Whether the link names a playlist or a channel, and so no video."""
    try:
        address = urlsplit(url.strip())
        host = _host(address)
    except ValueError:
        return False
    youtube = any(_belongs(host, name) for name in YOUTUBE_HOSTS)
    return bool(NO_VIDEO.match(address.path)) and (youtube or "/w/p/" in address.path or "/playlist/" in address.path)


def is_elsewhere(url: str) -> bool:
    """Whether the link leads to a page of YouTube on which no one video is: a list, a channel, one's own events."""
    try:
        address = urlsplit(url.strip())
        host = _host(address)
    except ValueError:
        return False
    youtube = any(_belongs(host, name) for name in YOUTUBE_HOSTS)
    known = is_unfinished(url) or address.path.startswith("/clip/") or video_id(url.strip(), "youtube") is not None
    return is_list(url) or (youtube and not known)


def is_unfinished(url: str) -> bool:
    """Whether the link names a host of videos and no video there (`https://youtu.be/`, `https://youtu.be/...`)."""
    try:
        address = urlsplit(url.strip())
        path = next((path for name, path in UNFINISHED.items() if _belongs(_host(address), name)), None)
    except ValueError:
        return False
    above, slash, name = address.path.rstrip("/").rpartition("/")
    named = f"{above}{slash}" if STUB.match(name) else address.path
    return path is not None and path.match(named) is not None and video_id(url.strip(), "youtube") is None


def is_room(url: str) -> bool:
    """Whether the link leads to the call itself, and so to no recording of it."""
    try:
        address = urlsplit(url.strip())
        path = next((path for name, path in ROOMS.items() if _belongs(_host(address), name)), None)
    except ValueError:
        return False
    return path is not None and path.match(address.path) is not None


def repaired(url: str) -> str:
    """The URL without a scheme that was pasted in front of another."""
    return DOUBLED_SCHEME.sub("", url)


def checked(url: str) -> str:
    """The URL, stripped and repaired; anything that is no http address of a page is a PublishError."""
    address = repaired(url.strip())
    try:
        parts = urlsplit(address)
        well_formed = (
            parts.scheme in ("http", "https")
            and bool(parts.hostname)
            and bool(HOST_NAME.match(parts.hostname or ""))
            and (parts.port is None or parts.port > 0)
            and not re.search(r"[\s<>\"`{}|\\^]", address)
        )
    except ValueError:
        well_formed = False
    if not well_formed:
        message = f"{url!r} is no web address: give the whole link of the recording, as https://youtu.be/…"
        raise PublishError(message)
    return address


def in_markdown(url: str) -> str:
    """The URL as a link target: brackets that Markdown would take for its own are encoded."""
    return url.replace("(", "%28").replace(")", "%29").replace(" ", "%20")


def relative(path: str) -> str:
    """A relative path as a link target."""
    return in_markdown(quote(path, safe="/:@!$&'*+,;=~"))


def zoom_start(names: tuple[str, ...]) -> Seconds | None:
    """When a recording began, from a name as Zoom gives it (GMT20230102-150405), in seconds since 1970."""
    match = next(filter(None, map(ZOOM_FILE.search, names)), None)
    if match is None:
        return None
    try:
        return datetime.strptime(match[1], "%Y%m%d-%H%M%S").replace(tzinfo=UTC).timestamp()
    except ValueError:
        return None


def written(pattern: str, **values: object) -> str:
    """A pattern that a user gave, with these values in its braces.

    Raises:
        PublishError: it has other braces; the sentence names those that it may have.
    """
    try:
        return pattern.format(**values)
    except (LookupError, ValueError, AttributeError) as error:
        known = ", ".join(f"{{{name}}}" for name in values)
        raise PublishError(f"{pattern!r} has braces that cannot be filled; those it may have are {known}.") from error


def host_pattern(text: str) -> tuple[str, str]:
    """A setting `video.example.org={url}?t={seconds}` as (host, pattern)."""
    host, found, pattern = text.partition("=")
    try:
        usable = found and host and _patterned(pattern, "https://a.b/c", 0) != _patterned(pattern, "https://a.b/c", 61)
    except PublishError:
        usable = False
    if not usable:
        message = f"{text!r} is no host pattern: write it as video.example.org={{url}}?t={{seconds}}"
        raise OptionError(message)
    return host.strip().lower(), pattern.strip()


def _patterned(pattern: str, url: str, at: Seconds) -> str:
    seconds = int(at)
    return written(pattern, url=url, seconds=seconds, milliseconds=round(at * 1000), clock=_letters(seconds))


def _youtube(address: SplitResult, at: Seconds, hosts: Hosts) -> str:  # noqa: ARG001 - one signature for all hosts
    embedded = address.path.startswith("/embed/")
    watch = address.path == "/watch"
    return _with_query(address, YOUTUBE_START, "start" if embedded else "t", f"{int(at)}s" if watch else str(int(at)))


def _vimeo(address: SplitResult, at: Seconds, hosts: Hosts) -> str:  # noqa: ARG001
    return address._replace(fragment=f"t={int(at)}s").geturl()


def _peertube(address: SplitResult, at: Seconds, hosts: Hosts) -> str:  # noqa: ARG001
    return _with_query(address, frozenset(("start",)), "start", _letters(int(at)))


def _zoom(address: SplitResult, at: Seconds, hosts: Hosts) -> str | None:
    """Zoom counts in milliseconds since 1970, so the recording's own start must be known."""
    given = dict(parse_qsl(address.query)).get("startTime", "")
    start = int(given) / 1000 if given.isdecimal() else hosts.started
    if start is None:
        return None
    return _with_query(address, frozenset(("startTime",)), "startTime", str(round((start + int(at)) * 1000)))


def _file(address: SplitResult, at: Seconds, hosts: Hosts) -> str:  # noqa: ARG001
    return address._replace(fragment=f"t={int(at)}").geturl()


_LINKS: dict[str, Callable[[SplitResult, Seconds, Hosts], str | None]] = {
    "youtube": _youtube,
    "vimeo": _vimeo,
    "zoom": _zoom,
    "file": _file,
    "peertube": _peertube,
}


def _with_query(address: SplitResult, drop: frozenset[str], name: str, value: str) -> str:
    kept = [(key, old) for key, old in parse_qsl(address.query, keep_blank_values=True) if key not in drop]
    return address._replace(query=urlencode([*kept, (name, value)], safe="/:"), fragment="").geturl()


def _letters(seconds: int) -> str:
    hours, rest = divmod(seconds, 3600)
    minutes = f"{hours}h{rest // 60:02d}" if hours else f"{rest // 60}"
    return f"{minutes}m{rest % 60:02d}s"


def _host(address: SplitResult) -> str:
    return (address.hostname or "").removeprefix("www.")


def _belongs(host: str, name: str) -> bool:
    return host == name or host.endswith("." + name)
