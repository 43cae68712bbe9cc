"""People in a public room on the demo's homeserver, who post one thing after another."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass, field
from itertools import cycle

import httpx

from demo.homeserver import Homeserver
from demo.matrix_people import Admin, MatrixSaidNo, Person, register, register_admin
from demo.pictures import jpeg
from demo.plan import Hidden, Planned

NAMES = ("member1", "member2", "member3", "member4")
ALIAS = "school-chat"


@dataclass(frozen=True)
class Posted:
    """One post that is out: its event, and its file's address where it has one."""

    event: str
    mxc: str | None
    hidden: Hidden | None


@dataclass
class ChatRoom:
    """A public, world-readable room with a few members, and the homeserver's admin."""

    homeserver: Homeserver
    people: list[Person]
    admin: Admin
    room_id: str
    posted: list[Posted] = field(default_factory=list)
    trouble: Exception | None = None
    _stop: threading.Event = field(default_factory=threading.Event)
    _thread: threading.Thread | None = None

    @property
    def address(self) -> str:
        """As Jikimi names it."""
        return f"matrix://{self.homeserver.server_name}/#{ALIAS}:{self.homeserver.server_name}"

    def post(self, planned: Planned, by: Person, quality: int = 88) -> Posted:
        """Posts one thing and remembers where it is. `quality` is that of the JPEG."""
        if planned.picture is None:
            done = Posted(by.say(self.room_id, planned.words), None, None)
        else:
            mxc = by.upload(jpeg(planned.picture, quality))
            done = Posted(by.show(self.room_id, mxc), mxc, planned.hidden)
        self.posted.append(done)
        return done

    def begin_posting(self, posts: list[Planned], *, a_second: float) -> None:
        """Posts everything from a thread of its own, at an even pace."""
        self._thread = threading.Thread(target=self._post_all, args=(posts, 1 / a_second), daemon=True)
        self._thread.start()

    @property
    def busy(self) -> bool:
        return self._thread is not None and self._thread.is_alive()

    def stop(self) -> None:
        self._stop.set()
        if self._thread:
            self._thread.join(10)

    def _post_all(self, posts: list[Planned], pause_s: float) -> None:
        begun = time.monotonic()
        try:
            for number, (planned, by) in enumerate(zip(posts, cycle(self.people), strict=False)):
                if self._stop.wait(max(0.0, begun + number * pause_s - time.monotonic())):
                    return
                self.post(planned, by)
        except (MatrixSaidNo, httpx.HTTPError) as trouble:
            self.trouble = trouble


def open_room(homeserver: Homeserver) -> ChatRoom:
    """Registers the people, opens the room and lets everybody in."""
    admin = register_admin(homeserver, "admin")
    people = [register(homeserver, name) for name in NAMES]
    room_id = people[0].make_room("School chat", alias=ALIAS)
    for person in people[1:]:
        person.join(room_id)
    return ChatRoom(homeserver, people, admin, room_id)
