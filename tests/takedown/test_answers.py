"""What comes back finds its notice and says what it says, or finds a person. Nothing gets lost."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from email.message import EmailMessage
from unittest.mock import patch

import pytest
from django.utils import timezone

from jikimi.cases.actor import Actor, PermissionRefused
from jikimi.cases.models import Case
from jikimi.cases.queries import letterbox_recipient
from jikimi.playbooks.answer_reasons import REASONS, Said
from jikimi.routes.base import Receipt as GivenReceipt
from jikimi.routes.base import ReceiptGrade
from jikimi.seal.errors import KeyMissing
from jikimi.seal.letterbox import put_in
from jikimi.takedown.actions.begin_attempt import begin_attempt
from jikimi.takedown.actions.open_letterbox import claim_letterbox_item, open_letterbox_item
from jikimi.takedown.actions.put_in_answer import put_in_answer
from jikimi.takedown.actions.read_inbox import claim_inbox, inbox_was_not_read, inbox_was_read, take_letter
from jikimi.takedown.actions.receive_letter import receive_letter
from jikimi.takedown.actions.record_receipt import record_receipt
from jikimi.takedown.actions.retract_notice import retract_notices
from jikimi.takedown.actions.settle_answer import assign_answer, settle_answer, write_down_answer
from jikimi.takedown.actions.show_sheet import show_sheet
from jikimi.takedown.answer_letter import answer_letter
from jikimi.takedown.answers import answers_summary, answers_visible_to, genuine, open_answers
from jikimi.takedown.models import Answer, Inbox, LetterboxItem, Link, Notice, NoticeLink, Receipt, ReplyLink
from jikimi.takedown.refusals import NotOurs, Refused
from jikimi.takedown.reply_tokens import MOST_ANSWERS, VALID_FOR, token_of
from tests.takedown.found import claimed_notice, confirmed, sighting_of
from tests.watch.engine import letterhead

pytestmark = pytest.mark.django_db
WORDS = "hush-words of the platform"


@pytest.fixture(autouse=True)
def _letterbox_is_ready(db: None) -> None:
    from jikimi.cases.actions.check_key import check_key

    assert check_key()


@pytest.fixture
def notices(caseworker: Actor, case: Case) -> list[Notice]:
    """By report and by mail, both handed over."""
    made = confirmed(caseworker, sighting_of(caseworker, case))
    for _ in made:
        notice = claimed_notice()
        attempt = begin_attempt(notice, now=timezone.now(), signed_sha256="ab" * 32)
        assert attempt is not None
        given = GivenReceipt(ReceiptGrade.HANDED_OVER, timezone.now(), "queued")
        record_receipt(notice, attempt, given, now=timezone.now())
    return list(Notice.objects.select_related("case").order_by("pk"))


@pytest.fixture
def mailed(notices: list[Notice]) -> Notice:
    return next(notice for notice in notices if notice.route == "email")


def put(notice: Notice, said: Said, *reasons: str, words: str = WORDS, reference: str = "") -> None:
    put_in_answer(
        answer_letter(token_of(notice.public_id), said, reasons, reference, words), now=timezone.now()
    )


def opened() -> Answer | None:
    item = claim_letterbox_item(now=timezone.now(), lease_s=60)
    assert item is not None
    return open_letterbox_item(item, now=timezone.now())


def mail(text: str = "Gone.", **headers: str) -> bytes:
    message = EmailMessage()
    message["From"] = "abuse@host.example"
    for name, value in headers.items():
        message[name.replace("_", "-")] = value
    message.set_content(text)
    return message.as_bytes()


def received(raw: bytes) -> Answer:
    answer = receive_letter(raw, now=timezone.now())
    assert answer is not None
    return answer


def test_removed_is_an_acknowledged_receipt_and_is_looked_at_at_once(mailed: Notice) -> None:
    Link.objects.update(next_check_at=None)
    put(mailed, "removed", "DECISION_VISIBILITY_CONTENT_REMOVED", reference="T-77")
    answer = opened()
    assert answer is not None
    mailed.refresh_from_db()
    assert mailed.state == "acknowledged"
    last = Receipt.objects.filter(attempt__notice=mailed).order_by("-pk")[0]
    assert (last.grade, last.reference, last.words) == ("acknowledged", "T-77", WORDS)
    assert Link.objects.get().next_check_at is not None
    assert NoticeLink.objects.get(notice=mailed).outcome == "said removed"
    assert (answer.waits_for, answer.known_by) == ("", "token")
    assert not LetterboxItem.objects.exists()


def test_refused_stands_red_with_its_reasons(mailed: Notice) -> None:
    put(mailed, "refused", "NOT_OUR_SERVICE", "NOT_FOUND", "NEED_ADDRESS", "made up")
    answer = opened()
    assert answer is not None
    mailed.refresh_from_db()
    assert mailed.state == "refused"
    assert answer.reasons == ["NOT_FOUND", "NOT_OUR_SERVICE"]
    named = NoticeLink.objects.get(notice=mailed)
    assert (named.outcome, named.refusal) == ("refused", "NOT_FOUND")


def test_need_more_waits_for_a_person(mailed: Notice, caseworker: Actor) -> None:
    put(mailed, "need more", "NEED_AUTHORITY")
    opened()
    (answer,) = open_answers(caseworker)
    assert "need more" in answer.waits_for
    settle_answer(caseworker, answer, now=timezone.now())
    assert not open_answers(caseworker)


def test_who_refused_may_remove_it_yet(mailed: Notice) -> None:
    put(mailed, "refused", words="no")
    opened()
    put(mailed, "removed", words="yes after all")
    opened()
    assert Notice.objects.get(pk=mailed.pk).state == "acknowledged"


def test_what_lies_in_the_letterbox_opens_only_with_the_engines_key(mailed: Notice) -> None:
    put(mailed, "refused")
    item = LetterboxItem.objects.get()
    assert WORDS.encode() not in bytes(item.sealed)
    assert token_of(mailed.public_id).encode() not in bytes(item.sealed)


def test_a_door_that_was_taken_over_cannot_answer_for_who_never_came(mailed: Notice) -> None:
    """It can write rows and knows the recipient, but not the token of a link that nobody opened."""
    forged = answer_letter("a" * 32, "removed", (), "", "all gone, look no more").to_bytes()
    for content in (forged, b"{}", b'{"form":"jikimi-answer-1","token":1}', b"[" * 5000):
        now = timezone.now()
        sealed = put_in(letterbox_recipient(), content)
        LetterboxItem.objects.create(sealed=sealed, put_in_at=now, open_after=now)
        assert opened() is None
    LetterboxItem.objects.create(sealed=b"rubbish", put_in_at=timezone.now(), open_after=timezone.now())
    assert opened() is None
    assert Notice.objects.get(pk=mailed.pk).state == "handed over"
    assert not Answer.objects.exists()
    assert answers_summary().letterbox == 5
    assert claim_letterbox_item(now=timezone.now() + timedelta(days=9), lease_s=60) is None


def test_the_same_sealed_answer_counts_once(mailed: Notice) -> None:
    put(mailed, "refused")
    row = LetterboxItem.objects.get()
    LetterboxItem.objects.create(sealed=row.sealed, put_in_at=row.put_in_at, open_after=row.open_after)
    assert opened() is not None
    assert opened() is None
    assert Answer.objects.count() == 1


def test_a_link_takes_so_many_answers_and_no_more(mailed: Notice) -> None:
    for _ in range(MOST_ANSWERS):
        put(mailed, "removed")
    with pytest.raises(Refused, match="cannot be used"):
        put(mailed, "removed")
    assert LetterboxItem.objects.count() == MOST_ANSWERS


def test_a_link_that_is_old_or_taken_back_takes_none(mailed: Notice, caseworker: Actor) -> None:
    ReplyLink.objects.filter(notice=mailed).update(expires_at=timezone.now())
    with pytest.raises(Refused):
        put(mailed, "removed")
    ReplyLink.objects.filter(notice=mailed).update(expires_at=timezone.now() + VALID_FOR)
    retract_notices(caseworker, [mailed], why="wrong", letterhead=letterhead(), now=timezone.now())
    with pytest.raises(Refused):
        put(mailed, "removed")
    assert not LetterboxItem.objects.exists()


def test_without_a_letterbox_nothing_is_taken_in(mailed: Notice) -> None:
    from jikimi.cases.models import KeyCheck

    KeyCheck.objects.update(recipient="")
    with pytest.raises(KeyMissing):
        put(mailed, "removed")


def test_an_exchanged_letterbox_is_noticed_like_a_wrong_key(db: None) -> None:
    from jikimi.cases.actions.check_key import check_key
    from jikimi.cases.models import KeyCheck
    from jikimi.seal.engine_key import EngineKey
    from jikimi.seal.letterbox import recipient_of

    KeyCheck.objects.update(recipient=recipient_of(EngineKey.new()))
    assert not check_key()


BY_MAIL: dict[str, Callable[[Notice], bytes]] = {
    "token": lambda notice: mail(f"Gone.\n> https://x.example/answer/{token_of(notice.public_id)}/"),
    "message id": lambda notice: mail(In_Reply_To=f"<{notice.public_id.lower()}@centre.example>"),
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


def bounce(notice: Notice, status: str = "5.1.1") -> bytes:
    return (
        "From: MAILER-DAEMON@relay.example\r\nSubject: Undelivered Mail Returned to Sender\r\n"
        'Content-Type: multipart/report; report-type=delivery-status; boundary="B"\r\n\r\n'
        "--B\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; relay.example\r\n"
        f"Original-Envelope-Id: {notice.public_id}\r\n\r\n"
        f"Action: failed\r\nStatus: {status}\r\nDiagnostic-Code: smtp; 550 no such user\r\n\r\n--B--\r\n"
    ).encode()


def test_a_bounce_takes_the_receipt_back(mailed: Notice) -> None:
    answer = received(bounce(mailed))
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


@pytest.mark.parametrize("change", [("5.1.1", "4.4.7"), ("Action: failed", "Action: delayed")])
def test_a_report_that_it_is_late_proves_nothing(mailed: Notice, change: tuple[str, str]) -> None:
    raw = bounce(mailed).decode().replace(*change) + f"Subject was {mailed.public_id}"
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


def test_a_person_assigns_it_and_says_what_it_means(mailed: Notice, caseworker: Actor) -> None:
    answer = received(mail("We will not.", Subject="[Ticket #4711]"))
    with pytest.raises(Refused, match="which notice"):
        settle_answer(caseworker, answer, means="refused", now=timezone.now())
    assign_answer(caseworker, answer, mailed, now=timezone.now())
    assert Notice.objects.get(pk=mailed.pk).state == "acknowledged"
    settle_answer(caseworker, answer, means="refused", reasons=["NOT_FOUND"], now=timezone.now())
    answer.refresh_from_db()
    assert (answer.kind, answer.reasons, answer.reference) == ("refused", ["NOT_FOUND"], "4711")
    assert Notice.objects.get(pk=mailed.pk).state == "refused"
    for again in (
        lambda: settle_answer(caseworker, answer, now=timezone.now()),
        lambda: assign_answer(caseworker, answer, mailed, now=timezone.now()),
    ):
        with pytest.raises(Refused):
            again()


@pytest.mark.parametrize(
    ("means", "reasons", "says"),
    [
        ("banana", [], "Say what it means"),
        ("refused", ["NEED_ADDRESS"], "Choose of"),
        ("received", ["X"], "none"),
    ],
)
def test_what_does_not_fit_is_refused(
    mailed: Notice, caseworker: Actor, means: str, reasons: list[str], says: str
) -> None:
    answer = received(mail(Subject=mailed.public_id))
    with pytest.raises(Refused, match=says):
        settle_answer(caseworker, answer, means=means, reasons=reasons, now=timezone.now())
    assert Answer.objects.get().settled_at is None


def test_an_answer_that_does_not_fit_the_notice_waits(mailed: Notice, caseworker: Actor) -> None:
    Notice.objects.filter(pk=mailed.pk).update(state="due")
    answer = received(mail(Subject=mailed.public_id))
    assert "does not fit" in answer.waits_for
    with pytest.raises(Refused, match="does not fit"):
        settle_answer(caseworker, answer, means="removed", now=timezone.now())
    assert Answer.objects.get().settled_at is None


def test_others_neither_see_nor_settle_it(
    mailed: Notice, other_team: Actor, operator: Actor, auditor: Actor
) -> None:
    answer = received(mail(Subject=mailed.public_id))
    for stranger in (other_team, operator, auditor):
        assert not answers_visible_to(stranger)
        with pytest.raises(PermissionRefused):
            settle_answer(stranger, answer, now=timezone.now())
        with pytest.raises(PermissionRefused):
            assign_answer(stranger, answer, mailed, now=timezone.now())


def test_what_they_wrote_rests_sealed(mailed: Notice) -> None:
    received(mail(WORDS, Subject=f"{mailed.public_id} hush"))
    row = repr(list(Answer.objects.values()))
    assert "hush" not in row
    assert "abuse@" not in row


def test_the_place_in_the_mailbox_moves_with_what_was_recorded(mailed: Notice) -> None:
    inbox = claim_inbox("imap://x", now=timezone.now(), lease_s=60)
    assert inbox is not None
    assert claim_inbox("imap://x", now=timezone.now(), lease_s=60) is None, "one reads at a time"
    raw = mail(Subject=mailed.public_id)
    assert take_letter(inbox, raw, validity=7, uid=3, now=timezone.now()) is not None
    assert take_letter(inbox, raw, validity=7, uid=4, now=timezone.now()) is None, "the same letter again"
    inbox_was_read(inbox, next_look_at=timezone.now())
    again = claim_inbox("imap://x", now=timezone.now(), lease_s=60)
    assert again is not None
    assert (again.validity, again.last_uid) == (7, 4)
    assert "imap" not in repr(list(Inbox.objects.values()))


def test_who_lost_the_lease_records_nothing(mailed: Notice) -> None:
    inbox = claim_inbox("imap://x", now=timezone.now(), lease_s=60)
    assert inbox is not None
    Inbox.objects.update(lease_token="another")
    with pytest.raises(NotOurs):
        take_letter(inbox, mail(Subject=mailed.public_id), validity=1, uid=1, now=timezone.now())
    assert not Answer.objects.exists()


def test_a_letter_over_which_we_stumble_holds_up_no_other(mailed: Notice) -> None:
    inbox = claim_inbox("imap://x", now=timezone.now(), lease_s=60)
    assert inbox is not None
    broken = "jikimi.takedown.actions.read_inbox.receive_letter"
    with patch(broken, side_effect=RuntimeError):
        answer = take_letter(inbox, b"a trap", validity=1, uid=1, now=timezone.now())
    assert answer is not None
    assert "could not be read" in (answer.words or "")
    assert inbox.last_uid == 1


def test_trouble_with_the_mailbox_is_shown_until_it_works(mailed: Notice) -> None:
    inbox = claim_inbox("imap://x", now=timezone.now(), lease_s=60)
    assert inbox is not None
    inbox_was_not_read(inbox, "It cannot be reached.", now=timezone.now())
    assert answers_summary().inbox_trouble == "It cannot be reached."
    assert claim_inbox("imap://x", now=timezone.now(), lease_s=60) is None, "not at once"
    later = timezone.now() + timedelta(hours=1)
    inbox = claim_inbox("imap://x", now=later, lease_s=60)
    assert inbox is not None
    inbox_was_read(inbox, next_look_at=later)
    assert answers_summary().inbox_trouble == ""


def test_genuine_says_what_is_in_the_notice_and_no_more(mailed: Notice, caseworker: Actor) -> None:
    told = genuine(mailed.public_id)
    assert told is not None
    assert (told.notice_id, told.law, told.signed_sha256) == (mailed.public_id, mailed.law, ("ab" * 32,))
    assert told.retracted_at is None
    (retraction,) = retract_notices(
        caseworker, [mailed], why="wrong", letterhead=letterhead(), now=timezone.now()
    )
    taken_back = genuine(mailed.public_id)
    assert taken_back is not None
    assert taken_back.retracted_at is not None
    assert genuine(retraction.public_id) is None, "not sent yet"
    begin_attempt(claimed_notice(), now=timezone.now())
    sent = genuine(retraction.public_id)
    assert sent is not None
    assert sent.retracts == mailed.public_id


def test_of_what_never_left_nothing_is_told(caseworker: Actor, case: Case) -> None:
    (report, _mail) = confirmed(caseworker, sighting_of(caseworker, case))
    assert genuine(report.public_id) is None
    assert genuine("JK-AAAAAAAAAAAA") is None


def test_every_reason_has_words() -> None:
    from jikimi.playbooks.answer_reasons import in_words

    assert all(in_words(key) != key for keys in REASONS.values() for key in keys)


def test_a_person_writes_down_what_came_by_telephone(mailed: Notice, caseworker: Actor) -> None:
    write_down_answer(
        caseworker,
        mailed,
        means="refused",
        reasons=["NOT_FOUND"],
        reference="T-1",
        words="no",
        now=timezone.now(),
    )
    answer = Answer.objects.get()
    assert (answer.way, answer.kind, answer.reasons, answer.waits_for) == (
        "person",
        "refused",
        ["NOT_FOUND"],
        "",
    )
    assert mailed.state == "refused"
    with pytest.raises(Refused, match="Say what it means"):
        write_down_answer(caseworker, mailed, means="", now=timezone.now())
    Notice.objects.filter(pk=mailed.pk).update(state="due")
    with pytest.raises(Refused, match="does not fit"):
        write_down_answer(caseworker, mailed, means="received", now=timezone.now())
    assert Answer.objects.count() == 1


def test_a_retraction_that_goes_by_a_form_asks_for_no_removal(mailed: Notice, caseworker: Actor) -> None:
    Notice.objects.filter(pk=mailed.pk).update(route="form_sheet")
    mailed.refresh_from_db()
    (made,) = retract_notices(caseworker, [mailed], why="wrong", letterhead=letterhead(), now=timezone.now())
    Notice.objects.filter(pk=made.pk).update(state="not sent")
    sheet = show_sheet(caseworker, made, letterhead=letterhead(), now=timezone.now())
    words = "\n".join(field.text for field in sheet.fields)
    assert mailed.public_id in words
    assert "take it back" in words
    assert "delete" not in words.lower()
    assert ReplyLink.objects.filter(notice=made).exists()
