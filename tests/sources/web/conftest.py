from __future__ import annotations

from collections.abc import AsyncIterator, Iterator

import pytest

from jikimi.fingerprint.decode.pool import DecoderPool
from tests.servers.web import WebServer


@pytest.fixture(scope="session")
def pictures() -> Iterator[DecoderPool]:
    """The real decoders."""
    with DecoderPool(1) as pool:
        yield pool


@pytest.fixture
async def web() -> AsyncIterator[WebServer]:
    """A web that is asked from two countries."""
    async with WebServer(("XX", "KR")) as server:
        yield server
