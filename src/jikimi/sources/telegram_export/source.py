"""An export made with Telegram Desktop ("machine-readable JSON") as a source."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import IO

from jikimi.sources.base import (
    ByteStream,
    Grade,
    LinkAddress,
    Media,
    Observation,
    Post,
    SourceError,
    SourceRefused,
)
from jikimi.sources.folder.beneath import is_there, open_beneath, stream_beneath
from jikimi.sources.telegram_export.json_stream import CutOff
from jikimi.sources.telegram_export.message import NamedFile, ReadMessage, read_message
from jikimi.sources.telegram_export.outline import Chat, NotAnExport, messages_in

RESULT = "result.json"
_UNREADABLE_MESSAGE = "This message is damaged in the export and could not be read."


class ExportCutOff(SourceError):
    """The export ends in the middle. Every message before the cut has been given."""


class TelegramExportSource:
    """One export: the folder with `result.json`, of one chat or of a whole account.

    The room's address is the folder's path. A post's id is the message's, after the chat's where there are
    several (`-100123/45`); without an id it is its place in the file (`#12`). A video comes with its preview
    picture, or as that alone where the export lacks it. Messages without media are not posts; `messages`
    counts them all, `previews` the media that are previews only. The account's own profile pictures and
    stories are not looked at.
    """

    kind = "telegram export"

    def __init__(self, root: Path) -> None:
        self._root = root
        self.messages = 0
        self.previews = 0
        self._file: IO[bytes] | None = None

    @property
    def share_read(self) -> float | None:
        """How much of `result.json` has been read, 0 to 1."""
        if self._file is None or self._file.closed:
            return None
        return self._file.tell() / max(1, os.fstat(self._file.fileno()).st_size)

    @property
    def room(self) -> str:
        return str(self._root)

    async def posts(self, room: str, cursor: str | None) -> AsyncIterator[Post]:
        """Messages with media, in the file's order. A cursor is the number of messages that are done.

        Errors: SourceRefused, and ExportCutOff once everything before the cut was given.
        """
        if room != self.room:
            raise SourceRefused("This is another export than the one that was opened.")
        self.messages = self.previews = 0
        for post in self._posts(_number_in(cursor)):
            yield post

    def open_media(self, address: str) -> ByteStream:
        """The bytes of one file by its path in the export. Errors: MediaGone, SourceRefused."""
        return stream_beneath(self._root, address)

    async def still_there(self, link: LinkAddress) -> Observation:
        """Whether the file lies in the export. What became of it in Telegram, an export cannot tell."""
        now = datetime.now(UTC)
        try:
            is_export = is_there(self._root, RESULT)
            there = is_there(self._root, link.media) if link.media else None
        except SourceError as trouble:
            return Observation(Grade.CANNOT_TELL, now, {"why": str(trouble)})
        if not is_export:
            return Observation(Grade.ROOM_GONE, now, {"export": False})
        if there is None:
            return Observation(Grade.CANNOT_TELL, now, {"why": "The link names no file."})
        return Observation(Grade.LIVE if there else Grade.GONE, now, {"file": there})

    def _posts(self, done: int) -> Iterator[Post]:
        with os.fdopen(open_beneath(self._root, RESULT), "rb") as file:
            self._file = file
            try:
                for element in messages_in(file):
                    self.messages += 1
                    if self.messages > done and (post := self._post(element.chat, element.content)):
                        yield post
            except NotAnExport:
                raise SourceRefused(
                    "This result.json is not a Telegram Desktop export, or it is cut off before its first "
                    "message. Export the chat again and choose the format “machine-readable JSON”. "
                    "If this is a folder of pictures and no export, move its result.json away."
                ) from None
            except CutOff:
                raise ExportCutOff(
                    f"The export is cut off or damaged after message {self.messages}: everything before was "
                    "looked at, nothing after it. Export the chat again."
                ) from None

    def _post(self, chat: Chat, content: object) -> Post | None:
        message = read_message(content) or ReadMessage(None, None, "", problem=_UNREADABLE_MESSAGE)
        if not message.files and not message.problem:
            return None
        self.previews += message.preview and bool(message.files)
        number = message.id or f"#{self.messages}"
        name = f"{chat.id}/{number}" if chat.of_many else number
        return Post(
            name,
            f"telegram-export:{name}",
            message.when,
            message.author,
            tuple(map(self._media, message.files)),
            cursor=str(self.messages),
            problem=message.problem,
        )

    def _media(self, file: NamedFile) -> Media:
        return Media(
            file.path,
            partial(self.open_media, file.path),
            declared_size=file.size,
            preview=self._media(file.preview) if file.preview else None,
        )


def _number_in(cursor: str | None) -> int:
    return int(cursor) if cursor and cursor.isascii() and cursor.isdigit() else 0
