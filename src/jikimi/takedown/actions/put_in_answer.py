"""A platform answers at the door: sealed for the engine, which alone can read it."""

from __future__ import annotations

from datetime import datetime

from django.db.models import F
from django.utils.translation import gettext as _

from jikimi.cases.actions.transaction import acting
from jikimi.cases.actor import Actor
from jikimi.cases.queries import letterbox_recipient
from jikimi.seal.letterbox import put_in
from jikimi.takedown.answer_letter import AnswerLetter
from jikimi.takedown.models import LetterboxItem, ReplyLink
from jikimi.takedown.queries import open_reply_links
from jikimi.takedown.refusals import Refused
from jikimi.takedown.reply_tokens import MOST_ANSWERS, token_hash

PLATFORM = Actor("platform", "reply-link")


def put_in_answer(letter: AnswerLetter, *, now: datetime) -> None:
    """Runs where there is no key. Errors: Refused (the link is closed or used up), KeyMissing."""
    sealed = put_in(letterbox_recipient(), letter.to_bytes())
    known = open_reply_links(now).filter(token_hash=token_hash(letter.token))
    notice_id = known.values_list("notice__public_id", flat=True).first() or ""
    with acting(PLATFORM, may={"platform"}, verb="takedown.put_in_answer", subject=notice_id):
        if not ReplyLink.objects.filter(pk__in=known.values("pk"), answers__lt=MOST_ANSWERS).update(
            answers=F("answers") + 1
        ):
            raise Refused(_("This link cannot be used any more."))
        LetterboxItem.objects.create(sealed=sealed, put_in_at=now, open_after=now)
