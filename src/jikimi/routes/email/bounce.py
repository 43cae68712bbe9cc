"""Reads what came back: which notice was not delivered after all, for good or for now, and in whose words.

Anybody can send us a letter, so nothing here trusts one: sizes are bounded, no header parser is asked that
can fail, and what shows that it comes from who carried our letter (its mark) is given on to be compared. A
notice's number proves nothing: everybody knows it who was shown the notice, the uploader too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from email import message_from_bytes
from email.errors import HeaderParseError
from email.header import decode_header
from email.message import Message
from email.policy import compat32
from typing import Final

from jikimi.routes.email.letter import LETTER_HEADER, NOTICE_HEADER
from jikimi.routes.email.words import plain_words

MAX_BYTES: Final = 256 * 1024  # a report stands before the letter that it sends back
MAX_PARTS: Final = 100
MAX_TEXT: Final = 64 * 1024
MAX_SUBJECT: Final = 2000

_NOTICE_ID: Final = re.compile(r"\bjk-[a-z2-7]{12}\b", re.I)
_FAILED: Final = re.compile(r"^\s*failed\b", re.I)
_CODE: Final = re.compile(r"(?:^|\s|[#(:])([45])(?:\.\d{1,3}\.\d{1,3}|\d\d)(?=[\s:)\-]|$)")
_FROM_A_SERVER: Final = re.compile(r"(?:mailer-daemon|postmaster|mail-daemon)@|^\s*mailer-daemon\b|<>", re.I)
_SUBJECT: Final = re.compile(
    r"undeliver|not delivered|delivery (?:status|failure|failed|problem|has failed)|returned mail|"
    r"failure notice|mail delivery|could not be delivered|반송|배달 실패|전송 실패",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Bounce:
    """A notice that did not arrive. `permanent` is False where their server may take it later.

    `mark` is what the letter's headers or envelope had beside the number, "" where nothing of it came back.
    """

    notice_id: str
    permanent: bool
    words: str
    mark: str = ""


def read_bounce(raw: bytes) -> Bounce | None:
    """What a bounced letter says of one of our notices, or None for any other letter.

    A report that a letter is only late is no bounce: the relay is still trying. Never raises.
    """
    try:
        message = message_from_bytes(raw[:MAX_BYTES], policy=compat32)
        parts = list(_parts(message))
        notice_id = _notice_id(message, parts)
        if notice_id is None:
            return None
        report = next((part for part in parts if part.get_content_type() == "message/delivery-status"), None)
        if report is not None:
            found = _from_report(report, notice_id)
        else:
            found = _from_plain_words(message, parts, notice_id)
        return replace(found, mark=_mark(raw[:MAX_BYTES], parts, notice_id)) if found else None
    except (RecursionError, ValueError, LookupError, TypeError, AttributeError):
        return None  # the email package stumbles over some hostile letters: they are no bounce of ours


def _parts(message: Message) -> Iterator[Message]:
    for number, part in enumerate(message.walk()):
        if number >= MAX_PARTS:
            return
        yield part


def _notice_id(message: Message, parts: list[Message]) -> str | None:
    """Our own headers in what came back first, then the envelope's number, then any mention at all."""
    for part in parts:
        if part is not message:
            for header in (NOTICE_HEADER, LETTER_HEADER, "Message-ID", "Original-Envelope-Id"):
                if found := _NOTICE_ID.search(str(part.get(header, ""))):
                    return found.group().upper()
    for header in ("In-Reply-To", "References", "Subject"):
        if found := _NOTICE_ID.search(str(message.get(header, ""))):
            return found.group().upper()
    for part in parts:
        if found := _NOTICE_ID.search(_text(part)):
            return found.group().upper()
    return None


def _mark(raw: bytes, parts: list[Message], notice_id: str) -> str:
    form = re.compile(rf"\b{notice_id}\.([a-z2-7]{{16}})\b", re.I)
    for text in (raw.decode("latin-1"), *(_text(part) for part in parts)):
        if found := form.search(text):
            return found.group(1).lower()
    return ""


def _from_report(report: Message, notice_id: str) -> Bounce | None:
    """RFC 3464: one block of fields for the letter, then one for each recipient.

    "failed" says that no further attempt is made (2.3.3), also where each attempt had met a 4xx: 4.4.7, late.
    """
    blocks = report.get_payload()
    for block in blocks if isinstance(blocks, list) else []:
        if not isinstance(block, Message) or not _FAILED.match(str(block.get("Action", ""))):
            continue
        said = str(block.get("Diagnostic-Code", "")) or str(block.get("Status", ""))
        return Bounce(notice_id, permanent=True, words=plain_words(said))
    return None


def _from_plain_words(message: Message, parts: list[Message], notice_id: str) -> Bounce | None:
    """Servers that write prose instead of a report (qmail and its like)."""
    if str(message.get("Auto-Submitted", "")).lower().startswith("auto-replied"):
        return None
    sender = f"{message.get('From', '')} {message.get('Return-Path', '')}"
    if not _FROM_A_SERVER.search(sender) or not _SUBJECT.search(_readable_subject(message)):
        return None
    text = next((_text(part) for part in parts if part.get_content_maintype() == "text"), "")
    for line in text.splitlines():
        if found := _CODE.search(line):
            return Bounce(notice_id, permanent=found.group(1) == "5", words=plain_words(line))
    return Bounce(notice_id, permanent=True, words=plain_words(text))


def _readable_subject(message: Message) -> str:
    """The subject, whether written in raw UTF-8 or in encoded words."""
    raw = next((value for name, value in message.raw_items() if name.lower() == "subject"), "")[:MAX_SUBJECT]
    try:
        decoded = decode_header(raw)
        return (
            "".join(
                text if isinstance(text, str) else text.decode(charset or "utf-8", "replace")
                for text, charset in decoded
            )
            .encode("utf-8", "surrogateescape")
            .decode("utf-8", "replace")
        )
    except (ValueError, LookupError, HeaderParseError):
        return raw


def _text(part: Message) -> str:
    if part.is_multipart() or part.get_content_maintype() not in {"text", "message"}:
        return ""
    payload = part.get_payload(decode=True)
    return payload[:MAX_TEXT].decode("utf-8", "replace") if isinstance(payload, bytes) else ""
