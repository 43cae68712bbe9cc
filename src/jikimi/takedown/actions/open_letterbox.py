"""The engine takes out what the door put in, and records it."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from jikimi.cases.actions.transaction import acting
from jikimi.cases.actor import ENGINE
from jikimi.cases.due import claim, release
from jikimi.cases.engine_key import engine_key
from jikimi.cases.fields import lookup
from jikimi.seal.errors import SealBroken
from jikimi.seal.letterbox import take_out
from jikimi.takedown.actions.take_answer import Said, take_answer
from jikimi.takedown.answer_letter import AnswerLetter, NotAnAnswer, read_answer_letter
from jikimi.takedown.answers import link_by_token
from jikimi.takedown.models import Answer, AnswerKind, AnswerWay, LetterboxItem
from jikimi.takedown.refusals import NotOurs

_KINDS = {
    "removed": AnswerKind.REMOVED,
    "refused": AnswerKind.REFUSED,
    "need more": AnswerKind.NEED_MORE,
}
_NO_ANSWER = "It could not be opened, or is no answer: somebody may have tampered with the letterbox."
_NO_LINK = "It names no reply link of ours: somebody may have tampered with the letterbox."


def claim_letterbox_item(*, now: datetime, lease_s: float) -> LetterboxItem | None:
    return claim(LetterboxItem.objects.all(), "open_after", now, lease_s)


def open_letterbox_item(item: LetterboxItem, *, now: datetime) -> Answer | None:
    """The recorded answer; None where it was none (then it stays, with its problem) or came twice.

    Errors: NotOurs.
    """
    sealed = bytes(item.sealed)
    try:
        letter = read_answer_letter(take_out(engine_key(), sealed))
    except (SealBroken, NotAnAnswer):
        _keep(item, _NO_ANSWER)
        return None
    # Not the link's expiry: it was open when the door took this in.
    link = link_by_token(letter.token)
    if link is None:
        _keep(item, _NO_LINK)
        return None
    with transaction.atomic():
        answer = take_answer(ENGINE, link.notice, _said(letter, item, sealed), now=now)
        if not LetterboxItem.objects.filter(pk=item.pk, lease_token=item.lease_token).delete()[0]:
            raise NotOurs
    return answer


def _said(letter: AnswerLetter, item: LetterboxItem, sealed: bytes) -> Said:
    return Said(
        kind=_KINDS[letter.said],
        way=AnswerWay.LINK,
        at=item.put_in_at,
        reasons=letter.reasons,
        reference=letter.reference,
        words=letter.words,
        known_by="token",
        digest=lookup(sealed, "answer.digest"),
    )


def _keep(item: LetterboxItem, problem: str) -> None:
    with acting(ENGINE, may={"engine"}, verb="takedown.letterbox_problem", subject=f"letterbox:{item.pk}"):
        if not release(item, open_after=None, problem=problem):
            raise NotOurs
