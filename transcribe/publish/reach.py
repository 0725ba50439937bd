"""Ask the network whether a link answers; the only part of publishing that touches it, and only when told to."""

from __future__ import annotations

import urllib.error
import urllib.request
from typing import TYPE_CHECKING
from urllib.parse import quote

from transcribe.publish import links

if TYPE_CHECKING:
    from collections.abc import Iterable

PATIENCE_SECONDS = 15
AGENT = "transcribe (checks links before they are published)"
YOUTUBE_CARD = "https://www.youtube.com/oembed?format=json&url="
"""YouTube answers 200 for a video that does not exist; this one does not."""


def silent(addresses: Iterable[str]) -> tuple[str, ...]:
    """A sentence for each address that does not answer."""
    reasons = {address: _reason(address) for address in dict.fromkeys(addresses)}
    return tuple(f"{address} does not answer: {reason}." for address, reason in reasons.items() if reason)


def _reason(address: str) -> str | None:
    asked = YOUTUBE_CARD + quote(address, safe="") if links.video_id(address, "youtube") else address
    reason = _asked(asked, "HEAD")
    # some hosts refuse HEAD
    return reason and _asked(asked, "GET")


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
