"""What a site is asked and what it answers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Ask:
    """One request as a site sees it. `country` is where it comes from."""

    host: str
    path: str
    country: str
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Reply:
    """One answer. `hang`: none comes. `cut`: it breaks off in the middle."""

    status: int = 200
    body: bytes = b""
    kind: str = "text/html; charset=utf-8"
    headers: Mapping[str, str] = field(default_factory=dict)
    hang: bool = False
    cut: bool = False

    def as_bytes(self) -> bytes:
        lines = [f"HTTP/1.1 {self.status} Simulated", f"Content-Length: {len(self.body)}"]
        lines += [f"Content-Type: {self.kind}", *(f"{name}: {value}" for name, value in self.headers.items())]
        return "\r\n".join([*lines, "", ""]).encode() + self.body


Site = Callable[[Ask], Reply]


def page(words: str, *, title: str = "A page", pictures: tuple[str, ...] = (), status: int = 200) -> Reply:
    shown = "".join(f'<img src="{address}">' for address in pictures)
    html = f"<!doctype html><title>{title}</title><body><h1>{title}</h1><p>{words}</p>{shown}</body>"
    return Reply(status, html.encode())


def picture(data: bytes) -> Reply:
    return Reply(200, data, "image/jpeg")


def moved(to: str) -> Reply:
    return Reply(302, headers={"Location": to})


NOT_FOUND = page("Nothing here.", title="404 Not Found", status=404)
