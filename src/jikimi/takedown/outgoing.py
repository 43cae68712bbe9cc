"""A notice as it leaves: what the routes need, and nothing of the person."""

from __future__ import annotations

from jikimi.cases.models import Consent
from jikimi.cases.queries import has_consent
from jikimi.playbooks.ground import ground_sentence
from jikimi.playbooks.language import known_language
from jikimi.playbooks.reply_lines import reply_lines
from jikimi.playbooks.retraction import retraction_sentence
from jikimi.routes.base import Enclosed, NamedLink, OutgoingNotice
from jikimi.takedown.letterhead import Letterhead
from jikimi.takedown.models import Enclosure, Link, Notice, NoticeLink
from jikimi.takedown.own_name import own_name_of, with_own_name
from jikimi.takedown.readable import readable
from jikimi.takedown.reply_tokens import reply_address, return_mark, token_of, verify_address
from jikimi.takedown.sound import ground_kind


def outgoing(notice: Notice, letterhead: Letterhead) -> OutgoingNotice:
    """Hashes go out only where the person has said yes to sharing them."""
    share = has_consent(notice.case, Consent.Kind.SHARE_WITH_PLATFORMS)
    return OutgoingNotice(
        id=notice.public_id,
        made_at=notice.made_at,
        platform=notice.platform,
        law=notice.law,
        destination=notice.destination or "",
        links=tuple(_named(link, share) for link in _not_asked_yet(notice)),
        ground=_ground(notice),
        subject=notice.subject or "",
        body=with_own_name(notice.body or "", own_name_of(notice)) + reply_lines_of(notice, letterhead),
        sender_name=letterhead.sender_name,
        sender_contact=letterhead.sender_contact,
        attach_xarf=notice.attach_xarf,
        retracts=notice.retracts.public_id if notice.retracts else "",
        reply_to=_reply_to(notice, letterhead),
        enclosed=_enclosed(notice),
        return_mark=return_mark(notice.public_id),
    )


def _reply_to(notice: Notice, letterhead: Letterhead) -> str:
    address = letterhead.public_address
    return reply_address(address, token_of(notice.public_id)) if address else ""


def reply_lines_of(notice: Notice, letterhead: Letterhead) -> str:
    """Where it can be answered and checked; nothing where the centre has no address of its own."""
    reply_to = _reply_to(notice, letterhead)
    if not reply_to:
        return ""
    verify = verify_address(letterhead.public_address)
    return reply_lines(known_language(notice.language), reply=reply_to, verify=verify)


def _enclosed(notice: Notice) -> tuple[Enclosed, ...]:
    kept = Enclosure.objects.filter(notice=notice).order_by("pk")
    return tuple(Enclosed(file.name, file.media_type, file.content or b"") for file in kept)


def _not_asked_yet(notice: Notice) -> list[Link]:
    """All of them, but for those that a try took which failed at others: nothing is reported twice."""
    named = NoticeLink.objects.filter(notice=notice).select_related("link").order_by("link_id")
    left = named.filter(asked_at=None)
    return [row.link for row in (left if left.exists() else named)]


def _ground(notice: Notice) -> str:
    if notice.retracts_id:
        return retraction_sentence(known_language(notice.language))
    return ground_sentence(ground_kind(notice.ground), known_language(notice.language))


def _named(link: Link, share: bool) -> NamedLink:
    return NamedLink(
        url=readable(link.post or ""),
        room=link.room or "",
        post=link.post or "",
        media=link.media,
        pdq=link.pdq if share else None,
    )
