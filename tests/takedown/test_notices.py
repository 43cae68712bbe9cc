"""A notice from due to its receipt, and every way in which that can go wrong."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone

from jikimi.cases.actions.withdraw_consent import withdraw_consent
from jikimi.cases.actor import Actor, PermissionRefused
from jikimi.cases.models import Case
from jikimi.cases.queries import ledger_entries
from jikimi.ledger.verify import verify
from jikimi.routes.base import Receipt as GivenReceipt
from jikimi.routes.base import ReceiptGrade
from jikimi.takedown.actions.begin_attempt import begin_attempt, claim_notice
from jikimi.takedown.actions.mark_unknown import mark_unknown, record_unknown
from jikimi.takedown.actions.record_answer import record_answer
from jikimi.takedown.actions.record_bounce import record_bounce
from jikimi.takedown.actions.record_not_sent import record_not_sent
from jikimi.takedown.actions.record_receipt import record_receipt
from jikimi.takedown.actions.resolve_unknown import resolve_unknown
from jikimi.takedown.actions.send_again import send_again
from jikimi.takedown.models import Attempt, Link, Notice, NoticeState, Outcome, Receipt
from jikimi.takedown.queries import NEED_A_PERSON, summary
from jikimi.takedown.refusals import NotOurs, Refused
from jikimi.takedown.rhythm import MOST_TRIES
from tests.takedown.found import claimed_notice, confirmed, sighting_of
from tests.watch.engine import letterhead

pytestmark = pytest.mark.django_db


@pytest.fixture
def notice(caseworker: Actor, case: Case) -> Notice:
    """Due, and the only one."""
    report, mail = confirmed(caseworker, sighting_of(caseworker, case))
    Notice.objects.filter(pk=mail.pk).update(state=NoticeState.WITHDRAWN, send_after=None)
    return report


def given(grade: ReceiptGrade = ReceiptGrade.HANDED_OVER) -> GivenReceipt:
    return GivenReceipt(grade, timezone.now(), "queued as 4711", "250 Ok")


def begun(lease_s: float = 60.0) -> tuple[Notice, Attempt]:
    notice = claimed_notice(lease_s)
    attempt = begin_attempt(notice, now=timezone.now() - timedelta(seconds=1))
    assert attempt is not None
    return notice, attempt


def crashed() -> Notice:
    """The sender was killed after the attempt was committed, and its lease has run out."""
    notice, _ = begun()
    Notice.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
    (marked,) = mark_unknown(now=timezone.now())
    assert marked.pk == notice.pk
    return marked


def none_is_due() -> bool:
    much_later = timezone.now() + timedelta(days=365)
    return claim_notice(now=much_later, lease_s=60, due_by=much_later) is None


def test_handed_over(notice: Notice, auditor: Actor) -> None:
    ours, attempt = begun()
    assert Notice.objects.get(pk=notice.pk).state == "in window"
    receipt = record_receipt(ours, attempt, given(), now=timezone.now())
    notice.refresh_from_db()
    assert (notice.state, receipt.grade, receipt.reference) == (
        "handed over",
        "handed over",
        "queued as 4711",
    )
    attempt.refresh_from_db()
    assert (attempt.number, attempt.outcome) == (1, "sent")
    assert none_is_due()
    assert verify(ledger_entries(auditor)).problems == []


def test_links_are_looked_at_often_once_they_were_asked(notice: Notice) -> None:
    Link.objects.update(next_check_at=timezone.now() + timedelta(days=5), rhythm_step=6)
    ours, attempt = begun()
    record_receipt(ours, attempt, given(), now=timezone.now(), after_asking=(30, 60))
    link = Link.objects.get()
    assert link.next_check_at is not None
    assert link.next_check_at < timezone.now() + timedelta(seconds=31)
    assert link.rhythm_step == 1


def test_a_first_look_that_is_due_is_not_put_off(notice: Notice) -> None:
    due = Link.objects.get().next_check_at
    ours, attempt = begun()
    record_receipt(ours, attempt, given(), now=timezone.now())
    link = Link.objects.get()
    assert (link.next_check_at, link.rhythm_step) == (due, 0)


def test_the_attempt_is_committed_before_anything_goes_out(notice: Notice) -> None:
    begun()
    assert Attempt.objects.get().outcome == "under way"
    assert none_is_due(), "nobody else can send it while it is in the window"


def test_who_lost_the_lease_does_not_send(notice: Notice) -> None:
    ours = claimed_notice()
    Notice.objects.update(lease_token="somebody else's")
    with pytest.raises(NotOurs):
        begin_attempt(ours, now=timezone.now())
    assert not Attempt.objects.exists()
    assert Notice.objects.get(pk=notice.pk).state == "due"


def test_it_is_tried_again_later_and_later_and_then_shown_as_not_sent(notice: Notice) -> None:
    pauses = []
    for _ in range(MOST_TRIES):
        ours, attempt = begun()
        now = timezone.now()
        record_not_sent(ours, attempt, "The relay is away.", words="421", try_again=True, now=now)
        notice.refresh_from_db()
        if notice.send_after:
            pauses.append(notice.send_after - now)
            Notice.objects.filter(pk=notice.pk).update(send_after=now)
    assert pauses == sorted(pauses)
    assert len(pauses) == MOST_TRIES - 1
    assert (notice.state, notice.reason) == ("not sent", "The relay is away.")
    assert none_is_due()
    assert summary().need_a_person == 1


def test_what_can_never_be_sent_is_not_tried_again(notice: Notice, caseworker: Actor) -> None:
    ours, attempt = begun()
    record_not_sent(ours, attempt, "No such mailbox.", try_again=False, now=timezone.now())
    notice.refresh_from_db()
    assert notice.state == "not sent"
    send_again(caseworker, notice, letterhead=letterhead(), now=timezone.now())
    ours, attempt = begun()
    assert (attempt.number, ours.tries_left) == (2, MOST_TRIES)


def test_a_crash_in_the_window_is_unknown_and_never_sent_again_by_itself(notice: Notice) -> None:
    assert crashed().state == NoticeState.UNKNOWN
    assert Attempt.objects.get().outcome == "unknown"
    assert "Ask the relay's log" in Notice.objects.get(pk=notice.pk).reason
    assert none_is_due()
    assert mark_unknown(now=timezone.now()) == []
    assert summary().need_a_person == 1


def test_a_live_sender_is_not_called_unknown(notice: Notice) -> None:
    begun()
    assert mark_unknown(now=timezone.now()) == []


def test_a_person_says_that_it_did_arrive(notice: Notice, caseworker: Actor) -> None:
    crashed()
    resolve_unknown(caseworker, notice, sent=True, now=timezone.now())
    assert Notice.objects.get(pk=notice.pk).state == "handed over"
    assert Receipt.objects.get().reference == f"found out by {caseworker.pseudonym}"
    assert Attempt.objects.get().resolved_by == caseworker.pseudonym
    with pytest.raises(Refused):
        resolve_unknown(caseworker, notice, sent=False, now=timezone.now())


def test_a_person_says_that_it_did_not(notice: Notice, caseworker: Actor) -> None:
    crashed()
    resolve_unknown(caseworker, notice, sent=False, now=timezone.now())
    _, attempt = begun()
    assert attempt.number == 2
    assert not Receipt.objects.exists()


def test_the_senders_own_late_word_answers_the_question(notice: Notice) -> None:
    ours, attempt = begun()
    Notice.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
    mark_unknown(now=timezone.now())
    record_receipt(ours, attempt, given(), now=timezone.now())
    assert Notice.objects.get(pk=notice.pk).state == "handed over"
    assert Attempt.objects.get().outcome == "sent"


@pytest.mark.parametrize("sent", [True, False])
def test_after_a_person_decided_the_senders_late_word_changes_nothing(
    notice: Notice, caseworker: Actor, sent: bool
) -> None:
    ours, attempt = begun()
    Notice.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
    mark_unknown(now=timezone.now())
    resolve_unknown(caseworker, notice, sent=sent, now=timezone.now())
    before = Notice.objects.get(pk=notice.pk).state
    with pytest.raises(NotOurs):
        record_receipt(ours, attempt, given(), now=timezone.now())
    with pytest.raises(NotOurs):
        record_not_sent(ours, attempt, "It did not go.", try_again=True, now=timezone.now())
    assert Notice.objects.get(pk=notice.pk).state == before
    assert Receipt.objects.count() == int(sent)


def test_the_sender_itself_may_not_know(notice: Notice) -> None:
    ours, attempt = begun()
    record_unknown(ours, attempt, words="connection lost", now=timezone.now())
    notice.refresh_from_db()
    assert (notice.state, Attempt.objects.get().outcome) == ("unknown", "unknown")
    assert none_is_due()


def test_a_bounce_takes_the_receipt_back(notice: Notice, caseworker: Actor) -> None:
    ours, attempt = begun()
    record_receipt(ours, attempt, given(), now=timezone.now())
    record_bounce(caseworker, notice, words="550 no such user", now=timezone.now())
    receipt = Receipt.objects.get()
    assert (receipt.grade, receipt.taken_back_at is not None) == ("bounced", True)
    notice.refresh_from_db()
    assert notice.state == "bounced"
    assert notice.state in NEED_A_PERSON
    send_again(caseworker, notice, letterhead=letterhead(), now=timezone.now())
    assert Notice.objects.get(pk=notice.pk).state == "due"


def test_an_answer_is_a_receipt_of_its_own(notice: Notice, caseworker: Actor) -> None:
    ours, attempt = begun()
    record_receipt(ours, attempt, given(), now=timezone.now())
    record_answer(caseworker, notice, refused=False, reference="T-1", now=timezone.now())
    assert Notice.objects.get(pk=notice.pk).state == "acknowledged"
    record_answer(caseworker, notice, refused=True, reference="T-1", words="no", now=timezone.now())
    assert Notice.objects.get(pk=notice.pk).state == "refused"
    assert [receipt.grade for receipt in Receipt.objects.order_by("pk")] == [
        "handed over",
        "acknowledged",
        "acknowledged",
    ]


def test_a_route_that_answers_at_once(notice: Notice) -> None:
    ours, attempt = begun()
    record_receipt(ours, attempt, given(ReceiptGrade.ACKNOWLEDGED), now=timezone.now())
    assert Notice.objects.get(pk=notice.pk).state == "acknowledged"


def test_a_yes_taken_back_stops_what_is_due(notice: Notice, caseworker: Actor, case: Case) -> None:
    ours = claimed_notice()
    withdraw_consent(caseworker, case, "ask_platforms")
    assert begin_attempt(ours, now=timezone.now()) is None
    notice.refresh_from_db()
    assert (notice.state, notice.send_after, notice.lease_token) == ("withdrawn", None, "")
    assert "took back the yes" in notice.reason
    assert not Attempt.objects.exists()


Verb = Callable[[Actor, Notice], None]


def bounce(actor: Actor, notice: Notice) -> None:
    record_bounce(actor, notice, now=timezone.now())


def answer(actor: Actor, notice: Notice) -> None:
    record_answer(actor, notice, refused=True, now=timezone.now())


def resolve(actor: Actor, notice: Notice) -> None:
    resolve_unknown(actor, notice, sent=True, now=timezone.now())


def again(actor: Actor, notice: Notice) -> None:
    send_again(actor, notice, letterhead=letterhead(), now=timezone.now())


@pytest.mark.parametrize("verb", [bounce, answer, resolve, again])
def test_what_does_not_fit_is_refused_and_others_may_not(
    notice: Notice, caseworker: Actor, other_team: Actor, operator: Actor, verb: Verb
) -> None:
    with pytest.raises(Refused):
        verb(caseworker, notice)
    for stranger in (other_team, operator):
        with pytest.raises(PermissionRefused):
            verb(stranger, notice)
    notice.refresh_from_db()
    assert (notice.state, notice.reason) == ("due", "")
    assert Outcome.UNKNOWN not in set(Attempt.objects.values_list("outcome", flat=True))
