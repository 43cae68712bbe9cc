"""One bounded question to a web server. What goes wrong is an answer too: it cannot be told."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final, Literal

from jikimi.net.errors import FetchFailed, FetchRefused, FetchTooLarge
from jikimi.net.fetcher import Fetcher
from jikimi.net.response import FetchResponse
from jikimi.sources.web.bounded import MOST_CHARACTERS

MIB: Final = 1024 * 1024
LARGEST_FILE: Final = 32 * MIB
_LARGEST_PAGE: Final = 2 * MOST_CHARACTERS
_LONGEST_S: Final = 25.0
# Names neither the centre nor a browser: a page's owner reads these in the log.
_WHO: Final = "Mozilla/5.0 (compatible)"

What = Literal["page", "file"]


@dataclass(frozen=True, slots=True)
class Answer:
    """`trouble` is a sentence where nothing whole came back; then there is no status."""

    status: int | None = None
    url: str = field(default="", repr=False)
    content_type: str = ""
    body: bytes = field(default=b"", repr=False)
    challenged: bool = False
    trouble: str = ""

    @property
    def is_file(self) -> bool:
        """Whether it claims to be a picture or a video."""
        return self.content_type.startswith(("image/", "video/")) and "svg" not in self.content_type

    @property
    def is_page(self) -> bool:
        return "html" in self.content_type or not self.content_type


async def ask(fetcher: Fetcher, url: str, *, shown_by: str = "") -> Answer:
    """GET, redirects followed. `shown_by` is the page that shows a file: some hosts want to know."""
    headers = {"User-Agent": _WHO} | ({"Referer": shown_by} if shown_by else {})
    try:
        async with fetcher.stream(
            "GET", url, headers=headers, max_bytes=LARGEST_FILE, total_s=_LONGEST_S
        ) as response:
            kind = response.headers.get("content-type", "")[:200].strip().lower()
            answer = Answer(response.status, response.url, kind)
            body = await _read(response, LARGEST_FILE if answer.is_file else _LARGEST_PAGE)
            challenged = "cf-mitigated" in response.headers or "x-amzn-waf-action" in response.headers
            return Answer(response.status, response.url, kind, body, challenged)
    except FetchTooLarge:
        return Answer(trouble="The file is larger than anything we read.")
    except (FetchRefused, FetchFailed) as trouble:
        return Answer(trouble=str(trouble))


async def _read(response: FetchResponse, most: int) -> bytes:
    """The body, or its beginning: a page need not be whole, and the rest is not asked for."""
    body = bytearray()
    async for piece in response.aiter_bytes():
        body += piece
        if len(body) >= most:
            break
    return bytes(body[:most])
