"""Ask the network whether a link answers; the only part of publishing that touches it, and only when told to."""

from __future__ import annotations

import urllib.error
import urllib.request
from urllib.parse import quote

from transcribe.errors import PublishError
from transcribe.publish import links

PATIENCE_SECONDS = 15
AGENT = "transcribe (checks links before they are published)"
YOUTUBE_CARD = "https://www.youtube.com/oembed?format=json&url="
"""YouTube answers 200 for a video that does not exist; this one does not."""


def check(address: str) -> None:
    """Ask whether the address answers.

    Raises:
        PublishError: it does not; the sentence says why.
    """
    asked = YOUTUBE_CARD + quote(address, safe="") if links.video_id(address, "youtube") else address
    # some hosts refuse HEAD
    reason = _asked(asked, "HEAD") and _asked(asked, "GET")
    if reason:
        raise PublishError(f"{address} does not answer: {reason}.")


def _asked(address: str, method: str) -> str | None:
    request = urllib.request.Request(address, method=method, headers={"User-Agent": AGENT})  # noqa: S310 - http only
    try:
        with urllib.request.urlopen(request, timeout=PATIENCE_SECONDS):  # noqa: S310
            return None
    except urllib.error.HTTPError as error:
        with error:
            return f"{error.code} {error.reason}"
    except urllib.error.URLError as error:
        return str(error.reason)
    except (OSError, ValueError) as error:
        return str(error)
