"""Answers that nobody has read, or that belong to no notice yet."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from jikimi.cases.actor import Actor
from jikimi.takedown.answers import open_answers
from jikimi.takedown.stuck.item import Stuck, Urgency
from jikimi.takedown.stuck.notices import MOST
from jikimi.takedown.urgency import USUAL, rank_of


def stuck_answers(actor: Actor, now: datetime) -> Iterator[Stuck]:
    """The oldest first."""
    for answer in open_answers(actor).defer("sender", "subject", "words", "reference")[:MOST]:
        number, case = answer.pk, answer.notice.case if answer.notice else None
        belongs = () if answer.notice else (f"jikimi answers assign {number} NOTICE",)
        yield Stuck(
            urgency=Urgency.ANSWER,
            subject=f"answer {number}",
            why=answer.waits_for or "Somebody must read it.",
            do=(f"jikimi answers show {number}", *belongs, f"jikimi answers settle {number} --as ..."),
            since=answer.at,
            case=case.number if case else "",
            case_rank=rank_of(case) if case else USUAL,
        )
