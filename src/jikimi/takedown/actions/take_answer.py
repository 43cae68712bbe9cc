"""Something came back from a platform: kept, and where it is clear, what it means for the notice."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q
from django.utils.translation import gettext as _

from jikimi.cases.actions.transaction import acting
from jikimi.cases.actor import Actor
from jikimi.takedown.actions.link_outcomes import they_said
from jikimi.takedown.actions.record_answer import record_answer, stand_by_its_links
from jikimi.takedown.actions.record_bounce import record_bounce
from jikimi.takedown.models import Answer, AnswerKind, AnswerWay, Link, LinkOutcome, Notice, NoticeState
from jikimi.takedown.refusals import Refused

# A letter in somebody's own words is read by a person: no machine says what it means.
_WAITS: dict[AnswerKind, str] = {
    AnswerKind.TO_READ: "Read it, and say what it means.",
    AnswerKind.NEED_MORE: "They need more before they act.",
    AnswerKind.REPORT: (
        "A mail server, or somebody who writes like one, reports on the letter. Read whether it has arrived. "
        "If it came back: jikimi notices bounce"
    ),
}
_OUTCOMES: dict[AnswerKind, LinkOutcome] = {
    AnswerKind.REMOVED: LinkOutcome.SAID_REMOVED,
    AnswerKind.REFUSED: LinkOutcome.REFUSED,
    AnswerKind.NEED_MORE: LinkOutcome.NEED_MORE,
}
_UNREAD = (AnswerKind.TO_READ, AnswerKind.AUTOMATIC)
WROTE_MORE = "They wrote more than they chose. Read it; if there is nothing to be done, settle it as nothing."
NOBODYS = "Nobody knows yet which notice this answers. Read it, and say which."


@dataclass(frozen=True, slots=True)
class Said:
    """What came back.

    `known_by` is what led to the notice; `digest` (32 bytes) tells the same thing that comes twice.
    `about` are the keys of the links that it speaks of; none: all that the notice names.
    """

    kind: AnswerKind
    way: AnswerWay
    at: datetime
    reasons: Sequence[str] = ()
    reference: str = ""
    words: str = ""
    sender: str = ""
    subject: str = ""
    known_by: str = ""
    digest: bytes | None = None
    about: Sequence[int] = ()


def take_answer(actor: Actor, notice: Notice | None, said: Said, *, now: datetime) -> Answer | None:
    """None where the same thing was taken before. Errors: PermissionRefused."""
    with acting(
        actor,
        may={"caseworker", "engine"},
        verb="takedown.take_answer",
        subject=notice.public_id if notice else "",
        case=notice.case if notice else None,
        details={"kind": said.kind.value, "way": said.way.value, "reasons": list(said.reasons)},
    ):
        if said.digest and Answer.objects.filter(digest=said.digest).exists():
            return None
        answer = Answer.objects.create(
            notice=notice,
            way=said.way,
            kind=said.kind,
            reasons=list(said.reasons),
            reference=said.reference[:200] or None,
            sender=said.sender[:320] or None,
            subject=said.subject[:300] or None,
            words=said.words or None,
            at=said.at,
            known_by=said.known_by,
            digest=said.digest,
        )
        answer.about.set(said.about)
        apply_answer(actor, answer, now=now)
        if said.way is AnswerWay.LINK and said.words and not answer.waits_for:
            # What they chose counts at once; what they wrote beside it is read by a person.
            answer.waits_for, answer.settled_at, answer.settled_by = WROTE_MORE, None, ""
            answer.save(update_fields=["waits_for", "settled_at", "settled_by"])
    return answer


def apply_answer(actor: Actor, answer: Answer, *, now: datetime) -> None:
    """What it means for its notice; settled where no person is needed. Part of another verb's transaction."""
    waits = NOBODYS if answer.notice is None else _apply(actor, answer, answer.notice, now)
    answer.waits_for = waits
    if not waits:
        answer.settled_at, answer.settled_by = now, actor.pseudonym
    answer.save(update_fields=["waits_for", "settled_at", "settled_by"])


def _apply(actor: Actor, answer: Answer, notice: Notice, now: datetime) -> str:
    kind = AnswerKind(answer.kind)
    if kind is AnswerKind.REPORT:
        return _WAITS[kind]
    if kind is AnswerKind.AUTOMATIC and not answer.reference:
        return ""  # somebody is on holiday: that proves nothing
    about = _some_of_them(answer, notice)
    if kind in _UNREAD and _leaves_it_as_it_is(answer, notice):
        return _WAITS[AnswerKind.TO_READ]
    try:
        if kind is AnswerKind.BOUNCE:
            record_bounce(actor, notice, words=answer.words or "", now=now)
        else:
            record_answer(
                actor,
                notice,
                refused=kind is AnswerKind.REFUSED and not about,
                reference=answer.reference or "",
                words=answer.words or "",
                now=now,
            )
    except Refused as refused:
        return _("It does not fit how the notice stands: %(why)s") % {"why": refused}
    _tell_links(answer, notice, about, now)
    if about or kind is AnswerKind.REMOVED:
        stand_by_its_links(notice, now)
    return _WAITS.get(kind, "")


def _some_of_them(answer: Answer, notice: Notice) -> list[int]:
    """The keys of the links that it speaks of; none where it speaks of all."""
    about = list(answer.about.values_list("pk", flat=True))
    return about if len(about) < notice.links.count() else []


def _leaves_it_as_it_is(answer: Answer, notice: Notice) -> bool:
    """A no stands until somebody has read that it does not. Where it is in doubt whether the letter arrived,
    its number settles nothing: who was shown the notice knows that too."""
    state = Notice.objects.values_list("state", flat=True).get(pk=notice.pk)
    in_doubt = state in (NoticeState.UNKNOWN, NoticeState.BOUNCED) and answer.known_by == "number"
    return state == NoticeState.REFUSED or in_doubt


def _tell_links(answer: Answer, notice: Notice, about: Sequence[int], now: datetime) -> None:
    said = _OUTCOMES.get(AnswerKind(answer.kind))
    if said is None or notice.retracts_id:
        return
    they_said(notice, said, now, refusal=answer.reasons[0] if answer.reasons else "", about=about)
    if said is LinkOutcome.SAID_REMOVED:
        _look_now(notice, now)


def _look_now(notice: Notice, now: datetime) -> None:
    """They say that it is gone: that is looked at, not believed."""
    links = Link.objects.filter(Q(next_check_at__gt=now) | Q(next_check_at=None), notices=notice)
    links.update(next_check_at=now)
