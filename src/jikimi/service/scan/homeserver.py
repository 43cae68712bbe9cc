"""Where a homeserver answers, for a helper who knows only its name."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from jikimi.net.errors import FetchFailed, FetchRefused
from jikimi.net.fetcher import Fetcher
from jikimi.sources.matrix.access import HomeserverAccess

if TYPE_CHECKING:
    from jikimi.service.config import Config
    from jikimi.service.scan.for_matrix import ForMatrix

_LARGEST = 64 * 1024


async def access_to(server: str, config: Config, fetcher: Fetcher, matrix: ForMatrix) -> HomeserverAccess:
    """From the command line, else from jikimi.toml, else as the server says of itself (see `_said_by`)."""
    known = config.matrix.get(server)
    token = matrix.token or (known.access_token.get_secret_value() if known and known.access_token else None)
    base_url = matrix.base_url or (known.base_url if known else None)
    return HomeserverAccess(base_url or await _said_by(server, fetcher), token)


async def _said_by(server: str, fetcher: Fetcher) -> str:
    """Matrix client-server API, "Server discovery": /.well-known/matrix/client, else the name itself."""
    itself = f"https://{server}"
    try:
        found = await fetcher.fetch("GET", f"{itself}/.well-known/matrix/client", max_bytes=_LARGEST)
        said = json.loads(found.body)["m.homeserver"]["base_url"] if found.status == 200 else itself
    except (FetchFailed, FetchRefused, ValueError, KeyError, TypeError):
        return itself
    return said.rstrip("/") if isinstance(said, str) and said.startswith("https://") else itself
