"""The letter holds what it must, nothing of the person, and no text can bend its headers."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from email import message_from_bytes
from email.policy import SMTP

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jikimi.routes.base import NamedLink, NotSent
from jikimi.routes.email.letter import letter
from jikimi.routes.email.signing import load_or_create
from tests.routes.email.notices import ID, MARK, notice

NOW = datetime(2026, 3, 9, 12, 30, tzinfo=UTC)
SENDER = "notices@centre.example"
HEADERS = {
    "From", "To", "Subject", "Date", "Message-ID", "X-Jikimi-Notice", "X-Jikimi-Key", "Reply-To",
    "MIME-Version", "Content-Type", "X-Jikimi-Letter",
}  # fmt: skip


@pytest.fixture(scope="module")
def key(tmp_path_factory):
    return load_or_create(tmp_path_factory.mktemp("keys") / "key.pem")


def parsed(made, key):
    return message_from_bytes(letter(made, SENDER, key, NOW), policy=SMTP)


def never(made, key) -> str:
    with pytest.raises(NotSent) as refused:
        letter(made, SENDER, key, NOW)
    assert not refused.value.try_again
    return str(refused.value)


def test_the_headers_name_the_notice_and_the_key(key) -> None:
    message = parsed(notice(), key)
    assert set(message.keys()) == HEADERS
    assert message["X-Jikimi-Notice"] == ID
    assert message["X-Jikimi-Letter"] == f"{ID}.{MARK}"
    assert message["Message-ID"] == f"<{ID.lower()}.{MARK}@centre.example>"
    assert MARK not in str(message.get_body())
    assert message["X-Jikimi-Key"] == f"ed25519:{key.id}"
    assert message["Subject"] == notice().subject
    assert message["From"].addresses[0].display_name == notice().sender_name
    assert message["Reply-To"] == "help@centre.example"


def test_a_contact_that_is_a_telephone_number_gets_no_reply_to(key) -> None:
    assert parsed(notice(sender_contact="+82 2 0000 0000"), key)["Reply-To"] is None


def test_no_line_is_longer_than_mail_allows_and_none_stands_alone(key) -> None:
    raw = letter(notice(), SENDER, key, NOW)
    assert max(len(line) for line in raw.split(b"\r\n")) <= 998
    assert b"\n" not in raw.replace(b"\r\n", b"")
    assert b"\r" not in raw.replace(b"\r\n", b"")
    assert raw.isascii()


def test_short_plain_text_stays_readable_as_it_is(key) -> None:
    url = "https://pictures.example/a?b=c"
    raw = letter(notice((url,), body=f"{ID}\n{url}\n", subject=ID), SENDER, key, NOW)
    assert url.encode() in raw


def test_the_attachments_are_json_and_signature_and_no_picture(key) -> None:
    types = [part.get_content_type() for part in parsed(notice(), key).iter_attachments()]
    assert types == ["application/json", "application/octet-stream"]


def test_the_json_says_the_same(key) -> None:
    attached = next(iter(parsed(notice(), key).iter_attachments())).get_content()
    said = json.loads(attached)
    assert said["notice"] == ID
    assert [link["url"] for link in said["links"]] == [link.url for link in notice().links]
    assert said["text"] == notice().body
    assert said["key"] == {"algorithm": "Ed25519", "id": key.id}
    assert set(said) == {
        "format", "notice", "made_at", "to", "platform", "law", "links", "ground", "subject", "text",
        "sender", "key",
    }  # fmt: skip


def test_hashes_go_along_only_where_they_are_given(key) -> None:
    bare = NamedLink(url="https://a.example/1", room="r", post="p")
    hashed = NamedLink(url="https://a.example/2", room="r", post="p", media="mxc://a/b", pdq="0f" * 32)
    made = notice(links=(bare, hashed), body=f"{ID}\nhttps://a.example/1\nhttps://a.example/2\n")
    said = json.loads(next(iter(parsed(made, key).iter_attachments())).get_content())
    assert "pdq" not in said["links"][0]
    assert said["links"][1]["pdq"] == "0f" * 32


@pytest.mark.parametrize(
    "broken",
    [
        {"id": "JK-1"},
        {"id": ID + "\r\nBcc: a@b.example"},
        {"subject": "a\r\nBcc: a@b.example"},
        {"subject": ""},
        {"sender_name": "a\nb"},
        {"sender_name": "a\u2028b"},
        {"destination": "a@b.example\r\nBcc: c@d.example"},
        {"destination": "a@b.example, c@d.example"},
        {"destination": "Name <a@b.example>"},
        {"destination": "담당자@b.example"},
        {"destination": "a@그림.example"},
        {"destination": "a..b@c.example"},
        {"destination": "x" * 65 + "@c.example"},
        {"destination": ""},
        {"body": "without number or address"},
        {"body": notice().body.replace("/a?b", "/a? b")},
        {"body": notice().body + "\r\n.\r\nMAIL FROM:<x@y.example>"},
        {"body": notice().body + "\ud800"},
        {"links": ()},
    ],
)
def test_what_must_not_leave_does_not(key, broken) -> None:
    assert never(notice(**broken), key).endswith(".")


def test_an_international_domain_is_answered_with_the_form_to_write(key) -> None:
    assert "xn--" in never(notice(destination="a@그림.example"), key)


def test_too_large_is_refused(key) -> None:
    assert "too large" in never(notice(body=notice().body + "x\n" * 300_000), key)


def test_so_many_attached_reports_that_the_letter_is_too_large(key) -> None:
    urls = tuple(f"https://a.example/{n}/{'x' * 4000}" for n in range(100))
    made = notice(urls, attach_xarf=True, body="\n".join([ID, *urls]) + "\n")
    assert len(letter(made, SENDER, key, NOW)) < 5 * 1024 * 1024, "a full notice still fits"


ANY = st.text(max_size=60)


FIELDS = ("subject", "sender_name", "destination", "sender_contact", "id")


@given(field=st.sampled_from(FIELDS), text=ANY, other=ANY)
def test_no_text_makes_a_header(key, field, text, other) -> None:
    for attempt in (notice(**{field: text}), notice(subject=ID + text, sender_name="C" + other)):
        try:
            message = parsed(attempt, key)
        except NotSent:
            continue
        assert set(message.keys()) <= HEADERS
        assert len(message.keys()) == len(set(message.keys()))
        assert len(message["To"].addresses) == 1


@given(subject=st.text(st.characters(exclude_categories=("C", "Z")), min_size=1, max_size=150))
def test_a_subject_arrives_as_written(key, subject) -> None:
    assert parsed(notice(subject=subject), key)["Subject"] == subject


@given(
    urls=st.lists(
        st.text(st.characters(exclude_categories=("C", "Z")), min_size=1, max_size=1200),
        min_size=1,
        max_size=4,
    ),
    before=st.text(
        st.characters(exclude_categories=("C", "Zl", "Zp"), include_characters="\n"), max_size=200
    ),
)
def test_any_address_in_any_text_survives(key, urls, before) -> None:
    body = "\n".join([before, ID, *urls]) + "\n"
    text = parsed(notice(tuple(urls), body=body), key).get_body(("plain",)).get_content()
    assert text.replace("\r\n", "\n") == body
