"""Asks one homeserver, patiently: waits when told to, tries again when it stumbles, gives up in words."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import quote, urlencode

from jikimi.net.errors import FetchFailed, FetchRefused, FetchTooLarge
from jikimi.net.fetcher import Fetcher
from jikimi.sources.base import SourceRefused, SourceUnavailable
from jikimi.sources.matrix.access import HomeserverAccess
from jikimi.sources.matrix.answer import Answer, read_json

CLIENT: Final = "/_matrix/client/v3"
_LARGEST_ANSWER: Final = 16 * 1024 * 1024
_LONGEST_ANSWER_S: Final = 30.0
_LONGEST_RETRY_AFTER_S: Final = 3600.0


@dataclass(frozen=True, slots=True)
class Patience:
    """How long to wait inside one question before giving it back; times in seconds.

    `tries` counts the first one. A server that says how long to wait is obeyed: up to `longest_wait` here,
    beyond that by SourceUnavailable with its own figure. One that stumbles is asked again after `first_wait`,
    then twice that, and so on.
    """

    tries: int = 5
    first_wait: float = 0.25
    longest_wait: float = 5.0


class TooLarge(SourceUnavailable):
    """The answer was larger than is read at once: ask for less."""


class HomeserverClient:
    """One homeserver, asked with the account's token if there is one."""

    def __init__(self, fetcher: Fetcher, access: HomeserverAccess, patience: Patience | None = None) -> None:
        self.fetcher = fetcher
        self.has_token = access.access_token is not None
        self.headers: Mapping[str, str] = (
            {"Authorization": f"Bearer {access.access_token}"} if access.access_token else {}
        )
        self._base_url = access.base_url.rstrip("/")
        self.patience = patience or Patience()

    def url(self, path: str, query: Mapping[str, str] | None = None) -> str:
        return f"{self._base_url}{path}" + (f"?{urlencode(query)}" if query else "")

    async def ask(
        self, path: str, query: Mapping[str, str] | None = None, *, post: Mapping[str, Any] | None = None
    ) -> Answer:
        """The server's word: 2xx or a lasting refusal (4xx). `post` is for questions asked by POST only.

        Errors: SourceUnavailable (down, slow, asks us to wait), SourceRefused (not an address we may ask).
        """
        waits = Waits(self.patience)
        while True:
            try:
                answer = await self.ask_once(path, query, post=post)
            except FetchRefused as refused:
                raise SourceRefused(str(refused)) from None
            except FetchTooLarge:
                raise TooLarge("The homeserver's answer was larger than is read at once.") from None
            except FetchFailed:
                await waits.stumbled()
                continue
            if answer.status == 429:
                await waits.told_to_wait(answer.retry_after)
            elif answer.status >= 500 or 300 <= answer.status < 400:
                await waits.stumbled()
            else:
                return answer

    async def ask_once(
        self, path: str, query: Mapping[str, str] | None = None, *, post: Mapping[str, Any] | None = None
    ) -> Answer:
        """One question, one answer, whatever it is. Errors: the fetcher's."""
        got = await self.fetcher.fetch(
            "GET" if post is None else "POST",
            self.url(path, query),
            headers=self.headers if post is None else {**self.headers, "Content-Type": "application/json"},
            body=None if post is None else json.dumps(post).encode(),
            max_bytes=_LARGEST_ANSWER,
            total_s=_LONGEST_ANSWER_S,
        )
        # A large page takes a while to read; other rooms need not wait for it.
        parse = read_json if len(got.body) < 100_000 else None
        read = parse(got.body) if parse else await asyncio.to_thread(read_json, got.body)
        if got.status == 200 and not isinstance(read, dict):
            raise FetchFailed("The homeserver's answer makes no sense.", sent=True)
        return Answer(got.status, read if isinstance(read, dict) else {}, got.headers.get("retry-after", ""))


class Waits:
    """Counts the tries of one question and sleeps between them. Errors: SourceUnavailable after the last."""

    def __init__(self, patience: Patience) -> None:
        self._patience = patience
        self._tries = 1
        self._next_wait = patience.first_wait

    async def stumbled(self) -> None:
        if self._tries >= self._patience.tries:
            raise SourceUnavailable("The homeserver does not answer for now.", retry_after=5.0)
        self._tries += 1
        await asyncio.sleep(min(self._next_wait, self._patience.longest_wait))
        self._next_wait *= 2

    async def told_to_wait(self, seconds: float | None) -> None:
        wanted = self._next_wait if seconds is None else seconds
        if self._tries >= self._patience.tries or wanted > self._patience.longest_wait:
            later = min(max(wanted, 1.0), _LONGEST_RETRY_AFTER_S)
            raise SourceUnavailable("The homeserver asks us to wait before we ask again.", retry_after=later)
        self._tries += 1
        self._next_wait *= 2
        await asyncio.sleep(wanted)


def segment(identifier: str) -> str:
    """An identifier as one part of a path."""
    return quote(identifier, safe="")
