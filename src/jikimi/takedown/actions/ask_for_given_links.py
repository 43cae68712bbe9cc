"""Ask for the removal of links that a person gave: the same notices as for a sighting that was confirmed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Unpack

from django.utils.translation import gettext as _

from jikimi.cases.actions.transaction import acting
from jikimi.cases.actor import Actor
from jikimi.cases.models import Consent
from jikimi.cases.places import covered
from jikimi.cases.queries import allowed_places, has_consent
from jikimi.playbooks.platform import Platform
from jikimi.takedown.actions.ask_together import ask_together
from jikimi.takedown.actions.how_asked import HowAsked
from jikimi.takedown.letterhead import Letterhead
from jikimi.takedown.models import Link, Notice
from jikimi.takedown.refusals import Refused
from jikimi.takedown.sound import ground_kind


def ask_for_given_links(
    actor: Actor,
    links: Sequence[Link],
    *,
    ground: str,
    **how: Unpack[HowAsked],
) -> list[Notice]:
    """Every notice that names them. If one link is refused, nothing of all this happens.

    `ground` is `statement` or `look`: of a link alone there is no map. For `how` see `HowAsked`.
    Errors: Refused, PermissionRefused.
    """
    if ground == "region_map":
        raise Refused(_("There is no map that shows a replaced part of this picture, so it is no ground."))
    each_once = {link.pk: link for link in links}.values()
    return ask_together(
        actor,
        lambda: [(link, _allowed(actor, link, how["letterhead"])) for link in each_once],
        ground=ground_kind(ground),
        **how,
    )


def _allowed(actor: Actor, link: Link, letterhead: Letterhead) -> Platform:
    with acting(
        actor, may={"caseworker"}, verb="takedown.ask_for_link", subject=f"link:{link.pk}", case=link.case
    ):
        if link.sighting_id is not None:
            raise Refused(_("This link came of a sighting: `jikimi confirm` asks for it."))
        if not has_consent(link.case, Consent.Kind.ASK_PLATFORMS):
            raise Refused(_("The person has not said yes to writing to platforms, so nothing can be sent."))
        if covered(allowed_places(link.case), addresses=[link.post or ""]):
            raise Refused(_("This lies in a place that the case allows. Take the permission back first."))
    platform = letterhead.playbooks.platforms.get(link.platform)
    if platform is None:
        raise Refused(_("No playbook says how to ask this place. Add one."))
    return platform
