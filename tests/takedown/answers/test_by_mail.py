"""What comes by mail finds its notice, or a person; a program's reply is told from a person's."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from jikimi.cases.actor import Actor
from jikimi.takedown.answers import answers_summary, open_answers
from jikimi.takedown.models import Notice, Receipt
from jikimi.takedown.reply_tokens import return_mark, token_of
from tests.takedown.answers.coming_back import mail, received

pytestmark = pytest.mark.django_db


def message_id(notice: Notice) -> str:
    return f"<{notice.public_id.lower()}.{return_mark(notice.public_id)}@centre.example>"


BY_MAIL: dict[str, Callable[[Notice], bytes]] = {
    "token": lambda notice: mail(f"Gone.\n> https://x.example/answer/{token_of(notice.public_id)}/"),
    "message id": lambda notice: mail(In_Reply_To=message_id(notice)),
    "number": lambda notice: mail(Subject=f"Re: notice {notice.public_id.lower()}"),
}


@pytest.mark.parametrize("how", BY_MAIL)
def test_a_letter_finds_its_notice_and_a_person_reads_it(mailed: Notice, caseworker: Actor, how: str) -> None:
    answer = received(BY_MAIL[how](mailed))
    assert (answer.notice, answer.known_by, answer.kind) == (mailed, how, "to read")
    assert Notice.objects.get(pk=mailed.pk).state == "acknowledged"
    assert list(open_answers(caseworker)) == [answer]


def test_the_first_reply_of_a_program_is_a_receipt_and_the_second_is_read(mailed: Notice) -> None:
    subject = f"[Ticket #99812] Re: {mailed.public_id}"
    first = received(mail(Subject=subject, Auto_Submitted="auto-replied"))
    assert (first.kind, first.reference, first.waits_for) == ("automatic", "99812", "")
    mailed.refresh_from_db()
    assert mailed.state == "acknowledged"
    last = Receipt.objects.filter(attempt__notice=mailed).order_by("-pk")[0]
    assert last.reference == "99812"
    second = received(mail("We refuse.", Subject=subject, Auto_Submitted="auto-replied"))
    assert (second.kind, bool(second.waits_for)) == ("to read", True)


def test_somebodys_holiday_proves_nothing(mailed: Notice) -> None:
    answer = received(mail("I am away.", Subject=f"Re: {mailed.public_id}", Auto_Submitted="auto-replied"))
    assert (answer.kind, answer.waits_for) == ("automatic", "")
    assert Notice.objects.get(pk=mailed.pk).state == "handed over"


def bounce(notice: Notice, status: str = "5.1.1", mark: str | None = None) -> bytes:
    """As their server sends it, which had our letter's headers; `mark` instead of what stood in them."""
    known = return_mark(notice.public_id) if mark is None else mark
    return (
        "From: MAILER-DAEMON@relay.example\r\nSubject: Undelivered Mail Returned to Sender\r\n"
        'Content-Type: multipart/report; report-type=delivery-status; boundary="B"\r\n\r\n'
        "--B\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; relay.example\r\n"
        f"Original-Envelope-Id: {notice.public_id}.{known}\r\n\r\n"
        f"Action: failed\r\nStatus: {status}\r\nDiagnostic-Code: smtp; 550 no such user\r\n\r\n--B--\r\n"
    ).encode()


@pytest.mark.parametrize("status", ["5.1.1", "4.4.7"])
def test_a_bounce_takes_the_receipt_back_also_where_the_relay_gave_up_waiting(
    mailed: Notice, status: str
) -> None:
    answer = received(bounce(mailed, status))
    assert (answer.kind, answer.waits_for) == ("bounce", "")
    mailed.refresh_from_db()
    assert mailed.state == "bounced"
    assert Receipt.objects.get(attempt__notice=mailed).taken_back_at is not None


def test_a_bounce_of_what_did_not_go_by_mail_finds_a_person(notices: list[Notice]) -> None:
    report = next(notice for notice in notices if notice.route != "email")
    answer = received(bounce(report))
    assert answer.notice is None
    assert answer.waits_for
    assert Notice.objects.get(pk=report.pk).state == "handed over"


def test_a_report_that_it_is_late_proves_nothing(mailed: Notice) -> None:
    late = bounce(mailed, "4.4.1").decode().replace("Action: failed", "Action: delayed")
    raw = late + f"Subject was {mailed.public_id}"
    raw = raw.replace("Subject: Und", f"In-Reply-To: <{mailed.public_id.lower()}@x>\r\nSubject: Und")
    answer = received(raw.encode())
    assert (answer.notice, answer.kind) == (mailed, "report")
    assert "server" in answer.waits_for
    assert Notice.objects.get(pk=mailed.pk).state == "handed over"


@pytest.mark.parametrize(
    "raw",
    [
        mail("Please help me."),
        mail("Your request was received.", Subject="[Ticket #4711]", Auto_Submitted="auto-replied"),
        mail(Subject="Re: JK-AAAAAAAAAAAA"),
        mail(In_Reply_To="<jk-aaaaaaaaaaaa@centre.example>"),
        b"\x00\xff rubbish",
        b"",
    ],
)
def test_what_nobody_can_match_goes_to_a_person(
    notices: list[Notice], caseworker: Actor, other_team: Actor, raw: bytes
) -> None:
    answer = received(raw)
    assert answer.notice is None
    assert "Nobody knows yet" in answer.waits_for
    assert list(open_answers(caseworker)) == list(open_answers(other_team)) == [answer]
    assert answers_summary().unmatched == 1


def test_a_letter_that_names_two_notices_goes_to_a_person(notices: list[Notice]) -> None:
    names = " ".join(notice.public_id for notice in notices)
    assert received(mail(f"About {names}: done")).notice is None
