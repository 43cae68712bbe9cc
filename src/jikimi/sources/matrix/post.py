"""From an event, as a stranger's program wrote it, to a Post; a malformed one to a Post with a problem."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, Final

from jikimi.sources.base import ByteStream, Media, Post
from jikimi.sources.matrix.address import MatrixAddress
from jikimi.sources.matrix.files import ShownFile, files_of
from jikimi.sources.matrix.ids import is_event_id, plain_text
from jikimi.sources.matrix.media import refusing

Open = Callable[[str], Callable[[], ByteStream]]

_YEAR_9999_MS: Final = 253_370_764_800_000
ENCRYPTED: Final = "This post is encrypted: only members of the room can read it."
MALFORMED: Final = "This post is not written as Matrix posts are, so nothing in it could be read."


def post_of(event: Any, server: str, room_id: str, cursor: str, opened: Open) -> Post | None:
    """None for what is no post: changes of the room itself. `opened` gives a file's bytes by its address."""
    if not isinstance(event, dict) or not is_event_id(event.get("event_id")):
        return _malformed(event, server, room_id, cursor)
    kind, content = event.get("type"), event.get("content")
    if "state_key" in event:
        return None
    problem, shown = None, []
    if not isinstance(kind, str) or not isinstance(content, dict):
        problem = MALFORMED
    elif kind == "m.room.encrypted":
        problem = ENCRYPTED
    else:
        shown = files_of(kind, content)
        if shown and all(file.mxc is None for file in shown):
            problem, shown = shown[0].problem, []
    return Post(
        id=event["event_id"],
        address=str(MatrixAddress(server, room_id, event["event_id"])),
        when=_when(event.get("origin_server_ts")),
        author=plain_text(event.get("sender"), 255),
        media=tuple(_media(file, opened) for file in shown),
        cursor=cursor,
        problem=problem,
    )


def _media(file: ShownFile, opened: Open) -> Media:
    if file.mxc is None:
        return Media(address="", open=refusing(file.problem))
    preview = _media(file.preview, opened) if file.preview else None
    return Media(file.mxc, opened(file.mxc), file.declared_type, file.declared_size, preview)


def _malformed(event: Any, server: str, room_id: str, cursor: str) -> Post:
    return Post(
        id="malformed:" + hashlib.sha256(_what_stays(event)).hexdigest()[:32],
        address=str(MatrixAddress(server, room_id)),
        when=None,
        author="",
        cursor=cursor,
        problem=MALFORMED,
    )


def _what_stays(event: Any) -> bytes:
    """What an event says, without what changes from one look to the next."""
    if isinstance(event, dict):
        event = {key: value for key, value in event.items() if key not in ("unsigned", "age")}
    try:
        return json.dumps(event, sort_keys=True).encode()
    except RecursionError:
        return repr(sorted(event) if isinstance(event, dict) else type(event)).encode("utf-8", "replace")


def _when(milliseconds: object) -> datetime | None:
    if isinstance(milliseconds, bool) or not isinstance(milliseconds, int):
        return None
    if not 0 < milliseconds < _YEAR_9999_MS:
        return None
    return datetime.fromtimestamp(milliseconds / 1000, UTC)
