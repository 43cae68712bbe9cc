"""A place that stops answering midway is asked again from where it stopped, and not for ever."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from jikimi.service.scan.look import Looked
from jikimi.service.scan.place import Place
from jikimi.service.scan.protected import Protected
from jikimi.service.scan.run import _patiently
from jikimi.service.scan.tally import MOST_NAMED, Tally
from jikimi.sources.base import Post, SourceUnavailable
from jikimi.sources.folder.source import FolderSource


class Flaky(FolderSource):
    """A folder that stops answering after every `steady` posts, `failures` times."""

    def __init__(self, root: Path, steady: int, failures: int) -> None:
        super().__init__(root)
        self._steady = steady
        self._failures = failures

    async def posts(self, room: str, cursor: str | None) -> AsyncIterator[Post]:
        given = 0
        async for post in super().posts(room, cursor):
            if given == self._steady and self._failures:
                self._failures -= 1
                raise SourceUnavailable("The place does not answer.", retry_after=0)
            given += 1
            yield post


@dataclass
class Told:
    waits: list[str] = field(default_factory=list)

    def waiting(self, why: str, _seconds: float) -> None:
        self.waits.append(why)

    def ready(self, _protected: Protected, _unit: str) -> None: ...
    def looked(self, _looked: Looked) -> None: ...
    def progress(self, _tally: Tally, _share: float | None) -> None: ...


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for number in range(20):
        (tmp_path / f"{number:02}.jpg").write_bytes(b"x")
    return tmp_path


async def posts_of(source: FolderSource, told: Told) -> list[str]:
    place = Place(source, source.room, lambda _: None)
    return [post.id async for post in _patiently(place, told)]


async def test_nothing_is_missed_and_nothing_twice(folder: Path) -> None:
    told = Told()
    got = await posts_of(Flaky(folder, steady=3, failures=6), told)
    assert got == [f"{number:02}.jpg" for number in range(20)]
    assert told.waits == ["The place does not answer."] * 6


async def test_a_place_that_stays_silent_is_given_up(folder: Path) -> None:
    told = Told()
    with pytest.raises(SourceUnavailable):
        await posts_of(Flaky(folder, steady=0, failures=100), told)
    assert told.waits == []


async def test_the_list_of_unreadable_files_is_bounded() -> None:
    tally, post = Tally(), Post("a", "a", None, "")
    for _ in range(MOST_NAMED + 5):
        tally.add(Looked(post, "a", unread="The file is empty."))
    assert (tally.unread, len(tally.named)) == (MOST_NAMED + 5, MOST_NAMED)
