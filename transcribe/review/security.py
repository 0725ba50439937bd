"""Who may talk to the review server: only the page it opened itself, in a browser on this machine.

Every address holds a token that only the printed address shows. A page of another site that finds the port knows
no token, names another Host (DNS rebinding) or sends its own Origin; each of the three alone is refused.
"""

from __future__ import annotations

import hmac
import secrets
from typing import TYPE_CHECKING

from flask import Response, abort, g, request

if TYPE_CHECKING:
    from flask import Flask

TOKEN_BYTES = 24
LOOPBACK = ("127.0.0.1", "localhost")
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'nonce-{nonce}'; img-src 'self'; media-src 'self'; "
    "connect-src 'self'; form-action 'none'; frame-ancestors 'none'; base-uri 'none'"
)
"""No inline script or style but the one style sheet that the waveform makes, and nothing from elsewhere."""


def new_token() -> str:
    """A token that cannot be guessed."""
    return secrets.token_urlsafe(TOKEN_BYTES)


def guard(app: Flask, token: str, port: int) -> None:
    """Check every request to `app`, whose routes all begin with `/<token>/`, and seal every answer."""
    hosts = {f"{name}:{port}" for name in LOOPBACK}

    @app.before_request
    def check() -> None:
        g.nonce = secrets.token_urlsafe(16)
        if request.host not in hosts:
            abort(403, "This address belongs to the review page of transcribe on this machine only.")
        origin = request.headers.get("Origin")
        changes = request.method not in ("GET", "HEAD", "OPTIONS")
        if (origin is not None or changes) and origin != f"http://{request.host}":
            abort(403, "Only the review page itself may ask for this.")
        if request.headers.get("Sec-Fetch-Site", "none") not in ("same-origin", "none"):
            abort(403, "Only the review page itself may ask for this.")
        shown = request.path.split("/")[1]
        if not hmac.compare_digest(shown.encode(), token.encode()):
            abort(403, "Open the address that `transcribe review` printed; it holds a token that is missing here.")

    @app.after_request
    def seal(response: Response) -> Response:
        response.headers["Content-Security-Policy"] = POLICY.format(nonce=g.get("nonce", ""))
        response.headers["X-Content-Type-Options"] = "nosniff"
        response.headers["Referrer-Policy"] = "no-referrer"
        response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
        response.headers["Cross-Origin-Opener-Policy"] = "same-origin"
        response.headers.setdefault("Cache-Control", "no-store")
        return response
