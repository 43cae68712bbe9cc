"""Whether a notice holds what its law demands, asked with the words as they stand or are about to leave."""

from __future__ import annotations

from typing import get_args

from django.utils.translation import gettext as _

from jikimi.playbooks.checker import Said, Unsound, check_leaving, check_written
from jikimi.playbooks.ground import GroundKind
from jikimi.playbooks.language import NoSuchDraft, known_language
from jikimi.playbooks.law import Law
from jikimi.takedown.letterhead import Letterhead
from jikimi.takedown.models import Link, Notice
from jikimi.takedown.own_name import own_name_of, with_own_name
from jikimi.takedown.readable import readable_all
from jikimi.takedown.refusals import Refused


def need_sound_words(notice: Notice, links: list[Link], letterhead: Letterhead) -> None:
    """When it is written. Errors: Refused, with every reason."""
    if notice.retracts_id:
        return  # written anew it would ask for what it takes back
    try:
        check_written(_law(notice, letterhead), _said(notice, links, letterhead, None))
    except (Unsound, NoSuchDraft) as unsound:
        raise Refused(str(unsound)) from None


def need_sound_to_leave(notice: Notice, letterhead: Letterhead) -> None:
    """Right before it leaves: playbooks, names and links may have changed since. Errors: Refused."""
    if notice.retracts_id:
        return  # it cites no law, and what was wrong is taken back in any case
    links = list(Link.objects.filter(notices=notice).order_by("pk"))
    try:
        said = _said(notice, links, letterhead, own_name_of(notice))
        check_leaving(_law(notice, letterhead), said)
    except (Unsound, NoSuchDraft) as unsound:
        raise Refused(str(unsound)) from None


def ground_kind(ground: str) -> GroundKind:
    """The kind that is written on a notice. Errors: Refused."""
    for kind in get_args(GroundKind):
        if kind == ground:
            found: GroundKind = kind
            return found
    raise Refused(_("This notice has no ground of belief, so nothing can be asked on it."))


def _law(notice: Notice, letterhead: Letterhead) -> Law:
    law = letterhead.playbooks.laws.get(notice.law)
    if law is None:
        raise Refused(
            _("The playbook of the law that this notice cites is not there any more. Bring it back.")
        )
    return law


def _said(notice: Notice, links: list[Link], letterhead: Letterhead, own_name: str | None) -> Said:
    return Said(
        subject=notice.subject or "",
        body=with_own_name(notice.body or "", own_name),
        language=known_language(notice.language),
        ground=notice.ground,
        urls=tuple(dict.fromkeys(url for link in links for url in readable_all(link.post or "", link.media))),
        sender_name=letterhead.sender_name,
        sender_contact=letterhead.sender_contact,
        work=notice.work,
        own_name=own_name,
        second_yes=bool(notice.second_yes_by),
    )
