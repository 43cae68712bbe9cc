"""A wrong notice is taken back by the way it went, with a receipt of its own, and everybody can count it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.utils import timezone

from jikimi.cases.actions.withdraw_consent import withdraw_consent
from jikimi.cases.actor import Actor, PermissionRefused
from jikimi.cases.models import Case
from jikimi.routes.base import Receipt as GivenReceipt
from jikimi.routes.base import ReceiptGrade
from jikimi.routes.matrix_report.reason import reason_for
from jikimi.takedown.actions.begin_attempt import begin_attempt
from jikimi.takedown.actions.record_receipt import record_receipt
from jikimi.takedown.actions.retract_notice import retract_notices
from jikimi.takedown.actions.send_again import send_again
from jikimi.takedown.models import Link, Notice, NoticeState, Receipt
from jikimi.takedown.outgoing import outgoing
from jikimi.takedown.queries import NEED_A_PERSON, resting_on_the_same, retractions, summary
from jikimi.takedown.refusals import Refused
from tests.takedown.found import claimed_notice, confirmed, sighting_of
from tests.watch.engine import letterhead

pytestmark = pytest.mark.django_db
WHY = "hush-words: the picture was of somebody else"


@pytest.fixture
def notices(caseworker: Actor, case: Case) -> list[Notice]:
    """One by report and one by mail."""
    return confirmed(caseworker, sighting_of(caseworker, case))


def send() -> Notice:
    notice = claimed_notice()
    attempt = begin_attempt(notice, now=timezone.now())
    assert attempt is not None
    given = GivenReceipt(ReceiptGrade.HANDED_OVER, timezone.now(), "queued as 4711")
    record_receipt(notice, attempt, given, now=timezone.now())
    return notice


def retract(actor: Actor, *notices: Notice, why: str = WHY) -> list[Notice]:
    return retract_notices(actor, notices, why=why, letterhead=letterhead(), now=timezone.now())


def test_it_goes_the_same_way_and_has_its_own_receipt(caseworker: Actor, notices: list[Notice]) -> None:
    send(), send()
    made = retract(caseworker, *resting_on_the_same(notices[0]))
    assert [one.route for one in made] == ["matrix_report", "email"]
    assert [one.destination for one in made] == [one.destination for one in notices]
    for one in notices:
        one.refresh_from_db()
        assert one.state == NoticeState.RETRACTED
        assert one.state not in NEED_A_PERSON
    sent = [send(), send()]
    assert {one.pk for one in sent} == {one.pk for one in made}
    assert Receipt.objects.filter(attempt__notice__in=made).count() == 2
    assert (retractions(), summary().retracted) == (2, 2)


def test_the_letter_names_what_it_takes_back_and_keeps_why(caseworker: Actor, notices: list[Notice]) -> None:
    send(), send()
    (made,) = retract(caseworker, notices[1])
    letter = outgoing(made, letterhead())
    assert letter.retracts == notices[1].public_id
    assert notices[1].public_id in letter.subject
    assert notices[1].public_id in letter.body
    assert all(link.url in letter.body.split("\n") for link in letter.links)
    assert "hush" not in letter.body + letter.subject + letter.ground
    assert made.ground_words == WHY
    assert "wrong" in letter.ground


def test_a_report_that_takes_back_asks_for_no_removal(caseworker: Actor, notices: list[Notice]) -> None:
    send(), send()
    (made,) = retract(caseworker, notices[0])
    letter = outgoing(made, letterhead())
    assert "remove" not in reason_for(letter, ["mxc://here/file"])
    assert "remove" in reason_for(replace(letter, retracts=""), ["mxc://here/file"])


def test_it_goes_out_even_when_the_yes_was_taken_back(
    caseworker: Actor, case: Case, notices: list[Notice]
) -> None:
    send(), send()
    retract(caseworker, *notices)
    withdraw_consent(caseworker, case, "ask_platforms")
    assert [send().state, send().state] == ["handed over", "handed over"]


def test_it_does_not_make_us_look_more_often(caseworker: Actor, notices: list[Notice]) -> None:
    send(), send()
    retract(caseworker, *notices)
    Link.objects.update(rhythm_step=7, next_check_at=None)
    send()
    assert (Link.objects.get().rhythm_step, Link.objects.get().next_check_at) == (7, None)


def test_what_never_went_out_is_withdrawn_without_a_letter(caseworker: Actor, notices: list[Notice]) -> None:
    assert retract(caseworker, *notices) == []
    assert {one.state for one in Notice.objects.all()} == {"withdrawn"}
    assert retractions() == 0


def test_one_that_is_being_sent_must_be_waited_for(caseworker: Actor, notices: list[Notice]) -> None:
    begin_attempt(claimed_notice(), now=timezone.now())
    with pytest.raises(Refused, match="Wait a minute"):
        retract(caseworker, *notices)
    assert set(Notice.objects.values_list("state", flat=True)) == {"in window", "due"}, "all or none"


@pytest.mark.parametrize("why", ["", "  \n"])
def test_without_a_reason_nothing_is_taken_back(caseworker: Actor, notices: list[Notice], why: str) -> None:
    with pytest.raises(Refused, match="Say why"):
        retract(caseworker, *notices, why=why)


def test_it_is_taken_back_once_and_a_retraction_never(caseworker: Actor, notices: list[Notice]) -> None:
    send(), send()
    made = retract(caseworker, *notices)
    with pytest.raises(Refused, match="already"):
        retract(caseworker, notices[0])
    with pytest.raises(Refused, match="a retraction itself"):
        retract(caseworker, made[0])
    assert resting_on_the_same(made[0]) == [made[0]]


def test_others_may_not(other_team: Actor, operator: Actor, notices: list[Notice]) -> None:
    for stranger in (other_team, operator):
        with pytest.raises(PermissionRefused):
            retract(stranger, *notices)


def test_sent_again_it_still_takes_back(caseworker: Actor, notices: list[Notice]) -> None:
    """Words that lack what the law demands are written anew on other notices: never on a retraction."""
    send(), send()
    (made,) = retract(caseworker, notices[1])
    words = made.body
    Notice.objects.filter(pk=made.pk).update(state="bounced")
    send_again(caseworker, made, letterhead=letterhead(), now=timezone.now())
    made.refresh_from_db()
    assert (made.state, made.body) == ("due", words)
    assert outgoing(send(), letterhead()).retracts == notices[1].public_id


def test_a_way_that_was_taken_later_falls_with_it(caseworker: Actor, notices: list[Notice]) -> None:
    other = Notice.objects.get(pk=notices[1].pk)
    other.pk, other.public_id = None, "JK-LATERLATER22"
    other.law, other.made_at, other.decided_by = "us-take-it-down", timezone.now(), "somebody-else"
    other.save()
    other.links.set(notices[1].links.all())
    assert resting_on_the_same(notices[0]) == [*notices, other]
    other.ground_words = "I looked again: it is hers."
    other.save()
    assert resting_on_the_same(notices[0]) == notices
