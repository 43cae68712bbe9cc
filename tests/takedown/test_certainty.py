"""When a link may be called gone."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from jikimi.sources.base import Grade
from jikimi.takedown.certainty import GONE_GRADES, GONE_STATES, Bar, Standing, after_look
from jikimi.takedown.models import LinkState

START = datetime(2026, 1, 1, tzinfo=UTC)
BAR = Bar(looks=2, apart=timedelta(seconds=60))
LOOKS = st.lists(st.tuples(st.sampled_from(Grade), st.integers(1, 90)), max_size=30)


def standings(looks: list[tuple[Grade, int]], bar: Bar = BAR) -> list[tuple[Grade, datetime, Standing]]:
    at, standing, all_of_them = START, Standing(LinkState.NOT_LOOKED_YET), []
    for grade, pause in looks:
        at += timedelta(seconds=pause)
        standing = after_look(standing, grade, at, bar)
        all_of_them.append((grade, at, standing))
    return all_of_them


@given(LOOKS)
def test_gone_needs_several_looks_apart_with_nothing_seen_between(looks: list[tuple[Grade, int]]) -> None:
    gone: list[datetime] = []
    for grade, at, standing in standings(looks):
        if grade in GONE_GRADES:
            gone.append(at)
        elif grade is not Grade.CANNOT_TELL:
            gone = []
        enough = len(gone) >= 2 and gone[-1] - gone[0] >= timedelta(seconds=60)
        assert (standing.state in GONE_STATES) == enough
        assert standing.gone_looks == len(gone)


@given(LOOKS)
def test_cannot_tell_proves_nothing(looks: list[tuple[Grade, int]]) -> None:
    before = Standing(LinkState.NOT_LOOKED_YET)
    for grade, _, standing in standings(looks):
        if grade is Grade.CANNOT_TELL:
            assert standing == before
        before = standing


@given(LOOKS)
def test_what_is_seen_after_it_was_gone_came_back(looks: list[tuple[Grade, int]]) -> None:
    was_gone = False
    for grade, _, standing in standings(looks):
        if grade in (Grade.LIVE, Grade.FILE_STILL_SERVED):
            assert (standing.state == LinkState.CAME_BACK) == was_gone
        was_gone = was_gone or standing.state in GONE_STATES


def test_message_gone_but_file_served_is_not_gone() -> None:
    seen = standings([(Grade.FILE_STILL_SERVED, 61)] * 5)
    assert {standing.state for _, _, standing in seen} == {LinkState.FILE_STILL_SERVED}
