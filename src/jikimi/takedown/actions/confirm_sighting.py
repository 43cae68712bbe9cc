"""A caseworker's yes, with its ground of belief: from here on there is a link, and notices that are due."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Unpack, get_args
from urllib.parse import urlsplit

from django.utils.translation import gettext as _

from jikimi.cases.actions.transaction import acting
from jikimi.cases.actor import Actor
from jikimi.cases.fields import lookup
from jikimi.cases.models import Consent
from jikimi.cases.queries import has_consent
from jikimi.fingerprint.film import from_remembered
from jikimi.fingerprint.record import BadRecord
from jikimi.playbooks.ground import GroundKind
from jikimi.playbooks.platform import Platform
from jikimi.takedown.actions.ask_together import Named, ask_together
from jikimi.takedown.actions.how_asked import HowAsked
from jikimi.takedown.letterhead import Letterhead
from jikimi.takedown.models import Link, Notice
from jikimi.takedown.refusals import Refused
from jikimi.watch.actions.settle_sighting import settle_as_confirmed
from jikimi.watch.models import Post, Sighting, SightingState
from jikimi.watch.refusals import Refused as WatchRefused


def confirm_sighting(
    actor: Actor,
    sighting: Sighting,
    *,
    ground: str,
    place_is_abusive: bool = False,
    **how: Unpack[HowAsked],
) -> list[Notice]:
    """One sighting; see `confirm_sightings`."""
    return confirm_sightings(
        actor,
        [sighting],
        ground=ground,
        place_is_abusive=place_is_abusive,
        **how,
    )


def confirm_sightings(
    actor: Actor,
    sightings: Sequence[Sighting],
    *,
    ground: str,
    place_is_abusive: bool = False,
    **how: Unpack[HowAsked],
) -> list[Notice]:
    """The notices that name them: one for each route of a place's playbook and as many links as it may name.

    Sightings of several cases, platforms or destinations never share a notice. If one of them is refused,
    nothing of all this happens. `place_is_abusive` says that an unaltered copy of an ordinary photograph does
    harm where it was found; for `how` see `HowAsked`. Errors: Refused (a sentence), PermissionRefused.
    """
    on = _ground(ground)
    return ask_together(
        actor,
        lambda: [
            _confirm(actor, sighting, on, how["letterhead"], how["now"], place_is_abusive=place_is_abusive)
            for sighting in _each_once(sightings)
        ],
        ground=on,
        **how,
    )


def _confirm(
    actor: Actor,
    sighting: Sighting,
    ground: GroundKind,
    letterhead: Letterhead,
    now: datetime,
    *,
    place_is_abusive: bool,
) -> Named:
    with acting(
        actor,
        may={"caseworker"},
        verb="takedown.confirm_sighting",
        subject=f"sighting:{sighting.pk}",
        case=sighting.case,
        details={"ground": ground, "place_is_abusive": place_is_abusive},
    ):
        post = _refuse_what_must_not_go_out(sighting, ground, place_is_abusive)
        platform = _platform(letterhead, sighting, post)
        try:
            settle_as_confirmed(actor, sighting, now=now)
        except WatchRefused as refused:
            raise Refused(str(refused)) from None
        return _link(sighting, post, platform, now), platform


def _each_once(sightings: Sequence[Sighting]) -> list[Sighting]:
    # In one order, whoever asks: two that confirm the same at once wait for each other, not both for ever.
    return sorted({sighting.pk: sighting for sighting in sightings}.values(), key=lambda one: one.pk)


def _ground(ground: str) -> GroundKind:
    kinds: dict[str, GroundKind] = {kind: kind for kind in get_args(GroundKind)}
    if ground not in kinds:
        raise Refused(
            _("Say on what the belief rests: statement (her own words), region_map (what was kept), or look.")
        )
    return kinds[ground]


def _refuse_what_must_not_go_out(sighting: Sighting, ground: GroundKind, place_is_abusive: bool) -> Post:
    sighting.refresh_from_db()
    if not has_consent(sighting.case, Consent.Kind.ASK_PLATFORMS):
        raise Refused(_("The person has not said yes to writing to platforms, so nothing can be sent."))
    if sighting.state == SightingState.ALLOWED:
        raise Refused(_("This lies in a place that the case allows. Take the permission back first."))
    if _unaltered_original(sighting) and not place_is_abusive:
        raise Refused(
            _("This is an unaltered copy of an ordinary photograph. Say that the place itself does harm.")
        )
    # A single cell may look replaced at the edge of a crop or in a small copy: a notice must not say so.
    if ground == "region_map" and (sighting.kind != "altered" or "r" not in sighting.region_map):
        raise Refused(_("There is no map that shows a replaced part of this picture, so it is no ground."))
    # Asked for on its own: it may be forgotten at this moment.
    post = Post.objects.filter(pk=sighting.post_id or 0).first()
    if post is None:
        raise Refused(_("The post is not remembered any more, so there is no address to name."))
    return post


def _unaltered_original(sighting: Sighting) -> bool:
    return sighting.kind == "same" and sighting.fingerprint.kind == "original"


def _platform(letterhead: Letterhead, sighting: Sighting, post: Post) -> Platform:
    try:
        return letterhead.playbooks.platform_for(sighting.room.source, _host_of(post.address or ""))
    except KeyError:
        raise Refused(_("No playbook says how to ask the place where this was seen. Add one.")) from None


def _host_of(address: str) -> str | None:
    try:
        parts = urlsplit(address)
        return parts.hostname if parts.scheme in ("http", "https") else None
    except ValueError:
        return None


def _link(sighting: Sighting, post: Post, platform: Platform, now: datetime) -> Link:
    link, _made = Link.objects.get_or_create(
        case=sighting.case,
        lookup=lookup(f"{post.address}\n{post.media_address or ''}", "link.address"),
        defaults={
            "sighting": sighting,
            "platform": platform.key,
            "source": sighting.room.source,
            "room": sighting.room.address,
            "post": post.address,
            "media": post.media_address,
            "pdq": _pdq(sighting, post),
            "since": now,
            "next_check_at": now,
        },
    )
    return link


def _pdq(sighting: Sighting, post: Post) -> str | None:
    if _unaltered_original(sighting):
        return None  # it would be the hash of an ordinary photograph, which never leaves the centre
    try:
        if not post.compact:
            return None
        return from_remembered(post.compact).at(sighting.second).fingerprint.pdq[0].hex()
    except BadRecord:
        return None
