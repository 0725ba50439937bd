"""A file, or the part of it that a browser asks for, so that jumping works in a recording of an hour."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Response, request

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PIECE = 1 << 16


def answer(path: Path, kind: str) -> Response:
    """The answer to the request at hand: all of the file (200), the part asked for (206), or none such (416)."""
    size = path.stat().st_size
    wanted = request.range
    headers = {"Accept-Ranges": "bytes", "Cache-Control": "no-cache"}
    if wanted is None or len(wanted.ranges) != 1:
        return Response(_bytes(path, 0, size), 200, {**headers, "Content-Length": str(size)}, content_type=kind)
    part = wanted.range_for_length(size)
    if part is None:
        return Response(status=416, headers={**headers, "Content-Range": f"bytes */{size}"})
    first, last = part
    told = {"Content-Range": f"bytes {first}-{last - 1}/{size}", "Content-Length": str(last - first)}
    return Response(_bytes(path, first, last), 206, {**headers, **told}, content_type=kind)


def _bytes(path: Path, first: int, last: int) -> Iterator[bytes]:
    """The file is open only while somebody reads on."""
    with path.open("rb") as file:
        file.seek(first)
        left = last - first
        while left > 0:
            piece = file.read(min(PIECE, left))
            if not piece:
                return
            left -= len(piece)
            yield piece
