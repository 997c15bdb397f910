"""Sending media over HTTP: HEAD, ranges, If-Range, If-None-Match. Used by every route that serves a recording."""

from typing import Annotated

from fastapi import Depends, Request, Response
from fastapi.responses import StreamingResponse

from app.recordings.queries import MediaFile
from app.recordings.ranges import asked, matches
from app.recordings.store import Store


def store_of(request: Request) -> Store:
    """The store this application was made with."""
    store: Store = request.app.state.store
    return store


StoreDep = Annotated[Store, Depends(store_of)]


async def media_response(request: Request, store: Store, media: MediaFile) -> Response:
    """Answers a request for a file that the caller may play; the bytes stream, whatever their number."""
    headers = {"ETag": media.etag, "Accept-Ranges": "bytes", "Content-Disposition": "inline"}
    if matches(request.headers.get("If-None-Match"), media.etag):
        return Response(status_code=304, headers=headers)
    part = asked(media.size_bytes, request.headers.get("Range"), request.headers.get("If-Range"), media.etag)
    if part is None:
        return Response(status_code=416, headers=headers | {"Content-Range": f"bytes */{media.size_bytes}"})
    headers["Content-Length"] = str(part.end - part.start)
    if part.partial:
        headers["Content-Range"] = f"bytes {part.start}-{part.end - 1}/{media.size_bytes}"
    status = 206 if part.partial else 200
    if request.method == "HEAD":
        return Response(status_code=status, headers=headers, media_type=media.media_type)
    body = await store.read(media.store_key, part.start, part.end)
    return StreamingResponse(body, status, headers, media_type=media.media_type)
