"""A room that lives on two homeservers: what was posted before ours came into it, and while ours was away."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from demo.certificate import make_certificate
from demo.homeserver import Homeserver, free_port
from demo.matrix_people import register
from jikimi.sources.base import Post
from tests.servers.synapse import need_synapse
from tests.sources.matrix import read, source_for


def federating(folder: Path) -> Homeserver:
    """A homeserver that talks to others on this machine, over TLS, at the port in its name."""
    port = free_port()
    certificate = make_certificate(folder / "tls")
    server = Homeserver(folder, server_name=f"localhost:{port}")
    client: dict[str, Any] = {"bind_addresses": ["127.0.0.1"], "type": "http"}
    server.settings |= {
        "federation_domain_whitelist": None,
        "federation_verify_certificates": False,
        "ip_range_blacklist": [],
        "tls_certificate_path": str(certificate.chain_file),
        "tls_private_key_path": str(certificate.chain_file),
        "listeners": [
            client | {"port": server.port, "tls": False, "resources": [{"names": ["client"]}]},
            client | {"port": port, "tls": True, "resources": [{"names": ["federation", "keys", "media"]}]},
        ],
    }
    return server


@pytest.fixture
def two_homeservers(tmp_path: Path) -> Iterator[tuple[Homeserver, Homeserver]]:
    need_synapse()
    for name in ("there", "here"):
        (tmp_path / name).mkdir()
    with federating(tmp_path / "there") as there, federating(tmp_path / "here") as here:
        yield there, here


async def test_history_from_elsewhere_is_complete(two_homeservers: tuple[Homeserver, Homeserver]) -> None:
    there, here = two_homeservers
    alice, bob, watcher = register(there, "alice"), register(here, "bob"), register(here, "watcher")
    room = alice.make_room("Two homes", alias="two")
    before = [alice.say(room, f"before {n}") for n in range(45)]
    picture = alice.upload(b"from elsewhere")
    before.append(alice.show(room, picture))
    bob.ask("POST", f"/_matrix/client/v3/join/%23two:{there.server_name}", json={})
    before.append(bob.say(room, "here I am"))
    where = f"matrix://{here.server_name}/#two:{there.server_name}"
    async with source_for(here, watcher) as source:
        posts = await read(source, where)
        assert [post.id for post in posts] == before
        async with source.open_media(picture) as pieces:
            assert b"".join([piece async for piece in pieces]) == b"from elsewhere"

        here.stop()
        away = [alice.say(room, f"while away {n}") for n in range(12)]
        here.start()
        after = [bob.say(room, "back again")]
        later: list[Post] = []
        for _ in range(100):
            later += await read(source, where, later[-1].cursor if later else posts[-1].cursor)
            if len(later) >= len(away) + len(after):
                break
            after += [bob.say(room, "anybody?")] if len(after) < 4 else []
            await asyncio.sleep(0.25)
        got = [post.id for post in later]
        assert len(got) == len(set(got))
        assert set(away) | set(after) == set(got)
        assert [event for event in got if event in away] == away
