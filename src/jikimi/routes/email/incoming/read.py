"""What can be read of a letter that somebody sent us. It trusts nothing, ends soon and never raises."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes
from email.message import Message
from email.policy import compat32
from typing import Final

from jikimi.routes.email.incoming.base import MAX_BYTES
from jikimi.routes.email.incoming.charsets import decoded, readable_header
from jikimi.routes.email.incoming.html_text import html_text
from jikimi.routes.email.incoming.ticket import ticket_of
from jikimi.routes.plain_text import plain_text

MAX_PARTS: Final = 50
MAX_TEXT: Final = 64 * 1024
_MOST_NAMED: Final = 20
_NOTICE_ID: Final = re.compile(r"\bJK-[A-Z2-7]{12}\b", re.I)
_TOKEN: Final = re.compile(r"/answer/([a-z2-7]{32})\b")
_MESSAGE_ID: Final = re.compile(r"<\s*(jk-[a-z2-7]{12})(?:\.[a-z2-7]{16})?@", re.I)
_MARKED: Final = re.compile(r"\bjk-[a-z2-7]{12}\.[a-z2-7]{16}\b", re.I)
# Ticket systems mark what people write there as "auto-generated": only replies of programs count.
_REPLY_OF_A_PROGRAM: Final = re.compile(r"auto[-_]?(?:replied|reply|respon)", re.I)
_SERVER: Final = re.compile(r"\b(?:mailer-daemon|mail-daemon|postmaster)@|^\s*mailer-daemon\b", re.I)
_OUR_LETTER_FOLLOWS: Final = re.compile(
    r"(?:-{2,} ?(?:original message|forwarded message|원본 메일)|_{10,}"
    r"|.{0,200}\b(?:wrote|님이 작성|작성):$)",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Letter:
    """`tokens`, `answered` (from the headers that say what a letter answers) and `named` (anywhere else) lead
    to notices, in this order of trust; `marked` are numbers with the mark that only our letter's headers had.
    `automatic`: no person wrote it. `of_a_server`: a mail server reports
    on a letter of ours. `ticket` is their number for it.
    """

    sender: str
    subject: str
    words: str
    tokens: tuple[str, ...]
    answered: tuple[str, ...]
    named: tuple[str, ...]
    marked: tuple[str, ...]
    automatic: bool
    of_a_server: bool
    ticket: str


def read_letter(raw: bytes) -> Letter:
    """Of the first MAX_BYTES. A letter that cannot be read at all still gives one that a person can see."""
    try:
        return _read(message_from_bytes(raw[:MAX_BYTES], policy=compat32))
    except (RecursionError, ValueError, LookupError, TypeError, AttributeError, IndexError, AssertionError):
        # The email package stumbles over some hostile letters; a person gets to see that there was one.
        return Letter("", "", plain_text(decoded(raw[:2000], "utf-8")), (), (), (), (), False, False, "")


def _read(message: Message) -> Letter:
    subject = _one_line(message.get("Subject"), 300)
    whole = _words(message)
    headers = " ".join(str(message.get(name, ""))[:4000] for name in ("In-Reply-To", "References"))
    own = _own_words(whole)
    return Letter(
        sender=_one_line(message.get("From"), 320),
        subject=subject,
        words=plain_text(own or whole),
        tokens=_different(_TOKEN.findall(whole.lower())),
        answered=_different(id_.upper() for id_ in _MESSAGE_ID.findall(headers)),
        named=_different(id_.upper() for id_ in _NOTICE_ID.findall(f"{subject}\n{whole}")),
        marked=_different(found.lower() for found in _MARKED.findall(f"{headers}\n{whole}")),
        automatic=_automatic(message),
        of_a_server=_of_a_server(message),
        ticket=ticket_of(subject, own or whole),
    )


def _one_line(value: object, limit: int) -> str:
    return " ".join(plain_text(readable_header(value), limit).split("\n"))


def _different(found: Iterator[str] | list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(found))[:_MOST_NAMED]


def _automatic(message: Message) -> bool:
    """RFC 3834, and what programs used before it."""
    if message.get("X-Autoreply") or message.get("X-Autorespond"):
        return True
    said = f"{message.get('Auto-Submitted', '')} {message.get('Precedence', '')}"
    return bool(_REPLY_OF_A_PROGRAM.search(said[:200]))


def _of_a_server(message: Message) -> bool:
    """Reports of delivery or of reading (RFC 3462), and what servers write in prose."""
    if message.get_content_type() == "multipart/report":
        return True
    return bool(_SERVER.search(f"{message.get('From', '')} {message.get('Return-Path', '')}"[:1000]))


def _words(message: Message) -> str:
    """Plain text where there is some, else the words of the HTML."""
    plain: list[str] = []
    html: list[str] = []
    left = MAX_TEXT
    for part in _parts(message):
        if part.is_multipart() or part.get_content_maintype() != "text" or _is_attachment(part):
            continue
        payload = part.get_payload(decode=True)
        if not isinstance(payload, bytes) or left <= 0:
            continue
        text = decoded(payload[:left], part.get_content_charset())
        left -= len(payload)
        (html if part.get_content_subtype() == "html" else plain).append(text)
    if any(text.strip() for text in plain):
        return "\n".join(plain)
    return "\n".join(html_text(text) for text in html)


def _parts(message: Message) -> Iterator[Message]:
    for number, part in enumerate(message.walk()):
        if number >= MAX_PARTS:
            return
        yield part


def _is_attachment(part: Message) -> bool:
    return str(part.get("Content-Disposition", "")).strip().lower().startswith("attachment")


def _own_words(whole: str) -> str:
    """Without the lines that quote, and without our own letter below theirs."""
    kept: list[str] = []
    for line in whole.split("\n"):
        if line.lstrip().startswith(">"):
            continue
        if _OUR_LETTER_FOLLOWS.match(line.strip()[:300]) and any(kept):
            break
        kept.append(line)
    return "\n".join(kept).strip()
