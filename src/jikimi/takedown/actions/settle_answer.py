"""A person has read an answer: to which notice it belongs, and what it means."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext as _

from jikimi.cases.actions.transaction import acting
from jikimi.cases.actor import Actor
from jikimi.playbooks.answer_reasons import REASONS, fitting
from jikimi.playbooks.answer_reasons import Said as Meaning
from jikimi.routes.plain_text import plain_text
from jikimi.takedown.actions.take_answer import Said, apply_answer, take_answer
from jikimi.takedown.models import Answer, AnswerKind, AnswerWay, Notice
from jikimi.takedown.refusals import Refused


def assign_answer(actor: Actor, answer: Answer, notice: Notice, *, now: datetime) -> None:
    """It answers this notice, as a person has found out. Errors: Refused, PermissionRefused."""
    with acting(
        actor,
        may={"caseworker"},
        verb="takedown.assign_answer",
        subject=f"answer:{answer.pk}",
        case=notice.case,
        details={"notice": notice.public_id},
    ):
        if not Answer.objects.filter(pk=answer.pk, notice=None, settled_at=None).update(
            notice=notice, known_by="person"
        ):
            raise Refused(_("This answer belongs to a notice already, or is settled."))
        answer.notice, answer.known_by = notice, "person"
        apply_answer(actor, answer, now=now)


def write_down_answer(
    actor: Actor,
    notice: Notice,
    *,
    means: str,
    reasons: Sequence[str] = (),
    reference: str = "",
    words: str = "",
    about: Sequence[int] = (),
    now: datetime,
) -> None:
    """It came by telephone, or where the program does not look. Errors: Refused, PermissionRefused.

    `about` are the keys of the links that they spoke of; none: all that the notice names.
    """
    kind = _kind(means, notice, reasons)
    _need_named(notice, about)
    if kind is None:
        raise Refused(_("Say what it means: removed, refused, need more, or received."))
    with acting(
        actor, may={"caseworker"}, verb="takedown.write_down", subject=notice.public_id, case=notice.case
    ):
        said = Said(
            kind,
            AnswerWay.PERSON,
            now,
            tuple(reasons),
            reference,
            plain_text(words),
            known_by="person",
            about=about,
        )
        answer = take_answer(actor, notice, said, now=now)
        if answer is not None and answer.waits_for and kind is not AnswerKind.NEED_MORE:
            raise Refused(answer.waits_for)
    notice.refresh_from_db(fields=["state"])


def settle_answer(
    actor: Actor,
    answer: Answer,
    *,
    means: str = "",
    reasons: Sequence[str] = (),
    reference: str = "",
    about: Sequence[int] = (),
    now: datetime,
) -> None:
    """`means` is one of removed, refused, need more, received; without it there is nothing to be done.

    `about` are the keys of the links that they spoke of; none: all that the notice names.
    Errors: Refused, PermissionRefused.
    """
    kind = _kind(means, answer.notice, reasons)
    _need_named(answer.notice, about)
    with acting(
        actor,
        may={"caseworker"},
        verb="takedown.settle_answer",
        subject=f"answer:{answer.pk}",
        case=answer.notice.case if answer.notice else None,
        details={"means": means, "reasons": list(reasons)},
    ):
        if not Answer.objects.filter(pk=answer.pk, settled_at=None).update(
            settled_at=now, settled_by=actor.pseudonym, waits_for=""
        ):
            raise Refused(_("This answer is settled already."))
        answer.settled_at, answer.settled_by = now, actor.pseudonym
        if kind is None:
            return
        answer.kind, answer.reasons = kind, list(reasons)
        answer.reference = reference[:200] or answer.reference
        answer.save(update_fields=["kind", "reasons", "reference"])
        if about:
            answer.about.set(about)
        apply_answer(actor, answer, now=now)
        if answer.waits_for and kind is not AnswerKind.NEED_MORE:
            raise Refused(answer.waits_for)
        Answer.objects.filter(pk=answer.pk).update(waits_for="", settled_at=now, settled_by=actor.pseudonym)


def _need_named(notice: Notice | None, about: Sequence[int]) -> None:
    if not about:
        return
    if notice is None:
        raise Refused(_("Say first which notice it answers: jikimi answers assign"))
    named = sorted(notice.links.values_list("pk", flat=True))
    if not set(about) <= set(named):
        raise Refused(
            _("That notice does not name this link. It names: %(links)s")
            % {"links": ", ".join(str(number) for number in named)}
        )


def _kind(means: str, notice: Notice | None, reasons: Sequence[str]) -> AnswerKind | None:
    if not means:
        return None
    if notice is None:
        raise Refused(_("Say first which notice it answers: jikimi answers assign"))
    known: dict[str, AnswerKind] = {
        kind.value: kind
        for kind in (AnswerKind.REMOVED, AnswerKind.REFUSED, AnswerKind.NEED_MORE, AnswerKind.RECEIVED)
    }
    if means not in known:
        raise Refused(_("Say what it means: removed, refused, need more, or received."))
    choosable: dict[str, Meaning] = {name: name for name in REASONS}
    allowed = fitting(choosable[means], list(reasons)) if means in choosable else []
    if set(allowed) != set(reasons):
        choices = ", ".join(REASONS[choosable[means]]) if means in choosable else _("none")
        raise Refused(_("That reason does not go with it. Choose of: %(choices)s") % {"choices": choices})
    return known[means]
