"""The Matrix network as a source: see `jikimi.sources.base` for what a source offers."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from functools import partial
from time import monotonic
from typing import Final

from jikimi.net.fetcher import Fetcher
from jikimi.sources.base import ByteStream, LinkAddress, Observation, Post, SourceError, SourceRefused
from jikimi.sources.matrix.access import HomeserverAccess
from jikimi.sources.matrix.address import MatrixAddress, parse_address, parse_post
from jikimi.sources.matrix.client import HomeserverClient, Patience
from jikimi.sources.matrix.cursor import Cursor
from jikimi.sources.matrix.directory import ListedRoom, list_rooms
from jikimi.sources.matrix.history import PAGE, events_from
from jikimi.sources.matrix.ids import read_mxc
from jikimi.sources.matrix.media import MIB, open_media
from jikimi.sources.matrix.post import post_of
from jikimi.sources.matrix.room import check_not_encrypted, check_open, room_id_of
from jikimi.sources.matrix.still_there import cannot_tell, observe

LARGEST_FILE: Final = 32 * MIB
_CHECKED_ANEW_S: Final = 60.0


class MatrixSource:
    """Reads rooms that everybody may read, through the homeservers that the operator named. Joins nothing.

    `homeservers` maps a server name ("example.org") to how it is reached. Files larger than `largest_file`
    bytes are not read. `page_size` is how many events are asked for at once.
    """

    kind = "matrix"

    def __init__(
        self,
        fetcher: Fetcher,
        homeservers: Mapping[str, HomeserverAccess],
        *,
        patience: Patience | None = None,
        largest_file: int = LARGEST_FILE,
        page_size: int = PAGE,
    ) -> None:
        self._clients = {
            name: HomeserverClient(fetcher, access, patience) for name, access in homeservers.items()
        }
        self._largest_file = largest_file
        self._page_size = page_size
        self._checked: dict[MatrixAddress, tuple[str, float]] = {}

    async def posts(self, room: str, cursor: str | None) -> AsyncIterator[Post]:
        """Posts in the order they were made, from `cursor` on (None: from the beginning), up to now.

        Every post has its cursor. Errors: SourceUnavailable, SourceRefused.
        """
        address = parse_address(room)
        client = self._client(address.server)
        room_id = await self._open_room(client, address, newly=cursor is None)
        opened = partial(self._opener, self._nearest(client))
        async for event, after in events_from(client, Cursor.parse(cursor, room_id), self._page_size):
            post = post_of(event, address.server, room_id, str(after), opened)
            if post is not None:
                yield post

    def open_media(self, address: str) -> ByteStream:
        """The bytes of one file (`mxc://server/id`). Errors: MediaGone, SourceUnavailable, SourceRefused."""
        named = read_mxc(address)
        home = self._clients.get(named[0]) if named else None
        return open_media(self._nearest(home), address, self._largest_file)

    async def still_there(self, link: LinkAddress) -> Observation:
        """Look at a link once. Never raises for what the place answers: that is `cannot tell`."""
        try:
            post = parse_post(link.post)
            return await observe(self._client(post.server), post, link)
        except SourceError as trouble:
            return cannot_tell(str(trouble))

    async def directory(self, server: str, search: str | None = None) -> AsyncIterator[ListedRoom]:
        """The rooms that a homeserver lists, or those that fit `search`. Errors: as `posts`."""
        async for room in list_rooms(self._client(server), server, search):
            yield room

    def _client(self, server: str) -> HomeserverClient:
        if server not in self._clients:
            raise SourceRefused(
                "This homeserver is not set up: name it in jikimi.toml as "
                '[matrix."server"] with its base_url, and an access_token if it asks for accounts.'
            )
        return self._clients[server]

    def _nearest(self, client: HomeserverClient | None) -> Sequence[HomeserverClient]:
        """That one alone; where it is not known which, all of them in turn."""
        return [client] if client else list(self._clients.values())

    def _opener(self, clients: Sequence[HomeserverClient], mxc: str) -> Callable[[], ByteStream]:
        return partial(open_media, clients, mxc, self._largest_file)

    async def _open_room(self, client: HomeserverClient, address: MatrixAddress, *, newly: bool) -> str:
        """The room's id, once it is sure that we may read it; looked up anew after a minute."""
        known = self._checked.get(address)
        if known and not newly and monotonic() - known[1] < _CHECKED_ANEW_S:
            return known[0]
        room_id = await room_id_of(client, address)
        await check_open(client, room_id)
        if newly:
            await check_not_encrypted(client, room_id)
        self._checked[address] = (room_id, monotonic())
        return room_id
