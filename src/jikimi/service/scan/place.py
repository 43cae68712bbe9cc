"""What a helper may point at: a folder, a Telegram export, a Matrix room."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from jikimi.service.plain_errors import CouldNot
from jikimi.service.scan.for_matrix import ForMatrix
from jikimi.sources.base import Source, SourceError
from jikimi.sources.folder.source import FolderSource
from jikimi.sources.folder.walk import Walk
from jikimi.sources.telegram_export.source import RESULT, TelegramExportSource

if TYPE_CHECKING:
    from jikimi.service.config import Config

_MATRIX = ("matrix:", "https://matrix.to/", "http://matrix.to/", "#", "!")


@dataclass(frozen=True, slots=True)
class Place:
    """An opened place. `share_done` tells how much of it is done (0 to 1, or None) after so many posts."""

    source: Source
    room: str
    share_done: Callable[[int], float | None]
    unit: str = "post"


@asynccontextmanager
async def opened(place: str, matrix: ForMatrix) -> AsyncIterator[Place]:
    """The place by its path or address. Errors: CouldNot, ConfigError."""
    if _names_a_room(place):
        async with _matrix(place, matrix) as room:
            yield room
    else:
        yield _on_disk(Path(place))


def _names_a_room(place: str) -> bool:
    return place.startswith(_MATRIX) and not os.path.lexists(place)


def _on_disk(path: Path) -> Place:
    try:
        return _folder_or_export(path)
    except (OSError, SourceError):
        raise CouldNot("This folder cannot be read. May you read it, and everything above it?") from None


def _folder_or_export(path: Path) -> Place:
    if path.name == RESULT and path.is_file():
        path = path.parent
    if "://" in str(path) or str(path).startswith(("https:/", "http:/")):
        raise CouldNot(
            "Websites are not looked through. Name a folder, a Telegram export, or a Matrix room: "
            "matrix://server/#room:server"
        )
    if not path.exists():
        raise CouldNot("There is no folder at this place. Is its name written right?")
    if not path.is_dir():
        raise CouldNot("This is a single file. Name the folder of pictures, or of the Telegram export.")
    if (path / RESULT).exists():
        export = TelegramExportSource(path)
        return Place(export, export.room, lambda _: export.share_read, "message")
    folder = FolderSource(path)
    files = sum(1 for _ in Walk(path))
    return Place(folder, folder.room, lambda posts: posts / files if files else None, "file")


@asynccontextmanager
async def _matrix(place: str, matrix: ForMatrix) -> AsyncIterator[Place]:
    from jikimi.service.config import load
    from jikimi.service.scan.homeserver import access_to
    from jikimi.service.sources import make_fetcher
    from jikimi.sources.base import SourceRefused
    from jikimi.sources.matrix.address import parse_address
    from jikimi.sources.matrix.source import MatrixSource

    try:
        address = parse_address(place)
    except SourceRefused as refused:
        raise CouldNot(str(refused)) from None
    config = _with_loopback(load(), matrix.loopback_hosts)
    async with make_fetcher(config) as fetcher:
        homeserver = await access_to(address.server, config, fetcher, matrix)
        yield Place(MatrixSource(fetcher, {address.server: homeserver}), str(address), lambda _: None)


def _with_loopback(config: Config, hosts: Sequence[str]) -> Config:
    named = (*config.net.loopback_hosts, *hosts)
    return config.model_copy(update={"net": config.net.model_copy(update={"loopback_hosts": named})})
