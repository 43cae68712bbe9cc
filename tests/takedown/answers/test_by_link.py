"""What a platform says by its reply link: sealed at the door, opened by the engine, counted once."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from jikimi.cases.actor import Actor
from jikimi.cases.queries import letterbox_recipient
from jikimi.seal.errors import KeyMissing
from jikimi.seal.letterbox import put_in
from jikimi.takedown.actions.open_letterbox import claim_letterbox_item
from jikimi.takedown.actions.retract_notice import retract_notices
from jikimi.takedown.actions.settle_answer import settle_answer
from jikimi.takedown.answer_letter import answer_letter
from jikimi.takedown.answers import answers_summary, open_answers
from jikimi.takedown.models import Answer, LetterboxItem, Link, Notice, NoticeLink, Receipt, ReplyLink
from jikimi.takedown.refusals import Refused
from jikimi.takedown.reply_tokens import MOST_ANSWERS, VALID_FOR, token_of
from tests.takedown.answers.coming_back import WORDS, opened, put
from tests.watch.engine import letterhead

pytestmark = pytest.mark.django_db


def test_removed_is_an_acknowledged_receipt_and_is_looked_at_at_once(mailed: Notice) -> None:
    Link.objects.update(next_check_at=None)
    put(mailed, "removed", "DECISION_VISIBILITY_CONTENT_REMOVED", reference="T-77")
    answer = opened()
    assert answer is not None
    mailed.refresh_from_db()
    assert mailed.state == "acknowledged"
    last = Receipt.objects.filter(attempt__notice=mailed).order_by("-pk")[0]
    assert (last.grade, last.reference, last.words) == ("acknowledged", "T-77", WORDS)
    assert Link.objects.get().next_check_at is not None
    assert NoticeLink.objects.get(notice=mailed).outcome == "said removed"
    assert ("Read it" in answer.waits_for, answer.known_by) == (True, "token")
    assert not LetterboxItem.objects.exists()


def test_refused_stands_red_with_its_reasons(mailed: Notice) -> None:
    put(mailed, "refused", "NOT_OUR_SERVICE", "NOT_FOUND", "NEED_ADDRESS", "made up")
    answer = opened()
    assert answer is not None
    mailed.refresh_from_db()
    assert mailed.state == "refused"
    assert answer.reasons == ["NOT_FOUND", "NOT_OUR_SERVICE"]
    named = NoticeLink.objects.get(notice=mailed)
    assert (named.outcome, named.refusal) == ("refused", "NOT_FOUND")


def test_need_more_waits_for_a_person(mailed: Notice, caseworker: Actor) -> None:
    put(mailed, "need more", "NEED_AUTHORITY")
    opened()
    (answer,) = open_answers(caseworker)
    assert "need more" in answer.waits_for
    settle_answer(caseworker, answer, now=timezone.now())
    assert not open_answers(caseworker)


def test_who_refused_may_remove_it_yet(mailed: Notice) -> None:
    put(mailed, "refused", words="no")
    opened()
    put(mailed, "removed", words="yes after all")
    opened()
    assert Notice.objects.get(pk=mailed.pk).state == "acknowledged"


def test_what_lies_in_the_letterbox_opens_only_with_the_engines_key(mailed: Notice) -> None:
    put(mailed, "refused")
    item = LetterboxItem.objects.get()
    assert WORDS.encode() not in bytes(item.sealed)
    assert token_of(mailed.public_id).encode() not in bytes(item.sealed)


def test_a_door_that_was_taken_over_cannot_answer_for_who_never_came(mailed: Notice) -> None:
    """It can write rows and knows the recipient, but not the token of a link that nobody opened."""
    forged = answer_letter("a" * 32, "removed", (), "", "all gone, look no more").to_bytes()
    for content in (forged, b"{}", b'{"form":"jikimi-answer-1","token":1}', b"[" * 5000):
        now = timezone.now()
        sealed = put_in(letterbox_recipient(), content)
        LetterboxItem.objects.create(sealed=sealed, put_in_at=now, open_after=now)
        assert opened() is None
    LetterboxItem.objects.create(sealed=b"rubbish", put_in_at=timezone.now(), open_after=timezone.now())
    assert opened() is None
    assert Notice.objects.get(pk=mailed.pk).state == "handed over"
    assert not Answer.objects.exists()
    assert answers_summary().letterbox == 5
    assert claim_letterbox_item(now=timezone.now() + timedelta(days=9), lease_s=60) is None


def test_the_same_sealed_answer_counts_once(mailed: Notice) -> None:
    put(mailed, "refused")
    row = LetterboxItem.objects.get()
    LetterboxItem.objects.create(sealed=row.sealed, put_in_at=row.put_in_at, open_after=row.open_after)
    assert opened() is not None
    assert opened() is None
    assert Answer.objects.count() == 1


def test_a_link_takes_so_many_answers_and_no_more(mailed: Notice) -> None:
    for _ in range(MOST_ANSWERS):
        put(mailed, "removed")
    with pytest.raises(Refused, match="cannot be used"):
        put(mailed, "removed")
    assert LetterboxItem.objects.count() == MOST_ANSWERS


def test_a_link_that_is_old_or_taken_back_takes_none(mailed: Notice, caseworker: Actor) -> None:
    ReplyLink.objects.filter(notice=mailed).update(expires_at=timezone.now())
    with pytest.raises(Refused):
        put(mailed, "removed")
    ReplyLink.objects.filter(notice=mailed).update(expires_at=timezone.now() + VALID_FOR)
    retract_notices(caseworker, [mailed], why="wrong", letterhead=letterhead(), now=timezone.now())
    with pytest.raises(Refused):
        put(mailed, "removed")
    assert not LetterboxItem.objects.exists()


def test_without_a_letterbox_nothing_is_taken_in(mailed: Notice) -> None:
    from jikimi.cases.models import KeyCheck

    KeyCheck.objects.update(recipient="")
    with pytest.raises(KeyMissing):
        put(mailed, "removed")


def test_an_exchanged_letterbox_is_noticed_like_a_wrong_key(db: None) -> None:
    from jikimi.cases.actions.check_key import check_key
    from jikimi.cases.models import KeyCheck
    from jikimi.seal.engine_key import EngineKey
    from jikimi.seal.letterbox import recipient_of

    KeyCheck.objects.update(recipient=recipient_of(EngineKey.new()))
    assert not check_key()
