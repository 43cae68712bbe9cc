"""Somebody from a platform, and what the database holds."""

from __future__ import annotations

import re
import sqlite3
import time
import urllib.error
import urllib.request
from collections.abc import Collection
from contextlib import closing
from dataclasses import dataclass
from http.cookiejar import CookieJar
from typing import Any
from urllib.parse import urlencode

from tests.service.serving import Serving

# What the engine itself goes on writing beside us.
WORKED_ON = {"takedown_check", "takedown_deadline"}


@dataclass(frozen=True)
class Sent:
    id: str
    token: str
    law: str


class Visitor:
    """A browser's cookies and nothing else of it."""

    def __init__(self) -> None:
        self._opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))

    def ask(self, address: str, fields: list[tuple[str, str]] | None = None, **headers: str) -> Any:
        data = urlencode(fields).encode() if fields is not None else None
        request = urllib.request.Request(address, data=data, headers=headers)  # noqa: S310 - ours
        try:
            with self._opener.open(request, timeout=20) as answer:
                return answer.status, answer.headers, answer.read().decode(), answer.url
        except urllib.error.HTTPError as refusal:
            return refusal.code, refusal.headers, refusal.read().decode(), address

    def form(self, address: str) -> str:
        _status, _headers, body, _url = self.ask(address)
        return re.findall('name="csrfmiddlewaretoken" value="(.*?)"', body)[0]

    def send(self, address: str, *fields: tuple[str, str]) -> Any:
        return self.ask(address, [("csrfmiddlewaretoken", self.form(address)), *fields])


def quiet(sites: Serving) -> None:
    """Waits until the engine is not at work: a look of its own leaves an entry too."""
    before = None
    while before != (before := state(sites, ())):
        time.sleep(0.3)


def state(sites: Serving, but: Collection[str] = WORKED_ON) -> dict[str, int]:
    """Rows in every table: what is looked at must leave no trace of it."""
    path = sites.installation.home / "jikimi.sqlite3"
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as database:
        tables = database.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
        counts = {name: database.execute(f"SELECT count(*) FROM {name}").fetchone()[0] for (name,) in tables}  # noqa: S608
    return {name: count for name, count in counts.items() if name not in but}


STATUS = "the server responded with a status of 400"  # what a form with a mistake is answered with
