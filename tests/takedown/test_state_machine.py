"""Any order of sending, crashing, answering, bouncing and deciding: never sent twice silently, never lost."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from jikimi.cases.actions.found_team import found_team
from jikimi.cases.actions.give_consent import give_consent
from jikimi.cases.actions.open_case import open_case
from jikimi.cases.actions.withdraw_consent import withdraw_consent
from jikimi.cases.actor import Actor
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
from jikimi.takedown.models import Attempt, Notice, NoticeState, Outcome, Receipt
from jikimi.takedown.refusals import NotOurs, Refused
from tests.people import OPERATOR
from tests.takedown.found import confirmed, sighting_of
from tests.watch.engine import letterhead

pytestmark = pytest.mark.django_db

LEASE = timedelta(seconds=60)


class Sending(RuleBasedStateMachine):
    """One notice, several senders, a relay that keeps what it was given, and a person.

    `delivered` counts what the relay has; `allowed` how often it may: once, and once more for every time a
    person said "send it again".
    """

    def __init__(self) -> None:
        super().__init__()
        self._transaction = transaction.atomic()
        self._transaction.__enter__()
        team = found_team(OPERATOR, "machine")
        self.person = Actor("caseworker", "blue-heron", frozenset({team.pk}))
        self.case = open_case(self.person, team_id=team.pk)
        for kind in ("watch", "ask_platforms"):
            give_consent(self.person, self.case, kind)
        report, mail = confirmed(self.person, sighting_of(self.person, self.case))
        Notice.objects.filter(pk=mail.pk).update(state=NoticeState.WITHDRAWN, send_after=None)
        self.pk = report.pk
        self.now = timezone.now()
        self.senders: list[tuple[Notice, Attempt]] = []
        self.delivered = 0
        self.allowed = 1
        self.consent = True

    def teardown(self) -> None:
        assert verify(ledger_entries(Actor("auditor", "grey-owl"))).problems == []
        transaction.set_rollback(True)
        self._transaction.__exit__(None, None, None)

    @property
    def notice(self) -> Notice:
        return Notice.objects.select_related("case").get(pk=self.pk)

    @rule(seconds=st.sampled_from([1, 45, 61, 4000, 30000]))
    def time_passes(self, seconds: int) -> None:
        self.now += timedelta(seconds=seconds)

    @rule(reaches_the_relay=st.booleans())
    def a_sender_takes_it(self, reaches_the_relay: bool) -> None:
        notice = claim_notice(now=self.now, lease_s=LEASE.total_seconds(), due_by=self.now)
        if notice is None:
            return
        attempt = begin_attempt(notice, now=self.now)
        if attempt is None:
            assert not self.consent
            return
        assert self.consent
        self.delivered += reaches_the_relay
        self.senders.append((notice, attempt))

    @precondition(lambda self: self.senders)
    @rule(data=st.data())
    def a_sender_reports(self, data: st.DataObject) -> None:
        """It knows what happened, or not; a killed one never comes here."""
        notice, attempt = self.senders.pop(data.draw(st.integers(0, len(self.senders) - 1)))
        word = data.draw(st.sampled_from(["receipt", "unknown", "not sent"]))
        try:
            if word == "receipt":
                given = GivenReceipt(ReceiptGrade.HANDED_OVER, self.now, "4711")
                record_receipt(notice, attempt, given, now=self.now)
            elif word == "unknown":
                record_unknown(notice, attempt, now=self.now)
            else:
                retry = data.draw(st.booleans())
                record_not_sent(notice, attempt, "Refused.", try_again=retry, now=self.now)
                # The relay surely does not have it: the next try is no second delivery.
                self.allowed += 1
        except NotOurs:
            return

    @precondition(lambda self: self.senders)
    @rule()
    def a_sender_is_killed(self) -> None:
        self.senders.pop()

    @rule()
    def the_crashed_are_found(self) -> None:
        mark_unknown(now=self.now)

    @rule(sent=st.booleans())
    def a_person_resolves(self, sent: bool) -> None:
        try:
            resolve_unknown(self.person, self.notice, sent=sent, now=self.now)
        except Refused:
            return
        self.allowed += not sent

    @rule()
    def it_bounces(self) -> None:
        try:
            record_bounce(self.person, self.notice, now=self.now)
        except Refused:
            return

    @rule(refused=st.booleans())
    def they_answer(self, refused: bool) -> None:
        try:
            record_answer(self.person, self.notice, refused=refused, now=self.now)
        except Refused:
            return

    @rule()
    def a_person_sends_it_again(self) -> None:
        try:
            send_again(self.person, self.notice, letterhead=letterhead(), now=self.now)
        except Refused:
            return
        self.allowed += 1

    @rule()
    def the_yes_is_taken_back(self) -> None:
        withdraw_consent(self.person, self.case, "ask_platforms")
        self.consent = False

    @rule()
    def the_yes_is_given_again(self) -> None:
        give_consent(self.person, self.case, "ask_platforms")
        self.consent = True

    @invariant()
    def it_is_never_sent_twice_silently(self) -> None:
        assert self.delivered <= self.allowed
        assert self.delivered <= Attempt.objects.filter(notice=self.pk).count()

    @invariant()
    def it_is_never_lost(self) -> None:
        """It is due, or in somebody's hands, or visibly at an end with its proof or its reason."""
        notice = self.notice
        if notice.state == NoticeState.DUE:
            assert notice.send_after is not None
            return
        assert notice.send_after is None or notice.state == NoticeState.IN_WINDOW
        if notice.state == NoticeState.IN_WINDOW:
            assert notice.lease_until is not None
            assert Attempt.objects.filter(notice=notice, outcome=Outcome.UNDER_WAY).count() == 1
        elif notice.state in (NoticeState.HANDED_OVER, NoticeState.ACKNOWLEDGED):
            assert Receipt.objects.filter(attempt__notice=notice, taken_back_at=None).exists()
        else:
            assert notice.reason

    @invariant()
    def receipts_stand_for_what_was_sent(self) -> None:
        for receipt in Receipt.objects.filter(attempt__notice=self.pk).select_related("attempt"):
            assert receipt.attempt.outcome == Outcome.SENT

    @invariant()
    def one_attempt_at_most_is_under_way(self) -> None:
        under_way: list[datetime] = list(
            Attempt.objects.filter(notice=self.pk, outcome=Outcome.UNDER_WAY).values_list(
                "begun_at", flat=True
            )
        )
        assert len(under_way) <= 1


def test_the_notices_states() -> None:
    run_state_machine_as_test(
        Sending,
        settings=settings(
            max_examples=25,
            stateful_step_count=25,
            deadline=None,
            derandomize=True,
            suppress_health_check=list(HealthCheck),
        ),
    )


@pytest.mark.soak
def test_the_notices_states_for_long() -> None:
    run_state_machine_as_test(
        Sending,
        settings=settings(
            max_examples=400, stateful_step_count=60, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )
