"""What comes back is read: reports of every usual shape, and nothing that only looks like one."""

from __future__ import annotations

import time
from base64 import b64encode
from datetime import UTC, datetime

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from jikimi.routes.email.bounce import MAX_BYTES, Bounce, read_bounce
from jikimi.routes.email.letter import letter
from tests.routes.email.notices import ID, MARK, notice


def report(action: str = "failed", status: str = "5.1.1", original: bytes = b"", envelope: str = "") -> bytes:
    """A delivery report as Postfix writes it (RFC 3464)."""
    return (
        b"Return-Path: <>\r\nFrom: MAILER-DAEMON@mail.localhost (Mail Delivery System)\r\n"
        b"Subject: Undelivered Mail Returned to Sender\r\nTo: notices@centre.example\r\n"
        b"Auto-Submitted: auto-replied\r\nMIME-Version: 1.0\r\n"
        b'Content-Type: multipart/report; report-type=delivery-status; boundary="B"\r\n\r\n'
        b"--B\r\nContent-Type: text/plain; charset=us-ascii\r\n\r\nThis is the mail system.\r\n\r\n"
        b"--B\r\nContent-Type: message/delivery-status\r\n\r\n"
        b"Reporting-MTA: dns; mail.localhost\r\n" + envelope.encode() + b"\r\n"
        b"Final-Recipient: rfc822; abuse@host.example\r\n"
        + f"Action: {action}\r\nStatus: {status}\r\n".encode()
        + b"Diagnostic-Code: smtp; 550 5.1.1 <abuse@host.example>: user unknown\r\n\r\n"
        b"--B\r\nContent-Type: message/rfc822\r\n\r\n" + original + b"\r\n--B--\r\n"
    )


def prose(sender: str, subject: str, text: str, headers: str = "") -> bytes:
    return f"From: {sender}\r\nSubject: {subject}\r\n{headers}\r\n{text}\r\n".encode()


def test_a_report_with_our_own_letter_in_it(key) -> None:
    original = letter(notice(), "notices@centre.example", key, datetime.now(UTC))
    assert read_bounce(report(original=original)) == Bounce(
        ID, permanent=True, words="smtp; 550 5.1.1 <abuse@host.example>: user unknown", mark=MARK
    )


def test_a_report_with_our_headers_alone(key) -> None:
    headers = letter(notice(), "notices@centre.example", key, datetime.now(UTC)).partition(b"\r\n\r\n")[0]
    raw = report(original=headers).replace(b"message/rfc822", b"text/rfc822-headers")
    assert read_bounce(raw) == Bounce(ID, True, "smtp; 550 5.1.1 <abuse@host.example>: user unknown", MARK)


def test_a_report_that_only_names_the_envelope() -> None:
    found = read_bounce(report(envelope=f"Original-Envelope-Id: {ID}\r\n"))
    assert found is not None
    assert found.notice_id == ID


@pytest.mark.parametrize(
    ("comes_back", "mark"),
    [
        (f"Original-Envelope-Id: {ID}.{MARK}".encode(), MARK),
        (f"Message-ID: <{ID.lower()}.{MARK.upper()}@mail.localhost>".encode(), MARK),
        (f"Message-ID: <1@relay.example>\r\nX-Jikimi-Letter: {ID}.{MARK}".encode(), MARK),
        (f"Original-Envelope-Id: {ID}".encode(), ""),
        (f"Original-Envelope-Id: {ID}\r\nX-Of-Another: JK-ZZZZZZZZZZZZ.{MARK}".encode(), ""),
        (f"Original-Envelope-Id: {ID}.{MARK}x".encode(), ""),
    ],
)
def test_what_only_the_letters_headers_had_is_given_on(comes_back: bytes, mark: str) -> None:
    found = read_bounce(report(original=comes_back))
    assert found is not None
    assert (found.notice_id, found.mark) == (ID, mark)


def test_it_is_found_in_prose_that_is_packed_too() -> None:
    copied = b64encode(f"550 no such user\nMessage-ID: <{ID.lower()}.{MARK}@x>".encode()).decode()
    packed = prose(
        "MAILER-DAEMON@x.example", "failure notice", copied, "Content-Transfer-Encoding: base64\r\n"
    )
    assert read_bounce(packed) == Bounce(ID, True, "550 no such user", MARK)


@pytest.mark.parametrize("status", ["5.1.1", "4.4.7", "", "banana"])
def test_failed_is_for_good_whatever_the_status(status) -> None:
    found = read_bounce(report(status=status, envelope=f"Original-Envelope-Id: {ID}\r\n"))
    assert found is not None
    assert found.permanent


@pytest.mark.parametrize("action", ["delayed", "delivered", "relayed", "expanded", ""])
def test_what_is_late_or_delivered_is_no_bounce(action) -> None:
    assert read_bounce(report(action=action, envelope=f"Original-Envelope-Id: {ID}\r\n")) is None


def test_a_report_about_somebody_elses_letter() -> None:
    assert read_bounce(report(original=b"Subject: Lunch\r\nMessage-ID: <1@x.example>\r\n\r\nHello")) is None


PROSE = [
    (
        "MAILER-DAEMON@mail.example",
        "failure notice",
        "Hi. This is the qmail-send program.\n<abuse@host.example>:\n192.0.2.1 failed after the message.\n"
        f"Remote host said: 550 5.1.1 no such user\n\n--- Below this line is a copy.\nX-Jikimi-Notice: {ID}",
        True,
        "Remote host said: 550 5.1.1 no such user",
    ),
    (
        "Mail Delivery System <Mailer-Daemon@mail.example>",
        "Mail delivery failed: returning message to sender",
        f"  abuse@host.example\n    retry timeout: 451 greylisted too long\n\nSubject: {ID}",
        False,
        "retry timeout: 451 greylisted too long",
    ),
    (
        "postmaster@host.example",
        f"Undeliverable: notice {ID}",
        "The address is gone.",
        True,
        "The address is gone.",
    ),
    ("postmaster@host.example", "=?utf-8?b?67CY7Iah65CoOiDthrXsp4A=?=", f"550 {ID}", True, f"550 {ID}"),
    ("postmaster@host.example", "배달 실패", f"사서함이 없습니다 {ID}", True, f"사서함이 없습니다 {ID}"),
]


@pytest.mark.parametrize(("sender", "subject", "text", "permanent", "words"), PROSE)
def test_prose(sender, subject, text, permanent, words) -> None:
    assert read_bounce(prose(sender, subject, text)) == Bounce(ID, permanent, words)


NO_BOUNCES = [
    ("abuse@host.example", f"Re: Notice {ID}", "Thank you, we have removed it. 550 people saw it.", ""),
    ("abuse@host.example", "Undeliverable promises", f"About {ID}: 550", ""),
    ("postmaster@host.example", f"Your notice {ID}", "We look into it. 451 Main Street.", ""),
    ("postmaster@host.example", f"Undeliverable {ID}", "I am on holiday", "Auto-Submitted: auto-replied\r\n"),
    ("MAILER-DAEMON@mail.example", "failure notice", "550 no such user, no number of ours", ""),
    ("MAILER-DAEMON@mail.example", "failure notice", "550 about JK-ABCDEFGH23456789", ""),
]


@pytest.mark.parametrize(("sender", "subject", "text", "headers"), NO_BOUNCES)
def test_what_only_looks_like_one(sender, subject, text, headers) -> None:
    assert read_bounce(prose(sender, subject, text, headers)) is None


def nested(depth: int) -> bytes:
    one = b'Content-Type: multipart/mixed; boundary="%d"\r\n\r\n--%d\r\n'
    opening = b"".join(one % (number, number) for number in range(depth))
    return b"From: MAILER-DAEMON@x.example\r\nSubject: failure notice\r\n" + opening + ID.encode()


def inside_one_another(depth: int) -> bytes:
    return b"Content-Type: message/rfc822\r\n\r\n" * depth + ID.encode()


HOSTILE = [
    nested(20_000),
    inside_one_another(20_000),
    b"--B\r\n" * 200_000 + ID.encode(),
    b"Content-Type: multipart/report; boundary=B\r\n\r\n" + b"--B\r\n\r\n" * 150_000,
    b"Subject: " + b"=?utf-8?b?" * 90_000,
    b"Content-Type: text/plain; charset=nonsense\r\nContent-Transfer-Encoding: base64\r\n\r\n"
    + b"=" * 900_000,
    b"Content-Type: " + b"a;" * 400_000,
    b"From: <>" + b"<" * 900_000,
    b"\x00" * MAX_BYTES,
    b"x: y\r\n" * 170_000,
    b"From: MAILER-DAEMON@x\r\nSubject: failure notice\r\n\r\n" + b"(4" * 400_000 + ID.encode(),
]


@pytest.mark.parametrize("raw", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_letters_end_quickly(raw) -> None:
    begun = time.process_time()
    read_bounce(raw)
    assert time.process_time() - begun < 5


def test_what_lies_beyond_the_bound_is_not_read() -> None:
    raw = prose("MAILER-DAEMON@x.example", "failure notice", "x" * MAX_BYTES + ID)
    assert read_bounce(raw) is None


@given(raw=st.binary(max_size=400))
@example(b"Content-Type: message/delivery-status\r\n\r\n")
@example(
    report().replace(b"Content-Type: message/delivery-status", b"Content-Type: message/delivery-status; x*=y")
)
def test_any_bytes(raw: bytes) -> None:
    found = read_bounce(raw)
    assert found is None or found.words.isprintable()


@given(at=st.integers(0, 1200), junk=st.binary(max_size=40), cut=st.integers(0, 200))
@settings(max_examples=200)
def test_a_damaged_report(at: int, junk: bytes, cut: int) -> None:
    whole = report(envelope=f"Original-Envelope-Id: {ID}\r\n")
    found = read_bounce(whole[:at] + junk + whole[at + cut :])
    assert found is None or (found.words.isprintable() and len(found.words) <= 300)
