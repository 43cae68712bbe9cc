"""Reads a URL once and strictly: the parts that come out are the parts that are asked for."""

from __future__ import annotations

import ipaddress
import re
import socket
from dataclasses import dataclass
from typing import Final, Literal

from jikimi.net.addresses import IPAddress
from jikimi.net.errors import FetchRefused

_LONGEST: Final = 8192
_HIGHEST_PORT: Final = 65_535
_DEFAULT_PORTS: Final = {"http": 80, "https": 443}
_NAME: Final = re.compile(r"(?=.{1,253}\Z)(?!-)[a-z0-9_-]{1,63}(\.[a-z0-9_-]{1,63})*\Z")
_LOOKS_LIKE_A_NUMBER: Final = re.compile(r"(0x[0-9a-f]*|[0-9]+)\Z")
_NOT_IN_A_URL: Final = re.compile(r"[\x00-\x20\x7f\\\s]")


@dataclass(frozen=True, slots=True)
class Target:
    """Where one request goes. `host` is an ASCII name or a plain IP address, `path` begins with `/`."""

    scheme: Literal["http", "https"]
    host: str
    port: int
    path: str

    @property
    def literal(self) -> IPAddress | None:
        """The host as an address, if it is written as one."""
        try:
            return ipaddress.ip_address(self.host)
        except ValueError:
            return None

    @property
    def authority(self) -> str:
        """Host and port as the Host header has them."""
        return authority(self.host, self.port, default=_DEFAULT_PORTS[self.scheme])

    @property
    def origin(self) -> tuple[str, str, int]:
        return self.scheme, self.host, self.port

    @property
    def url(self) -> str:
        return f"{self.scheme}://{self.authority}{self.path}"

    def joined(self, location: str) -> Target:
        """Where a redirect leads to. Errors: FetchRefused."""
        if len(location) > _LONGEST or _NOT_IN_A_URL.search(location):
            raise FetchRefused("The redirect's address is not one that can be read with certainty.")
        import httpx

        try:
            return parse_target(str(httpx.URL(self.url).join(location)))
        except httpx.InvalidURL:
            raise FetchRefused("The redirect's address is not one that can be read.") from None


def authority(host: str, port: int, *, default: int | None = None) -> str:
    """`host:port`, with brackets where an IPv6 address needs them; without the port if it is the default."""
    written = f"[{host}]" if ":" in host else host
    return written if port == default else f"{written}:{port}"


def parse_target(url: str) -> Target:
    """Errors: FetchRefused with what is wrong."""
    if len(url) > _LONGEST:
        raise FetchRefused("The address is too long.")
    if _NOT_IN_A_URL.search(url):
        raise FetchRefused("The address contains spaces, backslashes or control characters.")
    import httpx  # a fifth of a command's start, and most commands read no address

    try:
        parsed = httpx.URL(url)
        host = parsed.raw_host.decode("ascii").lower()
    except (httpx.InvalidURL, UnicodeError, ValueError):
        raise FetchRefused("The address is not one that can be read.") from None
    if parsed.scheme not in _DEFAULT_PORTS:
        raise FetchRefused("Only http and https addresses are fetched.")
    if "@" in re.split(r"[/?#]", url.split("://", 1)[-1], maxsplit=1)[0]:
        raise FetchRefused("The address carries a user name or password: leave that out.")
    if parsed.port is not None and not 0 < parsed.port <= _HIGHEST_PORT:
        raise FetchRefused("The address names a port that no server has.")
    scheme: Literal["http", "https"] = "https" if parsed.scheme == "https" else "http"
    return Target(
        scheme=scheme,
        host=plain_host(host),
        port=_DEFAULT_PORTS[scheme] if parsed.port is None else parsed.port,
        path=parsed.raw_path.decode("ascii"),
    )


def plain_host(host: str) -> str:
    """An ASCII host as a plain name or address, without the dot at its end. Errors: FetchRefused."""
    if ":" in host:
        try:
            return str(ipaddress.IPv6Address(host))
        except ValueError:
            raise FetchRefused("The address has no readable host.") from None
    host = host.removesuffix(".")
    if _LOOKS_LIKE_A_NUMBER.fullmatch(host.rpartition(".")[2]):
        return _plain_number(host)
    if not _NAME.fullmatch(host):
        raise FetchRefused("The address has no readable host.")
    return host


def _plain_number(host: str) -> str:
    """Decimal, octal, hexadecimal and shortened spellings, as the C library and browsers read them."""
    try:
        return str(ipaddress.IPv4Address(socket.inet_aton(host)))
    except (OSError, ValueError):
        raise FetchRefused("The address has no readable host.") from None
