"""Addresses of rooms as the operator gives them, and the rooms that a homeserver lists."""

from __future__ import annotations

from jikimi.service.config import Config
from jikimi.service.plain_errors import CouldNot
from jikimi.service.sources import homeservers, make_fetcher
from jikimi.sources.base import SourceError, SourceRefused
from jikimi.sources.matrix.address import parse_address
from jikimi.sources.matrix.source import MatrixSource

_MOST = 500


def known_address(config: Config, text: str) -> tuple[str, str]:
    """The kind of source and the address in its normal form. Errors: CouldNot."""
    try:
        address = parse_address(text)
    except SourceRefused as refused:
        raise CouldNot(str(refused)) from None
    if address.event is not None:
        raise CouldNot("This is the address of one post. Give that of the room.")
    if address.server not in config.matrix:
        raise CouldNot(
            f'The homeserver {address.server} is not set up: add [matrix."{address.server}"] with base_url '
            "to jikimi.toml."
        )
    return MatrixSource.kind, str(address)


async def listed(config: Config, server: str, words: str | None) -> list[str]:
    """One line a room: its address, members and name. Errors: CouldNot."""
    lines: list[str] = []
    async with make_fetcher(config) as fetcher:
        try:
            async for room in MatrixSource(fetcher, homeservers(config)).directory(server, words):
                readable = "" if room.readable else " (not for everybody to read)"
                lines.append(f"{room.address}  {room.members} members  {room.name}{readable}")
                if len(lines) >= _MOST:
                    break
        except SourceError as trouble:
            raise CouldNot(str(trouble)) from None
    return lines or ["No public room fits."]
