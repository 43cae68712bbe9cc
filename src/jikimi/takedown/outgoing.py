"""A notice as it leaves: what the routes need, and nothing of the person."""

from __future__ import annotations

from typing import get_args

from jikimi.cases.models import Consent
from jikimi.cases.queries import has_consent
from jikimi.playbooks.ground import GroundKind, ground_sentence
from jikimi.routes.base import NamedLink, OutgoingNotice
from jikimi.takedown.letterhead import Letterhead
from jikimi.takedown.models import Link, Notice
from jikimi.takedown.readable import readable


def outgoing(notice: Notice, letterhead: Letterhead) -> OutgoingNotice:
    """Hashes go out only where the person has said yes to sharing them."""
    share = has_consent(notice.case, Consent.Kind.SHARE_WITH_PLATFORMS)
    return OutgoingNotice(
        id=notice.public_id,
        made_at=notice.made_at,
        platform=notice.platform,
        law=notice.law,
        destination=notice.destination or "",
        links=tuple(_named(link, share) for link in Link.objects.filter(notices=notice).order_by("pk")),
        ground=_ground(notice, letterhead),
        subject=notice.subject or "",
        body=notice.body or "",
        sender_name=letterhead.sender_name,
        sender_contact=letterhead.sender_contact,
        attach_xarf=notice.attach_xarf,
    )


def _ground(notice: Notice, letterhead: Letterhead) -> str:
    kinds: dict[str, GroundKind] = {kind: kind for kind in get_args(GroundKind)}
    return ground_sentence(kinds[notice.ground], letterhead.language)


def _named(link: Link, share: bool) -> NamedLink:
    return NamedLink(
        url=readable(link.post or ""),
        room=link.room or "",
        post=link.post or "",
        media=link.media,
        pdq=link.pdq if share else None,
    )
