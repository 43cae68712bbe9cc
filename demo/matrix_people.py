"""The people on a demonstration's homeserver: those who post, and the admin. They talk HTTP, nothing else."""

from __future__ import annotations

import hashlib
import hmac
import itertools
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import quote

import httpx

from demo.homeserver import Homeserver

_CLIENT: Final = "/_matrix/client/v3"
_ADMIN: Final = "/_synapse/admin"


class MatrixSaidNo(Exception):
    """The homeserver refused. The message holds its status and words."""


@dataclass
class Person:
    """One account. Ids and tokens are those of the homeserver; every method is one request."""

    http: httpx.Client
    user_id: str
    token: str = field(repr=False)
    _counter: Any = field(default_factory=itertools.count, repr=False)

    def ask(self, method: str, path: str, **more: Any) -> Any:
        """The answer's JSON. Errors: MatrixSaidNo."""
        headers = {"Authorization": f"Bearer {self.token}"} | more.pop("headers", {})
        answer = self.http.request(method, path, headers=headers, **more)
        if answer.status_code != 200:
            raise MatrixSaidNo(f"{method}: {answer.status_code} {answer.text[:500]}")
        return answer.json()

    def make_room(
        self, name: str, *, alias: str | None = None, readable: bool = True, encrypted: bool = False
    ) -> str:
        """A public room, in the directory; anybody may read it unless `readable` is False. Gives its id."""
        state: list[dict[str, Any]] = [
            {
                "type": "m.room.history_visibility",
                "content": {"history_visibility": "world_readable" if readable else "shared"},
            }
        ]
        if encrypted:
            state.append({"type": "m.room.encryption", "content": {"algorithm": "m.megolm.v1.aes-sha2"}})
        wanted = {
            "preset": "public_chat",
            "visibility": "public",
            "name": name,
            "topic": "A demonstration's room",
            "initial_state": state,
        }
        room = self.ask(
            "POST", f"{_CLIENT}/createRoom", json=wanted | ({"room_alias_name": alias} if alias else {})
        )
        return str(room["room_id"])

    def join(self, room: str) -> None:
        self.ask("POST", f"{_CLIENT}/rooms/{quote(room, safe='')}/join", json={})

    def upload(self, data: bytes, mimetype: str = "image/jpeg") -> str:
        """Gives the file's mxc:// address."""
        uploaded = self.ask(
            "POST", "/_matrix/media/v3/upload", content=data, headers={"Content-Type": mimetype}
        )
        return str(uploaded["content_uri"])

    def send(self, room: str, content: dict[str, Any], kind: str = "m.room.message") -> str:
        """Posts any content; gives the event's id."""
        once = f"{next(self._counter)}-{id(self)}"
        path = f"{_CLIENT}/rooms/{quote(room, safe='')}/send/{quote(kind, safe='')}/{once}"
        return str(self.ask("PUT", path, json=content)["event_id"])

    def say(self, room: str, words: str) -> str:
        return self.send(room, {"msgtype": "m.text", "body": words})

    def show(self, room: str, mxc: str, name: str = "photo.jpg", mimetype: str = "image/jpeg") -> str:
        """Posts an uploaded picture."""
        return self.send(
            room, {"msgtype": "m.image", "body": name, "url": mxc, "info": {"mimetype": mimetype}}
        )

    def set_state(self, room: str, kind: str, content: dict[str, Any]) -> None:
        self.ask("PUT", f"{_CLIENT}/rooms/{quote(room, safe='')}/state/{kind}/", json=content)

    def redact(self, room: str, event: str) -> None:
        where = (
            f"{_CLIENT}/rooms/{quote(room, safe='')}/redact/{quote(event, safe='')}/r{next(self._counter)}"
        )
        self.ask("PUT", where, json={"reason": "taken down"})


@dataclass
class Admin(Person):
    """The homeserver's admin, who decides what stays."""

    def quarantine(self, mxc: str) -> None:
        server, media = mxc.removeprefix("mxc://").split("/")
        self.ask("POST", f"{_ADMIN}/v1/media/quarantine/{server}/{media}", json={})

    def delete_media(self, mxc: str) -> None:
        server, media = mxc.removeprefix("mxc://").split("/")
        self.ask("DELETE", f"{_ADMIN}/v1/media/{server}/{media}")

    def delete_room(self, room: str) -> None:
        """Closes a room for everybody and removes it; returns when that is done."""
        begun = self.ask(
            "DELETE", f"{_ADMIN}/v2/rooms/{quote(room, safe='')}", json={"block": True, "purge": True}
        )
        status = "active"
        while status in ("active", "scheduled", "shutting_down", "purging"):
            status = self.ask("GET", f"{_ADMIN}/v2/rooms/delete_status/{begun['delete_id']}")["status"]
        if status != "complete":
            raise MatrixSaidNo(f"The room was not deleted: {status}")

    def purge_history(self, room: str, *, before: str) -> None:
        """Deletes what was posted before an event; returns when that is done."""
        where = f"{_ADMIN}/v1/purge_history/{quote(room, safe='')}/{quote(before, safe='')}"
        begun = self.ask("POST", where, json={"delete_local_events": True})
        status = "active"
        while status in ("active", "scheduled"):
            status = self.ask("GET", f"{_ADMIN}/v1/purge_history_status/{begun['purge_id']}")["status"]
        if status != "complete":
            raise MatrixSaidNo(f"The history was not purged: {status}")

    def event_reports(self) -> list[dict[str, Any]]:
        """The reports of events that users made, the newest last, each with its reason."""
        reports = self.ask("GET", f"{_ADMIN}/v1/event_reports", params={"limit": 1000, "dir": "f"})
        return list(reports["event_reports"])


def register(server: Homeserver, name: str) -> Person:
    """A new ordinary account."""
    return Person(*_register(server, name, admin=False))


def register_admin(server: Homeserver, name: str) -> Admin:
    return Admin(*_register(server, name, admin=True))


def _register(server: Homeserver, name: str, *, admin: bool) -> tuple[httpx.Client, str, str]:
    http = httpx.Client(base_url=server.base_url, timeout=60, trust_env=False)
    nonce = http.get(f"{_ADMIN}/v1/register").json()["nonce"]
    password = hashlib.sha256(name.encode()).hexdigest()
    parts = [nonce, name, password, "admin" if admin else "notadmin"]
    mac = hmac.new(server.shared_secret.encode(), "\0".join(parts).encode(), hashlib.sha1).hexdigest()
    wanted = {"nonce": nonce, "username": name, "password": password, "admin": admin, "mac": mac}
    answer = http.post(f"{_ADMIN}/v1/register", json=wanted)
    if answer.status_code != 200:
        raise MatrixSaidNo(f"register: {answer.status_code} {answer.text[:500]}")
    return http, answer.json()["user_id"], answer.json()["access_token"]
