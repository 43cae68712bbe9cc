"""Asking again while something is still there: as often as the playbook allows, and no longer than needed."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from jikimi.cases.actions.withdraw_consent import withdraw_consent
from jikimi.cases.actor import Actor
from jikimi.cases.models import Case
from jikimi.service.loops.remind import remind_next
from jikimi.sources.base import Grade
from jikimi.takedown.actions.confirm_sighting import confirm_sightings
from jikimi.takedown.actions.record_answer import record_answer
from jikimi.takedown.actions.record_bounce import record_bounce
from jikimi.takedown.actions.write_reminder import claim_reminder, write_reminder
from jikimi.takedown.letterhead import Letterhead
from jikimi.takedown.models import Link, LinkState, Notice, NoticeLink
from tests.takedown.found import asked_by, sightings_of, taken
from tests.takedown.test_batches import look
from tests.watch.engine import Heard, engine_over
from tests.watch.memory_source import MemorySource

pytestmark = pytest.mark.django_db(transaction=True)

DAILY = 'kind = "email"\ndestination = "${admin_contact}"\nrepeat_every = "24h"'
ONCE = 'kind = "email"\ndestination = "${admin_contact}"'
DAY = timedelta(days=1)


@pytest.fixture
def by(tmp_path: Path) -> Letterhead:
    return asked_by(tmp_path, DAILY)


@pytest.fixture
def first(caseworker: Actor, case: Case, by: Letterhead) -> Notice:
    """Sent, about three links, by a route that is used again every day."""
    return sent(caseworker, case, by)


def sent(caseworker: Actor, case: Case, by: Letterhead) -> Notice:
    found = sightings_of(caseworker, case, "$1", "$2", "$3")
    (notice,) = confirm_sightings(
        caseworker, found, ground="look", proof="kept", letterhead=by, now=timezone.now()
    )
    return taken(notice)


def remind(by: Letterhead, now: datetime) -> Notice | None:
    ours = claim_reminder(now=now, lease_s=60, due_by=now)
    return write_reminder(ours, letterhead=by, now=now) if ours else None


def test_every_day_until_it_is_gone(first: Notice, by: Letterhead) -> None:
    start = first.repeat_at
    assert start is not None
    written = []
    for hour in range(0, 97, 6):
        now = start - DAY + timedelta(hours=hour)
        if hour == 72:
            Link.objects.update(state=LinkState.GONE)
        reminder = remind(by, now)
        if reminder:
            written.append(hour)
            taken(reminder, now)
    assert written == [24, 48]
    assert Notice.objects.get(pk=first.pk).repeat_at is None


def test_it_refers_to_the_first_and_names_what_is_left(first: Notice, by: Letterhead) -> None:
    Link.objects.filter(pk=Link.objects.order_by("pk")[0].pk).update(state=LinkState.GONE)
    reminder = remind(by, timezone.now() + DAY)
    assert reminder is not None
    body = str(reminder.body)
    assert f"This reminds you of our notice {first.public_id} of {first.made_at:%Y-%m-%d}." in body
    assert str(reminder.subject).startswith("Reminder 1: ")
    assert reminder.public_id in body
    assert reminder.public_id != first.public_id
    assert ("!room:here/$1?" in body, "!room:here/$2?" in body) == (False, True)
    assert (reminder.state, reminder.reminds_id, reminder.destination) == ("due", first.pk, first.destination)
    assert NoticeLink.objects.filter(notice=reminder).count() == 2


def test_in_korean(first: Notice, by: Letterhead) -> None:
    Notice.objects.filter(pk=first.pk).update(language="ko")
    reminder = remind(by, timezone.now() + DAY)
    assert reminder is not None
    assert f"통지 {first.public_id}에 대한 재요청입니다" in str(reminder.body)


def test_no_second_one_while_the_first_is_on_its_way(first: Notice, by: Letterhead) -> None:
    now = timezone.now() + DAY
    assert remind(by, now) is not None
    assert remind(by, now + DAY) is None
    assert Notice.objects.get(pk=first.pk).repeat_at == now + 2 * DAY


def refuses(actor: Actor, notice: Notice) -> None:
    record_answer(actor, notice, refused=True, now=timezone.now())


def bounces(actor: Actor, notice: Notice) -> None:
    record_bounce(actor, notice, now=timezone.now())


def takes_the_yes_back(actor: Actor, notice: Notice) -> None:
    withdraw_consent(actor, notice.case, "ask_platforms")


@pytest.mark.parametrize("happens", [refuses, bounces, takes_the_yes_back])
def test_nobody_is_reminded_who_said_no_or_after_a_no(
    first: Notice, by: Letterhead, caseworker: Actor, happens: Callable[[Actor, Notice], None]
) -> None:
    happens(caseworker, first)
    assert remind(by, timezone.now() + DAY) is None
    assert Notice.objects.count() == 1


def test_where_the_playbook_does_not_repeat_nothing_is(caseworker: Actor, case: Case, tmp_path: Path) -> None:
    by = asked_by(tmp_path, ONCE)
    assert sent(caseworker, case, by).repeat_at is None


def test_what_came_back_before_the_others_went_is_named_again(first: Notice, by: Letterhead) -> None:
    look(1, Grade.GONE, Grade.GONE)
    Link.objects.exclude(pk=Link.objects.order_by("pk")[0].pk).update(state=LinkState.GONE)
    look(1, Grade.LIVE)
    reminder = remind(by, timezone.now() + DAY)
    assert reminder is not None
    assert "The content had been removed. It can be" in str(reminder.body)
    assert NoticeLink.objects.filter(notice=reminder).count() == 1


def test_what_is_gone_and_came_back_is_for_a_person_to_decide(first: Notice, by: Letterhead) -> None:
    Link.objects.update(state=LinkState.GONE)
    assert remind(by, timezone.now() + DAY) is None
    Link.objects.update(state=LinkState.CAME_BACK)
    assert remind(by, timezone.now() + 9 * DAY) is None


def test_two_workers_write_one(first: Notice, by: Letterhead) -> None:
    Notice.objects.update(repeat_at=timezone.now())
    heard = Heard()

    async def run() -> None:
        async with engine_over(MemorySource(), heard) as one, engine_over(MemorySource(), heard) as other:
            await asyncio.gather(
                *(remind_next(replace(engine, letterhead=by), None) for engine in (one, other) * 2)
            )

    asyncio.run(run())
    assert Notice.objects.filter(reminds=first).count() == 1
    assert [line for line in heard.out if f"reminds of {first.public_id}" in line] == heard.out
