"""Work side by side, results in order, never more at once than allowed."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jikimi.watch.in_order import in_order


class Away(Exception):
    pass


@given(
    pauses=st.lists(st.integers(0, 5), max_size=30),
    window=st.integers(1, 6),
    batch=st.integers(1, 5),
    ends_badly=st.booleans(),
)
def test_everything_comes_once_in_order_and_within_the_window(
    pauses: list[int], window: int, batch: int, ends_badly: bool
) -> None:
    running = most = 0

    async def things() -> AsyncIterator[int]:
        for number in range(len(pauses)):
            await asyncio.sleep(0)
            yield number
        if ends_badly:
            raise Away

    async def work(number: int) -> int:
        nonlocal running, most
        running += 1
        most = max(most, running)
        for _ in range(pauses[number]):
            await asyncio.sleep(0)
        running -= 1
        return number

    async def run() -> list[list[int]]:
        got: list[list[int]] = []
        try:
            async for ready in in_order(things(), work, window=window, batch=batch):
                got.append(ready)
        except Away:
            assert ends_badly
        else:
            assert not ends_badly
        return got

    got = asyncio.run(run())
    assert [number for ready in got for number in ready] == list(range(len(pauses)))
    assert all(1 <= len(ready) <= batch for ready in got)
    assert most <= window


async def test_who_stops_listening_leaves_nothing_running() -> None:
    begun, ended = 0, 0

    async def things() -> AsyncIterator[int]:
        nonlocal ended
        try:
            for number in range(1000):
                yield number
        finally:
            ended += 1

    async def work(number: int) -> int:
        nonlocal begun, ended
        begun += 1
        try:
            await asyncio.sleep(0 if number == 0 else 60)
        finally:
            ended += 1
        return number

    results = in_order(things(), work, window=4, batch=1)
    assert await anext(results) == [0]
    await results.aclose()
    assert ended == begun + 1


async def test_an_error_of_the_work_comes_in_its_turn() -> None:
    async def things() -> AsyncIterator[int]:
        for number in range(3):
            yield number

    async def work(number: int) -> int:
        if number == 1:
            raise Away
        await asyncio.sleep(0.01)
        return number

    results = in_order(things(), work, window=3, batch=1)
    assert await anext(results) == [0]
    with pytest.raises(Away):
        await anext(results)
