"""kill -9 of real processes at random moments: nothing skipped or doubled, no letter sent twice silently.

Real Synapse, real SMTP server, real database; the times of the kills come from a seed, those of the machine
do not, so two runs differ.
"""

from __future__ import annotations

import random
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from demo.mailserver import MailServer, Mood
from tests.kills.chat import HERS, Chat, jpeg
from tests.kills.installation import Installation
from tests.servers.postgres import PostgresServer
from tests.servers.synapse import Synapse
from tests.watch.pictures import photo

SHORT = 8
FULL = 60
QUIET = {"handed over", "acknowledged", "unknown", "not sent"}


class SlowMood(Mood):
    """The relay thinks before it answers 250; `thinking` says since when. Kills are aimed at that moment."""

    def __init__(self) -> None:
        super().__init__()
        self.thinking: float | None = None
        self.pause_s = 0.0

    @property
    def wait_s(self) -> float:  # type: ignore[override]
        if self.pause_s:
            self.thinking = time.monotonic()
        return self.pause_s

    @wait_s.setter
    def wait_s(self, _: float) -> None:
        return


@dataclass
class Killer:
    """Kills one process after the other and starts it again."""

    here: Installation
    mood: SlowMood
    chat: Chat
    dice: random.Random
    kills: Counter[str] = field(default_factory=Counter)

    def kill_one(self) -> None:
        name = self.dice.choice(["watch", "work", "work"]) if self.kills else "work"
        if name == "work" and (not self.kills or self.dice.random() < 0.6):
            self._wait_for_the_window()
        else:
            time.sleep(self.dice.uniform(0.0, 4.0))
        self.here.kill(name)
        self.kills[name] += 1
        self.here.start(name)

    def _wait_for_the_window(self) -> None:
        """Until the relay has the letter and has not answered, or nothing is sent for a while."""
        # Mostly before the answer, for certain on a busy machine too; sometimes in the moments after it.
        self.mood.thinking, self.mood.pause_s = None, self.dice.choice([0.2, 5.0, 5.0]) if self.kills else 5.0
        self.chat.provoke(self.dice)
        until = time.monotonic() + 40
        while self.mood.thinking is None and time.monotonic() < until:
            time.sleep(0.02)
        time.sleep(self.dice.uniform(0.0, 0.7))
        self.mood.pause_s = 0.0


@pytest.fixture(params=["sqlite", "postgresql"])
def database_address(request: pytest.FixtureRequest) -> Iterator[str | None]:
    if request.param == "sqlite":
        yield None
        return
    with PostgresServer() as server:
        yield server.address


@pytest.fixture
def mail(tmp_path: Path) -> Iterator[MailServer]:
    with MailServer(tmp_path) as server:
        yield server


def test_kills(tmp_path: Path, synapse: Synapse, mail: MailServer, database_address: str | None) -> None:
    survive(tmp_path, synapse, mail, database_address, kills=SHORT, seed=1)


@pytest.mark.soak
def test_many_kills(tmp_path: Path, synapse: Synapse, mail: MailServer, database_address: str | None) -> None:
    survive(tmp_path, synapse, mail, database_address, kills=FULL, seed=int(time.time()))


def survive(
    folder: Path, synapse: Synapse, mail: MailServer, database: str | None, *, kills: int, seed: int
) -> None:
    print(f"seed {seed}")  # noqa: T201
    dice = random.Random(seed)
    room = synapse.alice.make_room("a class", alias=f"class-{seed}-{'pg' if database else 'sqlite'}")
    alias = f"#class-{seed}-{'pg' if database else 'sqlite'}:{synapse.server.server_name}"
    photos = [folder / f"{name}.jpg" for name in HERS]
    for file, name in zip(photos, HERS, strict=True):
        file.write_bytes(jpeg(photo(name), 95))
    address = f"matrix://{synapse.server.server_name}/{alias}"
    here = Installation(folder / "centre", database)
    here.set_up(synapse, mail, address, photos)
    mail.mood = mood = SlowMood()
    chat = Chat(synapse, room, seed)
    try:
        for name in ("watch", "work"):
            here.start(name)
        here.start("caseworker", "tests.kills.caseworker")
        chat.begin(pause_s=0.25)
        killer = Killer(here, mood, chat, dice)
        for _ in range(kills):
            killer.kill_one()
        chat.stop()
        assert chat.trouble == []
        looked = until_quiet(here, chat)
        statuses = {name: here.end(name) for name in ("caseworker", "watch", "work")}
    finally:
        chat.stop()
        here.end_all()
    assert sum(killer.kills.values()) == kills
    assert statuses == {"caseworker": 0, "watch": 0, "work": 0}
    assert here.left_behind() == []
    nothing_is_skipped_or_doubled(looked, chat)
    no_letter_is_lost_or_doubled(looked, deliveries(mail), reports(synapse))
    a_person_resolves(here, mail, looked)


def until_quiet(here: Installation, chat: Chat) -> dict[str, Any]:
    """Both processes are left in peace until nothing is due any more; as long as they get on, we wait."""
    before, moved = None, time.monotonic()
    while True:
        assert here.ended() == {}, here.log(next(iter(here.ended()))).read_text()[-3000:]
        looked = here.look()
        states = Counter(notice["state"] for notice in looked["notices"].values())
        confirmed = sum(state == "confirmed" for _, state, _ in looked["sightings"])
        now = (len(looked["posts"]), confirmed, states)
        read = len(looked["posts"]) >= len(chat.pictures)
        if read and confirmed >= len(chat.copies) and set(states) <= QUIET:
            return looked
        if now != before:
            before, moved = now, time.monotonic()
        assert time.monotonic() - moved < 90, (
            f"stuck at {now} of {len(chat.pictures)} posts and {len(chat.copies)} copies; {looked['rooms']}; "
            f"sightings {Counter(state for _, state, _ in looked['sightings'])}; "
            f"unread {Counter(reason for *_, kept, reason in looked['posts'] if not kept)}; "
            f"{here.log('caseworker').read_text()[-1500:]}; {here.log('watch').read_text()[-1500:]}"
        )
        time.sleep(1.0)


def nothing_is_skipped_or_doubled(looked: dict[str, Any], chat: Chat) -> None:
    assert looked["ledger"] == []
    remembered = Counter(str(address).rpartition("/")[2] for address, *_ in looked["posts"])
    assert remembered == Counter(chat.pictures)
    assert [reason for *_, reason in looked["posts"] if reason] == []
    sighted = Counter(str(address).rpartition("/")[2] for address, *_ in looked["sightings"])
    assert sighted == Counter(chat.copies)


def no_letter_is_lost_or_doubled(
    looked: dict[str, Any], letters: Counter[str], reported: Counter[str]
) -> None:
    notices = looked["notices"]
    assert len(notices) == 2 * len(looked["sightings"])
    assert set(letters) <= set(notices)
    for id_, notice in notices.items():
        arrived = letters[id_] if notice["route"] == "email" else reported[id_]
        assert arrived <= 1, f"{id_} was sent {arrived} times, and nobody asked for that: {notice}"
        assert arrived <= len(notice["attempts"])
        assert "under way" not in notice["attempts"]
        if notice["state"] in ("handed over", "acknowledged"):
            assert notice["receipts"] == 1
            assert arrived == 1
        else:
            assert notice["receipts"] == 0
            assert notice["reason"]
            assert notice["state"] == "unknown" or arrived == 0


def a_person_resolves(here: Installation, mail: MailServer, looked: dict[str, Any]) -> None:
    """What is unknown is settled by somebody who looks into the relay's log; then each has arrived once."""
    unknown = [
        id_
        for id_, notice in looked["notices"].items()
        if notice["state"] == "unknown" and notice["route"] == "email"
    ]
    assert unknown, "no kill has hit the moment of sending: aim better"
    arrived = deliveries(mail)
    for id_ in unknown:
        here.run("notices", "resolve", id_, "--sent" if arrived[id_] else "--not-sent")
    here.run("work", "--once")
    after = here.look()
    for id_ in unknown:
        assert after["notices"][id_]["state"] == "handed over"
        assert after["notices"][id_]["receipts"] == 1
        assert deliveries(mail)[id_] == 1
    assert after["ledger"] == []


def deliveries(mail: MailServer) -> Counter[str]:
    return Counter(str(letter.message["X-Jikimi-Notice"]) for letter in mail.deliveries)


def reports(synapse: Synapse) -> Counter[str]:
    return Counter(str(report["reason"]).partition(":")[0] for report in synapse.admin.event_reports())
