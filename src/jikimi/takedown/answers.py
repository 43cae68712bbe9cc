"""What may be read of answers, and by whom; and what the door may know of notices."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from jikimi.cases.actor import Actor
from jikimi.cases.queries import visible_to
from jikimi.takedown.models import (
    Answer,
    Attempt,
    Inbox,
    LetterboxItem,
    Notice,
    Outcome,
    PublishedKey,
    ReplyLink,
)
from jikimi.takedown.queries import open_reply_links
from jikimi.takedown.reply_tokens import FORM, token_hash

_FORGOTTEN = timedelta(days=1)


def answers_visible_to(actor: Actor) -> QuerySet[Answer]:
    """Those to the actor's notices, and those that nobody could match: every caseworker may know whose they
    are.
    """
    if actor.kind not in ("caseworker", "engine"):
        return Answer.objects.none()
    mine = Q(notice__case__in=visible_to(actor)) | Q(notice=None)
    return Answer.objects.filter(mine).select_related("notice__case").order_by("pk")


def open_answers(actor: Actor) -> QuerySet[Answer]:
    """Those that wait for a person, the oldest first."""
    return answers_visible_to(actor).filter(settled_at=None)


def answers_to(notice: Notice) -> QuerySet[Answer]:
    return Answer.objects.filter(notice=notice).order_by("pk")


@dataclass(frozen=True, slots=True)
class AnswersSummary:
    """`open` wait for a person, `unmatched` of them belong to no notice yet; `letterbox` could not be opened.

    `inbox_read_at` and `inbox_trouble` say how the mailbox stands (of two the one with trouble): None and
    empty where none was ever read.
    """

    open: int
    unmatched: int
    letterbox: int
    inbox_read_at: datetime | None
    inbox_trouble: str


def answers_summary() -> AnswersSummary:
    waiting = Answer.objects.filter(settled_at=None)
    # A mailbox that is not in the configuration any more is not looked at: its trouble is nobody's.
    read_now = Inbox.objects.filter(next_look_at__gt=timezone.now() - _FORGOTTEN)
    inbox = read_now.exclude(trouble="").first() or read_now.first()
    return AnswersSummary(
        open=waiting.count(),
        unmatched=waiting.filter(notice=None).count(),
        letterbox=LetterboxItem.objects.exclude(problem="").count(),
        inbox_read_at=inbox.last_read_at if inbox else None,
        inbox_trouble=inbox.trouble if inbox else "",
    )


@dataclass(frozen=True, slots=True)
class Answerable:
    """What the door shows to who has a reply link: nothing that is not in the notice. `links` is how many."""

    notice_id: str
    law: str
    made_at: datetime
    links: int


def answerable(token: str, now: datetime) -> Answerable | None:
    """None for a token that is unknown, too old, or whose notice was taken back. Needs no key."""
    if not FORM.fullmatch(token):
        return None
    link = open_reply_links(now).filter(token_hash=token_hash(token))
    told = ("notice__public_id", "notice__law", "notice__made_at", "links")
    found = link.annotate(links=Count("notice__links")).values_list(*told).first()
    return Answerable(*found) if found else None


@dataclass(frozen=True, slots=True)
class Genuine:
    """What the door says of a notice that was sent. `signed_sha256`: one for each form in which it left."""

    notice_id: str
    law: str
    made_at: datetime
    signed_sha256: tuple[str, ...]
    retracted_at: datetime | None
    retracts: str


_MAY_HAVE_ARRIVED = (Outcome.UNDER_WAY, Outcome.SENT, Outcome.UNKNOWN)


def genuine(public_id: str) -> Genuine | None:
    """None where there is no such notice, or it never left: the two are not told apart. Needs no key."""
    sent = Notice.objects.filter(public_id=public_id, attempts__outcome__in=_MAY_HAVE_ARRIVED)
    told = ("pk", "public_id", "law", "made_at", "retracted_at", "retracts__public_id")
    found = sent.values_list(*told).first()
    if found is None:
        return None
    pk, notice_id, law, made_at, retracted_at, retracts = found
    hashes = Attempt.objects.filter(notice=pk).exclude(signed_sha256="").order_by("number")
    different = dict.fromkeys(hashes.values_list("signed_sha256", flat=True))
    return Genuine(notice_id, law, made_at, tuple(different), retracted_at, retracts or "")


def published_keys() -> QuerySet[PublishedKey]:
    """The newest first. Needs no key."""
    return PublishedKey.objects.order_by("-first_used_at", "-pk")


def link_by_token(token: str) -> ReplyLink | None:
    """Also one that has expired: a letter is an answer whenever it comes."""
    return ReplyLink.objects.select_related("notice__case").filter(token_hash=token_hash(token)).first()
