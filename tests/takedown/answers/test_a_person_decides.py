"""What a person makes of an answer: whose it is, what it means, what came by telephone."""

from __future__ import annotations

import pytest
from django.utils import timezone

from jikimi.cases.actor import Actor, PermissionRefused
from jikimi.playbooks.answer_reasons import REASONS
from jikimi.takedown.actions.retract_notice import retract_notices
from jikimi.takedown.actions.settle_answer import assign_answer, settle_answer, write_down_answer
from jikimi.takedown.actions.show_sheet import show_sheet
from jikimi.takedown.answers import answers_visible_to
from jikimi.takedown.models import Answer, Notice, ReplyLink
from jikimi.takedown.refusals import Refused
from tests.takedown.answers.coming_back import WORDS, mail, received
from tests.watch.engine import letterhead

pytestmark = pytest.mark.django_db


def test_a_person_assigns_it_and_says_what_it_means(mailed: Notice, caseworker: Actor) -> None:
    answer = received(mail("We will not.", Subject="[Ticket #4711]"))
    with pytest.raises(Refused, match="which notice"):
        settle_answer(caseworker, answer, means="refused", now=timezone.now())
    assign_answer(caseworker, answer, mailed, now=timezone.now())
    assert Notice.objects.get(pk=mailed.pk).state == "acknowledged"
    settle_answer(caseworker, answer, means="refused", reasons=["NOT_FOUND"], now=timezone.now())
    answer.refresh_from_db()
    assert (answer.kind, answer.reasons, answer.reference) == ("refused", ["NOT_FOUND"], "4711")
    assert Notice.objects.get(pk=mailed.pk).state == "refused"
    for again in (
        lambda: settle_answer(caseworker, answer, now=timezone.now()),
        lambda: assign_answer(caseworker, answer, mailed, now=timezone.now()),
    ):
        with pytest.raises(Refused):
            again()


@pytest.mark.parametrize(
    ("means", "reasons", "says"),
    [
        ("banana", [], "Say what it means"),
        ("refused", ["NEED_ADDRESS"], "Choose of"),
        ("received", ["X"], "none"),
    ],
)
def test_what_does_not_fit_is_refused(
    mailed: Notice, caseworker: Actor, means: str, reasons: list[str], says: str
) -> None:
    answer = received(mail(Subject=mailed.public_id))
    with pytest.raises(Refused, match=says):
        settle_answer(caseworker, answer, means=means, reasons=reasons, now=timezone.now())
    assert Answer.objects.get().settled_at is None


def test_an_answer_that_does_not_fit_the_notice_waits(mailed: Notice, caseworker: Actor) -> None:
    Notice.objects.filter(pk=mailed.pk).update(state="due")
    answer = received(mail(Subject=mailed.public_id))
    assert "does not fit" in answer.waits_for
    with pytest.raises(Refused, match="does not fit"):
        settle_answer(caseworker, answer, means="removed", now=timezone.now())
    assert Answer.objects.get().settled_at is None


def test_others_neither_see_nor_settle_it(
    mailed: Notice, other_team: Actor, operator: Actor, auditor: Actor
) -> None:
    answer = received(mail(Subject=mailed.public_id))
    for stranger in (other_team, operator, auditor):
        assert not answers_visible_to(stranger)
        with pytest.raises(PermissionRefused):
            settle_answer(stranger, answer, now=timezone.now())
        with pytest.raises(PermissionRefused):
            assign_answer(stranger, answer, mailed, now=timezone.now())


def test_what_they_wrote_rests_sealed(mailed: Notice) -> None:
    received(mail(WORDS, Subject=f"{mailed.public_id} hush"))
    row = repr(list(Answer.objects.values()))
    assert "hush" not in row
    assert "abuse@" not in row


def test_every_reason_has_words() -> None:
    from jikimi.playbooks.answer_reasons import in_words

    assert all(in_words(key) != key for keys in REASONS.values() for key in keys)


def test_a_person_writes_down_what_came_by_telephone(mailed: Notice, caseworker: Actor) -> None:
    write_down_answer(
        caseworker,
        mailed,
        means="refused",
        reasons=["NOT_FOUND"],
        reference="T-1",
        words="no",
        now=timezone.now(),
    )
    answer = Answer.objects.get()
    assert (answer.way, answer.kind, answer.reasons, answer.waits_for) == (
        "person",
        "refused",
        ["NOT_FOUND"],
        "",
    )
    assert mailed.state == "refused"
    with pytest.raises(Refused, match="Say what it means"):
        write_down_answer(caseworker, mailed, means="", now=timezone.now())
    Notice.objects.filter(pk=mailed.pk).update(state="due")
    with pytest.raises(Refused, match="does not fit"):
        write_down_answer(caseworker, mailed, means="received", now=timezone.now())
    assert Answer.objects.count() == 1


def test_a_retraction_that_goes_by_a_form_asks_for_no_removal(mailed: Notice, caseworker: Actor) -> None:
    Notice.objects.filter(pk=mailed.pk).update(route="form_sheet")
    mailed.refresh_from_db()
    (made,) = retract_notices(caseworker, [mailed], why="wrong", letterhead=letterhead(), now=timezone.now())
    Notice.objects.filter(pk=made.pk).update(state="not sent")
    sheet = show_sheet(caseworker, made, letterhead=letterhead(), now=timezone.now())
    words = "\n".join(field.text for field in sheet.fields)
    assert mailed.public_id in words
    assert "take it back" in words
    assert "delete" not in words.lower()
    assert ReplyLink.objects.filter(notice=made).exists()
