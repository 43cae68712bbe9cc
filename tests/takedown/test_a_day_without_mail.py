"""The mail server is away for a day: afterwards everything is sent, once, the most urgent first.

A real SMTP server on loopback; the day passes on a clock that the test turns.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from demo.mailserver import MailServer, Mood
from jikimi.cases.actions.give_consent import give_consent
from jikimi.cases.actions.open_case import open_case
from jikimi.cases.actor import Actor
from jikimi.cases.models import Consent, Team
from jikimi.routes.email.route import EmailRoute
from jikimi.routes.email.signing import load_or_create
from jikimi.service.loops.send import find_unknown, send_next
from jikimi.takedown.actions.asking import Asking
from jikimi.takedown.actions.write_notice import write_notice
from jikimi.takedown.models import Attempt, Link, Notice, NoticeState
from tests.servers.smtp import relay_to
from tests.takedown.found import confirmed, sighting_of
from tests.watch.engine import QUICK, Heard, engine_over, letterhead
from tests.watch.memory_source import MemorySource

pytestmark = pytest.mark.django_db(transaction=True)

PACE = replace(QUICK, first_retry_s=60.0)
URGENCIES = ("normal", "now", "soon", "normal", "now")


@dataclass
class Clock:
    """What `timezone.now()` says while it is installed."""

    at: datetime

    def __call__(self) -> datetime:
        return self.at


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    turned = Clock(timezone.now())
    monkeypatch.setattr(timezone, "now", turned)
    return turned


@pytest.fixture
def mail(tmp_path: Path) -> Iterator[MailServer]:
    with MailServer(tmp_path) as server:
        yield server


@pytest.fixture
def letters(caseworker: Actor, team: Team, clock: Clock) -> list[Notice]:
    """Letters of five cases, the least urgent written first."""
    first = open_case(caseworker, team_id=team.pk)
    for kind in (Consent.Kind.WATCH, Consent.Kind.ASK_PLATFORMS):
        give_consent(caseworker, first, kind)
    report, letter = confirmed(caseworker, sighting_of(caseworker, first))
    Notice.objects.filter(pk=report.pk).update(state=NoticeState.WITHDRAWN, send_after=None)
    link = Link.objects.get()
    platform = letterhead().playbooks.platforms["matrix-homeserver"]
    route = next(route for route in platform.routes if route.kind == "email")
    made = [letter]
    for urgency in URGENCIES:
        clock.at += timedelta(seconds=1)
        other = open_case(caseworker, team_id=team.pk, urgency=urgency)
        give_consent(caseworker, other, Consent.Kind.ASK_PLATFORMS)
        link.pk, link.case, link.lookup = None, other, urgency.encode() + bytes([len(made)]) * 20
        link.save()
        asking = Asking(other, platform, "look", "", "blue-heron", letterhead(), clock.at)
        made.append(write_notice(asking, route, [link], after=None))
    return made


def let_pass(clock: Clock, mail: MailServer, folder: Path, span: timedelta, step: timedelta) -> None:
    """The loop does what is due, again and again, while the clock goes on."""

    async def run() -> None:
        route = EmailRoute(relay_to(mail), load_or_create(folder / "centre.pem"), now=clock)
        async with engine_over(MemorySource(), Heard(), routes={"email": route}, pace=PACE) as engine:
            until = clock.at + span
            while clock.at < until:
                await find_unknown(engine)
                while await send_next(engine, None):
                    pass
                clock.at += step

    asyncio.run(run())


@pytest.mark.parametrize(
    "refusal",
    [
        {"connect": "421 4.3.2 The service is closed"},
        {"connect": "554 5.3.2 No service"},
        {"MAIL": "451 4.3.0 Try later"},
    ],
    ids=["closed", "no-service", "try-later"],
)
def test_afterwards_everything_is_sent_once_the_most_urgent_first(
    clock: Clock, mail: MailServer, tmp_path: Path, letters: list[Notice], refusal: dict[str, str]
) -> None:
    mail.mood = Mood(refuse=dict(refusal))  # type: ignore[arg-type]
    let_pass(clock, mail, tmp_path, timedelta(days=1), timedelta(minutes=10))
    assert mail.deliveries == []
    waiting = list(Notice.objects.filter(pk__in=[letter.pk for letter in letters]))
    assert {letter.state for letter in waiting} == {"due"}
    assert all(letter.reason for letter in waiting), "each says why it waits"
    assert Attempt.objects.count() < 150, "one letter tries the way, not all of them again and again"

    mail.mood = Mood()
    let_pass(clock, mail, tmp_path, timedelta(minutes=30), timedelta(minutes=10))
    arrived = [str(delivery.message["X-Jikimi-Notice"]) for delivery in mail.deliveries]
    in_turn = sorted(letters, key=lambda letter: (letter.rank, letter.made_at))
    assert arrived == [letter.public_id for letter in in_turn]
    assert [letter.rank for letter in in_turn] == [10, 10, 20, 30, 30, 30]
    assert set(Notice.objects.filter(route="email").values_list("state", flat=True)) == {"handed over"}


def test_one_recipient_who_is_away_holds_up_nobody_else(
    clock: Clock, mail: MailServer, tmp_path: Path, letters: list[Notice]
) -> None:
    """Greylisting, or a mailbox that is full: refused after the recipient was named."""
    mail.mood = Mood(refuse={"RCPT": "450 4.2.0 Greylisted"})
    let_pass(clock, mail, tmp_path, timedelta(seconds=30), timedelta(seconds=30))
    assert Attempt.objects.count() == len(letters), "each was tried for itself"
    let_pass(clock, mail, tmp_path, timedelta(days=1), timedelta(minutes=10))
    mail.mood = Mood()
    let_pass(clock, mail, tmp_path, timedelta(hours=7), timedelta(minutes=10))
    arrived = {str(delivery.message["X-Jikimi-Notice"]) for delivery in mail.deliveries}
    assert arrived == {letter.public_id for letter in letters}
    assert len(mail.deliveries) == len(letters)
