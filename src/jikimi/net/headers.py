"""What a caller may say in a request's headers, and how much of an answer's headers is read."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Final

import httpx

from jikimi import __version__
from jikimi.net.decoding import ACCEPTED
from jikimi.net.errors import FetchFailed, FetchRefused
from jikimi.net.target import Target

_OURS: Final = frozenset(
    {
        "accept-encoding",
        "connection",
        "content-length",
        "cookie",
        "host",
        "proxy-authorization",
        "te",
        "transfer-encoding",
        "upgrade",
    }
)
_SECRET: Final = frozenset({"authorization"})
_NAME: Final = re.compile(r"[A-Za-z0-9-]{1,64}\Z")
_VALUE: Final = re.compile(r"[\x20-\x7e]{0,8192}\Z")

RawHeaders = list[tuple[bytes, bytes]]


def request_headers(target: Target, given: Mapping[str, str], *, same_origin: bool) -> RawHeaders:
    """The headers of one hop. Credentials stay with the origin they were meant for."""
    headers = {
        "Host": target.authority,
        "User-Agent": f"jikimi/{__version__}",
        "Accept": "*/*",
        "Accept-Encoding": ACCEPTED,
    }
    for name, value in given.items():
        if not _NAME.match(name) or not _VALUE.match(value) or name.lower() in _OURS:
            raise FetchRefused("The request has a header that cannot be sent.")
        if same_origin or name.lower() not in _SECRET:
            headers.pop(name.title(), None)
            headers[name] = value
    return [(name.encode("ascii"), value.encode("ascii")) for name, value in headers.items()]


def response_headers(raw: Iterable[tuple[bytes, bytes]], max_bytes: int) -> httpx.Headers:
    """Errors: FetchFailed where there is too much of them."""
    headers = list(raw)
    if sum(len(name) + len(value) + 4 for name, value in headers) > max_bytes:
        raise FetchFailed("The server's answer has too many headers.", sent=True)
    return httpx.Headers(headers)
