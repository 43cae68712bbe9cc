"""kill -9 while letters are being handed over, on both databases: none lost, none twice unseen.

A real relay that thinks before it answers, the real `jikimi work`. What was killed between the end of a
letter and the relay's answer is *unknown*, and `jikimi stuck` says so.
"""

from __future__ import annotations

import json
import random
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from demo.mailserver import MailServer, Mood
from tests.installation import Installation

SHORT = 2
FULL = 100
CONFIG = """
playbooks = ["{playbooks}"]
[centre]
name = "A centre"
contact = "desk@centre.example"
[matrix."here"]
base_url = "http://127.0.0.1:9"
admin_contact = "abuse@here.example"
[smtp]
host = "{host}"
port = {port}
username = "{user}"
password_file = "{password}"
ca_file = "{ca_file}"
sender = "notices@centre.example"
[pace]
lease_s = 1
first_retry_s = 0.5
[watch]
decoders = 1
"""


class Thinking(Mood):
    """Waits a moment before each answer to a letter; `letters` counts those it has and has not answered."""

    def __init__(self, dice: random.Random) -> None:
        super().__init__()
        self._dice = dice
        self.quick = False
        self.letters = 0

    @property
    def wait_s(self) -> float:  # type: ignore[override]
        self.letters += 1
        return 0.0 if self.quick else self._dice.uniform(0.1, 0.5)

    @wait_s.setter
    def wait_s(self, _: float) -> None:
        return


@pytest.fixture
def mail(tmp_path: Path) -> Iterator[MailServer]:
    with MailServer(tmp_path) as server:
        yield server


def test_a_few_kills(installation: Installation, mail: MailServer) -> None:
    survive(installation, mail, kills=SHORT, seed=1)


@pytest.mark.soak
def test_a_hundred_kills(installation: Installation, mail: MailServer) -> None:
    survive(installation, mail, kills=FULL, seed=int(time.time()))


def survive(here: Installation, mail: MailServer, *, kills: int, seed: int) -> None:
    print(f"seed {seed}")  # noqa: T201
    dice = random.Random(seed)
    mail.mood = mood = Thinking(dice)
    set_up(here, mail, letters=6 * kills)
    inside = 0
    for _ in range(kills):
        inside += kill_one(here, mood, dice)
    mood.quick = True
    before = look(here)
    at_the_relay = deliveries(mail)
    ended = until_quiet(here)
    nothing_is_lost_or_doubled(ended, deliveries(mail))
    # What was killed before its attempt was committed, or after its receipt, is nobody's question.
    unknown = {id_ for id_, notice in ended.items() if notice["state"] == "unknown"}
    crashed = {id_ for id_, notice in before.items() if notice["state"] in ("in window", "unknown")}
    assert unknown == crashed
    assert {id_ for id_ in at_the_relay if not ended[id_]["receipts"]} <= unknown
    assert unknown or not inside, "kills hit letters on their way, and none is unknown"
    assert inside, "no kill has hit the moment of sending: aim better"
    a_person_resolves(here, unknown, mail)


def set_up(here: Installation, mail: MailServer, *, letters: int) -> None:
    password = here.keys / "relay-password"
    password.touch(mode=0o600)
    password.write_text(mail.password or "")
    folder = here.folder / "playbooks"
    folder.mkdir()
    written = here.python("-m", "tests.kills.many_letters", folder, letters)
    assert written.returncode == 0, written.stderr
    (here.home / "jikimi.toml").write_text(
        CONFIG.format(
            playbooks=folder,
            host=mail.host,
            port=mail.port,
            user=mail.username,
            password=password,
            ca_file=mail.ca_file,
        )
    )


def kill_one(here: Installation, mood: Thinking, dice: random.Random) -> bool:
    """Whether the relay had a letter of this process when it was killed."""
    before = mood.letters
    process = here.start("work")
    until = time.monotonic() + 30
    while mood.letters == before and process.poll() is None and time.monotonic() < until:
        time.sleep(0.01)
    assert process.poll() is None, process.stdout.read() if process.stdout else ""
    time.sleep(dice.uniform(0.0, 0.6))
    process.kill()
    process.wait()
    return mood.letters > before


def until_quiet(here: Installation) -> dict[str, Any]:
    """Leases run out, and everything that is due is done."""
    until = time.monotonic() + 60
    while True:
        time.sleep(1.1)
        ended = here.run("work", "--once")
        assert ended.returncode == 0, ended.stderr
        notices = look(here)
        if not {notice["state"] for notice in notices.values()} & {"due", "in window"}:
            return notices
        assert time.monotonic() < until, Counter(notice["state"] for notice in notices.values())


def nothing_is_lost_or_doubled(notices: dict[str, Any], arrived: Counter[str]) -> None:
    assert set(arrived) <= set(notices)
    for id_, notice in notices.items():
        assert arrived[id_] <= 1, f"{id_} arrived {arrived[id_]} times, and nobody asked for that"
        if notice["state"] == "handed over":
            assert (notice["receipts"], arrived[id_], notice["clock"]) == (1, 1, "running")
        else:
            assert (notice["state"], notice["receipts"], notice["clock"]) == ("unknown", 0, "not started")
            assert notice["attempts"][-1] == "unknown"


def a_person_resolves(here: Installation, unknown: set[str], mail: MailServer) -> None:
    """With the very commands that `jikimi stuck` names, after a look into the relay's log."""
    told = json.loads(here.run("stuck", "--json").stdout)["stuck"]
    shown = {one["subject"]: one["do"] for one in told if one["what"] == "unknown"}
    assert set(shown) == unknown
    arrived = deliveries(mail)
    for id_ in sorted(unknown)[:5]:
        command = shown[id_][0 if arrived[id_] else 1].split()[1:]
        assert here.run(*command).returncode == 0
    here.run("work", "--once")
    again = deliveries(mail)
    assert [again[id_] for id_ in sorted(unknown)[:5]] == [1] * len(sorted(unknown)[:5])


def look(here: Installation) -> dict[str, Any]:
    looked = here.python("-m", "tests.kills.look_inside")
    assert looked.returncode == 0, looked.stderr
    inside = json.loads(looked.stdout)
    assert inside["ledger"] == []
    notices: dict[str, Any] = inside["notices"]
    return notices


def deliveries(mail: MailServer) -> Counter[str]:
    return Counter(str(letter.message["X-Jikimi-Notice"]) for letter in mail.deliveries)
