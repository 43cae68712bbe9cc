"""From what was seen of a post, its room and its file to how surely the link is gone."""

from __future__ import annotations

from jikimi.sources.base import Grade
from jikimi.sources.matrix.look import Seen


def grade(event: Seen, room: Seen, file: Seen | None) -> Grade:
    """`file` is None for a link without one. What cannot be told of any part cannot be told of the whole.

    A file that is not served any more is gone, though the message's words may stand: that was the picture.
    A file that is served is not gone, though nobody sees the message any more.
    """
    if Seen.UNKNOWN in (event, room, file) or file is Seen.CLOSED:
        return Grade.CANNOT_TELL
    if file is Seen.GONE:
        return Grade.ROOM_GONE if room is Seen.GONE else Grade.GONE
    if file is Seen.THERE:
        shown = event is Seen.THERE and room is not Seen.GONE
        return Grade.LIVE if shown else Grade.FILE_STILL_SERVED
    return _without_file(event, room)


def _without_file(event: Seen, room: Seen) -> Grade:
    if room is Seen.GONE:
        return Grade.ROOM_GONE
    if event is Seen.THERE:
        return Grade.LIVE
    if event is Seen.REDACTED or (event is Seen.GONE and room is Seen.THERE):
        return Grade.GONE
    return Grade.CANNOT_TELL
