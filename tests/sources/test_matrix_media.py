"""Files through the homeserver: authenticated, bounded, and gone only when they are gone."""

from __future__ import annotations

import pytest

from jikimi.net.fetcher import Fetcher
from jikimi.net.policy import FetchPolicy
from jikimi.sources.base import MediaGone, SourceError, SourceRefused, SourceUnavailable
from jikimi.sources.matrix.access import HomeserverAccess
from jikimi.sources.matrix.source import MatrixSource
from tests.servers.gate import Gate, gate, says
from tests.servers.synapse import Synapse
from tests.sources.matrix import IMPATIENT, source_at, source_for

MXC = "mxc://hs.localhost/abc"
OLD = "GET /_matrix/media/v3/download/"
UNRECOGNIZED = says(404, {"errcode": "M_UNRECOGNIZED", "error": "Unrecognized request"})


async def bytes_of(source: MatrixSource, mxc: str) -> bytes:
    async with source.open_media(mxc) as pieces:
        return b"".join([piece async for piece in pieces])


async def test_files_are_read_until_they_are_gone_and_again_when_they_come_back(synapse: Synapse) -> None:
    content = b"not a picture, but bytes" * 1000
    first = synapse.alice.upload(content)
    async with source_for(synapse.server, synapse.watcher) as source:
        assert await bytes_of(source, first) == content
        synapse.admin.quarantine(first)
        with pytest.raises(MediaGone):
            await bytes_of(source, first)
        # The same bytes would be quarantined at once: what comes back comes back changed.
        second = synapse.alice.upload(content + b".")
        assert await bytes_of(source, second) == content + b"."
        synapse.admin.delete_media(second)
        with pytest.raises(MediaGone):
            await bytes_of(source, second)


async def test_without_an_account_a_file_that_is_there_does_not_look_gone(synapse: Synapse) -> None:
    mxc = synapse.alice.upload(b"there")
    async with source_for(synapse.server, None) as source:
        with pytest.raises(SourceRefused, match="make an ordinary account"):
            await bytes_of(source, mxc)


async def test_a_file_that_is_only_announced_may_still_come(synapse: Synapse) -> None:
    announced = synapse.alice.ask("POST", "/_matrix/media/v1/create")["content_uri"]
    async with source_for(synapse.server, synapse.watcher) as source:
        with pytest.raises(SourceUnavailable, match="announced"):
            await bytes_of(source, announced)


async def test_a_file_past_the_bound_is_not_read(synapse: Synapse) -> None:
    mxc = synapse.alice.upload(b"x" * 100_001)
    async with source_at(synapse.server.base_url, synapse.watcher.token, largest_file=100_000) as source:
        with pytest.raises(SourceRefused, match="larger"):
            await bytes_of(source, mxc)


@pytest.mark.parametrize("mxc", ["", "mxc://hs.localhost/../etc", "https://example.org/a", "mxc://a/b/c"])
async def test_what_is_no_file_address_is_refused_unasked(mxc: str) -> None:
    async with gate() as front, source_at(front.url, "token") as source:
        with pytest.raises(SourceRefused):
            await bytes_of(source, mxc)
        assert front.lines == []


async def test_a_server_without_authenticated_media_is_asked_at_the_old_place() -> None:
    def old_server(line: str, _before: int) -> bytes:
        return says(200, b"old") if line.startswith(OLD) else UNRECOGNIZED

    async with gate() as front, source_at(front.url, None) as source:
        front.rule = old_server
        assert await bytes_of(source, MXC) == b"old"
        front.rule = lambda line, _: says(404, {"errcode": "M_NOT_FOUND"}) if OLD in line else UNRECOGNIZED
        with pytest.raises(MediaGone):
            await bytes_of(source, MXC)


@pytest.mark.parametrize(
    "answer",
    [
        says(404, b"<html>nginx</html>"),
        says(404, {"errcode": "M_UNRECOGNIZED"}),
        says(403, {"errcode": "M_FORBIDDEN"}),
        says(404, b""),
    ],
)
async def test_an_answer_that_does_not_say_the_file_is_gone_is_no_proof(answer: bytes) -> None:
    async with gate() as front, source_at(front.url, "token") as source:
        front.rule = lambda _line, _before: answer
        with pytest.raises(SourceRefused):
            await bytes_of(source, MXC)


async def test_a_server_that_stumbles_is_asked_again_and_one_that_breaks_off_is_unavailable() -> None:
    whole = says(200, b"x" * 1000)
    async with gate() as front, source_at(front.url, "token", patience=IMPATIENT) as source:
        answers = [says(500, {}), says(429, {"retry_after_ms": 10}), whole]
        front.rule = lambda _line, before: answers[before]
        assert await bytes_of(source, MXC) == b"x" * 1000
        front.rule = lambda _line, _before: says(502, {})
        with pytest.raises(SourceUnavailable):
            await bytes_of(source, MXC)
        front.rule = lambda _line, _before: whole[:-10]
        with pytest.raises(SourceUnavailable, match="middle"):
            await bytes_of(source, MXC)
        front.rule = lambda _line, _before: says(429, {"retry_after_ms": 90_000})
        with pytest.raises(SourceUnavailable) as told:
            await bytes_of(source, MXC)
        assert told.value.retry_after == 90


async def test_of_several_homeservers_the_files_own_is_asked_and_otherwise_all() -> None:
    def serve(front: Gate, answer: bytes) -> None:
        front.rule = lambda _line, _before: answer

    gone = says(404, {"errcode": "M_NOT_FOUND"})
    async with gate() as one, gate() as two:
        hosts = [front.url.removeprefix("http://") for front in (one, two)]
        servers = {
            "one.example": HomeserverAccess(one.url, "t"),
            "two.example": HomeserverAccess(two.url, "t"),
        }
        async with Fetcher(FetchPolicy.of(loopback_hosts=hosts)) as fetcher:
            source = MatrixSource(fetcher, servers, patience=IMPATIENT)
            serve(one, says(200, b"one"))
            serve(two, says(200, b"two"))
            assert await bytes_of(source, "mxc://two.example/a") == b"two"
            assert len(one.lines) == 0
            serve(one, gone)
            assert await bytes_of(source, "mxc://third.example/a") == b"two"
            for first, second, expected in (
                (gone, gone, MediaGone),
                (says(500, {}), gone, SourceUnavailable),
                (gone, says(403, {}), SourceError),
            ):
                serve(one, first)
                serve(two, second)
                with pytest.raises(expected):
                    await bytes_of(source, "mxc://third.example/a")
