"""What the looks at post, room and file amount to."""

from __future__ import annotations

import itertools

import pytest

from jikimi.sources.base import Grade
from jikimi.sources.matrix.grading import grade
from jikimi.sources.matrix.look import Seen

THERE, REDACTED, CLOSED, GONE, UNKNOWN = Seen.THERE, Seen.REDACTED, Seen.CLOSED, Seen.GONE, Seen.UNKNOWN


@pytest.mark.parametrize(
    ("event", "room", "file", "expected"),
    [
        (THERE, THERE, THERE, Grade.LIVE),
        (THERE, CLOSED, THERE, Grade.LIVE),
        (REDACTED, THERE, THERE, Grade.FILE_STILL_SERVED),
        (GONE, THERE, THERE, Grade.FILE_STILL_SERVED),
        (GONE, GONE, THERE, Grade.FILE_STILL_SERVED),
        (THERE, GONE, THERE, Grade.FILE_STILL_SERVED),
        (THERE, THERE, GONE, Grade.GONE),
        (REDACTED, THERE, GONE, Grade.GONE),
        (GONE, CLOSED, GONE, Grade.GONE),
        (GONE, GONE, GONE, Grade.ROOM_GONE),
        (THERE, THERE, None, Grade.LIVE),
        (THERE, CLOSED, None, Grade.LIVE),
        (REDACTED, THERE, None, Grade.GONE),
        (GONE, THERE, None, Grade.GONE),
        (GONE, CLOSED, None, Grade.CANNOT_TELL),
        (CLOSED, CLOSED, None, Grade.CANNOT_TELL),
        (GONE, GONE, None, Grade.ROOM_GONE),
    ],
)
def test_grades(event: Seen, room: Seen, file: Seen | None, expected: Grade) -> None:
    assert grade(event, room, file) is expected


@pytest.mark.parametrize(("event", "room", "file"), list(itertools.product(Seen, Seen, [*Seen, None])))
def test_no_link_is_called_gone_on_half_an_answer(event: Seen, room: Seen, file: Seen | None) -> None:
    said = grade(event, room, file)
    if UNKNOWN in (event, room, file):
        assert said is Grade.CANNOT_TELL
    if file is THERE:
        assert said not in (Grade.GONE, Grade.ROOM_GONE)
    if said in (Grade.GONE, Grade.ROOM_GONE) and file is None:
        assert event is not THERE or room is GONE
