"""The uploader to whom a platform showed the notice: he knows its number, and where the centre reads mail."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from jikimi.cases.actor import Actor
from jikimi.cases.models import Case
from jikimi.routes.base import ReceiptGrade
from jikimi.takedown.actions.begin_attempt import begin_attempt, claim_notice
from jikimi.takedown.actions.mark_unknown import mark_unknown
from jikimi.takedown.actions.receive_letter import receive_letter
from jikimi.takedown.actions.record_answer import record_answer
from jikimi.takedown.actions.record_bounce import record_bounce
from jikimi.takedown.answers import open_answers
from jikimi.takedown.letterhead import Letterhead
from jikimi.takedown.models import Answer, Notice, NoticeLink, Receipt
from jikimi.takedown.reply_tokens import return_mark
from tests.takedown.answers.coming_back import mail
from tests.takedown.answers.test_by_mail import bounce
from tests.takedown.clocks import asked, clock_of, ring, sent, with_law
from tests.takedown.found import sighting_of

pytestmark = pytest.mark.django_db

START = datetime(2026, 3, 9, 12, tzinfo=UTC)
H = timedelta(hours=1)


@pytest.fixture
def by(tmp_path: Path) -> Letterhead:
    return with_law(tmp_path)


@pytest.fixture
def notice(by: Letterhead, caseworker: Actor, case: Case) -> Notice:
    """Due."""
    return asked(caseworker, sighting_of(caseworker, case), by, START)


def he_writes(raw: bytes, now: datetime) -> Answer:
    answer = receive_letter(raw, now=now)
    assert answer is not None
    return answer


@pytest.mark.parametrize("mark", ["", "a" * 16, "of another letter"])
def test_he_cannot_stop_the_clock_or_the_complaint_with_a_letter_that_never_came_back(
    notice: Notice, by: Letterhead, caseworker: Actor, mark: str
) -> None:
    sent(START)
    for hours in (48, 49):
        complaints = ring(by, START + hours * H)
    (complaint,) = complaints
    forged = return_mark("JK-AAAAAAAAAAAA") if " " in mark else mark
    answer = he_writes(bounce(notice, mark=forged), START + 50 * H)
    assert (answer.notice, answer.kind) == (notice, "report")
    assert "jikimi notices bounce" in answer.waits_for
    assert list(open_answers(caseworker)) == [answer], "a person is told all the same"
    notice.refresh_from_db()
    complaint.refresh_from_db()
    assert (notice.state, complaint.state) == ("handed over", "prepared")
    assert clock_of(notice).state == "passed"
    assert Receipt.objects.get(attempt__notice=notice).taken_back_at is None
    assert NoticeLink.objects.get(notice=notice).outcome == "asked"


WAYS_TO_WRITE = {
    "in words": {"Subject": "Re: {id}"},
    "like a program": {"Subject": "[Ticket #99812] Re: {id}", "Auto_Submitted": "auto-replied"},
    "as if to our letter": {"In_Reply_To": "<{small}@centre.example>"},
    "with a mark that he made up": {"In_Reply_To": "<{small}.aaaaaaaaaaaaaaaa@centre.example>"},
}


def his_letter(how: str, notice: Notice) -> bytes:
    named = {"id": notice.public_id, "small": notice.public_id.lower()}
    return mail("All is well.", **{name: said.format(**named) for name, said in WAYS_TO_WRITE[how].items()})


@pytest.mark.parametrize("how", WAYS_TO_WRITE)
@pytest.mark.parametrize("standing", ["bounced", "unknown", "refused"])
def test_he_cannot_make_a_notice_look_as_if_it_were_in_good_hands(
    notice: Notice, caseworker: Actor, standing: str, how: str
) -> None:
    if standing == "unknown":
        claimed = claim_notice(now=START, lease_s=60, due_by=START)
        assert claimed is not None
        begin_attempt(claimed, now=START)
        assert mark_unknown(now=START + H)
    else:
        sent(START)
    if standing == "bounced":
        record_bounce(caseworker, notice, now=START + H)
    if standing == "refused":
        record_answer(caseworker, notice, refused=True, now=START + H)
    before = Receipt.objects.filter(grade=ReceiptGrade.ACKNOWLEDGED).count()
    answer = he_writes(his_letter(how, notice), START + 2 * H)
    notice.refresh_from_db()
    assert (notice.state, answer.notice, answer.kind == "bounce") == (standing, notice, False)
    assert Receipt.objects.filter(grade=ReceiptGrade.ACKNOWLEDGED).count() == before
    assert list(open_answers(caseworker)) == [answer], "a person reads it"


def test_but_who_was_written_to_is_believed_that_it_arrived(notice: Notice, caseworker: Actor) -> None:
    sent(START)
    record_bounce(caseworker, notice, now=START + H)
    number = notice.public_id.lower()
    real = mail("We look into it.", In_Reply_To=f"<{number}.{return_mark(notice.public_id)}@centre.example>")
    assert he_writes(real, START + 2 * H).known_by == "message id"
    notice.refresh_from_db()
    assert notice.state == "acknowledged"


def test_the_mark_stands_in_nothing_that_a_platform_shows_him(notice: Notice, by: Letterhead) -> None:
    from jikimi.takedown.outgoing import outgoing

    leaves = outgoing(notice, by)
    mark = return_mark(notice.public_id)
    assert leaves.return_mark == mark
    shown = f"{leaves.subject}{leaves.body}{leaves.reply_to}{leaves.ground}"
    assert mark not in shown.lower()
