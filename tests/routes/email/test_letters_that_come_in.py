"""What is read of letters from outside: all that is needed, nothing that harms, and always in time."""

from __future__ import annotations

import time
from email.message import EmailMessage

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jikimi.routes.email.incoming.html_text import html_text
from jikimi.routes.email.incoming.read import Letter, read_letter
from jikimi.routes.email.incoming.ticket import ticket_of
from jikimi.routes.plain_text import LONGEST, plain_text
from tests.routes.email.notices import ID

TOKEN = "abcdefghijklmnopqrstuvwxyz234567"


def mail(text: str = "Removed.", *, html: str = "", **headers: str) -> bytes:
    message = EmailMessage()
    message["From"] = "Abuse Desk <abuse@host.example>"
    for name, value in ({"Subject": "Re: notice"} | headers).items():
        message[name.replace("_", "-")] = value
    if text:
        message.set_content(text)
    if html:
        (message.add_alternative if text else message.set_content)(html, subtype="html")
    return message.as_bytes()


def test_a_reply_names_what_it_answers_in_every_way() -> None:
    quoted = (
        f"Removed, thanks.\n\nOn Monday the centre wrote:\n> see https://x.example/answer/{TOKEN}/\n> {ID}\n"
    )
    letter = read_letter(mail(quoted, In_Reply_To=f"<{ID.lower()}@centre.example>"))
    assert (letter.tokens, letter.answered, letter.named) == ((TOKEN,), (ID,), (ID,))
    assert letter.words == "Removed, thanks."
    assert letter.sender == "Abuse Desk <abuse@host.example>"
    assert not letter.automatic


def test_words_below_the_quoted_letter_are_read_too() -> None:
    assert read_letter(mail("> your notice\n> more\n\nIt is gone now.")).words == "It is gone now."
    assert "gone" in read_letter(mail("The centre wrote:\n> notice\nIt is gone.")).words


@pytest.mark.parametrize(
    ("headers", "automatic"),
    [
        ({"Auto_Submitted": "auto-replied"}, True),
        ({"Auto_Submitted": "auto-replied (vacation)"}, True),
        ({"Precedence": "auto_reply"}, True),
        ({"X_Autoreply": "yes"}, True),
        ({"Auto_Submitted": "auto-generated", "X_Auto_Response_Suppress": "All"}, False),
        ({"Auto_Submitted": "no"}, False),
        ({"Precedence": "bulk"}, False),
        ({}, False),
    ],
)
def test_replies_of_programs_are_told_from_those_of_people(headers: dict[str, str], automatic: bool) -> None:
    """A ticket system marks the decision of a person as "auto-generated": that is never passed over."""
    assert read_letter(mail(**headers)).automatic is automatic


@pytest.mark.parametrize(
    ("subject", "text", "number"),
    [
        ("[Ticket#2024-99187] Your report", "", "2024-99187"),
        ("[#4812093] Re: notice", "", "4812093"),
        ("Re: notice [Case ID: ABC-12345]", "", "ABC-12345"),
        ("Your request (#55123) was received", "", "55123"),
        ("Received", "Your reference number is 0012-3344.", "0012-3344"),
        ("접수 안내", "접수번호: 20261122-001", "20261122-001"),
        (f"Re: notice {ID}", "We have removed it on 2026-11-22.", ""),
        ("Report of 2026", "case closed", ""),
        (f"Ticket {ID}", "", ""),
    ],
)
def test_their_number_is_found(subject: str, text: str, number: str) -> None:
    assert ticket_of(subject, text) == number


def test_html_is_read_as_words() -> None:
    html = (
        "<html><head><title>t</title><style>p{}</style></head><body><p>It is <b>gone</b>.</p>"
        "<script>steal()</script><img src='https://track.example/x'><div>Bye</div></body></html>"
    )
    assert read_letter(mail("", html=html)).words == "It is gone.\nBye"


@pytest.mark.parametrize(
    ("charset", "said"), [("euc-kr", "삭제했습니다"), ("iso-8859-1", "gelöscht"), ("utf-8", "ہٹا دیا")]
)
def test_usual_charsets_are_read(charset: str, said: str) -> None:
    raw = f"Subject: x\r\nContent-Type: text/plain; charset={charset}\r\n\r\n".encode() + said.encode(charset)
    assert read_letter(raw).words == said


@pytest.mark.parametrize(
    "charset", ["punycode", "idna", "zip", "rot13", "unicode_escape", "no-such", "utf-7"]
)
def test_strange_charsets_are_not_looked_up(charset: str) -> None:
    raw = f"Content-Type: text/plain; charset={charset}\r\n\r\n".encode() + b"+AGE-" + b"a-" * 30_000
    began = time.process_time()
    assert read_letter(raw).words.startswith("+AGE-a-a-")
    assert time.process_time() - began < 2


def test_what_is_shown_is_text_and_nothing_else() -> None:
    nasty = "\x1b[2J\x1b]0;owned\x07real\u202egnp.exe\u2066\x00\x85\u2028<b>x</b>"
    letter = read_letter(mail(nasty, Subject="=?utf-8?b?G1sySg==?= hi"))
    for said in (letter.words, letter.subject):
        assert not [char for char in said if ord(char) < 32 and char != "\n"]
        assert not {"\u202e", "\u2066", "\x85", "\u2028"} & set(said)
    assert "<b>x</b>" in letter.words


@given(st.text(max_size=400))
def test_plain_text_is_plain_whatever_comes(said: str) -> None:
    plain = plain_text(said, 100)
    assert len(plain) <= 100
    assert all(char == "\n" or char.isprintable() or char in "\u200c\u200d" for char in plain)
    assert "\n\n\n" not in plain
    assert plain_text(plain, 100) == plain


HOSTILE = {
    "parts": b"Content-Type: multipart/mixed; boundary=b\n\n" + b"--b\n\nx\n" * 20_000,
    "nested": b"".join(
        f"Content-Type: multipart/mixed; boundary=b{n}\n\n--b{n}\n".encode() for n in range(2_000)
    ),
    "messages": b"Content-Type: message/rfc822\n\n" * 5_000,
    "headers": b"X: y\n" * 50_000,
    "one header": b"Subject: " + b"=?utf-8?q?a?= " * 15_000,
    "references": b"References: " + b"<jk-aaaaaaaaaaaa@x> " * 12_000,
    "spaces": b"Subject: ticket" + b" " * 200_000 + b"x\n\nticket" + b" " * 40_000,
    "comments": b"Content-Type: text/html\n\n" + b"<!--" * 60_000,
    "declarations": b"Content-Type: text/html\n\n" + b"<![" * 80_000,
    "tags": b"Content-Type: text/html\n\n" + b"<a" * 100_000,
    "deep": b"Content-Type: text/html\n\n" + b"<div>" * 50_000,
    "attributes": b"Content-Type: text/html\n\n<a " + b"b=" * 100_000,
    "entities": b"Content-Type: text/html\n\n" + b"&#x" * 80_000,
    "marks": b"Subject: x\n\n" + "a\u0301".encode() * 60_000,
    "ids": b"\n" + b"JK-AAAAAAAAAAAA " * 15_000,
    "wrote": b"\n" + b"wrote " * 40_000,
    "base64": b"Content-Transfer-Encoding: base64\n\n" + b"=" * 200_000,
    "quoted": b"Content-Transfer-Encoding: quoted-printable\n\n" + b"=\n" * 100_000,
    "nothing": b"",
    "zeros": b"\0" * 200_000,
}


@pytest.mark.parametrize("how", HOSTILE)
def test_hostile_letters_end_soon_and_stay_small(how: str) -> None:
    began = time.process_time()
    letter = read_letter(HOSTILE[how])
    assert time.process_time() - began < 5
    assert len(letter.words) <= LONGEST
    assert len(letter.subject) <= 300
    assert max(len(letter.tokens), len(letter.answered), len(letter.named)) <= 20


_LINES = st.sampled_from(
    [
        b"Subject: =?utf-8?b?////?=",
        b"Subject: =?no-such?q?x?=",
        b"From: \xff\xfe",
        b"Content-Type: multipart/mixed; boundary=b",
        b"Content-Type: multipart/alternative; boundary=",
        b"Content-Type: text/html; charset=\xff",
        b"Content-Type: text/plain; charset*=utf-8''%ff",
        b"Content-Type: message/rfc822",
        b"Content-Transfer-Encoding: base64",
        b"Content-Transfer-Encoding: x-uuencode",
        b"Content-Disposition: attachment; filename*0*=x",
        b"In-Reply-To: <jk-abcdefgh2345@x",
        b"begin 666 x",
        b"--b",
        b"--b--",
        b"",
        b" folded",
        b"<p>words",
        b"\x00\x1b[31m",
    ]
)


@settings(max_examples=300, deadline=2000)
@given(
    st.lists(st.one_of(_LINES, st.binary(max_size=40)), max_size=40), st.sampled_from([b"\n", b"\r\n", b"\r"])
)
def test_no_letter_makes_it_stumble(lines: list[bytes], end: bytes) -> None:
    letter = read_letter(end.join(lines))
    assert isinstance(letter, Letter)
    for said in (letter.words, letter.subject, letter.sender):
        said.encode("utf-8")
        assert "\x1b" not in said


@given(st.text(max_size=300))
def test_no_html_makes_it_stumble(html: str) -> None:
    assert "<script" not in html_text("<script>" + html.replace("<", "") + "</script>")
    html_text(html)
