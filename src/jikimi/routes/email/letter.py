"""The letter: plain text, the signed JSON beside it, and headers that nothing from outside can bend."""

from __future__ import annotations

import re
import unicodedata
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from typing import Final

from jikimi.net.mail_address import AddressRefused, check_address, domain_of
from jikimi.routes.base import NotSent, OutgoingNotice
from jikimi.routes.email.machine_readable import notice_json
from jikimi.routes.email.signing import CentreKey
from jikimi.routes.email.xarf_report import xarf_reports

NOTICE_HEADER: Final = "X-Jikimi-Notice"
KEY_HEADER: Final = "X-Jikimi-Key"
# Some relays write a Message-ID of their own over ours; a header that they do not know comes back as it was.
LETTER_HEADER: Final = "X-Jikimi-Letter"
NOTICE_ID: Final = re.compile(r"JK-[A-Z2-7]{12}")
MAX_TEXT: Final = 500_000
MAX_LETTER_BYTES: Final = 5 * 1024 * 1024  # many relays refuse more than 10 MB
_MAX_7BIT_LINE: Final = 78
_TOO_LARGE: Final = "The notice is too large for a letter. Name fewer addresses in one notice."
_JOINERS: Final = "\u200c\u200d"


def letter(notice: OutgoingNotice, sender: str, key: CentreKey, now: datetime) -> bytes:
    """The whole message, lines ending in CRLF. Errors: NotSent (never to be tried again as it is)."""
    _is_sound(notice)
    message = EmailMessage(policy=SMTP)
    message["From"] = Address(notice.sender_name.strip(), addr_spec=sender)
    message["To"] = Address(addr_spec=_destination(notice))
    message["Subject"] = notice.subject
    message["Date"] = now
    message["Message-ID"] = f"<{letter_id(notice).lower()}@{domain_of(sender)}>"
    message[NOTICE_HEADER] = notice.id
    message[LETTER_HEADER] = letter_id(notice)
    message[KEY_HEADER] = f"ed25519:{key.id}"
    contact = _mail_contact(notice, sender)
    if contact != sender:
        message["Reply-To"] = Address(addr_spec=contact)
    message.set_content(notice.body, cte=_encoding(notice.body))
    _attach(message, notice, key, contact)
    raw = message.as_bytes()
    if len(raw) > MAX_LETTER_BYTES:
        raise _never(_TOO_LARGE)
    return raw


def letter_id(notice: OutgoingNotice) -> str:
    """What its headers and its envelope are called: the same for the same notice, so that two copies can be
    recognised as one. Who has only read the text does not know it."""
    return f"{notice.id}.{notice.return_mark}" if notice.return_mark else notice.id


def _attach(message: EmailMessage, notice: OutgoingNotice, key: CentreKey, contact: str) -> None:
    signed = notice_json(notice, key)
    message.add_attachment(signed, maintype="application", subtype="json", filename="notice.json")
    message.add_attachment(
        key.sign(signed),
        maintype="application",
        subtype="octet-stream",
        filename="notice.json.sig",
        headers=[f"Content-Description: Ed25519 signature over notice.json, key {key.id}"],
    )
    for file in notice.enclosed:
        maintype, _, subtype = file.media_type.partition("/")
        message.add_attachment(file.content, maintype=maintype, subtype=subtype, filename=file.name)
    if notice.attach_xarf:
        for number, report in enumerate(xarf_reports(notice, contact, domain_of(contact)), start=1):
            message.add_attachment(
                report, maintype="application", subtype="json", filename=f"xarf-{number}.json"
            )


def _is_sound(notice: OutgoingNotice) -> None:
    """What no other part may be trusted to have checked, since a letter cannot be called back."""
    if not NOTICE_ID.fullmatch(notice.id):
        raise _never("The notice has no number of the form JK- and 12 letters.")
    if len(notice.body) > MAX_TEXT:
        raise _never(_TOO_LARGE)
    for value, what in ((notice.subject, "subject"), (notice.sender_name, "centre's name")):
        if not value.strip() or _breaks_a_line(value):
            raise _never(f"The {what} of the notice is empty or holds an invisible character. Correct it.")
    if any(_breaks_a_line(line) for line in notice.body.split("\n")):
        raise _never("The text of the notice holds an invisible character. Write the notice again.")
    lines = notice.body.split("\n")
    if notice.id not in notice.body or any(link.url not in lines for link in notice.links):
        raise _never(
            "The text of the notice lacks its number or one of its addresses. Write the notice again."
        )
    if not notice.links:
        raise _never("The notice names no address.")


def _breaks_a_line(text: str) -> bool:
    return any(
        unicodedata.category(char) in {"Cc", "Cf", "Zl", "Zp", "Cs"} and char not in _JOINERS for char in text
    )


def _encoding(body: str) -> str:
    """Plain where every reader can take it; else quoted-printable, which alone keeps long lines whole."""
    plain = body.isascii() and all(len(line) <= _MAX_7BIT_LINE for line in body.split("\n"))
    return "7bit" if plain else "quoted-printable"


def _destination(notice: OutgoingNotice) -> str:
    try:
        return check_address(notice.destination)
    except AddressRefused as refused:
        raise _never(f"{refused} The notice was not sent.") from None


def _mail_contact(notice: OutgoingNotice, sender: str) -> str:
    try:
        return check_address(notice.sender_contact)
    except AddressRefused:  # the contact may be a telephone number
        return sender


def _never(sentence: str) -> NotSent:
    return NotSent(sentence, try_again=False)
