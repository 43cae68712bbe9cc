"""A folder of media as a source."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from jikimi.sources.base import (
    ByteStream,
    Grade,
    LinkAddress,
    Media,
    MediaGone,
    Observation,
    Post,
    SourceError,
    SourceRefused,
)
from jikimi.sources.folder.beneath import is_there, stream_beneath
from jikimi.sources.folder.walk import Walk


class FolderSource:
    """One folder, with everything in it. A file is a post; its path from the folder is its id and address.

    The room's address is the folder's path, as it was given. Names that begin with a dot are left out and
    counted in `hidden`; links, devices and pipes are told as problems and never opened.
    """

    kind = "folder"

    def __init__(self, root: Path) -> None:
        self._root = root
        self.hidden = 0

    @property
    def room(self) -> str:
        return str(self._root)

    async def posts(self, room: str, cursor: str | None) -> AsyncIterator[Post]:
        """The files sorted by path, from after `cursor` on, which is a path. Errors: SourceRefused."""
        if room != self.room:
            raise SourceRefused("This is another folder than the one that was opened.")
        after = tuple(cursor.split("/")) if cursor else ()
        walk = Walk(self._root)
        try:
            for found in walk:
                self.hidden = walk.hidden
                if found.parts > after:
                    path = "/".join(found.parts)
                    media = () if found.problem else (self._media(path, found.size),)
                    yield Post(path, path, found.changed, "", media, cursor=path, problem=found.problem)
            self.hidden = walk.hidden
        except MediaGone:
            raise SourceRefused("There is no folder at this place.") from None

    def open_media(self, address: str) -> ByteStream:
        """The bytes of one file by its path. Errors: MediaGone, SourceRefused."""
        return stream_beneath(self._root, address)

    async def still_there(self, link: LinkAddress) -> Observation:
        """Whether the file lies where it lay."""
        now = datetime.now(UTC)
        if not self._root.is_dir():
            return Observation(Grade.ROOM_GONE, now, {"folder": False})
        try:
            there = is_there(self._root, link.media or link.post)
        except SourceError as trouble:
            return Observation(Grade.CANNOT_TELL, now, {"why": str(trouble)})
        return Observation(Grade.LIVE if there else Grade.GONE, now, {"file": there})

    def _media(self, path: str, size: int | None) -> Media:
        return Media(path, partial(self.open_media, path), declared_size=size)
