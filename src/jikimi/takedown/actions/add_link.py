"""A link that a person gave: looked at from now on, without a sighting or a room."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from jikimi.cases.actions.transaction import acting
from jikimi.cases.actor import Actor
from jikimi.cases.fields import lookup
from jikimi.cases.models import Case
from jikimi.cases.places import covered
from jikimi.cases.queries import allowed_places
from jikimi.net.open_to_all import why_not_open_to_all
from jikimi.net.policy import FetchPolicy
from jikimi.net.target import parse_target
from jikimi.playbooks.load import Playbooks
from jikimi.sources.base import SourceRefused
from jikimi.sources.web.address import KIND as WEB
from jikimi.sources.web.address import host_of, normal_address, origin_of
from jikimi.sources.web.tells_who_looks import why_it_tells
from jikimi.takedown.models import Link
from jikimi.takedown.refusals import Refused


def add_link(
    actor: Actor,
    case: Case,
    address: str,
    *,
    media: str = "",
    platform: str = "",
    playbooks: Playbooks,
    policy: FetchPolicy,
    now: datetime,
) -> tuple[Link, bool]:
    """The link, and whether it is new. `media` is the file's own address, `platform` a playbook's key.

    Where one of the addresses may tell its owner who looks, nobody looks before `allow_look`. What nobody
    outside can open would stand in a notice and mean nothing, or tell of our own network: `policy` decides.
    Errors: Refused, PermissionRefused.
    """
    post = _normal(address, policy)
    file = _normal(media, policy) if media.strip() else None
    key = _platform(playbooks, post, platform)
    with acting(actor, may={"caseworker"}, verb="takedown.add_link", case=case) as act:
        if case.state != Case.State.OPEN:
            raise Refused(_("This case is closed. Open it again, or open another."))
        if covered(allowed_places(case), addresses=[post]):
            raise Refused(_("This lies in a place that the case allows. Take the permission back first."))
        if file is None and (known := _of_this_page(case, post)):
            act.subject, act.details = f"link:{known.pk}", {"new": False, "waits": known.waits_for_yes}
            return known, False
        waits = any(why_it_tells(one) for one in (post, file) if one)
        link, new = Link.objects.get_or_create(
            case=case,
            lookup=lookup(f"{post}\n{file or ''}", "link.address"),
            defaults={
                "platform": key,
                "source": WEB,
                "room": origin_of(post),
                "post": post,
                "media": file,
                "since": now,
                "waits_for_yes": waits,
                "next_check_at": None if waits else now,
            },
        )
        act.subject = f"link:{link.pk}"
        act.details = {"new": new, "waits": link.waits_for_yes}
    return link, new


def _of_this_page(case: Case, post: str) -> Link | None:
    """The page as it was given before, with its file. Addresses rest sealed, so each is opened."""
    given = Link.objects.filter(case=case, source=WEB).order_by("pk")
    return next((link for link in given if link.post == post), None)


def _normal(address: str, policy: FetchPolicy) -> str:
    try:
        normal = normal_address(address)
    except SourceRefused as refused:
        raise Refused(str(refused)) from None
    if where := why_not_open_to_all(parse_target(normal), policy):
        raise Refused(
            _(
                "The address leads to %(where)s. Nobody outside can open it, so no notice may name it. "
                "Give the address that everybody sees."
            )
            % {"where": where}
        )
    return normal


def _platform(playbooks: Playbooks, post: str, wanted: str) -> str:
    if wanted:
        if wanted not in playbooks.platforms:
            known = ", ".join(sorted(playbooks.platforms))
            raise Refused(_("There is no such platform among the playbooks: %(known)s.") % {"known": known})
        return wanted
    try:
        return playbooks.platform_for(WEB, host_of(post)).key
    except KeyError:
        raise Refused(_("No playbook says how to ask this place. Add one.")) from None
