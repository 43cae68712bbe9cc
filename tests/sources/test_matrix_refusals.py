"""Rooms that are not ours to read, told apart in words; and no room is ever joined."""

from __future__ import annotations

import pytest

from jikimi.sources.base import SourceRefused
from tests.servers.synapse import Synapse
from tests.sources.matrix import read, source_for


async def refused(synapse: Synapse, room: str, cursor: str | None = None) -> str:
    async with source_for(synapse.server, synapse.watcher) as source:
        with pytest.raises(SourceRefused) as caught:
            await read(source, f"matrix://hs.localhost/{room}", cursor)
    assert str(caught.value).endswith(".")
    return str(caught.value)


async def test_a_room_that_is_not_open_for_all_to_read(synapse: Synapse) -> None:
    assert "joins none" in await refused(synapse, synapse.alice.make_room("Closed", readable=False))


async def test_even_where_our_account_was_let_in(synapse: Synapse) -> None:
    room = synapse.alice.make_room("Let in", readable=False)
    synapse.watcher.join(room)
    assert "joins none" in await refused(synapse, room)


async def test_an_encrypted_room(synapse: Synapse) -> None:
    assert "encrypted" in await refused(synapse, synapse.alice.make_room("Secret", encrypted=True))


async def test_a_room_that_becomes_encrypted_is_followed_and_its_posts_are_counted(synapse: Synapse) -> None:
    room = synapse.alice.make_room("Later secret")
    synapse.alice.say(room, "open")
    where = f"matrix://hs.localhost/{room}"
    async with source_for(synapse.server, synapse.watcher) as source:
        (post,) = await read(source, where)
        synapse.alice.set_state(room, "m.room.encryption", {"algorithm": "m.megolm.v1.aes-sha2"})
        synapse.alice.send(room, {"algorithm": "m.megolm.v1.aes-sha2", "ciphertext": "x"}, "m.room.encrypted")
        (later,) = await read(source, where, post.cursor)
    assert "encrypted" in (later.problem or "")


async def test_a_room_that_is_closed_or_deleted_while_we_follow_it(synapse: Synapse) -> None:
    for end in (
        lambda room: synapse.alice.set_state(
            room, "m.room.history_visibility", {"history_visibility": "joined"}
        ),
        synapse.admin.delete_room,
    ):
        room = synapse.alice.make_room("Ending")
        synapse.alice.say(room, "hello")
        async with source_for(synapse.server, synapse.watcher) as source:
            (post,) = await read(source, f"matrix://hs.localhost/{room}")
        end(room)
        assert "joins none" in await refused(synapse, room, post.cursor)


async def test_rooms_that_do_not_exist(synapse: Synapse) -> None:
    assert "no room under this address" in await refused(synapse, "#nobody:hs.localhost")
    assert "no such room" in await refused(synapse, "!nobody:hs.localhost")


async def test_a_homeserver_that_is_not_set_up(synapse: Synapse) -> None:
    async with source_for(synapse.server, synapse.watcher) as source:
        with pytest.raises(SourceRefused, match=r"jikimi\.toml"):
            await read(source, "matrix://elsewhere.example/#room:elsewhere.example")
