"""A letter has come in: a bounce takes a receipt back, an answer finds its notice, all else a person."""

from __future__ import annotations

from datetime import datetime
from secrets import compare_digest

from jikimi.cases.actor import ENGINE
from jikimi.cases.fields import lookup
from jikimi.routes.email.bounce import Bounce, read_bounce
from jikimi.routes.email.incoming.read import Letter, read_letter
from jikimi.takedown.actions.take_answer import Said, take_answer
from jikimi.takedown.answers import link_by_token
from jikimi.takedown.models import Answer, AnswerKind, AnswerWay, Notice
from jikimi.takedown.reply_tokens import return_mark

_BY_MAIL = "email"
_UNREADABLE = "This letter could not be read by the program. Look at it in the mailbox itself."


def receive_letter(raw: bytes, *, now: datetime) -> Answer | None:
    """What became of it; None where the same letter came before. `raw` are its first bytes."""
    letter, bounce = read_letter(raw), read_bounce(raw)
    notice, known_by = _notice_of(letter, bounce)
    said = Said(
        kind=_kind(letter, bounce, notice),
        way=AnswerWay.MAIL,
        at=now,
        reference=letter.ticket,
        words=bounce.words if bounce and notice and bounce.permanent else letter.words,
        sender=letter.sender,
        subject=letter.subject,
        known_by=known_by,
        digest=lookup(raw, "answer.digest") if raw else None,
    )
    return take_answer(ENGINE, notice, said, now=now)


def receive_unreadable(raw: bytes, *, now: datetime) -> Answer | None:
    """A letter over which we stumbled must not hold up those behind it: a person gets to know of it."""
    said = Said(
        kind=AnswerKind.TO_READ,
        way=AnswerWay.MAIL,
        at=now,
        words=_UNREADABLE,
        digest=lookup(raw, "answer.digest") if raw else None,
    )
    return take_answer(ENGINE, None, said, now=now)


def _notice_of(letter: Letter, bounce: Bounce | None) -> tuple[Notice | None, str]:
    """The notice, and by what it was found. Several that are named leave it to a person."""
    if bounce is not None:
        # Only what went by mail can come back by mail.
        return _only({bounce.notice_id}, "number", route=_BY_MAIL)
    links = [link for token in letter.tokens if (link := link_by_token(token))]
    if links:
        return _only({link.notice.public_id for link in links}, "token")
    for public_id in letter.answered:
        if found := Notice.objects.select_related("case").filter(public_id=public_id).first():
            marked = f"{public_id}.{return_mark(public_id)}".lower() in letter.marked
            return found, "message id" if marked else "number"
    return _only(set(letter.named), "number")


def _only(public_ids: set[str], known_by: str, **more: str) -> tuple[Notice | None, str]:
    found = list(Notice.objects.select_related("case").filter(public_id__in=public_ids, **more)[:2])
    return (found[0], known_by) if len(found) == 1 else (None, "")


def _kind(letter: Letter, bounce: Bounce | None, notice: Notice | None) -> AnswerKind:
    if notice is None:
        return AnswerKind.TO_READ
    if bounce is not None:
        # It would stop the clock and the reminders: on a stranger's word nothing of that may happen.
        proven = compare_digest(bounce.mark, return_mark(notice.public_id))
        return AnswerKind.BOUNCE if bounce.permanent and proven else AnswerKind.REPORT
    if letter.of_a_server:
        return AnswerKind.REPORT
    before = Answer.objects.filter(notice=notice, kind=AnswerKind.AUTOMATIC)
    # One reply by a program is usual. What follows may be a decision that only looks like one.
    return AnswerKind.AUTOMATIC if letter.automatic and not before.exists() else AnswerKind.TO_READ
