"""What a busy machine may have failed to read is looked at once more, at the end, and not for ever."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from jikimi.fingerprint.decode.pool import CouldNotRead, Reason
from jikimi.match.sighting import Kind, Match, Verdict
from jikimi.service.cli.scan import COULD_NOT, FOUND, NOTHING_FOUND, _status
from jikimi.service.scan import second_looks
from jikimi.service.scan.look import Looked, Looker
from jikimi.service.scan.place import Place
from jikimi.service.scan.protected import Protected, protect_folder
from jikimi.service.scan.run import _look_through
from jikimi.service.scan.tally import Tally
from jikimi.sources.base import Media, Post
from jikimi.sources.folder.source import FolderSource

HEAD = b"\xff\xd8\xff\xe0" + bytes(60)


class Busy:
    """A pool that fails with these reasons first, each file with its own. Its films are the files' names."""

    def __init__(self, failures: dict[str, Sequence[Reason]], *, moves: Sequence[str] = ()) -> None:
        self._failures = {name: list(reasons) for name, reasons in failures.items()}
        self._moves = moves
        self.asked: list[str] = []

    async def look(self, data: bytes) -> Any:
        name = data[len(HEAD) :].decode()
        self.asked.append(name)
        if self._failures.get(name):
            raise CouldNotRead(self._failures[name].pop(0))
        frame = SimpleNamespace(fingerprint=name, second=None)
        return SimpleNamespace(frames=(frame,), moves=name in self._moves, whole=True)

    async def fingerprint(self, data: bytes, _purpose: str) -> Any:
        await self.look(data)
        raise CouldNotRead(Reason.TOO_LITTLE)


class Everything:
    """A matcher that finds each picture to be the photo of its own first letter."""

    def __init__(self, verdicts: dict[str, Verdict] | None = None) -> None:
        self._verdicts = verdicts or {}

    def find(self, name: str, _also: object = ()) -> list[Match]:
        return [Match(name[0], self._verdicts.get(name, Verdict.MATCH), Kind.SAME, {}, None)]


@dataclass
class Told:
    lines: list[tuple[str | None, str]] = field(default_factory=list)
    after: Callable[[], None] = lambda: None

    def looked(self, looked: Looked) -> None:
        self.lines += [(looked.path, f"{match.key} {match.verdict}") for match in looked.matches]
        self.after()

    def waiting(self, _why: str, _seconds: float) -> None: ...
    def ready(self, _protected: Protected, _unit: str) -> None: ...
    def progress(self, _tally: Tally, _share: float | None) -> None: ...


class WithPreviews(FolderSource):
    """A file whose name ends with -thumb is the preview of the one before it."""

    async def posts(self, room: str, cursor: str | None) -> Any:
        async for post in super().posts(room, cursor):
            if not post.id.endswith("-thumb"):
                small = f"{post.id}-thumb"
                preview = Media(small, partial(self.open_media, small))
                yield Post(post.id, post.id, None, "", (Media(post.id, post.media[0].open, preview=preview),))


def place_of(folder: Path, *names: str, kind: type[FolderSource] = FolderSource) -> Place:
    for name in names:
        (folder / name).write_bytes(HEAD + name.encode())
    source = kind(folder)
    return Place(source, source.room, lambda _: None, "file")


async def look_through(place: Place, pool: Any, told: Told, matcher: Any = None) -> Tally:
    tally = Tally()
    with ThreadPoolExecutor(1) as threads:
        await _look_through(place, Looker(pool, matcher or Everything(), threads), 1, told, tally)
    return tally


@pytest.mark.parametrize("reason", [Reason.TOO_SLOW, Reason.CRASHED, Reason.BAD_ANSWER])
async def test_it_is_found_at_the_end_and_listed_nowhere_as_unread(tmp_path: Path, reason: Reason) -> None:
    pool, told = Busy({"a": [reason]}), Told()
    tally = await look_through(place_of(tmp_path, *"abcd"), pool, told)
    assert sorted(pool.asked[:4]) == [*"abcd"]
    assert pool.asked[4:] == ["a"]
    assert [path for path, _ in told.lines] == ["b", "c", "d", "a"]
    assert (tally.posts, tally.pictures, tally.matches, tally.unread) == (4, 4, 4, 0)
    tally.matches = 0
    assert _status(tally) == NOTHING_FOUND
    tally.refused_photos = [("wall.png", "too flat")]
    assert _status(tally) == COULD_NOT, "a photo that was not looked for is no all-clear"


async def test_a_real_trap_is_asked_twice_and_then_named(tmp_path: Path) -> None:
    pool = Busy({"a": [Reason.TOO_SLOW] * 9, "b": [Reason.CRASHED] * 9})
    tally = await look_through(place_of(tmp_path, *"abc"), pool, Told())
    assert Counter(pool.asked) == {"a": 2, "b": 2, "c": 1}
    assert [(one.path, one.why) for one in tally.named] == [
        ("a", Reason.TOO_SLOW.sentence),
        ("b", Reason.CRASHED.sentence),
    ]
    assert (tally.pictures, tally.unread) == (1, 2)
    assert _status(tally) == FOUND
    tally.matches = 0
    assert _status(tally) == COULD_NOT, "what this machine failed at is no all-clear"


async def test_what_no_machine_can_read_is_not_asked_again(tmp_path: Path) -> None:
    ours = {Reason.TOO_SLOW, Reason.CRASHED, Reason.BAD_ANSWER}
    others = [reason for reason in Reason if reason not in ours]
    names = {f"{reason.name}": [reason] for reason in others}
    pool = Busy(names)
    tally = await look_through(place_of(tmp_path, *names), pool, Told())
    assert Counter(pool.asked) == dict.fromkeys(names, 1)
    assert (tally.unread, tally.given_up) == (len(others), 0)


async def test_only_so_many_wait(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In a machine that is busy all the time, memory stays bounded and nothing is left out."""
    monkeypatch.setattr(second_looks, "MOST_WAITING", 4)
    names = [f"{number:03}" for number in range(60)]
    pool = Busy({name: [Reason.TOO_SLOW] for name in names})
    tally = await look_through(place_of(tmp_path, *names), pool, Told())
    assert Counter(pool.asked) == dict.fromkeys(names, 2)
    last = {name: len(pool.asked) - pool.asked[::-1].index(name) for name in names}
    assert last["000"] < pool.asked.index("059")
    assert (tally.pictures, tally.unread) == (60, 0)


async def test_a_scan_that_is_stopped_names_what_still_waited(tmp_path: Path) -> None:
    place = place_of(tmp_path, *"abc")
    pool, told = Busy({"a": [Reason.TOO_SLOW]}), Told()
    tally = Tally()

    def stop() -> None:
        if told.lines[-1:] == [("b", "b match")]:
            raise asyncio.CancelledError

    told.after = stop
    with ThreadPoolExecutor(1) as threads, pytest.raises(asyncio.CancelledError):
        await _look_through(place, Looker(pool, Everything(), threads), 1, told, tally)  # type: ignore[arg-type]
    assert [(one.path, one.why) for one in tally.named] == [("a", Reason.TOO_SLOW.sentence)]
    assert pool.asked.count("a") == 1


async def test_what_its_preview_shows_is_told_at_once_and_counted_once(tmp_path: Path) -> None:
    place = place_of(tmp_path, "a", "a-thumb", "b", "b-thumb", kind=WithPreviews)
    pool, told = Busy({"a": [Reason.TOO_SLOW]}, moves=("a", "b")), Told()
    tally = await look_through(place, pool, told)
    assert told.lines == [("a-thumb", "a match"), ("b", "b match")]
    assert (tally.videos, tally.pictures, tally.previews, tally.matches) == (2, 0, 0, 2)


async def test_a_surer_finding_of_the_second_look_is_told_too(tmp_path: Path) -> None:
    place = place_of(tmp_path, "a", "a-thumb", kind=WithPreviews)
    told = Told()
    matcher = Everything({"a-thumb": Verdict.LOOK})
    tally = await look_through(place, Busy({"a": [Reason.CRASHED]}), told, matcher)
    assert told.lines == [("a-thumb", "a look"), ("a", "a match")]
    assert (tally.matches, tally.looks) == (1, 0)


async def test_a_photo_to_look_for_is_tried_twice_as_well(tmp_path: Path) -> None:
    place_of(tmp_path, "a", "b")
    pool = Busy({"a": [Reason.TOO_SLOW], "b": [Reason.TOO_SLOW] * 2})
    protected = await protect_folder(tmp_path, pool)  # type: ignore[arg-type]
    assert Counter(pool.asked) == {"a": 2, "b": 2}
    assert protected.refused == [("a", Reason.TOO_LITTLE.sentence), ("b", Reason.TOO_SLOW.sentence)]
