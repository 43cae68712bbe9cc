"""When a link may be called gone."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from jikimi.sources.base import Grade, Observation
from jikimi.takedown.certainty import GONE_GRADES, GONE_STATES, Bar, Standing, after_look
from jikimi.takedown.models import LinkState

START = datetime(2026, 1, 1, tzinfo=UTC)
BAR = Bar(looks=2, apart=timedelta(seconds=60))
SEEN = (Grade.LIVE, Grade.FILE_STILL_SERVED)
WALLS = (Grade.BEHIND_LOGIN, Grade.HIDDEN_BY_COUNTRY)
# What pages say of themselves has laws of its own, below.
LOOKS = st.lists(
    st.tuples(st.sampled_from([grade for grade in Grade if grade is not Grade.SOFT_404]), st.integers(1, 90)),
    max_size=30,
)
Looked = tuple[Grade, datetime, Standing]


def standings(
    looks: list[tuple[Grade, int]], bar: Bar = BAR, vantages: tuple[str, ...] = ("direct",)
) -> list[Looked]:
    at, standing, all_of_them = START, Standing(LinkState.NOT_LOOKED_YET), []
    for number, (grade, pause) in enumerate(looks):
        at += timedelta(seconds=pause)
        seen = Observation(grade, at, vantage=vantages[number % len(vantages)])
        standing = after_look(standing, seen, bar)
        all_of_them.append((grade, at, standing))
    return all_of_them


@given(LOOKS)
def test_gone_needs_several_looks_apart_with_nothing_seen_between(looks: list[tuple[Grade, int]]) -> None:
    gone: list[datetime] = []
    was_gone = False
    for grade, at, standing in standings(looks):
        if grade in GONE_GRADES:
            gone.append(at)
        elif grade in SEEN or (grade in WALLS and not was_gone):
            gone = []
        was_gone = len(gone) >= 2 and gone[-1] - gone[0] >= timedelta(seconds=60)
        assert (standing.state in GONE_STATES) == was_gone
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
        if grade in SEEN:
            assert (standing.state == LinkState.CAME_BACK) == was_gone
        was_gone = was_gone or standing.state in GONE_STATES


@given(st.sampled_from(WALLS))
def test_a_wall_before_what_was_gone_is_no_return(wall: Grade) -> None:
    seen = standings([(Grade.GONE, 61), (Grade.GONE, 61), (wall, 61)])
    assert [standing.state for _, _, standing in seen][1:] == [LinkState.GONE, LinkState.GONE]
    before_it_was_sure = standings([(Grade.GONE, 61), (wall, 61), (Grade.GONE, 61)])
    assert before_it_was_sure[-1][2].state.value == wall.value


def test_seen_from_elsewhere_it_came_back_though_it_is_hidden_here() -> None:
    gone = standings([(Grade.GONE, 61), (Grade.GONE, 61)])[-1][2]
    parts = (Observation(Grade.GONE, START, vantage="direct"), Observation(Grade.LIVE, START, vantage="kr"))
    seen = Observation(Grade.HIDDEN_BY_COUNTRY, START + timedelta(days=1), parts=parts)
    assert after_look(gone, seen, BAR).state is LinkState.CAME_BACK


def test_message_gone_but_file_served_is_not_gone() -> None:
    seen = standings([(Grade.FILE_STILL_SERVED, 61)] * 5)
    assert {standing.state for _, _, standing in seen} == {LinkState.FILE_STILL_SERVED}


@given(st.integers(2, 6))
def test_words_alone_need_twice_as_many_looks(looks: int) -> None:
    bar = Bar(looks=looks, apart=timedelta(seconds=60))
    seen = standings([(Grade.SOFT_404, 61)] * (2 * looks + 1), bar)
    said = [standing.state == LinkState.SOFT_404 for _, _, standing in seen]
    assert said == [False] * (2 * looks - 1) + [True] * 2


def test_words_alone_change_nothing_of_what_is_surely_gone() -> None:
    seen = standings([(Grade.GONE, 61)] * 2 + [(Grade.SOFT_404, 61)] * 9)
    assert seen[-1][2].state is LinkState.GONE


@given(st.integers(1, 4), st.integers(1, 4))
def test_gone_needs_as_many_places_as_the_rule_says(asked: int, have: int) -> None:
    bar = Bar(looks=2, apart=timedelta(seconds=60), places=asked)
    vantages = tuple(f"place-{number}" for number in range(have))
    seen = standings([(Grade.GONE, 61)] * 12, bar, vantages)
    assert (seen[-1][2].state is LinkState.GONE) == (have >= asked)
    assert len(seen[-1][2].gone_from) == have
