"""The engine takes out what the door put in, and records it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from jikimi.cases.actions.transaction import acting
from jikimi.cases.actor import ENGINE
from jikimi.cases.due import claim, release
from jikimi.cases.engine_key import engine_key
from jikimi.cases.fields import lookup
from jikimi.routes.plain_text import plain_text
from jikimi.seal.errors import SealBroken
from jikimi.seal.letterbox import take_out
from jikimi.takedown.actions.take_answer import Said, take_answer
from jikimi.takedown.answer_letter import LONGEST_ADDRESS, AnswerLetter, NotAnAnswer, read_answer_letter
from jikimi.takedown.answers import link_by_token
from jikimi.takedown.models import Answer, AnswerKind, AnswerWay, LetterboxItem, Link, Notice
from jikimi.takedown.readable import readable_all
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
        answer = take_answer(ENGINE, link.notice, _said(letter, link.notice, item, sealed), now=now)
        if not LetterboxItem.objects.filter(pk=item.pk, lease_token=item.lease_token).delete()[0]:
            raise NotOurs
    return answer


def _said(letter: AnswerLetter, notice: Notice, item: LetterboxItem, sealed: bytes) -> Said:
    about, unknown = _named_links(letter.about, notice)
    kind, words = _KINDS[letter.said], letter.words
    if unknown:
        # Which links are meant is for a person to find out, so nothing of it counts yet.
        kind, about = AnswerKind.TO_READ, []
        words = "\n".join([f"[{letter.said}, about:", *letter.about, "]", letter.words])
    return Said(
        kind=kind,
        way=AnswerWay.LINK,
        at=item.put_in_at,
        reasons=letter.reasons,
        reference=letter.reference,
        words=words,
        about=about,
        known_by="token",
        digest=lookup(sealed, "answer.digest"),
    )


def _named_links(addresses: Sequence[str], notice: Notice) -> tuple[list[int], list[str]]:
    """The keys of the links at these addresses, and the addresses that the notice does not name."""
    links: dict[str, int] = {}
    if addresses:
        for link in Link.objects.filter(notices=notice):
            urls = (link.post or "", *readable_all(link.post or "", link.media))
            # As what they wrote was brought into its form, so that equal addresses stay equal.
            links |= {plain_text(url, LONGEST_ADDRESS): link.pk for url in urls}
    found = {links[address] for address in addresses if address in links}
    return sorted(found), [address for address in addresses if address not in links]


def _keep(item: LetterboxItem, problem: str) -> None:
    with acting(ENGINE, may={"engine"}, verb="takedown.letterbox_problem", subject=f"letterbox:{item.pk}"):
        if not release(item, open_after=None, problem=problem):
            raise NotOurs
