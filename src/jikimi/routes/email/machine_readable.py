"""The notice for machines: canonical JSON, so that signature and content can be compared byte by byte."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Final

from jikimi.ledger.canonical import Canonical, canonical
from jikimi.routes.base import NamedLink, OutgoingNotice
from jikimi.routes.email.signing import CentreKey

FORMAT: Final = "jikimi-notice-1"


def notice_json(notice: OutgoingNotice, key: CentreKey) -> bytes:
    """The bytes that are attached as notice.json and signed as they are."""
    more = {"retracts": notice.retracts} if notice.retracts else {}
    return canonical(
        {
            **more,
            "format": FORMAT,
            "notice": notice.id,
            "made_at": utc(notice.made_at),
            "to": notice.destination,
            "platform": notice.platform,
            "law": notice.law,
            "links": [_link(link) for link in notice.links],
            "ground": notice.ground,
            "subject": notice.subject,
            "text": notice.body,
            "sender": {"name": notice.sender_name, "contact": notice.sender_contact},
            "key": {"algorithm": "Ed25519", "id": key.id},
        }
    )


def utc(moment: datetime) -> str:
    """RFC 3339 in UTC, to the second."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _link(link: NamedLink) -> dict[str, Canonical]:
    named: dict[str, Canonical] = {"url": link.url, "room": link.room, "post": link.post}
    if link.media:
        named["media"] = link.media
    if link.pdq:
        named["pdq"] = link.pdq
    return named
