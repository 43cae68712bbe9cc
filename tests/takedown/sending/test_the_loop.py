"""The loop that sends: over a way that answers, refuses, breaks, is not set up, or is ours to blame."""

from __future__ import annotations

import asyncio
import time
from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import OperationalError, connections
from django.utils import timezone

from jikimi.cases.actions.withdraw_consent import withdraw_consent
from jikimi.cases.actor import Actor
from jikimi.cases.models import Case
from jikimi.routes.base import NotSent, Receipt, SentOrNot
from jikimi.service.loops import send
from jikimi.service.loops.send import find_unknown, send_next
from jikimi.service.loops.undone import Undone
from jikimi.takedown.models import Attempt, Notice, NoticeState
from jikimi.takedown.models import Receipt as KeptReceipt
from tests.takedown.sending.scripted import ScriptedRoute, only, run_sender, says, state, takes
from tests.watch.engine import QUICK, Heard, engine_over
from tests.watch.memory_source import MemorySource

pytestmark = pytest.mark.django_db(transaction=True)


def test_both_ways_are_used_and_have_their_receipts(notices: list[Notice]) -> None:
    routes = ScriptedRoute("matrix_report", takes), ScriptedRoute("email", takes)
    heard = run_sender(*routes, times=3)
    assert [len(route.sent) for route in routes] == [1, 1]
    assert {state(notice) for notice in notices} == {"handed over"}
    assert [line.rpartition(": ")[2] for line in heard.out] == ["handed over."] * 2
    letter = routes[1].sent[0]
    assert (letter.destination, letter.law) == ("abuse@here.example", "eu-dsa-16")
    assert letter.links[0].post == "matrix://here/!room:here/$1"
    assert letter.links[0].url in letter.body.splitlines()
    assert letter.ground.startswith("We compared it with an ordinary photograph")


def test_the_attempt_is_there_for_everybody_before_the_way_is_used(notices: list[Notice]) -> None:
    notice = only(notices, "email")
    seen: list[tuple[str, str]] = []

    def look_then_take() -> Receipt:
        # Another thread has another connection: it sees only what is committed.
        seen.append((state(notice), Attempt.objects.get(notice=notice).outcome))
        connections.close_all()
        return takes()

    run_sender(ScriptedRoute("email", look_then_take))
    assert seen == [("in window", "under way")]
    assert state(notice) == "handed over"


@pytest.mark.parametrize(
    ("error", "expected", "attempt", "reason"),
    [
        (NotSent("The relay is away.", words="421", try_again=True), "due", "not sent", "The relay is away."),
        (NotSent("No such mailbox.", try_again=False), "not sent", "not sent", "No such mailbox."),
        (SentOrNot("It broke."), "unknown", "unknown", "The connection broke in the moment of sending"),
        (ZeroDivisionError(), "unknown", "unknown", "The connection broke in the moment of sending"),
    ],
)
def test_what_goes_wrong_is_written_down(
    notices: list[Notice], error: Exception, expected: str, attempt: str, reason: str
) -> None:
    notice = only(notices, "email")
    route = ScriptedRoute("email", says(error))
    heard = run_sender(route)
    notice.refresh_from_db()
    assert (notice.state, Attempt.objects.get().outcome) == (expected, attempt)
    assert heard.undone[Undone.NOTICE] == 1
    assert notice.reason.startswith(reason)
    assert not KeptReceipt.objects.exists()
    assert notice.lease_token == ""


def test_a_way_that_is_not_set_up_says_so(notices: list[Notice]) -> None:
    notice = only(notices, "email")
    heard = run_sender()
    notice.refresh_from_db()
    assert notice.state == "not sent"
    assert "Complete jikimi.toml" in notice.reason
    assert any("not sent" in line for line in heard.out)


def test_two_senders_send_once(notices: list[Notice]) -> None:
    only(notices, "email")
    route = ScriptedRoute("email", takes)

    async def run() -> None:
        source = MemorySource()
        async with (
            engine_over(source, Heard(), routes={"email": route}) as one,
            engine_over(source, Heard(), routes={"email": route}) as other,
        ):
            await asyncio.gather(*(send_next(engine, None) for engine in (one, other, one, other)))

    asyncio.run(run())
    assert len(route.sent) == 1


def test_a_slow_way_keeps_its_lease(notices: list[Notice]) -> None:
    notice = only(notices, "email")

    def slowly() -> Receipt:
        time.sleep(1.5)
        return takes()

    async def run() -> Heard:
        heard = Heard()
        pace = replace(QUICK, lease_s=0.6)
        async with (
            engine_over(
                MemorySource(), heard, routes={"email": ScriptedRoute("email", slowly)}, pace=pace
            ) as one,
            engine_over(MemorySource(), heard, pace=pace) as other,
        ):
            sending = asyncio.create_task(send_next(one, None))
            while not sending.done():
                assert not await find_unknown(other)
                await asyncio.sleep(0.05)
            await sending
        return heard

    asyncio.run(run())
    assert state(notice) == "handed over"


def test_a_receipt_is_written_as_soon_as_the_database_is_back(
    notices: list[Notice], monkeypatch: pytest.MonkeyPatch
) -> None:
    notice = only(notices, "email")
    record, tries = send.record_receipt, []

    def away_twice(*args: object, **kwargs: object) -> object:
        tries.append(1)
        if len(tries) <= 2:
            raise OperationalError("the server is away")
        return record(*args, **kwargs)  # type: ignore[arg-type]

    monkeypatch.setattr(send, "record_receipt", away_twice)
    monkeypatch.setattr(send, "WRITE_PAUSE_S", 0.01)
    run_sender(ScriptedRoute("email", takes))
    assert (state(notice), len(tries)) == ("handed over", 3)


def test_nothing_goes_out_after_the_yes_was_taken_back(
    notices: list[Notice], caseworker: Actor, case: Case
) -> None:
    withdraw_consent(caseworker, case, "ask_platforms")
    routes = ScriptedRoute("matrix_report", takes), ScriptedRoute("email", takes)
    heard = run_sender(*routes, times=3)
    assert [route.sent for route in routes] == [[], []]
    assert {state(notice) for notice in notices} == {"withdrawn"}
    assert all("took back the yes" in line for line in heard.out)


def test_a_crashed_one_is_told(notices: list[Notice]) -> None:
    notice = only(notices, "email")
    run_sender(ScriptedRoute("email", takes), times=0)
    Notice.objects.filter(pk=notice.pk).update(
        state=NoticeState.IN_WINDOW, lease_token="gone", lease_until=timezone.now() - timedelta(seconds=1)
    )
    Attempt.objects.create(notice=notice, number=1, begun_at=timezone.now())
    heard = run_sender(ScriptedRoute("email", takes), times=2)
    assert state(notice) == "unknown"
    assert heard.out == [
        f"Notice {notice.public_id} (email, case {notice.case.number}): UNKNOWN whether it was sent: "
        "it crashed in that moment. Please find out."
    ]
